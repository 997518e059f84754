// The counting: a cube of rows (point, days, doubt, kind, status, sources) in, counts per cluster and window out.
// Nothing here touches the page. Clusters depend on the zoom only, counts on time and filters only, so nothing jumps.
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

  /** A cube of the same points, kinds and days that counts these rows only. `all` still counts the whole. */
  S.among = function (whole, rows) {
    const N = rows.n.length;
    const cube = {
      ...whole, N: N, point: new Int32Array(N), start: new Int32Array(N), stop: new Int32Array(N),
      kind: Uint8Array.from(rows.kind), status: Uint8Array.from(rows.status),
      set: Uint32Array.from(rows.set), n: Uint32Array.from(rows.n), doubt: Uint8Array.from(rows.doubt),
    };
    let point = -1, first = 0;
    for (let i = 0; i < N; i++) {
      point += rows.point[i];
      first += rows.first[i];
      cube.point[i] = point;
      cube.start[i] = first;
      cube.stop[i] = first + rows.more[i] + 1;
    }
    cube.byStart = sorted(cube.start, cube.days + 1);
    cube.byStop = sorted(cube.stop, cube.days + 1);
    cube.doubtful = Int32Array.from(Array.from(cube.doubt.keys()).filter((i) => cube.doubt[i] && cube.point[i] >= 0));
    if (!whole.weight) {  // clusters are those of the whole, so that none jumps when rows are sought out
      cube.weight = new Float64Array(cube.P);
      for (let i = 0; i < N; i++) if (cube.point[i] >= 0) cube.weight[cube.point[i]] += cube.n[i];
      cube.all = cube.n.reduce((sum, n) => sum + n, 0);
    }
    return cube;
  };

  function sorted(keys, limit) {  // counting sort: row numbers by key
    const at = new Int32Array(limit + 2), order = new Int32Array(keys.length);
    for (let i = 0; i < keys.length; i++) at[keys[i] + 1]++;
    for (let k = 0; k <= limit; k++) at[k + 1] += at[k];
    for (let i = 0; i < keys.length; i++) order[at[keys[i]]++] = i;
    return order;
  }

  /** 1 for each row that the filters let through. hidden: {kinds, statuses, sources}, each a Set of numbers. */
  S.passing = function (cube, hidden) {
    const open = cube.sets.map((set) => set.some((source) => !hidden.sources.has(source)));
    const pass = new Uint8Array(cube.N);
    for (let i = 0; i < cube.N; i++)
      pass[i] = !hidden.kinds.has(cube.kind[i]) && !hidden.statuses.has(cube.status[i]) && open[cube.set[i]] ? 1 : 0;
    return pass;
  };

  /**
   * Clusters at a zoom: points within `reach` pixels of a busier one join it; the busiest comes first and stands where
   * that point stands. Areas join areas only: a region is never merged into a town's pin.
   * project(lat, lng) gives pixels at that zoom.
   */
  S.clusters = function (cube, project, reach) {
    const order = Array.from({ length: cube.P }, (_, p) => p).sort((a, b) => cube.weight[b] - cube.weight[a] || a - b);
    const of = new Int32Array(cube.P).fill(-1), list = [], grid = new Map();
    const cell = (x, y, area) => (area ? "a" : "p") + Math.floor(x / reach) + ":" + Math.floor(y / reach);
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

  /** Sorted days per (cluster, kind, status), for S.count. Row weights are kept as running sums. */
  S.index = function (cube, pass, clusters) {
    const K = cube.kinds.length, T = cube.statuses.length, C = clusters.list.length, cells = C * K * T;
    const cellOf = (i) => (clusters.of[cube.point[i]] * K + cube.kind[i]) * T + cube.status[i];
    const at = new Int32Array(cells + 1);
    for (let i = 0; i < cube.N; i++) if (pass[i] && cube.point[i] >= 0) at[cellOf(i) + 1]++;
    for (let c = 0; c < cells; c++) at[c + 1] += at[c];
    const used = [], range = new Int32Array(C + 1);
    for (let c = 0, j = 0; c < C; c++) {
      for (const end = (c + 1) * K * T; j < end; j++) if (at[j + 1] > at[j]) used.push(j);
      range[c + 1] = used.length;
    }
    const column = function (order, day) {
      const next = at.slice(), days = new Int32Array(at[cells]), sums = new Float64Array(at[cells]);
      for (let o = 0; o < order.length; o++) {
        const i = order[o];
        if (!pass[i] || cube.point[i] < 0) continue;
        const c = cellOf(i), slot = next[c]++;
        days[slot] = day[i];
        sums[slot] = cube.n[i] + (slot > at[c] ? sums[slot - 1] : 0);
      }
      return { days: days, sums: sums };
    };
    return {
      K: K, T: T, range: range, used: Int32Array.from(used), at: at,
      starts: column(cube.byStart, cube.start), stops: column(cube.byStop, cube.stop),
    };
  };

  function upTo(column, from, to, day) {  // weight of the entries on or before the day
    let a = from, b = to;
    while (a < b) { const m = (a + b) >> 1; if (column.days[m] <= day) a = m + 1; else b = m; }
    return a > from ? column.sums[a - 1] : 0;
  }

  /** Counts of one cluster in [lo, hi], into out.kinds and out.statuses; returns their sum. */
  S.count = function (index, cluster, lo, hi, out) {
    out.kinds.fill(0);
    out.statuses.fill(0);
    let total = 0;
    for (let u = index.range[cluster]; u < index.range[cluster + 1]; u++) {
      const c = index.used[u], from = index.at[c], to = index.at[c + 1];
      const n = upTo(index.starts, from, to, hi) - upTo(index.stops, from, to, lo);
      if (!n) continue;
      out.kinds[Math.floor(c / index.T) % index.K] += n;
      out.statuses[c % index.T] += n;
      total += n;
    }
    return total;
  };

  /** Those of the points that hold anything in [lo, hi]: what a pick of their cluster means. */
  S.present = function (cube, pass, points, lo, hi) {
    const found = new Set();
    for (let i = 0; i < cube.N; i++)
      if (pass[i] && points.has(cube.point[i]) && cube.start[i] <= hi && cube.stop[i] > lo) found.add(cube.point[i]);
    return [...found];
  };

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

  const ASSUMED = 2;
  /**
   * What each cluster's incidents of uncertain day lack of certainty in [lo, hi], into out: the share of their days that
   * lies outside, and a half where the day is only assumed.
   */
  S.doubts = function (cube, pass, of, lo, hi, out) {
    out.fill(0);
    for (let u = 0; u < cube.doubtful.length; u++) {
      const i = cube.doubtful[u], start = cube.start[i], stop = cube.stop[i];
      if (!pass[i] || start > hi || stop <= lo) continue;
      const inside = Math.min(stop, hi + 1) - Math.max(start, lo);
      out[of[cube.point[i]]] += cube.n[i] * (cube.doubt[i] === ASSUMED ? 0.5 : 1 - inside / (stop - start));
    }
  };
})((window.Situation = window.Situation || {}));
