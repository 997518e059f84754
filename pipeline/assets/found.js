// Marks the words that a search found, in the panel beside the map. The page's text stays as it is: its ranges are painted
// by the browser (CSS Custom Highlight API), so that no word of an article is ever put together with tags. A browser
// that cannot do so shows the text unmarked. Words are compared as query.py and haystack.py compare them.
(function (S) {
  "use strict";
  const CHUNK = /[^\s\-‐‑‒–—―−_/·.,]+/gu, WORD = /[\p{L}\p{N}]+/gu, SHOWN = ".st-key-side [data-testid=stText]";

  S.fold = (chunk) => chunk.replace(/([\p{L}\p{N}])['’ʼ]s(?![\p{L}\p{N}])/gu, "$1").normalize("NFKD").toLowerCase()
    .replace(/[\p{M}'’‘ʼʹʺʻ`´"“”ьъ]/gu, "").match(WORD) || [];

  /** Where the terms stand in the text: pairs of offsets. terms: [words, exact], words folded. */
  S.spans = function (text, terms) {
    const chunks = [], found = [];
    for (const match of text.matchAll(CHUNK)) for (const word of S.fold(match[0])) chunks.push([word, match.index, match.index + match[0].length]);
    const begins = (at, words, exact) => words.every((word, i) => {
      const held = chunks[at + i] && chunks[at + i][0];
      return held && (exact || i < words.length - 1 ? held === word : held.startsWith(word));
    });
    for (let at = 0; at < chunks.length;) {
      const length = Math.max(0, ...terms.map(([words, exact]) => (begins(at, words, exact) ? words.length : 0)));
      if (length) found.push([chunks[at][1], chunks[at + length - 1][2]]);
      at += length || 1;
    }
    return found;
  };

  /** Marks these terms in a document from now on, whatever it comes to show; none: marks nothing. */
  S.marker = function (page) {
    const world = page && page.defaultView, able = world && world.CSS && world.CSS.highlights && world.Highlight;
    let terms = [], due = 0;
    function mark() {
      due = 0;
      const ranges = [];
      if (terms.length) for (const box of page.querySelectorAll(SHOWN)) {
        const nodes = page.createTreeWalker(box, 4);  // text
        for (let node = nodes.nextNode(); node; node = nodes.nextNode())
          for (const [from, to] of S.spans(node.data, terms)) {
            const range = page.createRange();
            range.setStart(node, from);
            range.setEnd(node, to);
            ranges.push(range);
          }
      }
      world.CSS.highlights.set("found", new world.Highlight(...ranges));
    }
    if (!able) return () => {};
    new MutationObserver(() => { if (terms.length && !due) due = setTimeout(mark, 60); })
      .observe(page.body, { childList: true, subtree: true, characterData: true });
    return (wanted) => { terms = wanted; mark(); };
  };
})((window.Situation = window.Situation || {}));
