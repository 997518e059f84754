// The map as a picture: what the canvases show, under a title and over a legend, with scale, credits and the warning that
// nobody has checked it. Made in the browser; nothing is sent anywhere.
(function (S) {
  "use strict";
  const HEAD = 62, LINE = 26, EDGE = 16, CROWD = 150;
  const DISK = "M2 2h9l3 3v9H2zM4 3.5v3h6v-3zM8 8.6a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4z";
  const WARNING = "Read out of news articles by machine; nobody has checked it. No marker does not mean that nothing happened.";
  const day = (number) => new Date(number * 86400000).toISOString().slice(0, 10);

  /** A button on the map that saves the picture. sheets: what is drawn, from below. */
  S.png = function (app, map, bar, sheets) {
    const control = L.control({ position: "topleft" });
    const shoot = () => {
      if (map._animatingZoom) map.once("zoomend", shoot);  // no sheet is drawn while the map flies
      else if (app.first) save(S.picturePng(app, map, bar, sheets), bar);
    };
    control.onAdd = () => {
      const button = S.el("button", { type: "button", class: "home leaflet-bar", title: S.tr("Save the map as a picture (PNG)"), "aria-label": S.tr("Save the map as a picture (PNG)"),
        onclick: shoot }, S.icon(DISK));
      L.DomEvent.disableClickPropagation(button);
      return button;
    };
    control.addTo(map);
  };

  function save(canvas, bar) {
    canvas.toBlob((blob) => {
      const address = URL.createObjectURL(blob), days = [...new Set([day(bar.base + bar.lo), day(bar.base + bar.hi)])].join("-to-");
      const link = S.el("a", { href: address, download: "situation-" + days + ".png" });
      document.body.append(link);
      link.click();
      link.remove();
      setTimeout(() => URL.revokeObjectURL(address), 60000);
    }, "image/png");
  }

  /** The picture as a canvas, twice as fine as the screen where that is coarse. */
  S.picturePng = function (app, map, bar, sheets) {
    const size = map.getSize(), theme = app.theme, scale = Math.max(2, S.pixels());
    const lines = wrapped(legend(app), size.x - 2 * EDGE), foot = 12 + lines.length * LINE + 40;
    const canvas = document.createElement("canvas"), g = canvas.getContext("2d");
    canvas.width = Math.round(size.x * scale);
    canvas.height = Math.round((HEAD + size.y + foot) * scale);
    g.scale(scale, scale);
    g.fillStyle = theme.paper;
    g.fillRect(0, 0, size.x, HEAD + size.y + foot);
    title(g, bar, theme, size.x);
    for (const sheet of sheets) g.drawImage(sheet.picture(scale), 0, HEAD, size.x, size.y);
    scaleBar(g, map, theme, size);
    lines.forEach((line, i) => line.forEach((each) => {
      const y = HEAD + size.y + 12 + LINE * (i + 0.5);
      each.draw(g, EDGE + each.x + 9, y, theme);
      write(g, each.text, EDGE + each.x + 24, y, "13px " + S.FONT, theme.ink);
    }));
    const end = HEAD + size.y + foot;
    fitted(g, S.tr(WARNING), EDGE, end - 31, 12, size.x - 2 * EDGE, theme.ink);
    fitted(g, S.tr("Made on {day} with Situation Map.", { day: day(Math.floor(Date.now() / 86400000)) }) + " " + map.attributionControl.getContainer().textContent,
      EDGE, end - 13, 11, size.x - 2 * EDGE, theme.soft);
    return canvas;
  };

  function write(g, words, x, y, font, colour, align) {
    g.font = font;
    g.fillStyle = colour;
    g.textAlign = align || "left";
    g.textBaseline = "middle";
    g.fillText(words, x, y);
    return g.measureText(words).width;
  }

  function fitted(g, words, x, y, size, room, colour) {  // smaller rather than cut off
    g.font = size + "px " + S.FONT;
    const wide = g.measureText(words).width;
    write(g, words, x, y, Math.min(size, (size * room) / wide).toFixed(2) + "px " + S.FONT, colour);
  }

  function title(g, bar, theme, room) {
    const counts = [...document.querySelectorAll(".counts > span")].filter((each) => !each.hidden).map((each) => each.textContent.trim()).join("  ·  ");
    const wide = write(g, S.tr("Situation Map"), EDGE, 22, '600 20px "Situation Serif", Georgia, serif', theme.ink);
    write(g, S.windowText(bar.base + bar.lo, bar.base + bar.hi), EDGE + wide + 14, 23, "600 15px " + S.FONT, theme.ink);
    fitted(g, counts, EDGE, 46, 13, room - 2 * EDGE, theme.soft);
  }

  function scaleBar(g, map, theme, size) {  // as Leaflet's, whose words and width it takes
    const line = map.getContainer().querySelector(".leaflet-control-scale-line");
    if (!line) return;
    const wide = parseFloat(line.style.width) || line.offsetWidth, x = size.x - wide - 14, y = HEAD + size.y - 14;
    g.strokeStyle = theme.ink;
    g.lineWidth = 1.5;
    g.beginPath();
    g.moveTo(x, y - 6);
    g.lineTo(x, y);
    g.lineTo(x + wide, y);
    g.lineTo(x + wide, y - 6);
    g.stroke();
    write(g, line.textContent, x + 5, y - 9, "12px " + S.FONT, theme.ink);
  }

  function legend(app) {  // the kinds in sight, and what the outlines mean
    const cube = app.cube, met = cube.kinds.map((_, k) => app.drawn.some((mark) => mark.kinds[k]));
    const kinds = cube.kinds.filter((_, k) => met[k]).map((kind) => ({ text: S.tr(kind.label), draw: (g, x, y, theme) => S.mark(g, x, y, 6.5, kind, "corroborated", theme) }));
    const statuses = cube.statuses.map((status) => ({ text: S.tr(status), draw: (g, x, y, theme) => S.mark(g, x, y, 5.5, { shape: "circle", colour: theme.soft }, status, theme) }));
    const area = { text: S.tr("area, not a point"), draw: (g, x, y, theme) => S.area(g, x, y, 9, { shape: "circle", colour: theme.soft }, "reported", theme) };
    return [...kinds, ...statuses, ...(app.drawn.some((mark) => mark.cluster.area) ? [area] : [])];
  }

  function wrapped(items, room) {
    const lines = [[]], each = Math.max(90, Math.min(CROWD, room / Math.max(1, Math.floor(room / CROWD)))), fit = Math.max(1, Math.floor(room / each));
    for (const item of items) {
      if (lines[lines.length - 1].length === fit) lines.push([]);
      const line = lines[lines.length - 1];
      line.push({ ...item, x: line.length * each });
    }
    return lines;
  }
})((window.Situation = window.Situation || {}));
