// A picture made of stamps, pixel by pixel, and put on a canvas at once. Browsers without a graphics card paint paths
// slowly: two hundred rings of six wedges take longer than a frame. Copied pixels take a millisecond.
(function (S) {
  "use strict";
  const OPAQUE = 0xff000000 | 0, STEPS = 512;  // of a turn

  /** "#rrggbb" as a pixel, opaque. */
  S.pixel = (colour) => OPAQUE | (parseInt(colour.slice(5, 7), 16) << 16) | (parseInt(colour.slice(3, 5), 16) << 8) | parseInt(colour.slice(1, 3), 16);

  const PARTS = Int32Array.from({ length: 256 }, (_, all) => Math.floor(65536 / Math.max(1, all)));
  function mixed(below, above, part) {  // part of above, 0 to 256, of two colours; their opacity is left out
    const rest = 256 - part;
    const blue = ((Math.imul(below & 0xff00ff, rest) + Math.imul(above & 0xff00ff, part)) >>> 8) & 0xff00ff;
    return blue | (((Math.imul((below >>> 8) & 0xff, rest) + Math.imul((above >>> 8) & 0xff, part)) & 0xff00));
  }
  function over(below, above, alpha) {  // both straight, not multiplied; alpha of what is above, 0 to 255
    const under = below >>> 24;
    if (under === 255) return OPAQUE | mixed(below, above, alpha + (alpha >> 7));
    const all = alpha + ((under * (255 - alpha) + 128) >> 8);
    return (all << 24) | mixed(below, above, (alpha * PARTS[all]) >> 8);
  }

  /** A stamp out of the pixels of an image: only those that hold something, as numbers by row and column. */
  S.stamp = function (width, height, pixels) {
    let count = 0, k = 0;
    for (let i = 0; i < pixels.length; i++) if (pixels[i]) count++;
    const x = new Uint16Array(count), y = new Uint16Array(count), colours = new Int32Array(count);
    const take = function (opaque) {
      for (let i = 0; i < pixels.length; i++)
        if (pixels[i] && (pixels[i] >>> 24 === 255) === opaque) { x[k] = i % width; y[k] = Math.floor(i / width); colours[k++] = pixels[i]; }
      return k;
    };
    const opaque = take(true);  // which come first: at full strength they are written as they are
    take(false);
    return { width: width, height: height, x: x, y: y, colours: colours, opaque: opaque, offsets: null, stride: 0 };
  };

  S.Raster = class {
    constructor() { this.width = this.height = 0; this.top = this.bottom = 0; }

    /** Empty, of so many pixels. */
    begin(width, height) {
      if (width !== this.width || height !== this.height) {
        this.width = width;
        this.height = height;
        this.image = new ImageData(Math.max(1, width), Math.max(1, height));
        this.pixels = new Int32Array(this.image.data.buffer);
      } else if (this.bottom > this.top) this.pixels.fill(0, this.top * width, this.bottom * width);
      this.top = height;
      this.bottom = 0;
    }

    /** Where the pixels of a form lie that stands there: their numbers from the first; null where it is cut off. */
    place(form, x, y) {
      const { width, height } = this;
      if (x <= -form.width || y <= -form.height || x >= width || y >= height) return null;
      this.top = Math.max(0, Math.min(this.top, y));
      this.bottom = Math.min(height, Math.max(this.bottom, y + form.height));
      if (form.stride !== width) {
        form.stride = width;
        form.offsets = new Int32Array(form.x.length);
        for (let i = 0; i < form.offsets.length; i++) form.offsets[i] = form.y[i] * width + form.x[i];
      }
      if (x >= 0 && y >= 0 && x + form.width <= width && y + form.height <= height) return form.offsets;
      // those that would lie outside go where nobody looks: after the last pixel, which no array holds
      const away = width * height;
      return form.offsets.map((offset, i) => (x + form.x[i] < 0 || x + form.x[i] >= width || y + form.y[i] < 0 || y + form.y[i] >= height ? away - y * width - x : offset));
    }

    /** Puts a stamp with its left upper corner there; strength 0 to 1. */
    stamp(one, x, y, strength) {
      const offsets = this.place(one, x, y);
      if (!offsets) return;
      const { pixels } = this, { colours } = one, part = Math.round(strength * 256), start = y * this.width + x;
      const veil = (255 * part) >> 8, plain = veil === 255 ? one.opaque : 0;
      for (let i = 0; i < plain; i++) pixels[start + offsets[i]] = colours[i];
      for (let i = plain; i < offsets.length; i++) {
        const colour = colours[i], alpha = ((colour >>> 24) * part) >> 8, at = start + offsets[i], below = pixels[at];
        pixels[at] = alpha === 255 ? colour : below ? over(below, colour, alpha) : (colour & 0xffffff) | (alpha << 24);
      }
    }

    /** Puts a ring: form of S.ring, colours one for each step of a turn. */
    ring(form, colours, ink, paper, x, y, strength) {
      x -= form.width / 2;
      y -= form.height / 2;
      const offsets = this.place(form, x, y);
      if (!offsets) return;
      if (form.ink !== ink || form.paper !== paper) tint(form, ink, paper);
      const { pixels } = this, { turn, share, apart, green, inside, plain, alpha } = form, part = Math.round(strength * 256), start = y * this.width + x;
      // Mostly nothing lies below, or nothing of it is seen: then a pixel is written as it is. A loop for each part of the ring.
      const whole = (255 * part) >> 8, covers = whole === 255, veil = whole << 24, count = offsets.length, white = (paper & 0xffffff) | veil;
      for (let i = 0; i < inside; i++) {
        const at = start + offsets[i];
        if (covers || !pixels[at]) pixels[at] = white;
        else pixels[at] = over(pixels[at], paper, whole);
      }
      for (let i = inside; i < plain; i++) {
        const at = start + offsets[i], colour = colours[turn[i]];
        if (covers || !pixels[at]) pixels[at] = (colour & 0xffffff) | veil;
        else pixels[at] = over(pixels[at], colour, whole);
      }
      for (let i = plain; i < count; i++) {
        const at = start + offsets[i], edge = (alpha[i] * part) >> 8, colour = colours[turn[i]];
        const blent = (((apart[i] + Math.imul(colour & 0xff00ff, share[i])) >>> 8) & 0xff00ff) | ((green[i] + Math.imul((colour >>> 8) & 0xff, share[i])) & 0xff00);
        if (edge === 255 || !pixels[at]) pixels[at] = blent | (edge << 24);
        else pixels[at] = over(pixels[at], blent, edge);
      }
    }

    /** Copies what was drawn to the canvas, in the place of whatever is there. */
    put(g) {
      if (this.bottom > this.top) g.putImageData(this.image, 0, 0, 0, this.top, this.width, this.bottom - this.top);
    }
  };

  const forms = new Map();
  /** A ring of that radius in pixels, `band` of them wide: how much of each pixel is its edge, its band and its middle. */
  S.ring = function (radius, band, edge) {
    const key = radius + "/" + band + "/" + edge;
    if (forms.has(key)) return forms.get(key);
    const half = Math.ceil(radius + edge + 1), size = half * 2, columns = [0, 1, 2, 3, 4, 5].map(() => new Uint16Array(size * size));
    const share = (r, away) => Math.round(255 * Math.max(0, Math.min(1, r - away + 0.5)));
    const ranks = [[], [], []];  // pixels all in the middle, all in the band, and on an edge
    for (let y = 0, at = 0; y < size; y++)
      for (let x = 0; x < size; x++, at++) {
        const dx = x + 0.5 - half, dy = y + 0.5 - half, away = Math.sqrt(dx * dx + dy * dy), alpha = share(radius + edge, away);
        if (!alpha) continue;
        const inner = share(radius - edge, away) * 256 / 255, middle = share(radius - band, away) * 256 / 255;
        const turn = Math.floor(((Math.atan2(dx, -dy) / (2 * Math.PI) + 1) % 1) * STEPS) % STEPS;
        columns[0][at] = x; columns[1][at] = y; columns[2][at] = alpha; columns[3][at] = inner; columns[4][at] = middle; columns[5][at] = turn;
        ranks[alpha < 255 ? 2 : middle === 256 ? 0 : inner === 256 && !middle ? 1 : 2].push(at);
      }
    const order = ranks.flat();
    const column = function (k, Type) {
      const all = new Type(order.length), from = columns[k];
      for (let i = 0; i < all.length; i++) all[i] = from[order[i]];
      return all;
    };
    const form = { width: size, height: size, offsets: null, stride: 0, inside: ranks[0].length, plain: ranks[0].length + ranks[1].length,
      x: column(0, Uint8Array), y: column(1, Uint8Array), alpha: column(2, Uint8Array), band: column(3, Uint16Array), middle: column(4, Uint16Array), turn: column(5, Uint16Array),
      ink: null, paper: null, share: new Uint16Array(order.length), apart: new Int32Array(order.length), green: new Int32Array(order.length) };
    forms.set(key, form);
    return form;
  };

  /** What ink and paper give to each pixel on an edge of the ring, 256 times: only the kind's colour changes from mark to mark. */
  function tint(form, ink, paper) {
    [form.ink, form.paper] = [ink, paper];
    for (let i = form.plain; i < form.share.length; i++) {
      const white = form.middle[i], rest = 256 - white - (form.share[i] = Math.round((form.band[i] * (256 - white)) / 256));
      form.apart[i] = Math.imul(ink & 0xff00ff, rest) + Math.imul(paper & 0xff00ff, white);
      form.green[i] = Math.imul((ink >>> 8) & 0xff, rest) + Math.imul((paper >>> 8) & 0xff, white);
    }
  }

  const wheel = new Int32Array(STEPS);
  /** Colours by direction, clockwise from the top: each part as long as its share, a gap of ink before and after it. */
  S.wheel = function (shares, all, colours, ink, gap) {
    const half = Math.max(1, Math.round((gap * STEPS) / 2));
    wheel.fill(ink);
    let sum = 0;
    for (let k = 0; k < shares.length; k++) {
      if (!shares[k]) continue;
      const from = Math.round((sum / all) * STEPS) + half, to = Math.round(((sum += shares[k]) / all) * STEPS) - half;
      wheel.fill(colours[k], Math.min(from, STEPS - 1), Math.max(from + 1, to));
    }
    return wheel;
  };
})((window.Situation = window.Situation || {}));
