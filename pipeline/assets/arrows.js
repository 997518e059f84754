// From where a weapon came, while its incident is chosen: a dashed arrow. It is no event and has no marker.
(function (S) {
  "use strict";
  const HEAD = 9, BEND = 0.12, CLEAR = 14;

  /** Draws an arrow between two points of the sheet, bent a little so that it is no road, ending short of its target. */
  S.arrow = function (g, from, to, words, theme) {
    const dx = to.x - from.x, dy = to.y - from.y, far = Math.hypot(dx, dy);
    if (far < 3 * CLEAR) return false;
    const bend = { x: (from.x + to.x) / 2 + dy * BEND, y: (from.y + to.y) / 2 - dx * BEND };
    const angle = Math.atan2(to.y - bend.y, to.x - bend.x);
    const tip = { x: to.x - Math.cos(angle) * CLEAR, y: to.y - Math.sin(angle) * CLEAR };
    g.save();
    g.strokeStyle = g.fillStyle = theme.ink;
    g.globalAlpha = 0.8;
    g.lineWidth = 1.6;
    g.setLineDash([7, 5]);
    g.beginPath();
    g.moveTo(from.x, from.y);
    g.quadraticCurveTo(bend.x, bend.y, tip.x, tip.y);
    g.stroke();
    g.setLineDash([]);
    g.beginPath();
    g.moveTo(tip.x, tip.y);
    for (const side of [-1, 1]) g.lineTo(tip.x - HEAD * Math.cos(angle + side * 0.4), tip.y - HEAD * Math.sin(angle + side * 0.4));
    g.closePath();
    g.fill();
    g.beginPath();
    g.arc(from.x, from.y, 3, 0, Math.PI * 2);
    g.stroke();
    g.font = "600 11px " + S.FONT;
    g.textAlign = "center";
    g.lineWidth = 3;
    g.strokeStyle = theme.paper;
    g.strokeText(words, from.x, from.y + 14);
    g.fillText(words, from.x, from.y + 14);
    g.restore();
    return true;
  };
})((window.Situation = window.Situation || {}));
