/* The class meeting: Enter goes from a name's hands to the next name's, and saves after the last. */
"use strict";

(function () {
  const form = document.querySelector("form[data-meeting]");
  if (!form) return;
  const boxes = Array.from(form.querySelectorAll("input[name^='for-']"));
  form.addEventListener("keydown", function (event) {
    const box = event.target.closest("input[type=number]");
    if (event.key !== "Enter" || !box) return;
    const place = boxes.indexOf(box.closest("li").querySelector("input[name^='for-']"));
    const next = boxes[place + 1];
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.select();
  });
  const empty = boxes.find(function (box) { return !box.value; });
  if (empty && window.matchMedia("(min-width: 48rem) and (pointer: fine)").matches) empty.focus({ preventScroll: true });
})();
