// Articles by day and outlet, whatever they tell: where there are none, an empty map means nothing.
(function (S) {
  "use strict";

  /** The cube's articles of the outlets that are switched on, ready for S.covering and S.coverage. */
  S.covered = function (cube, hidden) {
    const rows = [], upTo = new Float64Array(cube.days + 1), silent = new Float64Array(cube.days + 1);
    const perDay = new Float64Array(cube.days);
    cube.coverage.day.forEach((day, i) => {
      if (hidden.sources.has(cube.coverage.source[i])) return;
      rows.push({ day: day, source: cube.coverage.source[i], n: cube.coverage.n[i] });
      perDay[day] += cube.coverage.n[i];
    });
    for (let d = 0; d < cube.days; d++) {
      upTo[d + 1] = upTo[d] + perDay[d];
      silent[d + 1] = silent[d] + (perDay[d] ? 0 : 1);
    }
    return { rows: rows, upTo: upTo, silent: silent };
  };

  /** Articles and days without any in [lo, hi], and the outlets with their articles, most first. Rows come by day. */
  S.covering = function (covered, lo, hi, names) {
    const by = new Map(), rows = covered.rows;
    let i = 0, end = rows.length;
    while (i < end) { const m = (i + end) >> 1; if (rows[m].day < lo) i = m + 1; else end = m; }
    for (; i < rows.length && rows[i].day <= hi; i++) by.set(rows[i].source, (by.get(rows[i].source) || 0) + rows[i].n);
    return {
      articles: covered.upTo[hi + 1] - covered.upTo[lo],
      silent: covered.silent[hi + 1] - covered.silent[lo],
      outlets: [...by].map(([source, n]) => ({ name: names[source] || S.tr("outlet not named"), n: n })).sort((a, b) => b.n - a.n || (a.name < b.name ? -1 : 1)),
    };
  };

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
    const long = said.outlets.length > 3, names = said.outlets.map((each) => each.name + " " + each.n).join(", ");
    const articles = S.counted(said.articles, "{n} article", "{n} articles");
    return articles + (long ? " " + S.counted(said.outlets.length, "from {n} outlet", "from {n} outlets") : " (" + names + ")");
  };
})((window.Situation = window.Situation || {}));
