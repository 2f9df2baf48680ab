/* The fifth star says at once why it cannot be; without this file the page says it when it is saved. */
"use strict";

(function () {
  const form = document.querySelector("form.choose");
  const limit = form ? Number(form.dataset.limit) : 0;
  if (!limit) return;
  const said = form.querySelector(".choose__over");
  const counter = document.getElementById("chosen");

  function ticked() {
    return form.querySelectorAll("[data-counts]:checked").length;
  }

  function count() {
    counter.querySelector("b").textContent = ticked();
    counter.classList.toggle("counter--full", ticked() === limit);
    counter.classList.toggle("counter--over", ticked() > limit);
  }

  form.addEventListener("change", function (event) {
    const tick = event.target;
    if (!tick.matches(".pick__tick")) return;
    const over = tick.checked && "counts" in tick.dataset && ticked() > limit;
    if (over) tick.checked = false;
    said.textContent = over ? form.dataset.over : "";
    count();
  });

  count();
})();
