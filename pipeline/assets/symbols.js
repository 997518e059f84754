// The drawing: one mark on a canvas. Kind by colour and shape, status by outline and strength of the filling, an area by hatching.
(function (S) {
  "use strict";
  const TURN = Math.PI * 2;

  const polygon = (corners, turn, scale) => (g, x, y, r) => {
    for (let i = 0; i < corners; i++) {
      const a = turn + (i * TURN) / corners;
      g.lineTo(x + Math.cos(a) * r * scale, y + Math.sin(a) * r * scale);
    }
  };
  const up = -Math.PI / 2;
  const SHAPES = {
    circle: (g, x, y, r) => g.arc(x, y, r, 0, TURN),
    square: (g, x, y, r) => g.rect(x - r * 0.86, y - r * 0.86, r * 1.72, r * 1.72),
    triangle: (g, x, y, r) => polygon(3, up, 1.28)(g, x, y + r * 0.2, r),
    diamond: polygon(4, up, 1.2),
    pentagon: polygon(5, up, 1.1),
    hexagon: polygon(6, 0, 1.08),
    star: (g, x, y, r) => {
      for (let i = 0; i < 10; i++) {
        const a = up + (i * TURN) / 10, s = r * (i % 2 ? 0.62 : 1.36);
        g.lineTo(x + Math.cos(a) * s, y + Math.sin(a) * s);
      }
    },
    cross: (g, x, y, r) => {
      const a = r * 0.42, b = r * 1.12;
      for (const [dx, dy] of [[-a, -b], [a, -b], [a, -a], [b, -a], [b, a], [a, a], [a, b], [-a, b], [-a, a], [-b, a], [-b, -a], [-a, -a]])
        g.lineTo(x + dx, y + dy);
    },
  };
  SHAPES.plus = SHAPES.cross;

  // width of the outline, strength of the filling, and whether a broken second line runs round it
  S.OUTLINES = {
    reported: { width: 0.8, fill: 0.8, broken: false },
    claimed: { width: 1.4, fill: 0.28, broken: false },
    corroborated: { width: 2, fill: 1, broken: false },
    confirmed: { width: 3.2, fill: 1, broken: false },
    disputed: { width: 1.2, fill: 0.8, broken: true },
  };

  S.shape = function (g, name, x, y, r) {
    g.beginPath();
    (SHAPES[name] || SHAPES.circle)(g, x, y, r);
    g.closePath();
  };

  const ink = new Map();
  function inkOn(colour) {  // black or white, whichever reads better on the colour
    if (!ink.has(colour)) {
      const [r, g, b] = [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16) / 255).map((v) => v ** 2.2);
      ink.set(colour, 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.3 ? "#14181c" : "#ffffff");
    }
    return ink.get(colour);
  }

  // Drawn once for each radius and copied from then on: dashes are the dearest thing on a canvas.
  const rings = new Map();
  function broken(g, x, y, r, theme) {
    const scale = window.devicePixelRatio || 1, radius = Math.round(r * 2) / 2, key = radius + theme.ink + scale, half = Math.ceil(radius + 2);
    let ring = rings.get(key);
    if (!ring) {
      ring = document.createElement("canvas");
      ring.width = ring.height = half * 2 * scale;
      const pen = ring.getContext("2d"), dashes = Math.round((TURN * radius) / 7);
      pen.scale(scale, scale);
      pen.lineWidth = 1.6;
      pen.strokeStyle = theme.ink;
      for (let i = 0; i < dashes; i++) {
        pen.beginPath();
        pen.arc(half, half, radius, (i * TURN) / dashes, ((i + 0.58) * TURN) / dashes);
        pen.stroke();
      }
      rings.set(key, ring);
    }
    g.drawImage(ring, Math.round(x - half), Math.round(y - half), half * 2, half * 2);
  }

  /** One kind in one status: the form used on the map, in the legend and in the list. The canvas's alpha is kept. */
  S.mark = function (g, x, y, r, kind, status, theme) {
    const line = S.OUTLINES[status] || S.OUTLINES.reported, strength = g.globalAlpha;
    S.shape(g, kind.shape, x, y, r);
    g.fillStyle = theme.paper;
    g.fill();
    g.globalAlpha = strength * (theme.dark && line.fill < 0.5 ? 0.45 : line.fill);
    g.fillStyle = kind.colour;
    g.fill();
    g.globalAlpha = strength;
    g.lineJoin = "round";
    g.lineWidth = line.width;
    g.strokeStyle = status === "claimed" ? (theme.dark ? theme.soft : kind.colour) : theme.ink;
    g.stroke();
    if (line.broken) broken(g, x, y, r + 5.5, theme);
  };

  function disc(g, x, y, r, colour) {
    g.beginPath();
    g.arc(x, y, r, 0, TURN);
    g.fillStyle = colour;
    g.fill();
  }

  function figure(g, n, x, y, size, colour) {
    g.fillStyle = colour;
    g.font = "600 " + size + "px " + S.FONT;
    g.textAlign = "center";
    g.textBaseline = "middle";
    g.fillText(n > 9999 ? Math.round(n / 1000) + "k" : String(n), x, y + 0.5);
  }
  S.FONT = '"Situation Sans", system-ui, sans-serif';

  /** Radius in pixels of a mark that stands for n incidents. */
  S.radius = (n) => (n < 2 ? 6.5 : Math.min(27, 8.5 + 2.6 * Math.log2(n)));

  /** Several incidents: one kind keeps its shape, a mix is a ring of the kinds' shares. counts: {kinds, statuses}. */
  S.many = function (g, x, y, n, counts, cube, theme) {
    const r = S.radius(n), kinds = [];
    for (let k = 0; k < counts.kinds.length; k++) if (counts.kinds[k]) kinds.push(k);
    if (kinds.length === 1) {
      const kind = cube.kinds[kinds[0]];
      S.shape(g, kind.shape, x, y, r);
      g.fillStyle = kind.colour;
      g.fill();
      g.lineWidth = 1.2;
      g.lineJoin = "round";
      g.strokeStyle = theme.ink;
      g.stroke();
      figure(g, n, x, y + (kind.shape === "triangle" ? r * 0.22 : 0), n > 99 ? 11 : 12, inkOn(kind.colour));
    } else {
      // Discs and wedges over one another, no strokes: a third of the cost, and the gaps show the ink below.
      disc(g, x, y, r + 0.6, theme.ink);
      let from = up;
      const gap = 0.9 / r;
      for (const k of kinds) {
        const to = from + (counts.kinds[k] / n) * TURN;
        g.beginPath();
        g.moveTo(x, y);
        g.arc(x, y, r - 0.6, from + gap / 2, Math.max(from + gap, to - gap / 2));
        g.fillStyle = cube.kinds[k].colour;
        g.fill();
        from = to;
      }
      disc(g, x, y, r - Math.max(4, r * 0.3), theme.paper);
      figure(g, n, x, y, n > 99 ? 11 : 12, theme.ink);
    }
    if (counts.statuses[cube.statuses.indexOf("disputed")]) broken(g, x, y, r + (kinds.length === 1 ? 6 : 3.5), theme);
  };

  let hatch = null;
  function hatching(theme) {
    if (hatch && hatch.colour === theme.ink) return hatch;
    const tile = document.createElement("canvas");
    tile.width = tile.height = 6;
    const g = tile.getContext("2d");
    g.strokeStyle = theme.ink;
    g.globalAlpha = 0.4;
    g.lineWidth = 1;
    g.beginPath();
    for (const o of [-6, 0, 6]) { g.moveTo(o, 6); g.lineTo(o + 6, 0); }
    g.stroke();
    hatch = { tile: tile, colour: theme.ink };
    return hatch;
  }

  /** Known only to an area: a hollow, hatched disc as wide as the doubt, its mark small in the middle. Never a pin. */
  S.area = function (g, x, y, r, n, counts, cube, theme) {
    const strength = g.globalAlpha;
    g.beginPath();
    g.arc(x, y, r, 0, TURN);
    g.globalAlpha = strength * 0.5;
    g.fillStyle = theme.paper;
    g.fill();
    g.globalAlpha = strength;
    g.fillStyle = g.createPattern(hatching(theme).tile, "repeat");
    g.fill();
    g.lineWidth = 1;
    g.setLineDash([2, 3]);
    g.strokeStyle = theme.ink;
    g.stroke();
    g.setLineDash([]);
    const kind = counts.kinds.findIndex((count) => count > 0), mixed = counts.kinds[kind] !== n;
    const status = counts.statuses.findIndex((count) => count > 0);
    if (n === 1) S.mark(g, x, y, 5, cube.kinds[kind], cube.statuses[status], theme);
    else {
      disc(g, x, y, 11, mixed ? theme.ink : cube.kinds[kind].colour);
      disc(g, x, y, 9, theme.paper);
      figure(g, n, x, y, 11, theme.ink);
      if (counts.statuses[cube.statuses.indexOf("disputed")]) broken(g, x, y, 14, theme);
    }
  };
})((window.Situation = window.Situation || {}));
