/* Changes of a sheet that the line has not taken yet. Kept in this browser by keys alone, never names, and of names
   without a key how many there were: for one sheet and one account, eight hours at most. They come back after a reload or a crash, and go when somebody signs out. */
"use strict";

(function () {
  const PREFIX = "unsent:";
  const LONGEST = 8 * 60 * 60 * 1000;
  const CELL = /^\d+:\d+:[01]$/;

  function names(start) {
    try {
      return Object.keys(localStorage).filter(function (name) { return name.startsWith(start); });
    } catch (_blocked) {
      return [];
    }
  }

  function drop(name) {
    try { localStorage.removeItem(name); } catch (_blocked) { /* Nothing can be kept here, nothing is there */ }
  }

  /* How many names were typed for a star, by its key */
  function counts(lost) {
    const rows = Object.entries(lost || {}).filter(function (row) { return /^\d+$/.test(row[0]) && row[1] > 0; });
    return Object.fromEntries(rows.map(function (row) { return [row[0], Number(row[1])]; }));
  }

  function isEmpty(kept) { return !kept.cells.length && !Object.keys(kept.lost).length; }

  /* What is kept under one name; what is too old, or no list of keys and counts, goes */
  function read(name) {
    let kept = null;
    try { kept = JSON.parse(localStorage.getItem(name)); } catch (_broken) { kept = null; }
    const good = kept && Number(kept.at) > Date.now() - LONGEST && Array.isArray(kept.cells);
    const cells = good ? kept.cells.filter(function (cell) { return CELL.test(cell); }) : [];
    const lost = good ? counts(kept.lost) : {};
    const found = { at: Number(kept && kept.at), seen: Number(kept && kept.seen) || 0, cells: cells, lost: lost };
    if (!isEmpty(found)) return found;
    drop(name);
    return null;
  }

  /* Each open page keeps its own list, so that two pages of one sheet do not write over each other */
  function keep(account, sheet, page, kept) {
    const name = PREFIX + account + ":" + sheet + ":" + page;
    if (unsent.leaving || isEmpty(kept)) { drop(name); return; }
    try { localStorage.setItem(name, JSON.stringify(kept)); } catch (_full) { /* The page still holds them */ }
  }

  function take(account, sheet) {
    const found = names(PREFIX + account + ":" + sheet + ":").map(function (name) {
      const kept = read(name);
      drop(name);
      return kept;
    });
    return found.filter(Boolean).sort(function (one, other) { return one.at - other.at; });
  }

  function forget(start) { names(start).forEach(drop); }

  /* ``open`` says how much the page in front of the reader holds besides */
  const unsent = { keep: keep, take: take, open: function () { return 0; }, leaving: false };
  window.unsent = unsent;

  names(PREFIX).forEach(read);
  if (document.querySelector("[data-forget-unsent]")) forget(PREFIX);

  document.addEventListener("submit", function (event) {
    const form = event.target.closest("form[data-unsent]");
    if (!form) return;
    const own = PREFIX + form.dataset.account + ":";
    if ((names(own).length || unsent.open()) && !window.confirm(form.dataset.unsent)) { event.preventDefault(); return; }
    unsent.leaving = true;
    forget(own);
  });
})();
