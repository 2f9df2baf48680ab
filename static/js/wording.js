/* The paper beside its wording follows what is typed; without this file a button shows it. */
"use strict";

(function () {
  const form = document.querySelector("[data-wording]");
  const picture = document.querySelector("[data-wording-picture]");
  const state = document.querySelector("[data-wording-state]");
  if (!form || !picture || typeof fetch !== "function") return;
  const usual = state.textContent;
  let waiting = 0;
  let asked = 0;

  function show(number, answer) {
    /* An answer overtaken by a later one is old */
    if (number !== asked) return;
    const problems = Object.values(answer.problems).flat();
    state.textContent = problems.length ? problems.join(" ") : usual;
    state.classList.toggle("wording__problem", problems.length > 0);
    if (answer.picture) picture.src = "data:image/png;base64," + answer.picture;
  }

  function ask() {
    const number = ++asked;
    fetch(form.dataset.wording, { method: "POST", body: new FormData(form), credentials: "same-origin" })
      .then(function (response) { return response.ok ? response.json() : { problems: {} }; })
      .then(function (answer) { show(number, answer); })
      .catch(function () { /* The button still works */ });
  }

  form.addEventListener("input", function () {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(ask, 600);
  });
})();
