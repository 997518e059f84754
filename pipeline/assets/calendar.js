// Days by number, counted from 1970, and the calendar: their words, steps through it, the bins and the ticks of an axis.
(function (S) {
  "use strict";
  const DAY = 86400000;
  const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const utc = (number) => new Date(number * DAY);
  const month = (day) => S.tr(MONTHS[day.getUTCMonth()]);

  /** "24 Feb 2022". */
  S.dayText = (number) => utc(number).getUTCDate() + " " + month(utc(number)) + " " + utc(number).getUTCFullYear();
  /** "24 – 27 Feb 2022": what both days share is said once. */
  S.windowText = function (a, b) {
    if (a === b) return S.dayText(a);
    const from = utc(a), to = utc(b), day = from.getUTCDate();
    if (from.getUTCFullYear() !== to.getUTCFullYear()) return S.dayText(a) + " – " + S.dayText(b);
    return day + (from.getUTCMonth() === to.getUTCMonth() ? "" : " " + month(from)) + " – " + S.dayText(b);
  };

  /** The day so many days, weeks or months on. A month keeps the day of the month where the other has it: 31 Jan, 28 Feb. */
  S.later = function (day, unit, by) {
    if (unit !== "month") return day + by * (unit === "week" ? 7 : 1);
    const from = utc(day), year = from.getUTCFullYear(), month = from.getUTCMonth() + by;
    const length = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
    return Date.UTC(year, month, Math.min(from.getUTCDate(), length)) / DAY;
  };

  const UNITS = [  // days each, about, and whether one begins on the day
    { name: "day", length: 1, begins: () => true },
    { name: "week", length: 7, begins: (day) => day.getUTCDay() === 1 },
    { name: "month", length: 30.4, begins: (day) => day.getUTCDate() === 1 },
    { name: "quarter", length: 91, begins: (day) => day.getUTCDate() === 1 && day.getUTCMonth() % 3 === 0 },
    { name: "year", length: 365, begins: (day) => day.getUTCDate() === 1 && day.getUTCMonth() === 0 },
  ];
  const NARROWEST = 3;  // pixels of a bar

  /**
   * Bins of the days from base, as many as fit the width: days, weeks from Monday, months, quarters or years.
   * Bin b holds the half-open days [edges[b], edges[b + 1]), counted from base; of[day] is the bin of a day.
   */
  S.bins = function (base, days, width) {
    const unit = UNITS.find((each) => (width / days) * each.length >= NARROWEST) || UNITS[UNITS.length - 1];
    const edges = [0], of = new Int32Array(days);
    for (let d = 1; d < days; d++) {
      if (unit.begins(utc(base + d))) edges.push(d);
      of[d] = edges.length - 1;
    }
    edges.push(days);
    return { unit: unit.name, count: edges.length - 1, edges: edges, of: of };
  };

  /** Ticks of the axis, left to right: {at: day from base, text}. Days, Mondays, months or years, as wide as they need. */
  S.ticks = function (base, days, width) {
    const wide = (width / days) * 30.4, found = [];
    const short = (day) => day.getUTCDate() + " " + month(day);
    if (wide > 260) {
      for (let d = 0; d < days; d++) {
        const day = utc(base + d);
        if (wide > 1400 || day.getUTCDay() === 1) found.push({ at: d, text: short(day) });
      }
      return found;
    }
    const every = [1, 2, 3, 6, 12, 24, 60, 120].find((n) => wide * n >= 46) || 240, first = utc(base);
    for (let m = first.getUTCMonth() + (first.getUTCDate() > 1 ? 1 : 0); ; m++) {
      const day = Date.UTC(first.getUTCFullYear(), m, 1) / DAY, at = day - base, year = utc(day).getUTCFullYear();
      if (at >= days) return found;
      if (utc(day).getUTCMonth() % Math.min(every, 12) || (every > 12 && year % (every / 12))) continue;
      found.push({ at: at, text: utc(day).getUTCMonth() === 0 || every >= 12 ? String(year) : month(utc(day)) });
    }
  };
})((window.Situation = window.Situation || {}));
