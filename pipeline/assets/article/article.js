// A whole article as plain text, its quote marked and scrolled to. Words enter by textContent only, never as HTML.
// Speaks Streamlit's protocol of components, version 1: says that it is ready, then is told what to show.
(function () {
  "use strict";
  const article = document.getElementById("text");
  let shown = null;

  function say(type, more) {
    window.parent.postMessage(Object.assign({ isStreamlitMessage: true, type: type }, more), "*");
  }

  function dark(theme) {
    document.documentElement.toggleAttribute("data-dark", Boolean(theme) && theme.base === "dark");
  }

  function show(said) {
    const parts = [said.before, said.quote, said.after].map((part) => (typeof part === "string" ? part : ""));
    if (shown === parts.join("\0")) return;  // a theme may change; the reader's place stays
    shown = parts.join("\0");
    const mark = document.createElement("mark");
    mark.textContent = parts[1];
    article.replaceChildren(document.createTextNode(parts[0]), mark, document.createTextNode(parts[2]));
    requestAnimationFrame(() => { article.scrollTop = Math.max(0, mark.offsetTop - article.clientHeight / 3); });
  }

  window.addEventListener("message", function (event) {
    if (event.source !== window.parent || !event.data || event.data.type !== "streamlit:render") return;
    dark(event.data.theme);
    show(event.data.args || {});
  });
  say("streamlit:componentReady", { apiVersion: 1 });
})();
