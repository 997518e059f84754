// One line for a reader who is here for the first time; gone for good once it is closed or followed.
(function (S) {
  "use strict";
  const KEY = "situation-hint", WORDS = "Drag the days below, click a marker, and read who says so.";

  /** Shows the line over the map. Returns what closes it. */
  S.hint = function (root) {
    const kept = () => { try { return window.localStorage; } catch (error) { return null; } };  // a file, or a strict browser
    const store = kept();
    if (!store || store.getItem(KEY)) return () => {};
    const line = S.el("div", { class: "first", role: "note" }, S.el("span", { text: S.tr(WORDS) }),
      S.el("button", { type: "button", "aria-label": S.tr("Close"), text: "×", onclick: () => close() }));
    function close() {
      if (!line.isConnected) return;
      line.remove();
      store.setItem(KEY, "1");
    }
    L.DomEvent.disableClickPropagation(line);
    root.append(line);
    return close;
  };
})((window.Situation = window.Situation || {}));
