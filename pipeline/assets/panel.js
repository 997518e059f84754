// Beside the map: the legend, which is the filter as well, and the list of markers for the keyboard and screen readers.
(function (S) {
  "use strict";
  const MEANING = {
    reported: "the outlet states it or saw it",
    claimed: "one side or one official says so",
    corroborated: "independent voices report it",
    confirmed: "a third party or the side it hurts confirms it",
    disputed: "some voice denies or contradicts it",
  };

  const capital = (words) => words[0].toUpperCase() + words.slice(1);

  function sample(draw) {  // one mark as an image: each canvas on the page is put together with the map at every frame
    const canvas = S.el("canvas", {}), scale = window.devicePixelRatio || 1;
    canvas.width = canvas.height = 26 * scale;
    const g = canvas.getContext("2d");
    g.scale(scale, scale);
    draw(g);
    return S.el("img", { alt: "", src: canvas.toDataURL() });
  }

  /** The legend. hidden: {kinds, statuses, sources}, Sets of numbers that its switches fill; changed() after each. */
  S.panel = function (root, hidden, changed) {
    const body = S.el("div", { class: "legend-body", id: "legend-body" });
    const toggle = S.el("button", { type: "button", class: "legend-toggle", "aria-controls": "legend-body", text: S.tr("Legend and filters") });
    const box = S.el("section", { class: "legend", "aria-label": S.tr("Legend and filters") }, toggle, body);
    const open = (on) => { box.classList.toggle("open", on); toggle.setAttribute("aria-expanded", String(on)); };
    toggle.addEventListener("click", () => open(!box.classList.contains("open")));
    open(window.innerWidth >= 700 && window.innerHeight >= 720);  // on a low screen it would cover half of the map
    L.DomEvent.disableClickPropagation(box);
    L.DomEvent.disableScrollPropagation(box);
    root.append(box);
    let counts = { kinds: [], statuses: [] };

    const row = function (set, i, label, picture, title) {
      const number = S.el("span", { class: "number" });
      const button = S.el("button", { type: "button", class: "row", "aria-pressed": String(!set.has(i)), title: title }, picture, S.el("span", { class: "name", text: label }), number);
      button.addEventListener("click", () => {
        if (set.has(i)) set.delete(i); else set.add(i);
        button.setAttribute("aria-pressed", String(!set.has(i)));
        changed();
      });
      return [button, number];
    };

    return {
      show: function (cube, theme) {
        const focused = document.activeElement && body.contains(document.activeElement) ? document.activeElement.dataset.key : null;
        const openSources = body.querySelector("details") && body.querySelector("details").open;
        counts = { kinds: [], statuses: [] };
        const kinds = cube.kinds.map((kind, k) => {
          const [button, number] = row(hidden.kinds, k, S.tr(kind.label), sample((g) => S.mark(g, 13, 13, 6.5, kind, "corroborated", theme)), S.tr("Show or hide"));
          counts.kinds.push(number);
          button.dataset.key = "k" + k;
          return button;
        });
        const grey = { shape: "circle", colour: theme.soft };
        const statuses = cube.statuses.map((status, s) => {
          const [button, number] = row(hidden.statuses, s, capital(S.tr(status)), sample((g) => S.mark(g, 13, 13, 6, grey, status, theme)),
            S.tr(MEANING[status]));
          counts.statuses.push(number);
          button.style.setProperty("--bar", theme.statuses[status]);
          button.dataset.key = "s" + s;
          return button;
        });
        const sure = S.el("div", {}, S.el("h2", { text: S.tr("How sure") }), ...statuses);
        const parts = [S.el("div", {}, S.el("h2", { text: S.tr("What") }), ...kinds), sure];
        sure.append(S.el("div", { class: "row plain", title: S.tr("Known only to a district or region: drawn as an area, never as a pin") },
          sample((g) => S.area(g, 13, 13, 11, grey, "reported", theme)), S.el("span", { class: "name", text: S.tr("Area, not a point") })));
        sure.append(S.el("div", { class: "row plain", title: S.tr("The day is only assumed, or known to lie in a range: the less of it lies in the days shown, the paler the mark") },
          sample((g) => { g.globalAlpha = 0.45; S.mark(g, 13, 13, 6, grey, "corroborated", theme); }), S.el("span", { class: "name", text: S.tr("Day uncertain") })));
        if (cube.sources.length > 1) {
          const details = S.el("details", { open: openSources }, S.el("summary", { text: S.tr("Sources ({n})", { n: cube.sources.length }) }));
          cube.sources.forEach((source, i) => {
            const box = S.el("input", { type: "checkbox" });
            box.checked = !hidden.sources.has(i);
            box.dataset.key = "o" + i;
            box.addEventListener("change", () => { if (box.checked) hidden.sources.delete(i); else hidden.sources.add(i); changed(); });
            details.append(S.el("label", { class: "row" }, box, S.el("span", { class: "name", text: source || S.tr("outlet not named") })));
          });
          parts.push(details);
        }
        body.replaceChildren(...parts);
        if (focused) { const again = body.querySelector('[data-key="' + focused + '"]'); if (again) again.focus(); }
      },
      count: function (kinds, statuses) {
        const set = (numbers) => (node, i) => {
          const words = numbers[i] ? S.number(numbers[i]) : "–";
          if (node.textContent !== words) node.textContent = words;
        };
        counts.kinds.forEach(set(kinds));
        counts.statuses.forEach(set(statuses));
      },
    };
  };

  /** The markers in view as buttons, largest first; seen when the keyboard reaches them. */
  S.list = function (root, pick) {
    const box = S.el("div", { class: "markers", role: "group", "aria-label": S.tr("Markers in view, largest first") });
    L.DomEvent.disableClickPropagation(box);
    root.append(box);
    let shown = [];  // a mark is another one after the next drawing; its cluster stays
    return {
      show: function (drawn, describe) {
        const marks = drawn.slice().sort((a, b) => b.n - a.n || a.cluster.id - b.cluster.id).slice(0, 30);
        shown = marks.map((mark) => mark.cluster);
        while (box.children.length > marks.length) box.lastChild.remove();
        while (box.children.length < marks.length) {
          const i = box.children.length;
          box.append(S.el("button", { type: "button", onclick: () => pick(shown[i]) }));
        }
        marks.forEach((mark, i) => {
          const words = describe(mark);
          box.children[i].textContent = words.place + ": " + words.what + " (" + words.status + ")";
        });
      },
    };
  };
})((window.Situation = window.Situation || {}));
