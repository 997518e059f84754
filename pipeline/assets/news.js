// What this browser has seen of a store: the number of the last arrival that its reader looked at, kept from visit to visit.
// look: {store, mark}; mark is the number to be kept, or null. A browser that keeps nothing has seen nothing.
(function (S) {
  "use strict";
  const key = (look) => "situation-seen-" + look.store;

  /** The number kept, null where there is none. */
  S.seen = function (look) {
    try {
      const kept = look ? window.localStorage.getItem(key(look)) : null;
      return /^\d{1,9}$/.test(kept || "") ? +kept : null;
    } catch { return null; }
  };

  S.see = function (look) {
    try {
      if (look && look.mark !== null && S.seen(look) !== look.mark) window.localStorage.setItem(key(look), String(look.mark));
    } catch { /* the chip comes again next time */ }
  };
})((window.Situation = window.Situation || {}));
