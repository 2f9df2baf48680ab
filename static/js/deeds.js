/* Noting a fact: Enter goes from the names to the sentence, and from there to the stars. */
"use strict";

(function () {
  const form = document.querySelector("form[data-deed]");
  if (!form) return;
  form.addEventListener("keydown", function (event) {
    if (event.key !== "Enter" || event.isComposing || event.target.tagName !== "INPUT") return;
    event.preventDefault();
    const next = event.target.name === "names" ? form.elements.text : form.querySelector("button[name=item]");
    if (next) next.focus();
  });
})();
