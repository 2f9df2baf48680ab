/* A form that was pressed while something had to be saved first, and that the answer has replaced. */
"use strict";

(function () {
  /* What keeps a form from going on is said on the page, behind its dialog */
  function closeAround(form) {
    const dialog = form.closest("dialog");
    if (dialog && dialog.open) dialog.close();
  }

  /* What the dialog of a form lists, in words */
  function questions(form) {
    const dialog = form.closest("dialog");
    return Array.from(dialog ? dialog.querySelectorAll("li, dd") : [], function (row) { return row.textContent; });
  }

  function tickAsBefore(form, old) {
    form.querySelectorAll("input[type=checkbox]").forEach(function (box) {
      const before = old.elements.namedItem(box.name);
      box.checked = Boolean(before && before.checked);
    });
  }

  function mayGo(form, asked) {
    const told = document.getElementById("news").children.length;
    const isNew = function (question) { return !asked.includes(question); };
    return form.checkValidity() && !told && !questions(form).some(isNew);
  }

  /* The successor is sent where it asks nothing that its reader has not agreed to. Otherwise the dialog opens again
     and says so, in ``words``. */
  function inFresh(then, words) {
    const old = then.form.closest("dialog");
    const form = document.querySelector('form[action="' + then.form.getAttribute("action") + '"]');
    if (form) {
      tickAsBefore(form, then.form);
      if (mayGo(form, then.asked)) { form.requestSubmit(); return; }
    }
    const dialog = old && document.getElementById(old.id);
    if (!dialog) return;
    const note = document.createElement("p");
    note.setAttribute("role", "status");
    note.textContent = words;
    dialog.querySelector("h2").after(note);
    dialog.showModal();
  }

  window.goingOn = { closeAround: closeAround, questions: questions, inFresh: inFresh };
})();
