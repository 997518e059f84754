// Streamlit's front end, which the page's HTML keeps in a template while the map is begun: to fetch and to read sixty
// modules would keep both cores busy, and the map waiting. It is let go when the first markers stand, when there is no
// map to wait for, and after LEAD at the latest, whatever becomes of the map.
(function () {
  "use strict";
  const LEAD = 1000;  // milliseconds
  const held = document.getElementById("front");
  function go() {
    if (!held.isConnected) return;
    held.remove();
    for (const one of held.content.children) {
      const made = document.createElement(one.localName);  // a script that was made in a template would not run
      for (const { name, value } of one.attributes) made.setAttribute(name, value);
      document.head.append(made);
    }
  }
  window.addEventListener("situation:go", go);
  if (document.querySelector("iframe.early")) setTimeout(go, LEAD); else go();
})();
