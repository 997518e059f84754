// The time under the map: a histogram stacked by kind, two range inputs for its ends, step, play, window or cumulative.
// It knows days by number and tells its owner of every change; it counts nothing itself.
(function (S) {
  "use strict";
  const DAY = 86400000, THUMB = 22;
  const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

  const utc = (number) => new Date(number * DAY);
  /** "24 Feb 2022" for a day counted from 1970. */
  S.dayText = (number) => utc(number).getUTCDate() + " " + MONTHS[utc(number).getUTCMonth()] + " " + utc(number).getUTCFullYear();
  /** "24 – 27 Feb 2022": what both days share is said once. */
  S.windowText = function (a, b) {
    if (a === b) return S.dayText(a);
    const from = utc(a), to = utc(b), day = from.getUTCDate();
    if (from.getUTCFullYear() !== to.getUTCFullYear()) return S.dayText(a) + " – " + S.dayText(b);
    return day + (from.getUTCMonth() === to.getUTCMonth() ? "" : " " + MONTHS[from.getUTCMonth()]) + " – " + S.dayText(b);
  };

  /** An element with attributes, text and children; text never passes as HTML. */
  S.el = function (tag, attributes, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {}))
      if (name === "text") node.textContent = value;
      else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
      else if (value !== false && value !== null) node.setAttribute(name, value === true ? "" : value);
    node.append(...children);
    return node;
  };

  S.icon = function (path) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
    svg.setAttribute("viewBox", "0 0 16 16");
    svg.setAttribute("aria-hidden", "true");
    line.setAttribute("d", path);
    svg.append(line);
    return svg;
  };
  const PLAY = "M4 2.5v11l9-5.5z", PAUSE = "M4 3h3v10H4zM9 3h3v10H9z", BACK = "M10 3l-5 5 5 5z", ON = "M6 3l5 5-5 5z";

  S.timebar = function (root, changed) {
    const bar = { lo: 0, hi: 0, days: 1, base: 0, mode: "window" };
    const canvas = S.el("canvas", { "aria-hidden": "true" });
    const from = S.el("input", { type: "range", class: "from", "aria-label": "First day shown", min: 0, step: 1 });
    const to = S.el("input", { type: "range", class: "to", "aria-label": "Last day shown", min: 0, step: 1 });
    const track = S.el("div", { class: "track" }, canvas, from, to);
    const dates = S.el("output", { class: "dates" });
    const counts = S.el("div", { class: "counts", role: "status", "aria-live": "off" });
    const play = S.el("button", { type: "button", class: "play", "aria-label": "Play", title: "Play" }, S.icon(PLAY));
    const back = S.el("button", { type: "button", "aria-label": "One step back", title: "One step back" }, S.icon(BACK));
    const on = S.el("button", { type: "button", "aria-label": "One step forward", title: "One step forward" }, S.icon(ON));
    const speed = S.el("select", { "aria-label": "Days a second", title: "Speed of play" },
      ...[2, 7, 20, 60].map((n) => S.el("option", { value: n, text: n + " days/s" })));
    speed.value = "7";
    const modes = ["window", "cumulative"].map((mode) =>
      S.el("button", { type: "button", "aria-pressed": "false", text: mode === "window" ? "Window" : "Cumulative",
        title: mode === "window" ? "Show what touches the days between the two handles" : "Show everything up to the day",
        onclick: () => { bar.mode = mode; bar.move(mode === "window" ? bar.lo : 0, bar.hi); } }));
    const all = S.el("button", { type: "button", class: "all", text: "All days", title: "Show every day",
      onclick: () => bar.move(0, bar.days - 1) });
    root.append(
      S.el("div", { class: "head" }, S.el("div", { class: "group" }, play, back, on), dates, counts,
        S.el("div", { class: "group end" }, all, speed, S.el("div", { class: "switch", role: "group", "aria-label": "Mode" }, ...modes))),
      track);

    let histogram = null, colours = [], theme = null, faded = null, bright = null, width = 0, height = 0, frame = 0;

    /** Moves the window, clamped to the days there are; unless quiet, tells the owner. */
    bar.move = function (lo, hi, quiet) {
      const last = bar.days - 1;
      bar.hi = Math.max(0, Math.min(last, Math.round(hi)));
      bar.lo = bar.mode === "cumulative" ? 0 : Math.max(0, Math.min(bar.hi, Math.round(lo)));
      from.value = bar.lo;
      to.value = bar.hi;
      from.disabled = bar.mode === "cumulative";
      modes.forEach((button, i) => button.setAttribute("aria-pressed", String((i === 1) === (bar.mode === "cumulative"))));
      from.setAttribute("aria-valuetext", S.dayText(bar.base + bar.lo));
      to.setAttribute("aria-valuetext", S.dayText(bar.base + bar.hi));
      dates.textContent = S.windowText(bar.base + bar.lo, bar.base + bar.hi);
      paint();
      if (!quiet) changed();
    };
    const parts = [
      ["shown", "Placed incidents that touch the days and pass the filters"],
      ["outside the window", "Placed incidents on other days"],
      ["not placed", "Incidents whose place cannot be defended; listed beside the map"],
      ["filtered out", "Switched off in the legend"],
    ].map(([words, title]) => {
      const number = S.el("b", {}), part = S.el("span", { title: title, hidden: true }, number, " " + words);
      counts.append(part);
      return { number: number, part: part, last: null };
    });
    /** Four numbers that add up to all incidents; the last is left out where it is 0. */
    bar.say = (numbers) => parts.forEach((each, i) => {
      if (each.last === numbers[i]) return;
      each.last = numbers[i];
      each.number.textContent = numbers[i].toLocaleString("en");
      each.part.hidden = i === 3 && !numbers[i];
    });

    from.addEventListener("input", () => bar.move(+from.value, Math.max(bar.hi, +from.value)));
    to.addEventListener("input", () => bar.move(Math.min(bar.lo, +to.value), +to.value));
    const step = (by) => {
      if (bar.mode === "cumulative") return bar.move(0, bar.hi + by);
      if (bar.lo + by >= 0 && bar.hi + by < bar.days) bar.move(bar.lo + by, bar.hi + by);
    };
    back.addEventListener("click", () => step(-1));
    on.addEventListener("click", () => step(1));

    let playing = false, last = 0, due = 0;
    const stop = () => { playing = false; face(); };
    const face = () => {
      play.replaceChildren(S.icon(playing ? PAUSE : PLAY));
      play.setAttribute("aria-label", playing ? "Pause" : "Play");
    };
    const tick = function (now) {
      if (!playing) return;
      due += (Math.max(0, now - last) / 1000) * +speed.value;  // a frame's time may lie before the click's
      last = Math.max(last, now);
      const by = Math.floor(due);
      due -= by;
      if (by) {
        if (bar.hi >= bar.days - 1) return stop();
        const go = Math.min(by, bar.days - 1 - bar.hi);
        bar.move(bar.lo + go, bar.hi + go);
      }
      requestAnimationFrame(tick);
    };
    play.addEventListener("click", function () {
      if (playing) return stop();
      playing = true;
      if (bar.hi >= bar.days - 1) {  // from the start, with the window's own length, or a week where all was shown
        const length = bar.lo > 0 ? bar.hi - bar.lo : Math.min(6, bar.days - 1);
        bar.move(0, bar.mode === "cumulative" ? 0 : length);
      }
      last = performance.now();
      due = 0;
      face();
      requestAnimationFrame(tick);
    });

    // On the histogram: drag inside the window moves it, drag elsewhere draws a new one, a click picks a day.
    const dayAt = (event) => {
      const box = canvas.getBoundingClientRect();
      return Math.max(0, Math.min(bar.days - 1, Math.floor(((event.clientX - box.left) / box.width) * bar.days)));
    };
    canvas.addEventListener("pointerdown", function (event) {
      stop();
      const start = dayAt(event), lo = bar.lo, hi = bar.hi;
      const whole = lo === 0 && hi === bar.days - 1;
      const inside = bar.mode === "window" && !whole && start >= lo && start <= hi;
      canvas.setPointerCapture(event.pointerId);
      const drag = (moved) => {
        const at = dayAt(moved);
        if (bar.mode === "cumulative") bar.move(0, at);
        else if (inside) {
          const by = Math.max(-lo, Math.min(bar.days - 1 - hi, at - start));
          bar.move(lo + by, hi + by);
        } else bar.move(Math.min(start, at), Math.max(start, at));
      };
      const drop = () => { canvas.removeEventListener("pointermove", drag); canvas.removeEventListener("pointerup", drop); };
      canvas.addEventListener("pointermove", drag);
      canvas.addEventListener("pointerup", drop);
      if (!inside) drag(event);
    });

    /** Days per bar that leave a bar wide enough to see: days, weeks, or longer. */
    bar.binWidth = () => [1, 7, 28, 91].find((w) => (width / bar.days) * w >= 2.5) || 365;

    /** Other days to choose from: the first, counted from 1970, and how many. */
    bar.span = function (base, days) {
      bar.base = base;
      bar.days = Math.max(1, days);
      from.max = to.max = bar.days - 1;
      place();
    };
    bar.show = function (counted, kinds, look) {
      histogram = counted;
      colours = kinds.map((kind) => kind.colour);
      theme = look;
      prepare();
    };

    function place() {  // the handles stand on the outer edges of the first and the last day shown
      const day = width / bar.days;
      for (const input of [from, to]) {
        input.style.width = width - day + THUMB + "px";
        input.style.left = day / 2 - THUMB / 2 + (input === from ? -day / 2 : day / 2) + "px";
      }
    }

    function prepare() {
      if (!histogram || !width) return;
      const scale = window.devicePixelRatio || 1, high = height - 16;
      const sheet = () => { const c = document.createElement("canvas"); c.width = canvas.width; c.height = canvas.height; return c; };
      faded = sheet();
      bright = sheet();
      let most = 1;
      for (let b = 0; b < histogram.bins; b++) most = Math.max(most, histogram.kinds.reduce((sum, row) => sum + row[b], 0));
      for (const [target, alpha] of [[faded, 0.28], [bright, 1]]) {
        const g = target.getContext("2d");
        g.scale(scale, scale);
        g.globalAlpha = alpha;
        for (let b = 0; b < histogram.bins; b++) {
          const x = ((b * histogram.width) / bar.days) * width;
          const end = (Math.min(bar.days, (b + 1) * histogram.width) / bar.days) * width;
          let y = high;
          histogram.kinds.forEach((row, k) => {
            const h = (row[b] / most) * (high - 4);
            if (!h) return;
            g.fillStyle = colours[k];
            g.fillRect(x, y - h, Math.max(1, end - x - (end - x > 4 ? 1 : 0.4)), h);
            y -= h;
          });
        }
        g.globalAlpha = 1;
        axis(g, high);
      }
      paint();
    }

    function axis(g, high) {
      g.fillStyle = theme.soft;
      g.font = "11px " + S.FONT;
      g.textBaseline = "alphabetic";
      g.fillRect(0, high, width, 1);
      const perMonth = (width / bar.days) * 30.4, every = [1, 2, 3, 6, 12, 24, 60, 120].find((n) => perMonth * n >= 46) || 240;
      let free = -99;
      const mark = (d, text) => {
        const x = (d / bar.days) * width;
        if (x < free || x > width - 24) return;
        g.fillRect(x, high, 1, 4);
        g.textAlign = "left";
        g.fillText(text, x + 3, height - 3);
        free = x + g.measureText(text).width + 12;
      };
      if (perMonth > 420) for (let d = 0; d < bar.days; d++) mark(d, utc(bar.base + d).getUTCDate() + " " + MONTHS[utc(bar.base + d).getUTCMonth()]);
      else {
        const start = utc(bar.base);
        for (let m = start.getUTCMonth() + (start.getUTCDate() > 1 ? 1 : 0), y = start.getUTCFullYear(); ; m++) {
          const d = Date.UTC(y, m, 1) / DAY - bar.base;
          if (d >= bar.days) break;
          const month = ((m % 12) + 12) % 12, year = y + Math.floor(m / 12);
          if (month % Math.min(every, 12) === 0 && (every <= 12 || year % (every / 12) === 0))
            mark(d, month === 0 || every >= 12 ? String(year) : MONTHS[month]);
        }
      }
    }

    function paint() {
      if (frame || !faded) return;
      frame = requestAnimationFrame(function () {
        frame = 0;
        const g = canvas.getContext("2d"), scale = window.devicePixelRatio || 1;
        const x = Math.round((bar.lo / bar.days) * width * scale), end = Math.round(((bar.hi + 1) / bar.days) * width * scale);
        g.clearRect(0, 0, canvas.width, canvas.height);
        g.fillStyle = theme.band;
        g.fillRect(x, 0, end - x, (height - 16) * scale);
        g.drawImage(faded, 0, 0);
        g.clearRect(x, 0, end - x, (height - 16) * scale);
        g.fillRect(x, 0, end - x, (height - 16) * scale);
        if (end > x) g.drawImage(bright, x, 0, end - x, canvas.height, x, 0, end - x, canvas.height);
      });
    }

    bar.resized = null;  // set by the owner: the bins may have to change
    new ResizeObserver(function () {
      const scale = window.devicePixelRatio || 1, box = track.getBoundingClientRect();
      if (!box.width) return;
      width = box.width;
      height = box.height;
      canvas.width = Math.round(width * scale);
      canvas.height = Math.round(height * scale);
      place();
      if (bar.resized) bar.resized();
    }).observe(track);
    bar.width = () => width;
    return bar;
  };
})((window.Situation = window.Situation || {}));
