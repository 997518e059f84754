// The map: fetches the cube, draws its clusters on one canvas, answers the pointer and the keyboard, and tells Python
// what the reader stopped on or picked. Python speaks in commands (numbers and our own file names), never in words.
(function (S) {
  "use strict";
  const SETTLE = 300, UKRAINE = [[44.2, 22.0], [52.5, 40.4]];
  const LIGHT = { ink: "#22282e", soft: "#6d7378", paper: "#fffdf8", band: "#e9e3d3", halo: "#1f5673", dark: false,
    statuses: { reported: "#c3bcab", claimed: "#97a5ad", corroborated: "#4f7f99", confirmed: "#123f58", disputed: "#c0492f" } };
  const DARK = { ink: "#ece7db", soft: "#9aa0a3", paper: "#20262b", band: "#2c343a", halo: "#8cc4e0", dark: true,
    statuses: { reported: "#5c6468", claimed: "#7f929d", corroborated: "#5fa0c2", confirmed: "#c8e6f5", disputed: "#e2705a" } };

  S.mount = function (map, config) {
    const app = {
      map: map, cube: null, hidden: { kinds: new Set(), statuses: new Set(), sources: new Set() }, pass: null, version: 0, theme: LIGHT,
      drawn: [], pick: { seq: 0, points: [] }, focus: null, hover: null, spots: [],  // spots: what an ambiguous name may mean
      from: null,  // where its weapon came from
    };
    let totals = null, covered = null, frame = 0, stale = false, settle = 0, seq = 0, name = "", started = false;

    const root = document.documentElement;
    root.lang = S.language;
    const stage = S.el("div", { class: "stage" }), note = S.el("div", { class: "note", role: "status", text: S.tr("Drawing the map…") });
    const time = S.el("section", { class: "time", "aria-label": S.tr("Time") });
    const tip = S.el("div", { class: "tip", "aria-hidden": "true" });
    map.getContainer().append(note, tip);
    document.getElementById("root").append(time);
    const bar = S.timebar(time, () => { moved(); settled(); }, () => chart(), () => settled());
    const panel = S.panel(map.getContainer(), app.hidden, () => { filter(); settled(); });
    const followed = S.hint(map.getContainer());
    const list = S.list(map.getContainer(), (cluster) => choose(cluster));
    map.createPane("marks").style.zIndex = 450;
    map.getPane("marks").style.pointerEvents = "none";
    const sheet = new S.Sheet({ pane: "marks", padding: 0.08, draw: draw }).addTo(map);
    const base = S.base(map, config.assets + "base/", () => app.theme, () => marks.disks());
    if (config.tiles) S.tiles(map, config).catch(() => {});  // our base map is there
    const ground = S.ground(map, config.assets + "base/", schedule);
    const marks = S.marks(app, map, bar, ground);
    app.describe = marks.describe;
    L.control.scale({ imperial: false, position: "bottomright", maxWidth: 90 }).addTo(map);
    map.attributionControl.setPrefix(false).addAttribution(
      S.tr("Base map: Natural Earth · Places: GeoNames, CC BY 4.0"));

    function look() {  // Streamlit hands its theme to the frame as variables
      const colour = getComputedStyle(document.documentElement).getPropertyValue("--background-color").trim();
      const parts = colour.startsWith("#") ? [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16)) : (colour.match(/\d+/g) || [255, 255, 255]).map(Number);
      const dark = 0.3 * parts[0] + 0.6 * parts[1] + 0.1 * parts[2] < 110;
      if (app.theme.dark === dark && document.body.dataset.theme) return;
      app.theme = dark ? DARK : LIGHT;
      document.body.dataset.theme = dark ? "dark" : "light";
      base.redraw();
      if (app.cube) filter();
    }
    look();
    window.addEventListener("message", (event) => {
      if (event.source === window.parent && event.data && event.data.type === "streamlit:render") requestAnimationFrame(look);
    });

    function recount() {
      app.pass = S.passing(app.cube, app.hidden);
      totals = covered = null;
      app.version++;
    }
    function sum() {  // what stands round the markers, and comes after the first of them
      totals ||= S.totals(app.cube, app.pass);
      covered ||= S.covered(app.cube, muted());
    }
    function filter() {  // filters changed: recount all, keep the window
      recount();
      chart();
      panel.show(app.cube, app.theme);
      schedule();
    }
    function muted() {  // sources that are switched off, or passed over where Python was asked for some only
      const kept = new Set(app.only);
      return { sources: kept.size ? new Set(app.cube.sources.map((_, i) => i).filter((i) => !kept.has(i) || app.hidden.sources.has(i))) : app.hidden.sources };
    }
    function chart() {  // the picture under the handles
      if (!app.cube) return;
      const bins = bar.bins(), groups = bar.by === "kinds" ? app.cube.kinds
        : app.cube.statuses.map((status) => ({ label: status, colour: app.theme.statuses[status] }));
      root.dataset.by = bar.by;
      sum();
      bar.show({ histogram: S.histogram(app.cube, app.pass, bins, bar.by), coverage: S.coverage(covered, bins), covered: covered,
        sources: app.cube.sources, groups: groups, theme: app.theme });
    }
    bar.resized = chart;

    function schedule() {
      stale = true;
      frame ||= requestAnimationFrame(refresh);
    }
    function refresh() {
      frame = 0;
      if (stale) sheet.redraw();
      stale = false;
    }
    function moved() {  // the first move in a frame is drawn at once, so that the frame need not wait for it; more wait for the next
      if (frame) return schedule();
      sheet.redraw();
      frame = requestAnimationFrame(refresh);
    }

    function draw(g, bounds) {
      if (!app.pass || !map._loaded) return;  // not before the first counting
      const began = performance.now();
      marks.draw(g, bounds);
      if (app.first) say();
      else note.hidden = true;
      app.work = performance.now() - began;
      app.drawings = (app.drawings || 0) + 1;
    }

    function say() {  // the numbers always add up to all incidents
      sum();
      const kinds = totals.kinds(bar.lo, bar.hi), shown = kinds.reduce((sum, n) => sum + n, 0);
      const all = app.cube.all, rest = all - totals.placed - totals.unplaced;
      bar.say([shown, totals.placed - shown, totals.unplaced, rest]);
      panel.count(kinds, totals.statuses(bar.lo, bar.hi));
      const told = S.covering(covered, bar.lo, bar.hi, app.cube.sources);
      bar.cover(told);
      note.hidden = shown > 0;
      if (!shown) note.textContent = !all ? S.tr("No incidents yet. Add articles to see them here.")
        : totals.placed ? (told.articles ? S.tr("No incident is reported for these days.") : S.tr("No article here is from these days: silence, not calm.")) : S.tr("No incident on the map passes the filters and the search.");
    }

    function choose(cluster) {
      followed();
      const own = window.frameElement, side = own && own.ownerDocument.querySelector(".st-key-side");
      if (side && side.getBoundingClientRect().bottom <= own.getBoundingClientRect().top) side.scrollIntoView({ block: "nearest", behavior: "smooth" });  // on a phone the card lies above the map
      const at = marks.held(cluster);
      app.pick = { seq: app.pick.seq + 1, points: at };
      app.focus = at.length === 1 ? at[0] : null;
      app.spots = [];
      app.from = null;
      schedule();
      send();
    }
    map.on("click", (event) => {
      const mark = marks.nearest(event.containerPoint, "ontouchstart" in window ? 14 : 5);
      if (mark) choose(mark.cluster);
    });
    map.on("mousemove", (event) => {
      const mark = marks.nearest(event.containerPoint, 3);
      map.getContainer().style.cursor = mark ? "pointer" : "";
      tip.hidden = !mark;
      const over = mark ? mark.cluster.id + "@" + map.getZoom() : null;
      if ((app.hover && app.hover.id) !== over) {
        const had = app.hover && app.hover.point !== null, points = mark ? marks.held(mark.cluster) : [];
        app.hover = mark && { id: over, point: points.length === 1 ? points[0] : null };
        if (had || (app.hover && app.hover.point !== null)) schedule();
        if (!mark) return;
        const words = marks.describe(mark);
        tip.replaceChildren(S.el("b", { text: words.place }), S.el("span", { text: words.what }), S.el("i", { text: words.status }));
      }
      if (!mark) return;
      const x = event.containerPoint.x, wide = tip.offsetWidth, room = map.getSize().x - wide - 4;
      const left = x + 14 > room ? x - 14 - wide : x + 14;
      tip.style.transform = "translate(" + Math.max(4, Math.min(room, left)) + "px," + (event.containerPoint.y + 12) + "px)";
    });
    map.on("mouseout", () => { tip.hidden = true; if (app.hover) { app.hover = null; schedule(); } });
    tip.hidden = true;
    map.on("moveend", () => { tip.hidden = true; if (app.cube) settled(); });

    function settled() {
      clearTimeout(settle);
      if (bar.held) return;  // a drag that rests is still a drag: told when it ends
      settle = setTimeout(() => { list.show(app.drawn, marks.describe); bar.announce(); send(); }, SETTLE);
    }
    function send() {
      clearTimeout(settle);
      if (!app.cube || !window.Streamlit) return;
      const at = map.getCenter();
      window.Streamlit.setComponentValue({
        seq: ++seq, cube: name, lo: bar.base + bar.lo, hi: bar.base + bar.hi, mode: S.MODES.indexOf(bar.mode), ...bar.ways(),
        kinds: [...app.hidden.kinds], statuses: [...app.hidden.statuses], sources: [...app.hidden.sources],
        view: [+at.lat.toFixed(4), +at.lng.toFixed(4), +map.getZoom().toFixed(2)], pick: app.pick,
        seen: S.seen(app.look),
      });
      list.show(app.drawn, marks.describe);  // while Python is at work
    }

    let whole = null;  // where the map stands when it shows all of the country
    function country() {
      map.fitBounds(UKRAINE, { animate: false, padding: [4, 4] });
      whole = { at: map.getCenter(), zoom: map.getZoom() };
    }
    function resized() {  // whoever looks at all of the country goes on doing so
      const still = whole && map.getZoom() === whole.zoom && map.getCenter().equals(whole.at, 0.1);  // Leaflet rounds to pixels
      map.invalidateSize({ animate: false });
      const { x, y } = map.getSize();
      if (still && Math.min(x, y) > 40) country();  // a frame that is hidden has no size, and nothing fits it
    }
    async function ready() {  // the style sheet must have given the map its size
      while (getComputedStyle(document.documentElement).getPropertyValue("--situation").trim() !== "1" || !map.getContainer().clientHeight)
        await new Promise((done) => setTimeout(done, 15));
      map.invalidateSize({ animate: false, pan: false });
    }

    async function fetched(file) {
      const begun = window.situationCounts;  // by the page's own HTML, so that the counts are read while the scripts come
      window.situationCounts = null;
      const early = begun && begun.file === file && await begun.json;
      if (early) return early;
      const answer = await fetch(config.data + file);
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    }

    /** Another cube, or of the same cube only the rows that Python has sought out; view, window and filters stay. */
    async function load(command) {
      const same = command.cube === name, part = command.rows && command.rows !== command.cube ? command.rows : null;
      const late = () => app.asked !== asked(command);  // another was asked for meanwhile
      let whole, rows;
      try {
        [whole, rows] = await Promise.all([same ? app.whole : fetched(command.cube).then(S.decode), part && fetched(part)]);
        await ready();
      } catch (error) {
        if (late()) return;
        note.hidden = false;
        note.textContent = S.tr("The counts could not be fetched from the page's own server. Is it still running? Reload the page to try again.");
        return;
      }
      if (late()) return;
      const old = app.cube, keep = { lo: bar.base + bar.lo, hi: bar.base + bar.hi, all: !old || (bar.lo === 0 && bar.hi === bar.days - 1) };
      const keys = old && { kinds: new Set([...app.hidden.kinds].map((k) => old.kinds[k].key)), sources: new Set([...app.hidden.sources].map((k) => old.sources[k])) };
      app.whole = whole;
      app.cube = rows ? S.among(whole, rows) : whole;
      name = command.cube;
      marks.renewed();
      app.hover = null;
      if (!same) {  // numbers may mean other points, kinds and outlets now
        app.pick.points = [];
        app.focus = null;
        app.spots = [];
        app.from = null;
        if (keys) {
          refill(app.hidden.kinds, app.cube.kinds.map((kind) => keys.kinds.has(kind.key)));
          refill(app.hidden.sources, app.cube.sources.map((source) => keys.sources.has(source)));
        }
        bar.span(app.cube.base, app.cube.days);
      }
      if (!started) {
        started = true;
        const start = command.start;
        refill(app.hidden.kinds, start.kinds);
        refill(app.hidden.statuses, start.statuses);
        refill(app.hidden.sources, start.sources);
        bar.begin(start);
        bar.turn(S.MODES[start.mode], true);
        if (start.view) map.setView([start.view[0], start.view[1]], start.view[2], { animate: false });
        else country();
        new ResizeObserver(resized).observe(map.getContainer());
        if (start.lo !== null) { keep.lo = start.lo; keep.hi = start.hi; keep.all = false; }
      }
      if (old) filter(); else recount();  // the first markers come before what stands round them
      if (!same) bar.move(keep.all ? 0 : keep.lo - bar.base, keep.all ? bar.days - 1 : keep.hi - bar.base, true);
      cancelAnimationFrame(frame);  // it is drawn now
      frame = 0;
      stale = false;
      sheet.redraw();
      if (old && !same) base.redraw();  // its names keep clear of the marks
      if (old) list.show(app.drawn, marks.describe);
      turn(command.focus);
      if (old) settled();
      else requestAnimationFrame(() => setTimeout(stands));
    }
    function stands() {  // the first markers are painted: now what stands round them, the ground under them, and the panel
      app.first = performance.now();
      window.dispatchEvent(new Event("situation:stands"));
      const idle = (work, timeout) => (window.requestIdleCallback ? window.requestIdleCallback(work, { timeout: timeout }) : setTimeout(work, timeout / 6));
      const rest = [
        chart, () => { panel.show(app.cube, app.theme); say(); }, () => list.show(app.drawn, marks.describe), () => base.addTo(map).fetch(),
        () => idle(send, 300),
        // What only makes a scrub and a pick quicker takes longest, and would keep the rest of the page waiting.
        () => idle(() => { marks.hasten(); idle(() => S.present(app.cube, app.pass, [], 0, 0), 2000); }, 2000),
      ];
      (function next() {  // one at a time: the reader may act already
        rest.shift()();
        if (rest.length) setTimeout(next);
      })();
    }
    const refill = (set, flags) => { set.clear(); flags.forEach((on, i) => { if (on) set.add(i); }); };

    function see(bounds) {  // move no more than needed, and never closer
      if (map.getBounds().pad(-0.03).contains(bounds)) return;
      map.fitBounds(bounds, { maxZoom: map.getZoom(), padding: [30, 30] });
    }
    let turned = -1;
    function turn(to) {  // Python opened an incident: show where it is; still: after a build, where the reader must not be moved
      if (!app.cube || !to || to.seq === turned) return;
      turned = to.seq;
      const marked = app.focus !== null || app.pick.points.length || app.spots.length;
      app.focus = to.point;
      if (!to.still && to.lo !== null && to.point !== null && (to.hi < bar.base + bar.lo || to.lo > bar.base + bar.hi))
        bar.move(Math.min(bar.lo, to.lo - bar.base), bar.mode === "day" ? to.lo - bar.base : Math.max(bar.hi, to.hi - bar.base));  // it must be seen
      app.spots = to.may || [];
      if (to.point !== null) {
        app.pick = { seq: app.pick.seq, points: [to.point] };
        if (!to.still) see(ground.bounds(S.groundOf(app.cube.points, to.point)));
      } else app.pick = { seq: app.pick.seq, points: [] };
      if (app.spots.length && !to.still) see(L.latLngBounds(app.spots));
      if (marked || to.point !== null || app.spots.length) schedule();  // else all is drawn as it should be
    }

    // what the search found, marked in the page round this frame; a saved page has none
    let looked = null;
    const paint = window.Streamlit && window.parent !== window ? S.marker(window.parent.document) : () => {};
    async function marked(file) {
      if (file === looked) return;
      looked = file;
      const terms = file ? (await fetched(file).catch(() => ({ marks: [] }))).marks : [];
      if (file === looked) paint(terms);
    }
    const asked = (command) => command.cube + " " + (command.rows || command.cube);
    app.command = function (command) {
      const from = (command.focus && command.focus.from) || null;
      if (String(app.from) !== String(from)) { app.from = from; schedule(); }
      app.only = command.only || [];
      app.look = command.look;
      S.see(app.look);
      marked(command.marks || null);
      if (asked(command) !== app.asked) { app.asked = asked(command); load(command); } else turn(command.focus);
    };
    const home = L.control({ position: "topleft" });
    home.onAdd = () => {
      const button = S.el("button", { type: "button", class: "home leaflet-bar", title: S.tr("Whole country"), "aria-label": S.tr("Whole country"), onclick: country },
        S.icon("M2 2h4v1.5H3.5V6H2zM10 2h4v4h-1.5V3.5H10zM2 10h1.5v2.5H6V14H2zM12.5 10H14v4h-4v-1.5h2.5z"));
      L.DomEvent.disableClickPropagation(button);
      return button;
    };
    home.addTo(map);
    S.png(app, map, bar, [base, sheet]);
    app.bar = bar;
    app.panel = panel;
    S.app = app;
    return app;
  };

  let early = null;  // a command that came before the words
  window.mountSituation = function (map, config) {
    if ((config.language || "en") === "en") return S.mount(map, config);
    return S.speak(config.language, config.assets).then(() => { S.mount(map, config); if (early) S.app.command(early); });
  };
  window.situationCommand = function (command) { if (S.app) S.app.command(command); else early = command; };
})((window.Situation = window.Situation || {}));
