// The interface's words in the reader's language. English is the key; what has no translation stays English.
(function (S) {
  "use strict";
  S.language = "en";
  S.words = { phrases: {}, counted: {} };
  const formats = {};
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => (values && name in values ? values[name] : whole));

  /** The phrase in the reader's language, with {name} replaced by values.name. */
  S.tr = (text, values) => filled(S.words.phrases[text] || text, values);
  /** A number as the reader's language groups it. */
  S.number = function (n) {
    if (!formats[S.language]) formats[S.language] = new Intl.NumberFormat(S.language);  // to make one anew each time takes long
    return formats[S.language].format(n);
  };
  /** A number and what it counts, in its plural: S.counted(3, "{n} article", "{n} articles"). */
  S.counted = function (n, one, many) {
    const forms = S.words.counted[many] || [one, many];
    const at = forms.length > 2 ? ["one", "few", "many"].indexOf(new Intl.PluralRules(S.language).select(n)) : n === 1 ? 0 : 1;
    return filled(forms[at < 0 ? forms.length - 1 : at], { n: S.number(n) });
  };
  /** Fetches the words of a language; English where they can't be had. */
  S.speak = async function (language, address) {
    if (language === "en") return;
    const answer = await fetch(address + "words-" + language + ".json").catch(() => null);
    if (!answer || !answer.ok) return;
    S.words = await answer.json();
    S.language = document.documentElement.lang = language;
  };
})((window.Situation = window.Situation || {}));
