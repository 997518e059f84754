// The picture under the handles: bars stacked by kind or status, below them the articles, and the axis. It only draws.
// A bin without an article is hatched through: there, no bar means silence, not calm.
(function (S) {
  "use strict";
  const AXIS = 15, STRIP = 12, GAP = 3;  // pixels
  const PALE = 0.42, OUTSIDE = 0.28;

  S.picture = function (canvas) {
    const picture = { width: 0, height: 0, bins: null, most: 0 };
    let shown = null, faded = null, bright = null, frame = 0, wanted = null;
    const scale = () => window.devicePixelRatio || 1;
    picture.high = () => picture.height - AXIS - STRIP - GAP;  // of the bars

    /** The canvas has so many pixels now; false where it has none. */
    picture.resize = function (width, height) {
      picture.width = width;
      picture.height = height;
      canvas.width = Math.round(width * scale());
      canvas.height = Math.round(height * scale());
    };

    /** what: {base, days, histogram, coverage, colours, theme}. */
    picture.show = function (what) {
      shown = what;
      picture.bins = what.histogram.bins;
      const sums = totals();
      picture.most = Math.max(0, ...sums);
      [faded, bright] = [OUTSIDE, 1].map((strength) => {
        const sheet = document.createElement("canvas"), g = sheet.getContext("2d");
        sheet.width = canvas.width;
        sheet.height = canvas.height;
        g.scale(scale(), scale());
        silence(g);
        bars(g, strength);
        articles(g, strength);
        axis(g);
        return sheet;
      });
      repaint();
    };

    const at = (bin) => (picture.bins.edges[bin] / shown.days) * picture.width;
    const wide = (bin) => Math.max(1, at(bin + 1) - at(bin) - (at(bin + 1) - at(bin) > 4 ? 1 : 0.4));
    function totals() {
      const sums = new Float64Array(shown.histogram.bins.count);
      for (const row of [...shown.histogram.sure, ...shown.histogram.doubt]) for (let b = 0; b < sums.length; b++) sums[b] += row[b];
      return sums;
    }

    function silence(g) {
      const tile = document.createElement("canvas"), pen = tile.getContext("2d"), size = Math.round(7 * scale());
      tile.width = tile.height = size;
      pen.strokeStyle = shown.theme.soft;
      pen.globalAlpha = 0.26;
      pen.lineWidth = scale() * 0.8;
      pen.beginPath();
      for (const o of [-size, 0, size]) { pen.moveTo(o, size); pen.lineTo(o + size, 0); }
      pen.stroke();
      const pattern = g.createPattern(tile, "repeat");
      pattern.setTransform(new DOMMatrix().scale(1 / scale()));
      g.fillStyle = pattern;
      for (let b = 0; b < picture.bins.count; b++)
        if (!shown.coverage.articles[b]) g.fillRect(at(b), 0, at(b + 1) - at(b), picture.high() + GAP + STRIP);
    }

    function bars(g, strength) {
      const high = picture.high(), { sure, doubt } = shown.histogram;
      for (let b = 0; b < picture.bins.count; b++) {
        let y = high;
        for (const [rows, alpha] of [[sure, 1], [doubt, PALE]])
          rows.forEach((row, k) => {
            const h = (row[b] / Math.max(1, picture.most)) * (high - 4);
            if (!h) return;
            g.globalAlpha = 1;
            g.fillStyle = shown.theme.paper;  // no hatching shines through
            g.fillRect(at(b), y - h, wide(b), h);
            g.globalAlpha = strength * alpha;
            g.fillStyle = shown.colours[k];
            g.fillRect(at(b), y - h, wide(b), h);
            y -= h;
          });
      }
      g.globalAlpha = 1;
    }

    function articles(g, strength) {
      const foot = picture.height - AXIS, most = Math.max(1, ...shown.coverage.articles);
      g.fillStyle = shown.theme.ink;
      for (let b = 0; b < picture.bins.count; b++) {
        const n = shown.coverage.articles[b];
        if (!n) continue;
        g.globalAlpha = (strength < 1 ? 0.5 : 1) * Math.min(0.85, 0.4 + 0.15 * shown.coverage.outlets[b]);
        const h = Math.max(3, Math.sqrt(n / most) * STRIP);
        g.fillRect(at(b), foot - h, wide(b), h);
      }
      g.globalAlpha = 1;
    }

    function axis(g) {
      const top = picture.height - AXIS, { theme, base, days } = shown;
      let free = -99;
      g.fillStyle = theme.soft;
      g.font = "11px " + S.FONT;
      g.textBaseline = "alphabetic";
      g.fillRect(0, top, picture.width, 1);
      g.globalAlpha = 0.45;
      g.fillRect(0, picture.high(), picture.width, 1);
      g.globalAlpha = 1;
      for (const tick of S.ticks(base, days, picture.width)) {
        const x = (tick.at / days) * picture.width, long = g.measureText(tick.text).width;
        if (x < free || x + 3 + long > picture.width) continue;
        g.fillRect(x, top, 1, 4);
        g.fillText(tick.text, x + 3, picture.height - 2);
        free = x + long + 12;
      }
    }

    /** Brings out the days [lo, hi]; at most once a frame. */
    picture.paint = function (lo, hi) {
      wanted = [lo, hi];
      repaint();
    };
    function repaint() {
      if (frame || !faded || !wanted) return;
      frame = requestAnimationFrame(function () {
        frame = 0;
        const g = canvas.getContext("2d"), [lo, hi] = wanted, tall = Math.round((picture.height - AXIS) * scale());
        const place = (day) => Math.round((day / shown.days) * picture.width * scale());
        const x = place(lo), end = Math.max(x + 1, place(hi + 1));
        g.clearRect(0, 0, canvas.width, canvas.height);
        g.drawImage(faded, 0, 0);
        g.fillStyle = shown.theme.band;
        g.clearRect(x, 0, end - x, tall);
        g.fillRect(x, 0, end - x, tall);
        g.drawImage(bright, x, 0, end - x, canvas.height, x, 0, end - x, canvas.height);
      });
    }
    return picture;
  };
})((window.Situation = window.Situation || {}));
