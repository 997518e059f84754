// The markers: which clusters stand in view, what each holds in the days shown, drawn on one canvas, found and described.
// Reads the owner's `app`; decides nothing about time, filters or picks.
(function (S) {
  "use strict";
  const REACH = 40, FADE = 0.6, ROWS_KEPT = 2e6;

  S.marks = function (app, map, bar, ground) {
    const layouts = new Map(), raster = new S.Raster(), stamps = S.stamps(), sheet = document.createElement("canvas");
    const slots = [];  // the marks of a drawing, used again by the next: thousands a second would keep the collector busy
    let clusters = null, index = null, hasty = false, standing = null, stood = -1;

    function layout() {
      const zoom = map.getZoom().toFixed(2);
      let kept = layouts.get(zoom);
      if (!kept) {
        while (layouts.size > Math.min(11, Math.max(1, ROWS_KEPT / app.cube.N))) layouts.delete(layouts.keys().next().value);
        kept = { clusters: S.clusters(app.cube, (lat, lng) => map.project([lat, lng]), REACH), version: -1, index: null };
        layouts.set(zoom, kept);
      }
      if (hasty && kept.version !== app.version) {
        kept.index = S.index(app.cube, app.pass, kept.clusters);
        S.hasten(kept.index, app.cube.days);
        kept.version = app.version;
      }
      if (hasty && stood !== app.version) {
        standing = S.standing(app.cube, app.pass);
        stood = app.version;
      }
      clusters = kept.clusters;
      index = kept.index;
    }

    const pixels = (p) => {  // a point's radius of doubt on the screen
      const lat = (app.cube.points.lat[p] * Math.PI) / 180;
      return (app.cube.points.km[p] * 1000) / ((40075016.7 * Math.cos(lat)) / (256 * 2 ** map.getZoom()));
    };
    const open = (g, p, origin, strength) => ground.draw(g, S.groundOf(app.cube.points, p),
      [app.cube.points.lat[p], app.cube.points.lng[p]], origin, app.theme, strength);
    function halo(g, mark) {
      g.beginPath();
      g.arc(mark.x, mark.y, mark.r + (mark.cluster.area ? 4 : 9), 0, Math.PI * 2);
      g.fillStyle = app.theme.halo;
      g.globalAlpha = 0.28;
      g.fill();
      g.globalAlpha = 1;
      g.lineWidth = 2.5;
      g.strokeStyle = app.theme.halo;
      g.stroke();
    }

    function own(g, drawn, origin) {  // where the chosen incident stands, if its mark stands elsewhere for many
      const mark = app.focus === null || app.cube.points.area[app.focus] ? null : drawn.find((each) => each.cluster.id === clusters.of[app.focus]);
      if (!mark || mark.head === app.focus) return;
      const at = map.project([app.cube.points.lat[app.focus], app.cube.points.lng[app.focus]]).subtract(origin);
      g.beginPath();
      g.arc(at.x, at.y, 5, 0, Math.PI * 2);
      g.fillStyle = app.theme.halo;
      g.fill();
      g.lineWidth = 2.5;
      g.strokeStyle = app.theme.paper;
      g.stroke();
    }

    /** The first marks stand: from now on many more are to come, and an index is worth its making. */
    function hasten() {
      hasty = true;
      layout();
    }

    /** Another cube: nothing laid out for the old one holds. */
    function renewed() {
      layouts.clear();
      slots.length = 0;
    }

    const slot = () => ({ x: 0, y: 0, r: 0, n: 0, doubt: 0, cluster: null,
      head: 0, kinds: new Float64Array(app.cube.kinds.length), statuses: new Float64Array(app.cube.statuses.length) });

    function draw(g, bounds) {
      layout();
      const origin = map.getPixelOrigin(), drawn = [], theme = app.theme;
      const tally = hasty ? null : S.tally(app.cube, app.pass, clusters, bar.lo, bar.hi);
      for (const cluster of clusters.list) {
        const x = cluster.x - origin.x, y = cluster.y - origin.y;
        if (x < bounds.min.x - 60 || x > bounds.max.x + 60 || y < bounds.min.y - 60 || y > bounds.max.y + 60) continue;
        const mark = slots[drawn.length] || (slots[drawn.length] = slot());
        mark.n = tally ? S.tallied(tally, cluster.id, mark) : S.count(index, cluster.id, bar.lo, bar.hi, mark);
        if (!mark.n) continue;
        const head = tally ? cluster.points.find((p) => tally.held[p]) : S.stands(standing, cluster.points, bar.lo, bar.hi);
        const at = head === cluster.head ? cluster : map.project([app.cube.points.lat[head], app.cube.points.lng[head]]);
        mark.head = head;
        mark.x = at.x - origin.x;
        mark.y = at.y - origin.y;
        mark.r = cluster.area ? Math.round(Math.max(16, Math.min(30, pixels(head)))) : S.radius(mark.n);
        mark.doubt = tally ? tally.doubts[cluster.id] : S.doubt(index, cluster.id, bar.lo, bar.hi);
        mark.cluster = cluster;
        drawn.push(mark);
      }
      drawn.sort((a, b) => b.cluster.area - a.cluster.area || b.n - a.n);
      const chosen = app.pick.points.length ? new Set(app.pick.points.map((p) => clusters.of[p])) : null;
      app.ground = app.focus === null ? null : open(g, app.focus, origin, 1);
      if (app.hover && app.hover.point !== null && app.hover.point !== app.focus) open(g, app.hover.point, origin, 0.6);
      const scale = S.pixels();
      stamps.begin(app.cube, theme, scale);
      raster.begin(g.canvas.width, g.canvas.height);
      let under = Boolean(app.ground) || Boolean(app.hover && app.hover.point !== null);
      for (const mark of drawn) {
        if (mark.cluster.area && mark.n === 1 && app.ground && clusters.of[app.focus] === mark.cluster.id) mark.r = 12;  // its ground is open
        if (chosen && chosen.has(mark.cluster.id)) { halo(g, mark); under = true; }
        const strength = 1 - (FADE * mark.doubt) / mark.n;  // as much as lies in these days
        stamps.draw(raster, mark, Math.round((mark.x - bounds.min.x) * scale), Math.round((mark.y - bounds.min.y) * scale), strength);
      }
      if (under) {  // what is put on a canvas replaces what is there, so it goes by another one
        if (sheet.width !== g.canvas.width || sheet.height !== g.canvas.height) { sheet.width = g.canvas.width; sheet.height = g.canvas.height; }
        const pen = sheet.getContext("2d");
        pen.clearRect(0, 0, sheet.width, sheet.height);
        raster.put(pen);
        g.save();
        g.setTransform(1, 0, 0, 1, 0, 0);
        g.drawImage(sheet, 0, 0);
        g.restore();
      } else raster.put(g);
      own(g, drawn, origin);
      if (app.spots.length) {  // what stands elsewhere steps back
        g.save();
        g.globalCompositeOperation = "destination-out";
        g.globalAlpha = 0.68;
        g.fillRect(bounds.min.x, bounds.min.y, bounds.max.x - bounds.min.x, bounds.max.y - bounds.min.y);
        g.restore();
      }
      app.arrow = Boolean(app.from && app.focus !== null && S.arrow(g, map.project(app.from).subtract(origin),
        map.project([app.cube.points.lat[app.focus], app.cube.points.lng[app.focus]]).subtract(origin), S.tr("launched from here"), theme));
      app.may = app.spots.map((spot, i) => {
        const at = map.project(spot).subtract(origin);
        S.maybe(g, at.x, at.y, i + 1, theme);
        return [at.x, at.y];
      });
      app.drawn = drawn;
    }

    /** How far each cluster's mark reaches with all its incidents, in pixels of the zoom; areas leave names readable. */
    function disks() {
      if (!clusters) return [];
      layout();
      const weigh = (cluster) => cluster.points.reduce((sum, p) => sum + app.cube.weight[p], 0);
      return clusters.list.filter((cluster) => !cluster.area).map((cluster) => ({ x: cluster.x, y: cluster.y, r: S.radius(weigh(cluster)) + 4 }));
    }

    /** The mark within so many pixels of a container point; pins before areas. */
    function nearest(at, slack) {
      const point = map.containerPointToLayerPoint(at);
      let best = null, least = Infinity;
      for (const mark of app.drawn) {
        const away = Math.hypot(mark.x - point.x, mark.y - point.y) - mark.r;
        const rank = away + (mark.cluster.area ? 1000 : 0);
        if (away <= slack && rank < least) { least = rank; best = mark; }
      }
      return best;
    }

    /** Those of a cluster's places that have something in these days. */
    const held = (cluster) => S.present(app.cube, app.pass, cluster.points, bar.lo, bar.hi);

    /** A mark in words: its place, its kinds, and how sure they and their days are. */
    function describe(mark) {
      const names = mark.n > 1 ? held(mark.cluster).length - 1 : 0;
      const kinds = [...mark.kinds].map((n, k) => [n, k]).filter(([n]) => n).sort((a, b) => b[0] - a[0])
        .map(([n, k]) => S.tr(app.cube.kinds[k].label) + (mark.n > 1 ? " " + n : ""));
      const states = [...mark.statuses].map((n, k) => [n, k]).filter(([n]) => n)
        .map(([n, k]) => S.tr(app.cube.statuses[k]) + (mark.n > 1 ? " " + n : ""));
      if (mark.doubt > 0) states.push(S.tr(mark.n > 1 ? "some days uncertain" : "day uncertain"));
      return {
        place: app.cube.points.name[mark.head] + (names ? " " + S.counted(names, "and {n} place near it", "and {n} places near it") : "")
          + (mark.cluster.area ? " " + S.tr("(area)") : ""),
        what: kinds.join(", "), status: states.join(", "),
      };
    }

    if (document.fonts && document.fonts.ready) document.fonts.ready.then(stamps.forget);
    return { renewed: renewed, hasten: hasten, draw: draw, nearest: nearest, disks: disks, held: held, describe: describe };
  };
})((window.Situation = window.Situation || {}));
