// The other side of Streamlit's components, for the map that the page's own HTML begins: it does for the frame what
// streamlit-folium's script does, of that only what our map needs, and in a tenth of its bytes. In a frame of
// streamlit-folium's own, whose script came first, it does nothing; nor in a page that was saved.
(function () {
  "use strict";
  const frame = window.frameElement;
  if (window.Streamlit || !frame || !frame.classList.contains("early")) return;
  const tell = (type, said) => window.parent.postMessage({ isStreamlitMessage: true, type: "streamlit:" + type, ...said }, "*");
  const variables = { primaryColor: "--primary-color", backgroundColor: "--background-color",
    secondaryBackgroundColor: "--secondary-background-color", textColor: "--text-color", font: "--font" };
  let last = null;

  function run(script) {  // ours, as folium has rendered it; its names are to be known to the next
    const element = document.createElement("script");
    element.textContent = script;
    document.body.append(element);
    element.remove();
  }
  window.Streamlit = { setComponentValue: (value) => tell("setComponentValue", { value: value, dataType: "json" }) };
  window.addEventListener("message", function (event) {
    if (event.source !== window.parent || !event.data || event.data.type !== "streamlit:render") return;
    const { args, theme } = event.data;
    for (const name of Object.keys(variables)) if (theme && theme[name]) document.documentElement.style.setProperty(variables[name], theme[name]);
    if (!window.map) run(args.script + "window.map = " + args.id + ";");
    if (args.feature_group === last) return;
    last = args.feature_group;
    for (const group of window.feature_group || []) window.map.removeLayer(group);
    window.feature_group = [];
    run(last);
  });
  frame.hosted = true;
  tell("componentReady", { apiVersion: 1 });
})();
