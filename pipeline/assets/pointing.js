// What the pointer does on the histogram: drags select or scrub, resting on a bar tells what it holds.
(function (S) {
  "use strict";
  const dayAt = function (canvas, bar, event) {
    const box = canvas.getBoundingClientRect();
    return Math.max(0, Math.min(bar.days - 1, Math.floor(((event.clientX - box.left) / box.width) * bar.days)));
  };

  /** A drag inside the window moves it, elsewhere draws a new one, a click picks a day. In other modes it scrubs. */
  S.drag = function (canvas, bar, began) {
    canvas.addEventListener("pointerdown", function (event) {
      began();
      const start = dayAt(canvas, bar, event), lo = bar.lo, hi = bar.hi;
      const whole = lo === 0 && hi === bar.days - 1;
      const inside = bar.mode === "window" && !whole && start >= lo && start <= hi;
      canvas.setPointerCapture(event.pointerId);
      const drag = (moved) => {
        const at = dayAt(canvas, bar, moved);
        if (bar.mode !== "window") bar.move(at, at);
        else if (inside) {
          const by = Math.max(-lo, Math.min(bar.days - 1 - hi, at - start));
          bar.move(lo + by, hi + by);
        } else bar.move(Math.min(start, at), Math.max(start, at));
      };
      const ends = ["pointerup", "pointercancel"];
      const drop = () => { canvas.removeEventListener("pointermove", drag); for (const each of ends) canvas.removeEventListener(each, drop); };
      canvas.addEventListener("pointermove", drag);
      for (const each of ends) canvas.addEventListener(each, drop);
      if (!inside) drag(event);
    });
  };

  /** While the pointer holds the picture or a handle, bar.held is set; after it has moved the window, dropped(). */
  S.hold = function (root, bar, dropped) {
    root.addEventListener("pointerdown", function (event) {
      if (!event.target.matches("canvas, input")) return;
      bar.held = true;
      bar.moved = false;
    }, true);
    for (const each of ["pointerup", "pointercancel"])
      window.addEventListener(each, function () {
        if (!bar.held) return;
        bar.held = false;
        if (bar.moved) dropped();
      });
  };

  /** Over a bar: its days, its incidents by group, its articles by outlet. */
  S.peek = function (canvas, box, bar, picture) {
    let last = null;
    const hide = () => { box.hidden = true; last = null; };
    canvas.addEventListener("pointerleave", hide);
    canvas.addEventListener("pointerdown", hide);
    canvas.addEventListener("pointermove", function (event) {
      if (event.pointerType !== "mouse" || event.buttons || !picture.bins || !bar.shown) return hide();
      const bin = picture.bins.of[dayAt(canvas, bar, event)];
      if (bin !== last) {
        last = bin;
        const lo = picture.bins.edges[bin], hi = picture.bins.edges[bin + 1] - 1, { sure, doubt } = bar.shown.histogram;
        const groups = bar.groups.map((each, k) => [sure[k][bin] + doubt[k][bin], each.label]).filter(([n]) => n).sort((a, b) => b[0] - a[0]);
        const unsure = doubt.reduce((sum, row) => sum + row[bin], 0), said = S.covering(bar.shown.covered, lo, hi, bar.shown.sources);
        box.replaceChildren(S.el("b", { text: S.windowText(bar.base + lo, bar.base + hi) }),
          S.el("span", { text: groups.length ? groups.map(([n, label]) => S.tr(label) + " " + n).join(", ") + (unsure ? S.tr("; day uncertain for {n}", { n: unsure }) : "") : S.tr("no incident on the map") }),
          S.el("i", { text: said.articles ? S.coverageText(said) : S.tr("no article: silence, not calm") }));
      }
      box.hidden = false;
      const wide = box.offsetWidth, x = event.clientX - canvas.getBoundingClientRect().left;
      box.style.transform = "translateX(" + Math.max(0, Math.min(picture.width - wide, x - wide / 2)) + "px)";
    });
  };
})((window.Situation = window.Situation || {}));
