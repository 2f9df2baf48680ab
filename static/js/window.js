// The code of a slip stands behind # in its address: it is put into the form and leaves the address and the history.
(() => {
  "use strict";
  const form = document.querySelector("[data-window-door]");
  if (!form || location.hash.length < 2) return;
  const [code, answer] = [form.elements.code, form.elements.answer];
  code.value = decodeURIComponent(location.hash.slice(1));
  history.replaceState(null, "", location.pathname);
  answer.focus();
})();
