// The counting: a cube of rows (point, days, doubt, kind, status, sources) in, counts per cluster and window out.
// Nothing here touches the page. Clusters depend on the zoom only, counts on time and filters only, so nothing jumps; a
// cluster's mark stands at the busiest of its places that has something in these days, never where nothing happened.
// Days are numbered from the cube's first; an incident holds the half-open days [start, stop); a window [lo, hi] holds
// both its days. What touches a window: started by hi, less what had stopped by lo. Exact for any length.
(function (S) {
  "use strict";

  /** Typed columns out of the fetched JSON; undoes the differences. */
  S.decode = function (json) {
    return S.among({
      base: json.base, days: json.days, kinds: json.kinds, statuses: json.statuses, sources: json.sources,
      sets: json.sets, points: json.points, P: json.points.lat.length, coverage: json.coverage, all: 0,
    }, json.rows);
  };

  // A number's first digit says how many follow; packing.py has the same bounds.
  const DIGITS = 91, LEADS = [70, 86, 90, DIGITS], MORE = [0, 1, 2, 5], LIMITS = [0];
  LEADS.forEach((end, i) => LIMITS.push(LIMITS[i] + (end - (i ? LEADS[i - 1] : 0)) * DIGITS ** MORE[i]));
  const DIGIT = Uint8Array.from({ length: 128 }, (_, code) => code - 35 - (code > 92 ? 1 : 0));  // by its character

  /** A cube of the same points, kinds and days that counts these rows only. `all` still counts the whole. */
  S.among = function (whole, rows) {
    const most = rows.groups.reduce((sum, each) => sum + each.n.length, 0);  // each has a digit at least
    const voices = rows.groups.length > 0 && Boolean(rows.groups[0].looks.set);
    const cube = {
      ...whole, N: 0, point: new Int32Array(most), start: new Int32Array(most), stop: new Int32Array(most),
      kind: new Uint8Array(most), status: new Uint8Array(most), doubt: new Uint8Array(most), n: new Uint32Array(most),
      set: voices ? new Uint32Array(most) : null,
    };
    const weight = new Float64Array(cube.P + 1);  // of each point, and before them of what is not placed
    for (const each of rows.groups) fill(cube, weight, each);
    for (const name of ["point", "start", "stop", "kind", "status", "doubt", "n"]) cube[name] = cube[name].subarray(0, cube.N);
    if (voices) cube.set = cube.set.subarray(0, cube.N);
    cube.order = null;  // made for the first index
    cube.byPoint = null;  // made for the first pick
    cube.doubtful = rows.groups.some((each) => each.looks.doubt.some(Boolean));
    if (!whole.weight) {  // clusters are those of the whole, so that none jumps when rows are sought out
      cube.weight = weight.subarray(1);
      cube.all = weight.reduce((sum, n) => sum + n, 0);
    }
    return cube;
  };

  /** Reads the rows of one group behind those that the cube has: its three columns side by side, so that nothing is kept twice. */
  function fill(cube, weight, { looks, point: steps, cell: cells, n: counts }) {
    const { point, start, stop, kind, status, doubt, n, set } = cube, L = looks.kind.length;
    const kinds = Uint8Array.from(looks.kind), statuses = Uint8Array.from(looks.status), doubts = Uint8Array.from(looks.doubt);
    const more = Int32Array.from(looks.more), sets = set && Uint32Array.from(looks.set), long = LEADS[0];
    let i = cube.N, at = -1, cell = 0, s = 0, c = 0, k = 0;
    while (k < counts.length) {
      let step = DIGIT[steps.charCodeAt(s++)], gap = DIGIT[cells.charCodeAt(c++)], many = DIGIT[counts.charCodeAt(k++)];
      if (step >= long) { const size = sizeOf(step); step = number(steps, s, step, size); s += MORE[size]; }
      if (gap >= long) { const size = sizeOf(gap); gap = number(cells, c, gap, size); c += MORE[size]; }
      if (many >= long) { const size = sizeOf(many); many = number(counts, k, many, size); k += MORE[size]; }
      at += step;
      cell = step ? gap : cell + gap;
      const first = (cell / L) | 0, look = cell - first * L;
      point[i] = at;
      start[i] = first;
      stop[i] = first + more[look] + 1;
      kind[i] = kinds[look];
      status[i] = statuses[look];
      doubt[i] = doubts[look];
      n[i] = many;
      weight[at + 1] += many;
      if (set) set[i] = sets[look];
      i++;
    }
    cube.N = i;
  }
  function sizeOf(lead) { return lead < LEADS[1] ? 1 : lead < LEADS[2] ? 2 : 3; }
  function number(text, i, lead, size) {  // of several digits: the first, and those that stand at i
    let value = lead - LEADS[size - 1];
    for (let more = MORE[size]; more; more--) value = value * DIGITS + DIGIT[text.charCodeAt(i++)];
    return value + LIMITS[size];
  }

  function sorted(keys, limit) {  // counting sort: row numbers by key
    const at = new Int32Array(limit + 2), order = new Int32Array(keys.length);
    for (let i = 0; i < keys.length; i++) at[keys[i] + 1]++;
    for (let k = 0; k <= limit; k++) at[k + 1] += at[k];
    for (let i = 0; i < keys.length; i++) order[at[keys[i]]++] = i;
    return order;
  }

  /**
   * 1 for each row that the filters let through. hidden: {kinds, statuses, sources}, each a Set of numbers. Sources are
   * for the cube that holds them; for the others Python sends rows.
   */
  S.passing = function (cube, hidden) {
    const open = cube.set && cube.sets.map((set) => set.some((source) => !hidden.sources.has(source)));
    const pass = new Uint8Array(cube.N);
    if (!hidden.kinds.size && !hidden.statuses.size && !(open && open.includes(false))) return pass.fill(1);
    for (let i = 0; i < cube.N; i++)
      pass[i] = !hidden.kinds.has(cube.kind[i]) && !hidden.statuses.has(cube.status[i]) && (!open || open[cube.set[i]]) ? 1 : 0;
    return pass;
  };

  /**
   * Clusters at a zoom: points within `reach` pixels of a busier one join it; the busiest comes first and stands where
   * that point stands. Areas join areas only: a region is never merged into a town's pin.
   * project(lat, lng) gives pixels at that zoom.
   */
  S.clusters = function (cube, project, reach) {
    const order = Array.from({ length: cube.P }, (_, p) => p).sort((a, b) => cube.weight[b] - cube.weight[a] || a - b);
    const of = new Int32Array(cube.P).fill(-1), list = [], grid = new Map(), WIDE = 2 ** 20;  // more cells than a zoom has across
    const cell = (x, y, area) => (Math.floor(x / reach) * WIDE + Math.floor(y / reach)) * 2 + (area ? 1 : 0);
    for (const p of order) {
      const at = project(cube.points.lat[p], cube.points.lng[p]), area = cube.points.area[p];
      let best = -1, nearest = reach * reach;
      for (let dx = -1; dx <= 1; dx++) for (let dy = -1; dy <= 1; dy++)
        for (const c of grid.get(cell(at.x + dx * reach, at.y + dy * reach, area)) || []) {
          const away = (list[c].x - at.x) ** 2 + (list[c].y - at.y) ** 2;
          if (away < nearest) { nearest = away; best = c; }
        }
      if (best < 0) {
        best = list.length;
        list.push({ id: best, x: at.x, y: at.y, area: area, points: [], head: p });
        const key = cell(at.x, at.y, area);
        if (!grid.has(key)) grid.set(key, []);
        grid.get(key).push(best);
      }
      list[best].points.push(p);
      of[p] = best;
    }
    return { of: of, list: list };
  };

  const ASSUMED = 2;
  /** Sorted days per (cluster, kind, status), for S.count, and per cluster for S.doubt. Weights are kept as running sums. */
  S.index = function (cube, pass, clusters) {
    const K = cube.kinds.length, T = cube.statuses.length, C = clusters.list.length, N = cube.N;
    const place = new Int32Array(N);  // cluster of a row; -1 for one that is not counted
    for (let i = 0; i < N; i++) place[i] = pass[i] && cube.point[i] >= 0 ? clusters.of[cube.point[i]] : -1;
    const cellOf = (i) => (place[i] * K + cube.kind[i]) * T + cube.status[i];
    const doubtful = (i) => (cube.doubt[i] ? place[i] : -1);
    const counted = sums(cube, C * K * T, (i) => (place[i] < 0 ? -1 : cellOf(i)), { n: (i) => cube.n[i] });
    const used = [], range = new Int32Array(C + 1), at = counted.at;
    for (let c = 0, j = 0; c < C; c++) {
      for (const end = (c + 1) * K * T; j < end; j++) if (at[j + 1] > at[j]) used.push(j);
      range[c + 1] = used.length;
    }
    // An assumed day is half in doubt. One of several days is in doubt by the share of them that lies outside: with
    // each spread evenly over its days, what lies inside is a difference of two running sums, whatever the window.
    const spread = (i) => (cube.doubt[i] === ASSUMED ? 0 : cube.n[i] / (cube.stop[i] - cube.start[i]));
    const doubts = cube.doubtful ? sums(cube, C, doubtful, {
      n: (i) => cube.n[i] * (cube.doubt[i] === ASSUMED ? 0.5 : 1), rate: spread, moment: (i, day) => spread(i) * day,
    }) : null;
    const kindOf = Uint8Array.from(used, (c) => Math.floor(c / T) % K), statusOf = Uint8Array.from(used, (c) => c % T);
    return { C: C, range: range, used: Int32Array.from(used), kindOf: kindOf, statusOf: statusOf, at: at, counted: counted, doubts: doubts, byDay: null, doubtByDay: null };
  };

  /** Makes an index quick to ask again and again, as a scrub does. To make it so takes longer than to ask it once. */
  S.hasten = function (index, days) {
    const all = Int32Array.from({ length: index.C }, (_, c) => c), D = days + 2, fits = (cells) => cells.length * D <= S.DENSE;
    if (fits(index.used)) index.byDay = daily(index.counted, index.used, D, Int32Array);
    if (index.doubts && fits(all)) index.doubtByDay = daily(index.doubts, all, D, Float64Array);
    return index;
  };

  S.DENSE = 6e6;  // sums in a table by day and cell; where there would be more, days are looked for among those that are there
  /** The running sums of these cells on every day, those of a day side by side: to read a day's is to read straight on. */
  function daily(summed, cells, D, Numbers) {
    const table = function (column) {
      const made = {};
      for (const name of Object.keys(column)) {
        if (name === "days") continue;
        const sums = (made[name] = new Numbers(D * cells.length));
        for (let u = 0; u < cells.length; u++) {
          let j = summed.at[cells[u]], sum = 0;
          const end = summed.at[cells[u] + 1];
          for (let day = 0; day < D; day++) {
            while (j < end && column.days[j] <= day) sum = column[name][j++];
            sums[day * cells.length + u] = sum;
          }
        }
      }
      return made;
    };
    const row = (day) => Math.min(day, D - 1) * cells.length;  // after the last day nothing is added
    return { starts: table(summed.starts), stops: table(summed.stops), row: row };
  }

  function sums(cube, cells, cellOf, weights) {  // per cell, by first day and by the day after the last
    const at = new Int32Array(cells + 1);
    for (let i = 0; i < cube.N; i++) { const c = cellOf(i); if (c >= 0) at[c + 1]++; }
    for (let c = 0; c < cells; c++) at[c + 1] += at[c];
    const { byStart, byStop } = (cube.order ||= { byStart: sorted(cube.start, cube.days + 1), byStop: sorted(cube.stop, cube.days + 1) });
    const column = function (order, day) {
      const next = at.slice(), made = { days: new Int32Array(at[cells]) };
      const names = Object.keys(weights), columns = names.map((name) => (made[name] = new Float64Array(at[cells])));
      for (let o = 0; o < order.length; o++) {
        const i = order[o], c = cellOf(i);
        if (c < 0) continue;
        const slot = next[c]++, fresh = slot === at[c];
        made.days[slot] = day[i];
        for (let k = 0; k < names.length; k++) columns[k][slot] = weights[names[k]](i, day[i]) + (fresh ? 0 : columns[k][slot - 1]);
      }
      return made;
    };
    return { at: at, starts: column(byStart, cube.start), stops: column(byStop, cube.stop) };
  }

  function last(days, from, to, day) {  // the last entry on or before the day; from - 1 where there is none
    let a = from, b = to;
    while (a < b) { const m = (a + b) >> 1; if (days[m] <= day) a = m + 1; else b = m; }
    return a - 1;
  }

  /** The same counts and doubts as by an index, of one window only: made in a single pass, for the first drawing. */
  S.tally = function (cube, pass, clusters, lo, hi) {
    const K = cube.kinds.length, T = cube.statuses.length, C = clusters.list.length;
    const kinds = new Float64Array(C * K), statuses = new Float64Array(C * T), doubts = new Float64Array(C), held = new Uint8Array(cube.P);
    for (let i = 0; i < cube.N; i++) {
      const start = cube.start[i], stop = cube.stop[i], n = cube.n[i];
      if (!pass[i] || cube.point[i] < 0 || start > hi || stop <= lo) continue;
      const c = clusters.of[cube.point[i]];
      held[cube.point[i]] = 1;
      kinds[c * K + cube.kind[i]] += n;
      statuses[c * T + cube.status[i]] += n;
      if (cube.doubt[i] === ASSUMED) doubts[c] += n / 2;
      else if (cube.doubt[i]) doubts[c] += n * (1 - (Math.min(stop, hi + 1) - Math.max(start, lo)) / (stop - start));
    }
    return { K: K, T: T, kinds: kinds, statuses: statuses, doubts: doubts, held: held };
  };
  S.tallied = function (tally, cluster, out) {
    let total = 0;
    for (let k = 0; k < tally.K; k++) total += out.kinds[k] = tally.kinds[cluster * tally.K + k];
    for (let t = 0; t < tally.T; t++) out.statuses[t] = tally.statuses[cluster * tally.T + t];
    return total;
  };

  function sought({ at, counted: { starts, stops } }, cell, lo, hi) {  // of one cell, without a table by day
    const from = at[cell], to = at[cell + 1], begun = last(starts.days, from, to, hi), over = last(stops.days, from, to, lo);
    return (begun < from ? 0 : starts.n[begun]) - (over < from ? 0 : stops.n[over]);
  }

  /** Days per point, whatever the zoom, for S.stands. */
  S.standing = function (cube, pass) {
    const counted = sums(cube, cube.P, (i) => (pass[i] ? cube.point[i] : -1), { n: (i) => cube.n[i] }), D = cube.days + 2;
    const all = Int32Array.from({ length: cube.P }, (_, p) => p);
    return { at: counted.at, counted: counted, byDay: cube.P * D <= S.DENSE ? daily(counted, all, D, Int32Array) : null };
  };
  /** The first of these points, the busiest first, that holds anything in [lo, hi]; one of them does. */
  S.stands = function (standing, points, lo, hi) {
    const { byDay } = standing, begins = byDay ? byDay.row(hi) : 0, ends = byDay ? byDay.row(lo) : 0;
    let k = 0;
    for (const last = points.length - 1; k < last; k++) {
      const p = points[k];
      if (byDay ? byDay.starts.n[begins + p] - byDay.stops.n[ends + p] : sought(standing, p, lo, hi)) break;
    }
    return points[k];
  };

  /** Counts of one cluster in [lo, hi], into out.kinds and out.statuses; returns their sum. */
  S.count = function (index, cluster, lo, hi, out) {
    const { byDay, kindOf, statusOf } = index, { starts, stops } = byDay || index.counted, { kinds, statuses } = out;
    const end = index.range[cluster + 1], begun = starts.n, over = stops.n;
    kinds.fill(0);
    statuses.fill(0);
    let total = 0;
    const begins = byDay ? byDay.row(hi) : 0, ends = byDay ? byDay.row(lo) : 0;
    for (let u = index.range[cluster]; u < end; u++) {
      const n = byDay ? begun[begins + u] - over[ends + u] : sought(index, index.used[u], lo, hi);
      if (!n) continue;
      kinds[kindOf[u]] += n;
      statuses[statusOf[u]] += n;
      total += n;
    }
    return total;
  };

  /**
   * What a cluster's incidents of uncertain day lack of certainty in [lo, hi]: the share of their days that lies
   * outside, and a half where the day is only assumed.
   */
  S.doubt = function (index, cluster, lo, hi) {
    if (!index.doubts) return 0;
    const byDay = index.doubtByDay, { starts, stops } = byDay || index.doubts, from = index.doubts.at[cluster], to = index.doubts.at[cluster + 1];
    if (from === to) return 0;
    const sum = byDay ? (column, name, day) => column[name][byDay.row(day) + cluster]
      : (column, name, day) => { const i = last(column.days, from, to, day); return i < from ? 0 : column[name][i]; };
    const passed = (day) => day * sum(starts, "rate", day) - sum(starts, "moment", day) - day * sum(stops, "rate", day) + sum(stops, "moment", day);
    const lacking = sum(starts, "n", hi) - sum(stops, "n", lo) - passed(hi + 1) + passed(lo);
    return Math.max(0, Math.round(lacking * 1e6) / 1e6);  // what is certain is 0, whatever was rounded on the way
  };

  /** Those of the points that hold anything in [lo, hi]: what a pick of their cluster means. */
  S.present = function (cube, pass, points, lo, hi) {
    const { order, at } = (cube.byPoint ||= pointed(cube));
    const holds = function (point) {
      for (let o = at[point]; o < at[point + 1]; o++) {
        const i = order[o];
        if (pass[i] && cube.start[i] <= hi && cube.stop[i] > lo) return true;
      }
      return false;
    };
    return [...points].filter(holds);
  };
  /** Row numbers by point, and where each point's begin. Rows that are not placed are left out. */
  function pointed(cube) {
    const at = new Int32Array(cube.P + 2);  // moves by one while it is filled
    let placed = 0;
    for (let i = 0; i < cube.N; i++) if (cube.point[i] >= 0) { at[cube.point[i] + 2]++; placed++; }
    for (let p = 0; p <= cube.P; p++) at[p + 1] += at[p];
    const order = new Int32Array(placed);
    for (let i = 0; i < cube.N; i++) if (cube.point[i] >= 0) order[at[cube.point[i] + 1]++] = i;
    return { order: order, at: at };
  }

  /** Running counts over all placed rows that pass, by kind and by status, for the numbers beside the map. */
  S.totals = function (cube, pass) {
    const D = cube.days + 2, K = cube.kinds.length, T = cube.statuses.length;
    const table = (rows) => Array.from({ length: rows }, () => new Float64Array(D));
    const sums = { ks: table(K), ke: table(K), ts: table(T), te: table(T), placed: 0, unplaced: 0 };
    for (let i = 0; i < cube.N; i++) {
      if (!pass[i]) continue;
      const n = cube.n[i];
      if (cube.point[i] < 0) { sums.unplaced += n; continue; }
      sums.placed += n;
      sums.ks[cube.kind[i]][cube.start[i]] += n;
      sums.ts[cube.status[i]][cube.start[i]] += n;
      sums.ke[cube.kind[i]][cube.stop[i]] += n;
      sums.te[cube.status[i]][cube.stop[i]] += n;
    }
    for (const group of [sums.ks, sums.ke, sums.ts, sums.te])
      for (const row of group) for (let d = 1; d < D; d++) row[d] += row[d - 1];
    const met = (starts, stops, lo, hi) => starts.map((row, i) => row[hi] - stops[i][lo]);
    sums.kinds = (lo, hi) => met(sums.ks, sums.ke, lo, hi);
    sums.statuses = (lo, hi) => met(sums.ts, sums.te, lo, hi);
    return sums;
  };

  /**
   * Placed incidents present in each bin, by "kinds" or "statuses": sure[group][bin] and, of uncertain day, doubt[group][bin].
   * One that spans several days of a bin counts once in it.
   */
  S.histogram = function (cube, pass, bins, by) {
    const group = by === "statuses" ? cube.status : cube.kind;
    const table = () => cube[by].map(() => new Float64Array(bins.count + 1)), sure = table(), doubt = table();
    for (let i = 0; i < cube.N; i++) {
      if (!pass[i] || cube.point[i] < 0) continue;
      const row = (cube.doubt[i] ? doubt : sure)[group[i]];
      row[bins.of[cube.start[i]]] += cube.n[i];
      row[bins.of[cube.stop[i] - 1] + 1] -= cube.n[i];
    }
    for (const row of [...sure, ...doubt]) for (let b = 1; b <= bins.count; b++) row[b] += row[b - 1];
    return { bins: bins, sure: sure, doubt: doubt };
  };
})((window.Situation = window.Situation || {}));
