// The map before its page: it is begun by the page's own HTML, while Streamlit's front end has yet to load, and is taken
// into the page when Streamlit mounts the component that it is. It runs in the page, not in the map's frame.
//
// Streamlit's own frame then stays empty and hidden, and what it is told is passed on to ours, and back: there is one map
// at any time. Where anything is not as expected, ours goes, and Streamlit's frame shows the map as it would have anyway.
(function () {
  "use strict";
  const NARROW = 900;  // pixels; page.css puts the list first there
  const PATIENCE = 100, ASKED = 50;  // milliseconds between two knocks at Streamlit's door, and how many
  const said = JSON.parse(document.getElementById("early").textContent);
  const speaks = new URLSearchParams(location.search).get("lang") || navigator.language.slice(0, 2);
  const spoken = said.languages.includes(speaks) ? speaks : "en";
  // without it, a frame that moves begins anew
  // this runs before the page tells a phone its width, so that its window may seem as wide as a desk's
  if (!Element.prototype.moveBefore || Math.min(window.innerWidth, screen.width) <= NARROW || spoken !== said.language) return;

  const theme = said.themes[matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"];
  const frame = document.createElement("iframe");  // host.js is what speaks in it
  let shell = null, ready = false, value = null, timer = 0;  // shell: Streamlit's frame; value: what the reader did before it was there

  frame.title = said.title;
  frame.className = "early";
  frame.setAttribute("sandbox", "allow-forms allow-modals allow-popups allow-popups-to-escape-sandbox allow-same-origin allow-scripts allow-downloads");
  frame.srcdoc = said.html.replace("{base}", new URL(said.base, document.baseURI).href);  // a page to be fetched would be one trip more
  frame.addEventListener("load", () => { if (!frame.hosted) leave(); });
  frame.style.cssText = said.place + ";position:fixed;z-index:1;border:0;color-scheme:normal";
  document.documentElement.style.backgroundColor = theme.backgroundColor;

  const go = () => window.dispatchEvent(new Event("situation:go"));  // front.js hears it
  const pass = (data) => window.dispatchEvent(new MessageEvent("message", { data: data, source: shell.contentWindow, origin: location.origin }));
  window.addEventListener("message", function (event) {
    if (!frame.isConnected || event.source !== frame.contentWindow || !event.data || !event.data.isStreamlitMessage) return;
    event.stopImmediatePropagation();  // Streamlit does not know this frame
    const { type } = event.data;
    if (ready) pass(event.data);
    else if (type === "streamlit:componentReady") {
      frame.contentWindow.addEventListener("situation:stands", () => { if (frame.isConnected) document.cookie = said.stands; go(); });
      frame.contentWindow.postMessage({ type: "streamlit:render", args: said.args, dfs: [], disabled: false, theme: theme }, "*");
    }
    else if (type === "streamlit:setComponentValue") value = event.data;
  });

  function told(event) {  // what Streamlit says to its frame
    if (event.source !== window || !event.data || event.data.type !== "streamlit:render") return;
    if (event.data.args.key !== said.args.key) return leave();  // another map is wanted
    if (!ready) settle();
    frame.contentWindow.postMessage(event.data, "*");
  }
  function knock(left) {  // until Streamlit listens
    if (ready || !shell) return;
    if (!left || !shell.isConnected) return leave();
    pass({ isStreamlitMessage: true, type: "streamlit:componentReady", apiVersion: 1 });
    timer = setTimeout(knock, PATIENCE, left - 1);
  }
  function take(found) {
    shell = found;
    shell.removeAttribute("title");
    shell.setAttribute("aria-hidden", "true");
    shell.tabIndex = -1;
    shell.style.setProperty("display", "none", "important");
    shell.addEventListener("load", () => {
      if (!shell) return;
      shell.contentWindow.addEventListener("message", told);
      clearTimeout(timer);
      if (ready) pass({ isStreamlitMessage: true, type: "streamlit:componentReady", apiVersion: 1 });  // it was loaded anew
      else knock(ASKED);
    });
    shell.srcdoc = "<!doctype html>";
  }
  function settle() {  // into the page, as it stands: nothing is loaded anew
    ready = true;
    watch.disconnect();
    shell.parentNode.moveBefore(frame, shell.nextSibling);
    frame.removeAttribute("class");
    frame.style.cssText = "width:100%;border:0;color-scheme:normal";
    document.documentElement.style.backgroundColor = "";
    new MutationObserver((_, own) => { if (!shell || !shell.isConnected) { own.disconnect(); frame.remove(); } })
      .observe(shell.parentNode, { childList: true });
    if (value) pass(value);
  }
  function leave() {  // to Streamlit's frame, or to a page without a map
    watch.disconnect();
    clearTimeout(timer);
    go();
    frame.remove();
    document.documentElement.style.backgroundColor = "";
    if (!shell) return;
    shell.title = said.title;
    shell.removeAttribute("aria-hidden");
    shell.removeAttribute("tabindex");
    shell.style.removeProperty("display");
    const own = shell;
    shell = null;
    own.removeAttribute("srcdoc");  // which has it load what it was made for
  }
  const watch = new MutationObserver(function () {
    const found = shell ? null : document.querySelector(".stCustomComponentV1[title='" + said.title + "']");
    if (found) return take(found);
    const app = document.querySelector("[data-test-script-state]");  // the run is over, and drew no map
    if (!shell && app && app.dataset.testScriptState === "notRunning" && !document.querySelector(".st-key-desk")) leave();
  });
  watch.observe(document.documentElement, { childList: true, subtree: true, attributeFilter: ["data-test-script-state"] });
  document.documentElement.append(frame);  // there is no body yet
})();
