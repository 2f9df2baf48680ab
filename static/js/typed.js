/* What was typed comes back when the session ended under a form. It is kept in this tab, for an hour at most and for the
   account that typed it; never passwords, codes or files. Every form works without this file. */
"use strict";

(function () {
  const KEY = "typed";
  const KEPT_FOR = 60 * 60 * 1000;
  const NEVER = new Set(["hidden", "password", "file", "submit", "button", "image", "reset"]);
  const body = document.body;
  const account = body.dataset.account;

  function kept(field) {
    return field.name && !NEVER.has(field.type) && field.autocomplete !== "one-time-code";
  }

  function addressOf(form) {
    return new URL(form.getAttribute("action") || location.href, location.href).pathname;
  }

  function valueOf(field) {
    if (field.type === "checkbox" || field.type === "radio") return field.checked;
    if (field.multiple && field.options) return Array.from(field.selectedOptions, function (one) { return one.value; });
    return field.value;
  }

  /* Boxes of one name are told apart by their values */
  function keyOf(field) {
    return field.name + (field.type === "checkbox" || field.type === "radio" ? "=" + field.value : "");
  }

  function fill(field, value) {
    if (field.type === "checkbox" || field.type === "radio") field.checked = value;
    else if (Array.isArray(value)) Array.from(field.options).forEach(function (one) { one.selected = value.includes(one.value); });
    else field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function write(record) {
    try {
      if (record) sessionStorage.setItem(KEY, JSON.stringify(record));
      else sessionStorage.removeItem(KEY);
    } catch (error) { /* Storage may be full or forbidden: then nothing comes back */ }
  }

  function read() {
    try {
      return JSON.parse(sessionStorage.getItem(KEY));
    } catch (error) {
      return null;
    }
  }

  document.addEventListener("submit", function (event) {
    const form = event.target;
    /* The page in between holds it all: it comes back once more only where that page does */
    if (form.hasAttribute("data-sent-again")) { write(read() && Object.assign(read(), { interrupted: false })); return; }
    if (!account || event.defaultPrevented || form.method !== "post" || form.hasAttribute("data-unkept")) return;
    const values = {};
    Array.from(form.elements).filter(kept).forEach(function (field) { values[keyOf(field)] = valueOf(field); });
    write(Object.keys(values).length ? { account: account, at: Date.now(), to: addressOf(form), values: values } : null);
  });

  function restore(record) {
    const names = Object.keys(record.values);
    const form = Array.from(document.forms).find(function (one) {
      if (one.method !== "post" || addressOf(one) !== record.to) return false;
      const own = new Set(Array.from(one.elements).filter(kept).map(keyOf));
      return names.some(function (name) { return own.has(name); });
    });
    if (!form) return false;
    Array.from(form.elements).filter(kept).forEach(function (field) {
      if (keyOf(field) in record.values) fill(field, record.values[keyOf(field)]);
    });
    const said = document.createElement("p");
    said.className = "message message--info";
    said.setAttribute("role", "status");
    said.textContent = body.dataset.typedBack;
    form.prepend(said);
    const dialog = form.closest("dialog");
    if (dialog && typeof dialog.showModal === "function") dialog.showModal();
    said.scrollIntoView({ block: "center" });
    return true;
  }

  const record = read();
  if (!record) return;
  const interrupted = !account || body.hasAttribute("data-interrupted");
  if (body.hasAttribute("data-signed-out") || Date.now() - record.at > KEPT_FOR || (account && record.account !== account)) write(null);
  else if (interrupted) write(Object.assign(record, { interrupted: true }));
  else if (!record.interrupted || restore(record)) write(null);
})();
