// The ground that an incident's words leave open, drawn while it is chosen: a disk, a ring, a sector, the outline of regions.
// Outlines are fetched when the first is needed; without them the disk that holds most of the area is drawn.
(function (S) {
  "use strict";
  const EARTH_KM = 6371.009, RAD = Math.PI / 180, STEP = 4;

  /** [latitude, longitude] so many km from a point in a direction, degrees clockwise from north. */
  S.destination = function ([lat, lng], km, bearing) {
    const a = km / EARTH_KM, y = lat * RAD, turn = bearing * RAD;
    const north = Math.asin(Math.sin(y) * Math.cos(a) + Math.cos(y) * Math.sin(a) * Math.cos(turn));
    const east = Math.atan2(Math.sin(turn) * Math.sin(a) * Math.cos(y), Math.cos(a) - Math.sin(y) * Math.sin(north));
    return [north / RAD, lng + east / RAD];
  };

  /** Of a point of the cube: {at, km: [inner, outer], turn: [bearing, half angle] or null, regions: ids}. */
  S.groundOf = function (points, p) {
    const at = [points.lat[p], points.lng[p]], said = points.ground && points.ground[p];
    return { at: (said && said.at) || at, km: (said && said.km) || [0, points.km[p]], turn: (said && said.turn) || null, regions: (said && said.regions) || [] };
  };

  /** Corners of the ground as rings of [latitude, longitude]; a hole is a ring of its own. */
  S.rings = function (ground) {
    const arc = (km, from, to) => {
      const n = Math.max(2, Math.ceil(Math.abs(to - from) / STEP)), out = [];
      for (let i = 0; i <= n; i++) out.push(S.destination(ground.at, km, from + ((to - from) * i) / n));
      return out;
    };
    const [inner, outer] = ground.km;
    if (!ground.turn) return [arc(outer, 0, 360), ...(inner ? [arc(inner, 360, 0)] : [])];
    const [bearing, half] = ground.turn, lo = bearing - half, hi = bearing + half;
    return [[...arc(outer, lo, hi), ...(inner ? arc(inner, hi, lo) : [ground.at])]];
  };

  S.ground = function (map, address, arrived) {
    let outlines = null, asked = false;
    function fetched(ids) {
      if (outlines) return ids.flatMap((id) => outlines.get(id) || []);
      if (!asked) {
        asked = true;
        fetch(address + "regions.json").then((answer) => { if (!answer.ok) throw new Error("regions"); return answer.json(); }).then((json) => {
          outlines = new Map(json.features.map((one) => [one.properties.id,
            one.geometry.coordinates.flatMap((part) => part.map((ring) => ring.map(([lng, lat]) => [lat, lng])))]));
          arrived();
        }).catch(() => {});  // the disk stays
      }
      return [];
    }

    function trace(g, rings, origin) {
      g.beginPath();
      for (const ring of rings) {
        ring.forEach((spot, i) => {
          const at = map.project(spot).subtract(origin);
          if (i) g.lineTo(at.x, at.y); else g.moveTo(at.x, at.y);
        });
        g.closePath();
      }
    }

    return {
      /** Draws the ground; returns "disk", "ring", "sector" or "area", and its rings. strength 1 chosen, less for a look. */
      draw: function (g, ground, mark, origin, theme, strength) {
        const outline = ground.regions.length ? fetched(ground.regions) : [];
        const rings = outline.length ? outline : S.rings(ground);
        const kind = outline.length ? "area" : ground.turn ? "sector" : ground.km[0] ? "ring" : "disk";
        g.save();
        g.lineJoin = "round";
        trace(g, rings, origin);
        g.fillStyle = theme.halo;
        g.globalAlpha = 0.13 * strength;
        g.fill("evenodd");
        g.globalAlpha = strength;
        g.strokeStyle = theme.halo;
        if (kind === "area") {  // a soft band inside the line, as an atlas tints a border
          g.save();
          g.clip("evenodd");
          g.lineWidth = 9;
          g.globalAlpha = 0.16 * strength;
          trace(g, rings, origin);
          g.stroke();
          g.restore();
          trace(g, rings, origin);
          g.lineWidth = 1.5;
        } else {
          g.setLineDash([6, 4]);
          g.lineWidth = 1.5;
        }
        g.stroke();
        if (kind === "sector" || kind === "ring") this.anchor(g, ground, mark, origin, theme, kind);
        g.restore();
        return { kind: kind, rings: rings };
      },

      /** The named place that the words measure from: a small cross, and a thin line out to the ground. */
      anchor: function (g, ground, mark, origin, theme, kind) {
        const at = map.project(ground.at).subtract(origin);
        g.setLineDash([1, 3]);
        g.lineWidth = 1.2;
        g.strokeStyle = theme.ink;
        g.globalAlpha *= 0.75;
        if (kind === "sector") {
          const to = map.project(mark).subtract(origin);
          g.beginPath();
          g.moveTo(at.x, at.y);
          g.lineTo(to.x, to.y);
          g.stroke();
        }
        g.setLineDash([]);
        g.beginPath();
        for (const [dx, dy] of [[5, 0], [0, 5]]) { g.moveTo(at.x - dx, at.y - dy); g.lineTo(at.x + dx, at.y + dy); }
        g.stroke();
      },

      /** What must be in sight for the ground to be seen. */
      bounds: function (ground) {
        return L.latLngBounds([0, 90, 180, 270].map((turn) => S.destination(ground.at, ground.km[1], turn)));
      },
    };
  };

  /** A place that an ambiguous name may mean: hollow, with a question mark and its number in the card's list. */
  S.maybe = function (g, x, y, number, theme) {
    g.save();
    g.beginPath();
    g.arc(x, y, 10, 0, Math.PI * 2);
    g.fillStyle = theme.paper;
    g.globalAlpha = 0.85;
    g.fill();
    g.globalAlpha = 1;
    g.setLineDash([3.2, 3]);
    g.lineWidth = 1.6;
    g.strokeStyle = theme.ink;
    g.stroke();
    g.setLineDash([]);
    g.fillStyle = theme.ink;
    g.textAlign = "center";
    g.textBaseline = "middle";
    g.font = "600 12px " + S.FONT;
    g.fillText("?", x, y + 0.5);
    g.font = "600 11px " + S.FONT;
    g.lineWidth = 3;
    g.strokeStyle = theme.paper;
    g.strokeText(String(number), x + 16, y - 7);
    g.fillText(String(number), x + 16, y - 7);
    g.restore();
  };
})((window.Situation = window.Situation || {}));
