// The marks of the map as stamps: each form drawn once with the pen of symbols.js, kept, and copied from then on.
(function (S) {
  "use strict";

  S.stamps = function () {
    const kept = new Map(), scratch = document.createElement("canvas"), pen = scratch.getContext("2d", { willReadFrequently: true });
    const MOST = 3000;  // stamps of a few kilobytes
    let scale = 1, theme = null, cube = null, colours = [], ink = 0, paper = 0, disputed = -1;
    const figures = new Map(), rings = new Map(), breaks = new Map();  // the stamps of a hundred marks, found without making a name for each

    function made(key, half, draw) {  // a stamp of 2 * half pixels, its middle where the pen stands
      let stamp = kept.get(key);
      if (stamp) return stamp;
      const size = Math.ceil(half * scale) * 2;
      if (scratch.width < size || scratch.height < size) scratch.width = scratch.height = size;
      pen.setTransform(1, 0, 0, 1, 0, 0);
      pen.clearRect(0, 0, scratch.width, scratch.height);
      pen.setTransform(scale, 0, 0, scale, size / 2, size / 2);
      pen.globalAlpha = 1;
      draw(pen);
      stamp = S.stamp(size, size, new Int32Array(pen.getImageData(0, 0, size, size).data.buffer));
      if (kept.size >= MOST) kept.clear();
      kept.set(key, stamp);
      return stamp;
    }
    const centred = (raster, stamp, x, y, strength) => raster.stamp(stamp, x - stamp.width / 2, y - stamp.height / 2, strength);

    function figure(raster, n, x, y, size, colour, strength) {  // in figures of one width, so that ten stamps do for all
      const text = S.short(n), set = held(held(figures, colour, newMap), size, newMap), wide = Math.round(size * 0.56 * scale), from = x - Math.round((wide * (text.length - 1)) / 2);
      for (let i = 0; i < text.length; i++)
        centred(raster, held(set, text.charCodeAt(i), () => made("f" + text[i] + size + colour, size, (g) => S.figure(g, text[i], 0, 0, size, colour))), from + i * wide, y, strength);
    }
    function held(map, key, make) {
      let value = map.get(key);
      if (value === undefined) map.set(key, (value = make()));
      return value;
    }
    const newMap = () => new Map();
    function forget() {
      for (const each of [kept, figures, rings, breaks]) each.clear();
    }

    return {
      /** What the next marks are drawn with. */
      begin: function (whole, look, pixels) {
        if (cube === whole && theme === look && scale === pixels) return;
        [cube, theme, scale] = [whole, look, pixels];
        forget();
        colours = cube.kinds.map((kind) => S.pixel(kind.colour));
        ink = S.pixel(theme.ink);
        paper = S.pixel(theme.paper);
        disputed = cube.statuses.indexOf("disputed");
      },
      forget: forget,

      /** One mark of the map: {n, r, kinds, statuses, cluster}, its middle at that pixel. */
      draw: function (raster, mark, x, y, strength) {
        const { n, r, kinds } = mark, kind = kinds.findIndex(Boolean), lone = kinds[kind] === n;
        const status = mark.statuses.findIndex(Boolean), unsettled = mark.statuses[disputed] > 0;
        if (n === 1) {
          const name = (mark.cluster.area ? "a" : "m") + kind + "." + status + "." + r;
          const draw = mark.cluster.area ? (g) => S.area(g, 0, 0, r, cube.kinds[kind], cube.statuses[status], theme)
            : (g) => S.mark(g, 0, 0, r, cube.kinds[kind], cube.statuses[status], theme);
          return centred(raster, made(name, r * 1.4 + 9, draw), x, y, strength);
        }
        const broken = (radius) => centred(raster, held(breaks, radius, () => made("b" + radius, radius + 3, (g) => S.broken(g, 0, 0, radius, theme))), x, y, strength);
        if (mark.cluster.area) {
          centred(raster, made("A" + r + "." + (lone ? kind : "-"), r + 3, (g) => S.areas(g, 0, 0, r, lone ? cube.kinds[kind].colour : theme.ink, theme)), x, y, strength);
          figure(raster, n, x, y, 11, theme.ink, strength);
          if (unsettled) broken(14);
        } else if (lone) {
          const one = cube.kinds[kind];
          centred(raster, made("h" + kind + "." + r, r * 1.4 + 3, (g) => S.heap(g, 0, 0, r, one, theme)), x, y, strength);
          figure(raster, n, x, y + Math.round(one.shape === "triangle" ? r * 0.22 * scale : 0), n > 99 ? 11 : 12, S.inkOn(one.colour), strength);
          if (unsettled) broken(r + 6);
        } else {
          const gap = 0.9 / r / (2 * Math.PI);
          raster.ring(held(rings, r, () => S.ring(r * scale, Math.max(4, r * 0.3) * scale, 0.6 * scale)), S.wheel(kinds, n, colours, ink, gap), ink, paper, x, y, strength);
          figure(raster, n, x, y, n > 99 ? 11 : 12, theme.ink, strength);
          if (unsettled) broken(r + 3.5);
        }
      },
    };
  };
})((window.Situation = window.Situation || {}));
