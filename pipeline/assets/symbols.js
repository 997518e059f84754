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
  S.inkOn = function (colour) {  // black or white, whichever reads better on the colour
    if (!ink.has(colour)) {
      const [r, g, b] = [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16) / 255).map((v) => v ** 2.2);
      ink.set(colour, 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.3 ? "#14181c" : "#ffffff");
    }
    return ink.get(colour);
  };

  /** The broken second line of what is disputed. */
  S.broken = function (g, x, y, r, theme) {
    const dashes = Math.round((TURN * r) / 7);
    g.lineWidth = 1.6;
    g.strokeStyle = theme.ink;
    for (let i = 0; i < dashes; i++) {
      g.beginPath();
      g.arc(x, y, r, (i * TURN) / dashes, ((i + 0.58) * TURN) / dashes);
      g.stroke();
    }
  };

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
    if (line.broken) S.broken(g, x, y, r + 5.5, theme);
  };

  function disc(g, x, y, r, colour) {
    g.beginPath();
    g.arc(x, y, r, 0, TURN);
    g.fillStyle = colour;
    g.fill();
  }

  /** A number as it stands on a mark. */
  S.short = (n) => (n > 9999 ? Math.round(n / 1000) + "k" : String(n));
  S.FONT = '"Situation Sans", system-ui, sans-serif';
  S.figure = function (g, text, x, y, size, colour) {
    g.fillStyle = colour;
    g.font = "600 " + size + "px " + S.FONT;
    g.textAlign = "center";
    g.textBaseline = "middle";
    g.fillText(text, x, y + 0.5);
  };

  /** Radius in pixels of a mark that stands for n incidents; in halves, so that marks are alike. */
  S.radius = (n) => (n < 2 ? 6.5 : Math.round(Math.min(27, 8.5 + 2.6 * Math.log2(n)) * 2) / 2);

  /** Several incidents of one kind: its shape, for a number. A mix is a ring of the kinds' shares; see stamps.js. */
  S.heap = function (g, x, y, r, kind, theme) {
    S.shape(g, kind.shape, x, y, r);
    g.fillStyle = kind.colour;
    g.fill();
    g.lineWidth = 1.2;
    g.lineJoin = "round";
    g.strokeStyle = theme.ink;
    g.stroke();
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

  function doubtful(g, x, y, r, theme) {  // a hollow, hatched disc
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
  }

  /** Known only to an area: a hatched disc as wide as the doubt, its mark small in the middle. Never a pin. */
  S.area = function (g, x, y, r, kind, status, theme) {
    doubtful(g, x, y, r, theme);
    S.mark(g, x, y, 5, kind, status, theme);
  };

  /** Several known only to an area, with room for their number. */
  S.areas = function (g, x, y, r, colour, theme) {
    doubtful(g, x, y, r, theme);
    disc(g, x, y, 11, colour);
    disc(g, x, y, 9, theme.paper);
  };
})((window.Situation = window.Situation || {}));
