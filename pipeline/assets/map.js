// The map: fetches the cube, draws its clusters on one canvas, answers the pointer and the keyboard, and tells Python
// what the reader stopped on or picked. Python speaks in commands (numbers and our own file names), never in words.
(function (S) {
  "use strict";
  const REACH = 30, SETTLE = 300, UKRAINE = [[44.2, 22.0], [52.5, 40.4]];
  const LIGHT = { ink: "#22282e", soft: "#6d7378", paper: "#fffdf8", band: "#e9e3d3", halo: "#1f5673", dark: false };
  const DARK = { ink: "#ece7db", soft: "#9aa0a3", paper: "#20262b", band: "#2c343a", halo: "#8cc4e0", dark: true };

  /** A canvas that rides on the map: moves with a drag, scales through a zoom, redrawn when either ends. */
  S.Sheet = L.Renderer.extend({
    _initContainer: function () { this._container = document.createElement("canvas"); },
    _destroyContainer: function () { this._container.remove(); },
    _updatePaths: function () {},
    _update: function () {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      const size = this._bounds.getSize(), scale = window.devicePixelRatio || 1, canvas = this._container;
      L.DomUtil.setPosition(canvas, this._bounds.min);
      canvas.width = Math.round(size.x * scale);
      canvas.height = Math.round(size.y * scale);
      canvas.style.width = size.x + "px";
      canvas.style.height = size.y + "px";
      this.redraw();
    },
    redraw: function () {
      if (!this._bounds || !this.options.draw) return;
      const g = this._container.getContext("2d"), scale = window.devicePixelRatio || 1;
      g.setTransform(scale, 0, 0, scale, 0, 0);
      g.clearRect(0, 0, this._container.width, this._container.height);
      g.translate(-this._bounds.min.x, -this._bounds.min.y);
      this.options.draw(g, this._bounds);
    },
  });

  S.mount = function (map, config) {
    const app = { map: map, cube: null, hidden: { kinds: new Set(), statuses: new Set(), sources: new Set() }, drawn: [] };
    let clusters = null, index = null, pass = null, totals = null, version = 0, out = null, frame = 0, settle = 0;
    let seq = 0, pick = { seq: 0, points: [] }, focus = null, may = [], name = "", started = false, hover = null, theme = LIGHT;
    const layouts = new Map();

    document.documentElement.lang = "en";
    const stage = S.el("div", { class: "stage" }), note = S.el("div", { class: "note", role: "status", text: "Drawing the map…" });
    const time = S.el("section", { class: "time", "aria-label": "Time" });
    const tip = S.el("div", { class: "tip", "aria-hidden": "true" });
    map.getContainer().append(note, tip);
    document.getElementById("root").append(time);
    const bar = S.timebar(time, () => { schedule(); settled(); });
    const panel = S.panel(map.getContainer(), app.hidden, () => { filter(); settled(); });
    const list = S.list(map.getContainer(), (mark) => choose(mark));
    map.createPane("marks").style.zIndex = 450;
    map.getPane("marks").style.pointerEvents = "none";
    const sheet = new S.Sheet({ pane: "marks", padding: 0.08, draw: draw }).addTo(map);
    const base = S.base(map, config.assets + "base/", () => theme);
    const ground = S.ground(map, config.assets + "base/", schedule);
    L.control.scale({ imperial: false, position: "bottomright", maxWidth: 90 }).addTo(map);
    map.attributionControl.setPrefix(false).addAttribution(
      "Base map: Natural Earth · Places: GeoNames, CC BY 4.0");

    function look() {  // Streamlit hands its theme to the frame as variables
      const colour = getComputedStyle(document.documentElement).getPropertyValue("--background-color").trim();
      const parts = colour.startsWith("#") ? [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16)) : (colour.match(/\d+/g) || [255, 255, 255]).map(Number);
      const dark = 0.3 * parts[0] + 0.6 * parts[1] + 0.1 * parts[2] < 110;
      if (theme.dark === dark && document.body.dataset.theme) return;
      theme = dark ? DARK : LIGHT;
      document.body.dataset.theme = dark ? "dark" : "light";
      base.redraw();
      if (app.cube) filter();
    }
    look();
    window.addEventListener("message", (event) => {
      if (event.source === window.parent && event.data && event.data.type === "streamlit:render") requestAnimationFrame(look);
    });

    function layout() {
      const zoom = map.getZoom().toFixed(2);
      let kept = layouts.get(zoom);
      if (!kept) {
        if (layouts.size > 11) layouts.delete(layouts.keys().next().value);
        kept = { clusters: S.clusters(app.cube, (lat, lng) => map.project([lat, lng]), REACH), version: -1, index: null };
        layouts.set(zoom, kept);
      }
      if (kept.version !== version) {
        kept.index = S.index(app.cube, pass, kept.clusters);
        kept.version = version;
      }
      clusters = kept.clusters;
      index = kept.index;
    }

    function filter() {  // filters changed: recount all, keep the window
      pass = S.passing(app.cube, app.hidden);
      totals = S.totals(app.cube, pass);
      version++;
      bar.show(S.histogram(app.cube, pass, bar.binWidth()), app.cube.kinds, theme);
      panel.show(app.cube, theme);
      schedule();
    }
    bar.resized = () => { if (app.cube) bar.show(S.histogram(app.cube, pass, bar.binWidth()), app.cube.kinds, theme); };

    function schedule() { if (!frame) frame = requestAnimationFrame(() => { frame = 0; sheet.redraw(); }); }

    function draw(g, bounds) {
      if (!totals || !map._loaded) return;  // not before the first counting
      const began = performance.now();
      layout();
      const origin = map.getPixelOrigin(), drawn = [];
      for (const cluster of clusters.list) {
        const x = cluster.x - origin.x, y = cluster.y - origin.y;
        if (x < bounds.min.x - 60 || x > bounds.max.x + 60 || y < bounds.min.y - 60 || y > bounds.max.y + 60) continue;
        const n = S.count(index, cluster.id, bar.lo, bar.hi, out);
        if (!n) continue;
        const r = cluster.area ? Math.max(16, Math.min(30, pixels(cluster.head))) : S.radius(n);
        drawn.push({ x: x, y: y, r: r, n: n, cluster: cluster, kinds: out.kinds.slice(), statuses: out.statuses.slice() });
      }
      drawn.sort((a, b) => b.cluster.area - a.cluster.area || b.n - a.n);
      const chosen = pick.points.length ? new Set(pick.points.map((p) => clusters.of[p])) : null;
      app.ground = focus === null ? null : open(g, focus, origin, 1);
      if (hover && hover.point !== null && hover.point !== focus) open(g, hover.point, origin, 0.6);
      for (const mark of drawn) {
        if (mark.cluster.area && mark.n === 1 && app.ground && clusters.of[focus] === mark.cluster.id) mark.r = 12;  // its ground is open
        if (chosen && chosen.has(mark.cluster.id)) halo(g, mark);
        if (mark.cluster.area) S.area(g, mark.x, mark.y, mark.r, mark.n, mark, app.cube, theme);
        else if (mark.n > 1) S.many(g, mark.x, mark.y, mark.n, mark, app.cube, theme);
        else S.mark(g, mark.x, mark.y, mark.r, app.cube.kinds[mark.kinds.findIndex(Boolean)],
          app.cube.statuses[mark.statuses.findIndex(Boolean)], theme);
      }
      if (may.length) {  // what stands elsewhere steps back
        g.save();
        g.globalCompositeOperation = "destination-out";
        g.globalAlpha = 0.68;
        g.fillRect(bounds.min.x, bounds.min.y, bounds.max.x - bounds.min.x, bounds.max.y - bounds.min.y);
        g.restore();
      }
      app.may = may.map((spot, i) => {
        const at = map.project(spot).subtract(origin);
        S.maybe(g, at.x, at.y, i + 1, theme);
        return [at.x, at.y];
      });
      app.drawn = drawn;
      say();
      app.work = performance.now() - began;
      app.drawings = (app.drawings || 0) + 1;
    }

    const pixels = (p) => {  // a point's radius of doubt on the screen
      const lat = (app.cube.points.lat[p] * Math.PI) / 180;
      return (app.cube.points.km[p] * 1000) / ((40075016.7 * Math.cos(lat)) / (256 * 2 ** map.getZoom()));
    };
    const open = (g, p, origin, strength) => ground.draw(g, S.groundOf(app.cube.points, p),
      [app.cube.points.lat[p], app.cube.points.lng[p]], origin, theme, strength);
    function halo(g, mark) {
      g.beginPath();
      g.arc(mark.x, mark.y, mark.r + (mark.cluster.area ? 4 : 9), 0, Math.PI * 2);
      g.fillStyle = theme.halo;
      g.globalAlpha = 0.28;
      g.fill();
      g.globalAlpha = 1;
      g.lineWidth = 2.5;
      g.strokeStyle = theme.halo;
      g.stroke();
    }

    function say() {  // the numbers always add up to all incidents
      const kinds = totals.kinds(bar.lo, bar.hi), shown = kinds.reduce((sum, n) => sum + n, 0);
      const all = app.cube.all, rest = all - totals.placed - totals.unplaced;
      bar.say([shown, totals.placed - shown, totals.unplaced, rest]);
      panel.count(kinds, totals.statuses(bar.lo, bar.hi));
      note.hidden = shown > 0;
      if (!shown) note.textContent = !all ? "No incidents yet. Add articles to see them here."
        : totals.placed ? "No incident is reported for these days. Widen the window." : "Every incident on the map is switched off in the legend.";
    }

    function nearest(at, slack) {  // container point to mark; pins before areas
      const point = map.containerPointToLayerPoint(at);
      let best = null, least = Infinity;
      for (const mark of app.drawn) {
        const away = Math.hypot(mark.x - point.x, mark.y - point.y) - mark.r;
        const rank = away + (mark.cluster.area ? 1000 : 0);
        if (away <= slack && rank < least) { least = rank; best = mark; }
      }
      return best;
    }

    function describe(mark) {
      const names = mark.cluster.points.length - 1;
      const kinds = [...mark.kinds].map((n, k) => [n, k]).filter(([n]) => n).sort((a, b) => b[0] - a[0])
        .map(([n, k]) => app.cube.kinds[k].label + (mark.n > 1 ? " " + n : ""));
      const states = [...mark.statuses].map((n, k) => [n, k]).filter(([n]) => n)
        .map(([n, k]) => app.cube.statuses[k] + (mark.n > 1 ? " " + n : ""));
      return {
        place: app.cube.points.name[mark.cluster.head] + (names ? " and " + names + (names > 1 ? " places" : " place") + " near it" : "")
          + (mark.cluster.area ? " (area)" : ""),
        what: kinds.join(", "), status: states.join(", "),
      };
    }
    app.describe = describe;

    function choose(mark) {
      // on a phone the card lies below: bring the map to the top, so that the card comes into sight
      if (window.innerWidth < 620 && window.frameElement) window.frameElement.scrollIntoView({ block: "start", behavior: "smooth" });
      const at = S.present(app.cube, pass, new Set(mark.cluster.points), bar.lo, bar.hi);
      pick = { seq: pick.seq + 1, points: at };
      focus = at.length === 1 ? at[0] : null;
      may = [];
      schedule();
      send();
    }
    map.on("click", (event) => {
      const mark = nearest(event.containerPoint, "ontouchstart" in window ? 14 : 5);
      if (mark) choose(mark);
    });
    map.on("mousemove", (event) => {
      const mark = nearest(event.containerPoint, 3);
      map.getContainer().style.cursor = mark ? "pointer" : "";
      tip.hidden = !mark;
      const over = mark ? mark.cluster.id + "@" + map.getZoom() : null;
      if ((hover && hover.id) !== over) {
        const had = hover && hover.point !== null, points = mark ? mark.cluster.points : [];
        hover = mark && { id: over, point: points.length === 1 ? points[0] : null };
        if (had || (hover && hover.point !== null)) schedule();
        if (!mark) return;
        const words = describe(mark);
        tip.replaceChildren(S.el("b", { text: words.place }), S.el("span", { text: words.what }), S.el("i", { text: words.status }));
      }
      if (!mark) return;
      const x = event.containerPoint.x, wide = tip.offsetWidth, room = map.getSize().x - wide - 4;
      const left = x + 14 > room ? x - 14 - wide : x + 14;
      tip.style.transform = "translate(" + Math.max(4, Math.min(room, left)) + "px," + (event.containerPoint.y + 12) + "px)";
    });
    map.on("mouseout", () => { tip.hidden = true; if (hover) { hover = null; schedule(); } });
    tip.hidden = true;
    map.on("moveend", () => { tip.hidden = true; if (app.cube) settled(); });

    function settled() {
      clearTimeout(settle);
      settle = setTimeout(() => { list.show(app.drawn, describe); send(); }, SETTLE);
    }
    function send() {
      clearTimeout(settle);
      if (!app.cube || !window.Streamlit) return;
      const at = map.getCenter();
      list.show(app.drawn, describe);
      window.Streamlit.setComponentValue({
        seq: ++seq, cube: name, lo: bar.base + bar.lo, hi: bar.base + bar.hi, cumulative: bar.mode === "cumulative" ? 1 : 0,
        kinds: [...app.hidden.kinds], statuses: [...app.hidden.statuses], sources: [...app.hidden.sources],
        view: [+at.lat.toFixed(4), +at.lng.toFixed(4), +map.getZoom().toFixed(2)], pick: pick,
      });
    }

    const whole = () => map.fitBounds(UKRAINE, { animate: false, padding: [4, 4] });
    async function ready() {  // the style sheet must have given the map its size
      while (getComputedStyle(document.documentElement).getPropertyValue("--situation").trim() !== "1" || !map.getContainer().clientHeight)
        await new Promise((done) => setTimeout(done, 15));
      map.invalidateSize({ animate: false, pan: false });
    }

    async function load(command) {
      let json;
      try {
        const answer = await fetch(config.data + command.cube);
        if (!answer.ok) throw new Error(String(answer.status));
        json = await answer.json();
        await ready();
      } catch (error) {
        note.hidden = false;
        note.textContent = "The counts could not be fetched from the page's own server. Is it still running? Reload the page to try again.";
        return;
      }
      const old = app.cube, keep = { lo: bar.base + bar.lo, hi: bar.base + bar.hi, all: !old || (bar.lo === 0 && bar.hi === bar.days - 1) };
      const keys = old && { kinds: new Set([...app.hidden.kinds].map((k) => old.kinds[k].key)), sources: new Set([...app.hidden.sources].map((k) => old.sources[k])) };
      app.cube = S.decode(json);
      name = command.cube;
      layouts.clear();
      hover = null;
      pick.points = [];
      focus = null;
      may = [];
      out = { kinds: new Float64Array(app.cube.kinds.length), statuses: new Float64Array(app.cube.statuses.length) };
      if (keys) {  // numbers may mean other kinds and outlets now
        refill(app.hidden.kinds, app.cube.kinds.map((kind) => keys.kinds.has(kind.key)));
        refill(app.hidden.sources, app.cube.sources.map((source) => keys.sources.has(source)));
      }
      bar.span(app.cube.base, app.cube.days);
      if (!started) {
        started = true;
        const start = command.start;
        refill(app.hidden.kinds, start.kinds);
        refill(app.hidden.statuses, start.statuses);
        refill(app.hidden.sources, start.sources);
        bar.mode = start.cumulative ? "cumulative" : "window";
        if (start.view) map.setView([start.view[0], start.view[1]], start.view[2], { animate: false });
        else whole();
        new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(map.getContainer());
        if (start.lo !== null) { keep.lo = start.lo; keep.hi = start.hi; keep.all = false; }
      }
      filter();
      bar.move(keep.all ? 0 : keep.lo - bar.base, keep.all ? bar.days - 1 : keep.hi - bar.base, true);
      sheet.redraw();
      app.first = app.first || performance.now();
      list.show(app.drawn, describe);
      turn(command.focus);
      if (old) settled();
    }
    const refill = (set, flags) => { set.clear(); flags.forEach((on, i) => { if (on) set.add(i); }); };

    function see(bounds) {  // move no more than needed, and never closer
      if (map.getBounds().pad(-0.03).contains(bounds)) return;
      map.fitBounds(bounds, { maxZoom: map.getZoom(), padding: [30, 30] });
    }
    let turned = -1;
    function turn(to) {  // Python opened an incident: show where it is
      if (!app.cube || !to || to.seq === turned) return;
      turned = to.seq;
      focus = to.point;
      if (to.lo !== null && to.point !== null && (to.hi < bar.base + bar.lo || to.lo > bar.base + bar.hi))
        bar.move(Math.min(bar.lo, to.lo - bar.base), Math.max(bar.hi, to.hi - bar.base));  // it must be seen
      may = to.may || [];
      if (to.point !== null) {
        pick = { seq: pick.seq, points: [to.point] };
        see(ground.bounds(S.groundOf(app.cube.points, to.point)));
      } else pick = { seq: pick.seq, points: [] };
      if (may.length) see(L.latLngBounds(may));
      schedule();
    }

    app.command = function (command) {
      if (command.cube !== name && command.cube !== app.asked) { app.asked = command.cube; load(command); } else turn(command.focus);
    };
    const home = L.control({ position: "topleft" });
    home.onAdd = () => {
      const button = S.el("button", { type: "button", class: "home leaflet-bar", title: "Whole country", "aria-label": "Whole country", onclick: whole },
        S.icon("M2 2h4v1.5H3.5V6H2zM10 2h4v4h-1.5V3.5H10zM2 10h1.5v2.5H6V14H2zM12.5 10H14v4h-4v-1.5h2.5z"));
      L.DomEvent.disableClickPropagation(button);
      return button;
    };
    home.addTo(map);
    app.bar = bar;
    app.panel = panel;
    S.app = app;
    return app;
  };

  window.mountSituation = (map, config) => S.mount(map, config);
  window.situationCommand = (command) => S.app.command(command);
})((window.Situation = window.Situation || {}));
