/* Follows a file that is being made; without this script "Refresh" does. */
"use strict";

(function () {
  const box = document.getElementById("job");
  if (!box) return;
  const text = document.getElementById("job-text");
  const bar = document.getElementById("job-bar");
  const every = 1500;

  function ask() {
    fetch(box.dataset.state, { headers: { Accept: "application/json" } })
      .then(function (answer) {
        if (!answer.ok) throw new Error(String(answer.status));
        return answer.json();
      })
      .then(function (state) {
        /* Begun or over: the page itself knows what can be done now */
        if (state.state !== box.dataset.was) { window.location.replace(window.location.pathname + "?waited=1"); return; }
        if (text.textContent !== state.text) text.textContent = state.text;
        if (state.total) { bar.max = state.total; bar.value = state.done; }
        window.setTimeout(ask, every);
      })
      .catch(function () { window.setTimeout(ask, 4 * every); });
  }

  window.setTimeout(ask, every);
}());
