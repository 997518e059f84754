// Play and pause: so many steps a second until the last day.
(function (S) {
  "use strict";
  const PLAY = "M4 2.5v11l9-5.5z", PAUSE = "M4 3h3v10H4zM9 3h3v10H9z";
  const SPEEDS = [1, 2, 5, 10, 30], USUAL = "5";

  /** bar: {step(by), atEnd(), rewind()}. Returns the button, the choice of speed, and what stops it. */
  S.player = function (bar) {
    let playing = false, last = 0, due = 0;
    const button = S.el("button", { type: "button", class: "play", "aria-label": S.tr("Play"), title: S.tr("Play"), onclick: toggle }, S.icon(PLAY));
    const speed = S.el("select", { "aria-label": S.tr("Steps a second"), title: S.tr("Speed of play") },
      ...SPEEDS.map((n) => S.el("option", { value: n, text: S.tr("{n} a second", { n: n }) })));
    speed.value = USUAL;

    function face(on) {
      playing = on;
      button.replaceChildren(S.icon(on ? PAUSE : PLAY));
      button.title = S.tr(on ? "Pause" : "Play");
      button.setAttribute("aria-label", button.title);
    }
    function stop() { if (playing) face(false); }
    function tick(now) {
      if (!playing) return;
      due += (Math.max(0, now - last) / 1000) * +speed.value;  // a frame's time may lie before the click's
      last = Math.max(last, now);
      const by = Math.floor(due);
      due -= by;
      if (by) {
        if (bar.atEnd()) return stop();
        bar.step(by);
      }
      requestAnimationFrame(tick);
    }
    function toggle() {
      if (playing) return stop();
      if (bar.atEnd()) bar.rewind();
      last = performance.now();
      due = 0;
      face(true);
      requestAnimationFrame(tick);
    }
    return { button: button, speed: speed, stop: stop, playing: () => playing };
  };
})((window.Situation = window.Situation || {}));
