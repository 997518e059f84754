// The ground under the marks: land, Ukraine, borders, oblasts, rivers, lakes and names, from our own files, on one canvas.
// A missing file leaves its layer out; the marks never depend on it.
(function (S) {
  "use strict";
  const LIGHT = {
    sea: "#dbe5e8", land: "#efebe0", home: "#fdfbf4", edge: "#a89f8c", border: "#b9b09c", oblast: "#d5ccb8", river: "#b7ccd4",
    lake: "#dbe5e8", town: "#6f6a5f", country: "#a39b88", water: "#86a3ae", glow: "#fdfbf4",
  };
  const DARK = {
    sea: "#0f1417", land: "#1a1f23", home: "#242b30", edge: "#59646b", border: "#3d464c", oblast: "#37414700", river: "#2a3b45",
    lake: "#0f1417", town: "#8d969a", country: "#5c666c", water: "#43606e", glow: "#1a1f23",
  };
  DARK.oblast = "#374147";
  const UNIT = 256, TILT = Math.PI / 180;

  const project = (lng, lat) => {
    const sin = Math.max(-0.9999, Math.min(0.9999, Math.sin(lat * TILT)));
    return [(lng / 360 + 0.5) * UNIT, (0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * UNIT];
  };

  function path(collection) {  // all geometries as one path in pixels of zoom 0
    const out = new Path2D();
    const line = (points, close) => {
      points.forEach(([lng, lat], i) => { const [x, y] = project(lng, lat); if (i) out.lineTo(x, y); else out.moveTo(x, y); });
      if (close) out.closePath();
    };
    const draw = {
      LineString: (c) => line(c, false), MultiLineString: (c) => c.forEach((part) => line(part, false)),
      Polygon: (c) => c.forEach((ring) => line(ring, true)), MultiPolygon: (c) => c.forEach((p) => p.forEach((ring) => line(ring, true))),
    };
    for (const feature of collection.features) if (feature.geometry && draw[feature.geometry.type]) draw[feature.geometry.type](feature.geometry.coordinates);
    return out;
  }

  /**
   * Where a town's name may stand, best first: [left, middle] in pixels. Beside its dot, or beside the mark that covers
   * it. Places that some mark covers come last. disks: {x, y, r} of the marks, at their largest, whatever the days.
   */
  S.beside = function (x, y, wide, disks) {
    const over = disks.find((disk) => Math.hypot(disk.x - x, disk.y - y) < disk.r + 2);
    const spots = over
      ? [[over.x + over.r + 4, over.y], [over.x - over.r - 4 - wide, over.y], [over.x - wide / 2, over.y + over.r + 9], [over.x - wide / 2, over.y - over.r - 9]]
      : [[x + 7, y - 7], [x + 7, y + 8], [x - 7 - wide, y - 7], [x - 7 - wide, y + 8]];
    const covered = ([left, middle]) => disks.some((disk) =>
      Math.hypot(disk.x - Math.max(left, Math.min(left + wide, disk.x)), disk.y - Math.max(middle - 5, Math.min(middle + 5, disk.y))) < disk.r);
    return [...spots.filter((spot) => !covered(spot)), ...spots.filter(covered)];
  };

  /** disks() gives those of the marks, for S.beside. */
  S.base = function (map, address, theme, disks) {
    const layers = {};
    let labels = { countries: [], seas: [] }, towns = [];
    map.createPane("base").style.zIndex = 150;
    map.getPane("base").style.pointerEvents = "none";
    const sheet = new S.Sheet({ pane: "base", padding: 0.35, draw: draw });
    const get = async (name) => { const answer = await fetch(address + name + ".json"); if (!answer.ok) throw new Error(name); return answer.json(); };
    const wanted = ["land", "ukraine", "lakes", "borders", "oblasts", "rivers"];
    /** Fetches what is drawn. To read it keeps the browser busy, so its owner says when, and when it joins the map. */
    sheet.fetch = () => Promise.allSettled([
      ...wanted.map(async (name) => { layers[name] = path(await get(name)); }),
      get("labels").then((found) => { labels = found; }), get("towns").then((found) => { towns = found; }),
    ]).then(() => sheet.redraw());

    function draw(g, bounds) {
      const look = theme().dark ? DARK : LIGHT, zoom = map.getZoom(), scale = 2 ** zoom, origin = map.getPixelOrigin();
      g.fillStyle = look.sea;
      g.fillRect(bounds.min.x, bounds.min.y, bounds.max.x - bounds.min.x, bounds.max.y - bounds.min.y);
      g.save();
      g.translate(-origin.x, -origin.y);
      g.scale(scale, scale);
      g.lineJoin = "round";
      const fill = (name, colour) => { if (layers[name]) { g.fillStyle = colour; g.fill(layers[name], "evenodd"); } };
      const stroke = (name, colour, width) => { if (layers[name]) { g.strokeStyle = colour; g.lineWidth = width / scale; g.stroke(layers[name]); } };
      fill("land", look.land);
      fill("ukraine", look.home);
      stroke("rivers", look.river, zoom < 6 ? 0.8 : 1.3);
      fill("lakes", look.lake);
      stroke("oblasts", look.oblast, 0.9);
      stroke("borders", look.border, 1);
      stroke("ukraine", look.edge, 1.5);
      g.restore();
      names(g, look, zoom, origin, bounds);
    }

    function names(g, look, zoom, origin, bounds) {
      const taken = [], scale = 2 ** zoom;
      const place = (lng, lat) => { const [x, y] = project(lng, lat); return [x * scale - origin.x, y * scale - origin.y]; };
      const free = (x, y, w, h) => {
        if (taken.some(([a, b, c, d]) => x < a + c && a < x + w && y < b + d && b < y + h)) return false;
        taken.push([x, y, w, h]);
        return true;
      };
      g.textBaseline = "middle";
      const text = (words, x, y, font, colour, align, glow) => {
        g.font = font;
        g.textAlign = align;
        const w = g.measureText(words).width, left = align === "center" ? x - w / 2 : x;
        if (!free(left - 2, y - 7, w + 4, 14)) return false;
        if (glow) { g.lineWidth = 3; g.strokeStyle = glow; g.globalAlpha = 0.8; g.strokeText(words, x, y); g.globalAlpha = 1; }
        g.fillStyle = colour;
        g.fillText(words, x, y);
        return true;
      };
      const wide = (words) => words.toUpperCase().split("").join("\u200a");
      if ("letterSpacing" in g) g.letterSpacing = "2px";
      for (const [words, lng, lat, rank] of labels.countries)
        if (words !== "Ukraine" && zoom >= 3 + rank && zoom < 9) text(wide(words), ...place(lng, lat), "500 11px " + S.FONT, look.country, "center");
      if ("letterSpacing" in g) g.letterSpacing = "0.6px";
      for (const [words, lng, lat, rank] of labels.seas)
        if (zoom >= 3 + (rank || 1)) text(words, ...place(lng, lat), 'italic 13px "Situation Serif", Georgia, serif', look.water, "center");
      if ("letterSpacing" in g) g.letterSpacing = "0px";
      const near = disks().map((disk) => ({ x: disk.x - origin.x, y: disk.y - origin.y, r: disk.r })).filter((disk) => bounds.contains([disk.x, disk.y]));
      for (const [words, lng, lat, rank] of towns) {
        if (zoom < 4 + rank) continue;
        const [x, y] = place(lng, lat), font = (rank === 1 ? "600 12" : "400 11") + "px " + S.FONT;
        if (!bounds.contains([x, y])) continue;
        g.font = font;
        const spots = S.beside(x, y, g.measureText(words).width, near);
        if (!spots.some(([left, middle]) => text(words, left, middle, font, look.town, "left", look.glow))) continue;
        g.beginPath();
        g.arc(x, y, rank === 1 ? 2.2 : 1.7, 0, Math.PI * 2);
        g.fill();
      }
    }
    if (document.fonts && document.fonts.ready) document.fonts.ready.then(() => sheet.redraw());
    return sheet;
  };
})((window.Situation = window.Situation || {}));
