// Articles by day and outlet, whatever they tell: where there are none, an empty map means nothing.
(function (S) {
  "use strict";
  const MOST = 4e6;  // running counts by outlet and day; where there would be more, the rows are gone through


  /** The cube's articles of the outlets that are switched on, ready for S.covering and S.coverage. */
  S.covered = function (cube, hidden) {
    const rows = [], upTo = new Float64Array(cube.days + 1), silent = new Float64Array(cube.days + 1);
    const perDay = new Float64Array(cube.days), D = cube.days + 1, R = cube.sources.length;
    const each = R * D <= MOST ? new Uint32Array(R * D) : null;
    cube.coverage.day.forEach((day, i) => {
      const source = cube.coverage.source[i], n = cube.coverage.n[i];
      if (hidden.sources.has(source)) return;
      rows.push({ day: day, source: source, n: n });
      perDay[day] += n;
      if (each) each[source * D + day + 1] += n;
    });
    for (let d = 0; d < cube.days; d++) {
      upTo[d + 1] = upTo[d] + perDay[d];
      silent[d + 1] = silent[d] + (perDay[d] ? 0 : 1);
    }
    if (each) for (let i = 1; i < each.length; i++) if (i % D) each[i] += each[i - 1];
    return { rows: rows, upTo: upTo, silent: silent, each: each, sources: R };
  };

  /** Articles and days without any in [lo, hi], how many outlets they are of, and on demand these, most articles first. */
  S.covering = function (covered, lo, hi, names) {
    const by = covered.each ? summed(covered, lo, hi) : gone(covered.rows, lo, hi, covered.sources);
    let count = 0;
    for (let source = 0; source < covered.sources; source++) if (by[source]) count++;
    return {
      articles: covered.upTo[hi + 1] - covered.upTo[lo],
      silent: covered.silent[hi + 1] - covered.silent[lo],
      count: count,
      outlets: () => Array.from(by, (n, source) => ({ name: names[source] || S.tr("outlet not named"), n: n })).filter((one) => one.n)
        .sort((a, b) => b.n - a.n || (a.name < b.name ? -1 : 1)),
    };
  };
  function summed({ each, sources, upTo }, lo, hi) {  // two reads an outlet, however long the window
    const by = new Uint32Array(sources), D = upTo.length;
    for (let source = 0; source < sources; source++) by[source] = each[source * D + hi + 1] - each[source * D + lo];
    return by;
  }
  function gone(rows, lo, hi, sources) {  // rows come by day
    const by = new Uint32Array(sources);
    let i = 0, end = rows.length;
    while (i < end) { const m = (i + end) >> 1; if (rows[m].day < lo) i = m + 1; else end = m; }
    for (; i < rows.length && rows[i].day <= hi; i++) by[rows[i].source] += rows[i].n;
    return by;
  }

  /** Articles and outlets per bin. */
  S.coverage = function (covered, bins) {
    const articles = new Float64Array(bins.count), outlets = new Float64Array(bins.count), met = new Set();
    for (const row of covered.rows) {
      const bin = bins.of[row.day], key = bin + ":" + row.source;
      articles[bin] += row.n;
      if (!met.has(key)) { met.add(key); outlets[bin]++; }
    }
    return { articles: articles, outlets: outlets };
  };

  /** "3 articles (Agency A 2, Agency B 1)"; outlets are counted where naming them would be long. */
  S.coverageText = function (said) {
    if (!said.articles) return S.tr("No article in the days shown");
    const articles = S.counted(said.articles, "{n} article", "{n} articles");
    if (said.count > 3) return articles + " " + S.counted(said.count, "from {n} outlet", "from {n} outlets");
    return articles + " (" + said.outlets().map((each) => each.name + " " + each.n).join(", ") + ")";
  };
})((window.Situation = window.Situation || {}));
