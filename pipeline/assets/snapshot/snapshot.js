// The host of the map where there is no server: hands it the files that the page holds, hears what the reader does, and
// lists and opens the incidents. Words enter by textContent only; the policy of the page lets nothing be fetched.
(function (S) {
  "use strict";
  const PAGE = 40;
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const spoken = read("words");  // before the map is mounted, which then has them
  S.words = spoken.words;
  S.language = spoken.language;
  const view = read("view"), cards = view.cards, cube = read("file:" + view.cube), side = document.getElementById("side");
  let seen = null, picked = null, pick = 0, open = null, tray = "placed", rows = PAGE, seq = 0;

  window.fetch = async function (address) {  // what the map asks of its server stands in the page
    const held = document.getElementById("file:" + address);
    return held ? new Response(held.textContent) : new Response("", { status: 404 });
  };
  window.Streamlit = { setComponentValue: heard };

  const map = L.map("map_div", { center: [48.6, 31.3], zoom: 6, minZoom: 3, maxZoom: 14, zoomSnap: 0.5, wheelPxPerZoomLevel: 90, worldCopyJump: true });
  const button = (text, action, more) => S.el("button", Object.assign({ type: "button", text: text, onclick: action }, more));
  const plain = (tag, name, text) => S.el(tag, { class: name, text: text });
  window.mountSituation(map, { assets: "", data: "" });
  const legend = document.querySelector(".legend-toggle");
  if (document.getElementById("frame").clientHeight < 640 && legend.getAttribute("aria-expanded") === "true") legend.click();  // it would lie on the country
  focus(null);
  seen = { lo: cube.base, hi: cube.base + cube.days - 1, kinds: [], statuses: [], sources: [] };
  show();

  /** What the map says after a move of the slider, a switch in the legend or a click: see address.heard. */
  function heard(said) {
    const changed = JSON.stringify([said.lo, said.hi, said.kinds, said.statuses, said.sources]);
    if (changed !== seen.key) rows = PAGE;
    seen = { lo: said.lo, hi: said.hi, kinds: said.kinds, statuses: said.statuses, sources: said.sources, key: changed };
    if (said.pick.seq !== pick && said.pick.points.length) {
      const points = new Set(said.pick.points), found = cards.filter((one) => points.has(one.point) && passes(one));
      tray = "placed";
      picked = found.length > 1 ? found : null;
      open = found.length === 1 ? found[0] : null;
      if (open && open.from) focus(open, true);  // with an arrow from where it came
      rows = PAGE;
      show();
      if (window.innerWidth < 760) side.scrollIntoView({ behavior: "smooth" });
    } else if (!open) show();
    pick = said.pick.seq;
  }

  function passes(one) {
    return one.start <= seen.hi && one.stop > seen.lo && !seen.kinds.includes(one.kind) && !seen.statuses.includes(one.status)
      && cube.sets[one.set].some((source) => !seen.sources.includes(source));
  }

  function focus(one, still) {  // the map marks it, or shows where it may be; still: the map stays where it is
    window.situationCommand({ cube: view.cube, start: view.start, focus: {
      seq: ++seq, point: one && one.point >= 0 ? one.point : null, lo: one && one.start, hi: one && one.stop - 1, may: one ? one.may : [], from: one && one.from, still: Boolean(still) } });
  }

  function turn(one) {
    open = one;
    show();
    side.scrollTop = 0;
    side.querySelector("button").focus({ preventScroll: true });  // the one that was pressed is gone
    focus(one);
  }

  function meta(one) {
    const kind = cube.kinds[one.kind], status = cube.statuses[one.status];
    const glyph = S.el("i", { class: "glyph " + kind.shape });
    glyph.style.background = kind.colour;
    return S.el("div", { class: "meta" }, glyph, plain("b", "", S.tr(kind.label)), plain("span", "day", one.days), plain("span", "status " + status, S.tr(status)));
  }

  function show() {
    if (open) return side.replaceChildren(card(open));
    const all = cards.filter(passes), placed = all.filter((one) => one.point >= 0), rest = all.filter((one) => one.point < 0);
    const tabs = [["placed", S.tr("Incidents") + " " + S.number(placed.length)], ["rest", S.tr("Not placed {n}", { n: S.number(rest.length) })]];
    const found = (picked || (tray === "placed" ? placed : rest)).slice().reverse();
    const focused = document.activeElement && document.activeElement.dataset.tab;
    side.replaceChildren(
      S.el("div", { class: "tabs" }, ...tabs.map(([key, text]) => button(text, () => { tray = key; picked = null; rows = PAGE; show(); },
        { "aria-pressed": String(key === tray), "data-tab": key }))),
      plain("p", "hint", picked ? S.tr("At this marker") + ": " + S.counted(picked.length, "{n} incident", "{n} incidents") + "."
        : found.length === 0 ? S.tr("Nothing in these days with these filters.") : tray === "placed" ? S.tr("Latest first. Choose one here, or click a marker.")
          : S.tr("Reported, but no place could be defended. Kept off the map, never on a guess.")),
      ...(picked ? [button(S.tr("All incidents shown"), () => { picked = null; show(); }, { class: "back" })] : []),
      ...found.slice(0, rows).map(row),
      ...(found.length > rows ? [button(S.tr("Show more ({n} left)", { n: S.number(found.length - rows) }), () => { rows += PAGE; show(); }, { class: "more" })] : []));
    if (focused) { const again = side.querySelector('[data-tab="' + focused + '"]'); if (again) again.focus(); }
  }

  function row(one) {
    const where = one.sections.find((each) => each.key === "where");
    return S.el("button", { type: "button", class: "entry", onclick: () => turn(one) }, meta(one), plain("span", "name", one.name),
      ...(one.point < 0 ? where.softer.map((line) => plain("span", "soft", line)) : []));
  }

  function section(one, key) {
    return one.sections.filter((each) => each.key === key).map((each) => S.el("section", {}, plain("h3", "", each.label), plain("p", "", each.words),
      ...each.softer.map((line) => plain("p", "soft", line))));
  }

  function card(one) {
    const back = button(S.tr("Back to the list"), () => turn(null), { class: "back" });
    return S.el("article", { class: "card" }, back, meta(one), plain("h2", "", one.headline), ...section(one, "corrected"), ...section(one, "sure"),
      plain("h3", "", S.tr("Who says what")),
      S.el("div", { class: "fourfold" }, ...one.columns.map((column) => S.el("div", { class: "stance " + column.key + (column.count ? "" : " none") },
        plain("b", "", String(column.count)), plain("span", "label", " " + column.label), ...column.voices.map((voice) => plain("p", "", voice))))),
      ...section(one, "where"), ...section(one, "may"), ...section(one, "when"), ...tolls(one), ...section(one, "details"),
      plain("h3", "", S.tr("Quotes ({n})", { n: one.quotes.length })), ...one.quotes.map(quote), ...section(one, "merged"), plain("p", "soft", S.tr("Incident {id}", { id: one.id })));
  }

  function tolls(one) {
    if (!one.tolls.length) return [];
    return [plain("h3", "", S.tr("Figures, as given")), S.el("table", {}, ...one.tolls.map((toll) =>
      S.el("tr", {}, plain("th", "", toll.what), plain("td", "between", toll.between), plain("td", "", toll.told))))];
  }

  function quote(said) {
    const parts = [plain("span", "status", said.does), plain("p", "who", said.voice), ...(said.before ? [plain("p", "around", said.before)] : []),
      plain("blockquote", "", said.quote), ...(said.after ? [plain("p", "around", said.after)] : []), plain("p", "soft", said.source)];
    if (said.url && /^https?:\/\//.test(said.url)) {
      const link = S.el("a", { rel: "noopener noreferrer", target: "_blank", text: S.tr("Original") });
      link.href = said.url;
      parts.push(link);
    }
    return S.el("div", { class: "voice " + said.stance }, ...parts);
  }
})(window.Situation);
