// The user's own background between our base map and the marks. What it is comes as JSON; its credit is shown as plain text.
(function (S) {
  "use strict";
  S.tiles = async function (map, config) {
    const answer = await fetch(config.data + config.tiles);
    if (!answer.ok) return;  // our base map is there
    const said = await answer.json();
    const credit = said.credit.replace(/[&<>"'`]/g, (one) => "&#" + one.charCodeAt(0) + ";");  // Leaflet takes it for HTML
    map.createPane("tiles").style.zIndex = 160;
    const url = said.ours ? config.data + said.url : said.url;
    L.tileLayer(url, { pane: "tiles", maxNativeZoom: said.most, maxZoom: map.getMaxZoom(), attribution: credit }).addTo(map);
  };
})((window.Situation = window.Situation || {}));
