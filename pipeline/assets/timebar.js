// The time under the map: its mode, the handles for its ends, the keyboard, step and play, over the picture of all days.
// It knows days by number and tells its owner of every change; it counts nothing itself.
(function (S) {
  "use strict";
  const THUMB = 22, WEEK = 7;
  const BACK = "M10 3l-5 5 5 5z", ON = "M6 3l5 5-5 5z";
  // in the order of MODES in address.py
  S.MODES = ["window", "day", "cumulative"];
  const NAMES = [
    ["day", "Day", "Show one day"],
    ["window", "Window", "Show the days between the two handles"],
    ["cumulative", "Cumulative", "Show everything up to the day"],
  ];
  const ARROWS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -1, PageUp: 1 };

  const UNITS = ["day", "week", "month"], STACKS = ["kinds", "statuses"];  // in the order of STEPS and BARS in address.py

  /** changed() after each move; stacked() where the bars are to be stacked by something else; chosen() after any choice. */
  S.timebar = function (root, changed, stacked, chosen) {
    const bar = { lo: 0, hi: 0, days: 1, base: 0, mode: "window", unit: "day", by: "kinds" };
    const canvas = S.el("canvas", { "aria-hidden": "true" }), picture = S.picture(canvas);
    const from = S.el("input", { type: "range", class: "from", "aria-label": S.tr("First day shown"), min: 0, step: 1 });
    const to = S.el("input", { type: "range", class: "to", "aria-label": S.tr("Last day shown"), min: 0, step: 1 });
    const peek = S.el("div", { class: "peek", "aria-hidden": "true", hidden: true });
    const track = S.el("div", { class: "track" }, canvas, from, to, peek);
    const dates = S.el("output", { class: "dates", "aria-live": "off" });
    const counts = S.el("div", { class: "counts", role: "status", "aria-live": "off" });
    const heard = S.el("div", { class: "heard", role: "status" });
    const player = S.player({
      step: (by) => bar.step(by), atEnd: () => bar.hi >= bar.days - 1,
      rewind: () => {  // with the window's own length, or a short one where all was shown
        const short = bar.unit === "month" ? S.later(bar.base, "month", 1) - bar.base : WEEK;
        bar.move(0, bar.mode !== "window" ? 0 : bar.lo > 0 ? bar.hi - bar.lo : Math.min(short, bar.days) - 1);
      },
    });
    const button = (path, words, by) => S.el("button", { type: "button", "aria-label": words, title: words, onclick: () => { player.stop(); bar.step(by); } }, S.icon(path));
    const unit = S.el("select", { "aria-label": S.tr("Length of a step"), title: S.tr("Length of a step"),
      onchange: () => { bar.unit = unit.value; chosen(); } },
    ...UNITS.map((each) => S.el("option", { value: each, text: S.tr("1 " + each) })));
    const modes = NAMES.map(([mode, text, title]) => S.el("button", { type: "button", "aria-pressed": "false", text: S.tr(text), title: S.tr(title),
      onclick: () => { player.stop(); bar.turn(mode); } }));
    const all = S.el("button", { type: "button", class: "all", text: S.tr("All days"), title: S.tr("Show every day"),
      onclick: () => { player.stop(); if (bar.mode === "day") bar.turn("window", true); bar.move(0, bar.days - 1); } });
    const cover = S.el("span", { class: "cover" }), scale = S.el("span", {});
    const stacks = [["kinds", "kind"], ["statuses", "status"]].map(([by, text]) => S.el("button", { type: "button", text: S.tr(text),
      "aria-pressed": String(by === bar.by), title: S.tr("Stack the bars by " + text), onclick: () => { stack(by); stacked(); chosen(); } }));
    const stack = (by) => { bar.by = by; press(stacks, STACKS.indexOf(by)); };
    player.speed.addEventListener("change", () => chosen());
    const press = (buttons, chosen) => buttons.forEach((each, i) => each.setAttribute("aria-pressed", String(i === chosen)));
    root.append(
      S.el("div", { class: "head" }, S.el("div", { class: "group" }, player.button, button(BACK, S.tr("One step back"), -1), button(ON, S.tr("One step forward"), 1)),
        dates, counts,
        S.el("div", { class: "group end" }, all, S.el("div", { class: "switch modes", role: "group", "aria-label": S.tr("Mode") }, ...modes))),
      track,
      S.el("div", { class: "foot" },
        S.el("div", { class: "said" }, S.el("i", { class: "key", "aria-hidden": "true" }), S.el("span", { class: "silence", text: S.tr("no article") }), cover),
        S.el("div", { class: "switch stack", role: "group", "aria-label": S.tr("Bars by") }, scale, ...stacks),
        S.el("div", { class: "steps" }, unit, player.speed)),
      heard);

    /** How the bars are stacked, and the length and speed of steps, by number: as chosen, or (start) to be chosen. */
    bar.ways = () => ({ bars: STACKS.indexOf(bar.by), step: UNITS.indexOf(bar.unit), speed: player.speed.selectedIndex });
    bar.begin = function (start) {
      stack(STACKS[start.bars]);
      bar.unit = unit.value = UNITS[start.step];
      player.speed.selectedIndex = start.speed;
    };

    function handle(input, day) {  // one that is dragged stands there already
      if (+input.value !== day) input.value = day;
      const words = S.dayText(bar.base + day);
      if (input.getAttribute("aria-valuetext") !== words) input.setAttribute("aria-valuetext", words);
    }
    let covering = null, length = WEEK;  // of the window, kept while another mode is on

    /** Moves the window, clamped to the days there are; unless quiet, tells the owner. */
    bar.move = function (lo, hi, quiet) {
      const within = (day) => Math.max(0, Math.min(bar.days - 1, Math.round(day)));
      bar.hi = within(hi);
      bar.moved = true;
      bar.lo = bar.mode === "cumulative" ? 0 : bar.mode === "day" ? bar.hi : Math.min(bar.hi, within(lo));
      handle(from, bar.lo);
      handle(to, bar.hi);
      dates.textContent = S.windowText(bar.base + bar.lo, bar.base + bar.hi);
      picture.paint(bar.lo, bar.hi);
      if (!quiet) changed();
    };

    /** Another mode. The window's length is kept and comes back with it. */
    bar.turn = function (mode, quiet) {
      if (bar.mode === "window" && bar.shown) length = bar.hi - bar.lo + 1;
      bar.mode = mode;
      from.disabled = mode !== "window";
      to.setAttribute("aria-label", S.tr(mode === "day" ? "Day shown" : "Last day shown"));
      press(modes, NAMES.findIndex(([each]) => each === mode));
      place();
      if (mode !== "window") return bar.move(bar.lo, bar.hi, quiet);
      const lo = Math.max(0, bar.hi - length + 1);
      bar.move(lo, lo + length - 1, quiet);
    };

    // Half-open ends are what moves: March, [1 Mar, 1 Apr), becomes April, [1 Apr, 1 May).
    const later = (day, by, each) => S.later(bar.base + day, each || bar.unit, by) - bar.base;
    /** The window so many steps on, as far as there are days. */
    bar.step = function (by) {
      let lo = later(bar.lo, by), hi = later(bar.hi + 1, by) - 1;
      const over = Math.max(0, hi - (bar.days - 1)), under = Math.max(0, -lo);
      if (bar.mode === "cumulative") return bar.move(0, hi);
      if (bar.mode === "day") return bar.move(lo, lo);
      if (over) { lo = bar.days - 1 - (bar.hi - bar.lo); hi = bar.days - 1; }
      if (under) { hi = bar.hi - bar.lo; lo = 0; }
      bar.move(lo, hi);
    };

    const parts = [
      ["shown", "Placed incidents that touch the days and pass the filters"],
      ["outside the window", "Placed incidents on other days"],
      ["not placed", "Incidents whose place cannot be defended; listed beside the map"],
      ["filtered out", "Switched off in the legend, or not what is looked for"],
    ].map(([words, title]) => {
      const number = S.el("b", {}), part = S.el("span", { title: S.tr(title), hidden: true }, number, " " + S.tr(words));
      counts.append(part);
      return { number: number, part: part, last: null };
    });
    /** Four numbers that add up to all incidents; the last is left out where it is 0. */
    bar.say = (numbers) => parts.forEach((each, i) => {
      if (each.last === numbers[i]) return;
      each.last = numbers[i];
      each.number.textContent = S.number(numbers[i]);
      each.part.hidden = i === 3 && !numbers[i];
    });
    /** What the sources say of the days shown; in full where the reader points. */
    bar.cover = function (said) {
      const days = bar.hi - bar.lo + 1;
      const words = S.coverageText(said) + (said.articles && said.silent ? S.tr("; none on {silent} of {days} days", { silent: S.number(said.silent), days: S.number(days) }) : "");
      if (cover.textContent === words) return;
      cover.textContent = words;
      covering = said;
    };
    const inFull = () => { if (covering) cover.title = covering.outlets().map((each) => each.name + ": " + each.n).join("\n"); };
    cover.addEventListener("pointerenter", inFull);
    /** Tells screen readers where the reader has stopped; nothing while it plays. */
    bar.announce = function () {
      inFull();
      const words = dates.textContent + ": " + S.tr("{n} shown", { n: parts[0].number.textContent }) + ", " + cover.textContent;
      if (!player.playing() && heard.textContent !== words) heard.textContent = words;
    };

    from.addEventListener("input", () => { player.stop(); bar.move(+from.value, Math.max(bar.hi, +from.value)); });
    to.addEventListener("input", () => { player.stop(); bar.move(Math.min(bar.lo, +to.value), +to.value); });
    root.addEventListener("keydown", function (event) {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target.tagName === "SELECT") return;
      const end = bar.mode !== "window" ? null : event.target === from ? "lo" : event.target === to ? "hi" : null;
      const last = bar.days - 1, by = ARROWS[event.key], far = event.key.startsWith("Page") ? (bar.unit === "day" ? "week" : "month") : bar.unit;
      if (by && end === "lo") { const lo = Math.min(last, later(bar.lo, by, far)); bar.move(lo, Math.max(bar.hi, lo)); }
      else if (by && end === "hi") { const hi = Math.max(0, later(bar.hi + 1, by, far) - 1); bar.move(Math.min(bar.lo, hi), hi); }
      else if (by) { const unit = bar.unit; bar.unit = far; bar.step(by); bar.unit = unit; }
      else if (event.key === "Home") bar.move(0, end === "lo" ? bar.hi : end === "hi" || bar.mode !== "window" ? 0 : bar.hi - bar.lo);
      else if (event.key === "End") bar.move(end === "hi" ? bar.lo : end === "lo" ? last : last - (bar.hi - bar.lo), last);
      else return;
      player.stop();
      event.preventDefault();
    });

    S.drag(canvas, bar, player.stop);
    S.hold(root, bar, chosen);
    S.peek(canvas, peek, bar, picture);

    /** Bins of the days, as many as the width holds. */
    bar.bins = () => S.bins(bar.base, bar.days, Math.max(1, picture.width));
    /** Other days to choose from: the first, counted from 1970, and how many. */
    bar.span = function (base, days) {
      bar.base = base;
      bar.days = Math.max(1, days);
      from.max = to.max = bar.days - 1;
      place();
    };
    /** what: {histogram, coverage, groups, theme}; groups are {label, colour}; covered and sources are for a look at one bar. */
    bar.show = function (what) {
      bar.groups = what.groups;
      bar.shown = what;
      if (!picture.width) return;
      picture.show({ base: bar.base, days: bar.days, histogram: what.histogram, coverage: what.coverage, colours: what.groups.map((each) => each.colour), theme: what.theme });
      scale.textContent = !picture.most ? "" : S.tr("Bars: a " + picture.bins.unit + " each, up to {n}, by", { n: S.number(picture.most) });
    };

    function place() {  // the handles stand on the outer edges of the first and the last day shown; one alone in its middle
      const day = picture.width / bar.days, half = bar.mode === "day" ? 0 : day / 2;
      for (const input of [from, to]) {
        input.style.width = picture.width - day + THUMB + "px";
        input.style.left = day / 2 - THUMB / 2 + (input === from ? -half : half) + "px";
      }
    }

    bar.resized = null;  // set by the owner: the bins may have to change
    new ResizeObserver(function () {
      const box = track.getBoundingClientRect();
      if (!box.width) return;
      picture.resize(box.width, box.height);
      place();
      if (bar.resized) bar.resized();
    }).observe(track);
    return bar;
  };
})((window.Situation = window.Situation || {}));
