/* Esc leaves the walk, and what is being typed on the page stays; without this file the button does, by a page anew. */
"use strict";

(function () {
  const walk = document.querySelector("form[data-walk]");
  if (!walk) return;

  function isBusy(target) {
    return target.closest("input, textarea, select, dialog, details[open]:not(.visit__fold), [contenteditable]") !== null
      || document.querySelector("dialog[open]") !== null;
  }

  function leave() {
    const said = new FormData(walk, walk.querySelector("[data-leave]"));
    fetch(walk.action, { method: "POST", body: new URLSearchParams(said), redirect: "manual", keepalive: true });
    walk.remove();
  }

  walk.addEventListener("submit", function (event) {
    if (!event.submitter || !("leave" in event.submitter.dataset)) return;
    event.preventDefault();
    leave();
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && !event.defaultPrevented && walk.isConnected && !isBusy(event.target)) leave();
  });
})();
