/* Small improvements; every page works without this file. */
"use strict";

(function () {
  document.documentElement.classList.add("js");

  /* Dialogs: an opener is a link to the dialog, so that it also works by :target */
  function openDialog(opener, event) {
    const dialog = document.querySelector(opener.getAttribute("href") || opener.dataset.opens);
    if (!dialog || typeof dialog.showModal !== "function") return;
    event.preventDefault();
    dialog.showModal();
  }

  function closeDialog(closer, event) {
    const dialog = closer.closest("dialog");
    if (!dialog || !dialog.open) return;
    event.preventDefault();
    dialog.close();
  }

  function copyText(button) {
    const source = document.querySelector(button.dataset.copy);
    if (!source) return;
    const text = "value" in source ? source.value : source.textContent.trim();
    const done = function () { toast(button.dataset.copied, "success"); };
    if (navigator.clipboard) {
      navigator.clipboard.writeText(text).then(done, function () { selectText(source); });
    } else {
      /* Plain http in a school's own network has no clipboard object */
      selectText(source);
      if (document.execCommand("copy")) done();
    }
  }

  function selectText(source) {
    if (typeof source.select === "function") source.select();
    else window.getSelection().selectAllChildren(source);
  }

  /* Ticks every box of one name but the flagged, which are looked at one by one; none where all are ticked */
  function checkAll(button) {
    const boxes = Array.from(document.querySelectorAll(`input[type=checkbox][name="${button.dataset.checks}"]:not(:disabled, [data-flagged])`));
    const wanted = boxes.some(function (box) { return !box.checked; });
    boxes.forEach(function (box) { box.checked = wanted; });
  }

  const clicks = [
    ["[data-opens]", openDialog],
    ["[data-closes]", closeDialog],
    ["[data-dismiss]", function (button) { button.closest(".message").remove(); }],
    ["[data-print]", function () { window.print(); }],
    ["[data-copy]", copyText],
    ["[data-checks]", checkAll],
  ];

  document.addEventListener("click", function (event) {
    clicks.forEach(function (pair) {
      const found = event.target.closest(pair[0]);
      if (found) pair[1](found, event);
    });
    document.querySelectorAll("details.menu[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  /* "/" or Ctrl+K leads to the search, unless somebody is writing */
  document.addEventListener("keydown", function (event) {
    const writing = event.target.closest("input, textarea, select, [contenteditable]");
    const slash = event.key === "/" && !writing && !event.ctrlKey && !event.metaKey && !event.altKey;
    const ctrlK = event.key === "k" && (event.ctrlKey || event.metaKey);
    const field = document.getElementById("find");
    if (!field || !field.offsetParent || !(slash || ctrlK)) return;
    event.preventDefault();
    field.focus();
    field.select();
  });

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details.menu[open]").forEach(function (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });

  /* A form is sent once. Buttons are put out after the browser has read which one was pressed;
     a form that answers with a file keeps its buttons. */
  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (event.defaultPrevented || form.method === "dialog" || form.hasAttribute("data-keep")) return;
    if (form.method === "get") return;
    setTimeout(function () {
      form.querySelectorAll("button:not([type=button])").forEach(function (button) {
        button.disabled = true;
        button.setAttribute("aria-busy", "true");
      });
    }, 0);
  });

  /* Back from the browser's cache: asked for anew, for meanwhile somebody else may sit here */
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) location.reload();
  });

  /* Toasts: news that need no new page, said to screen readers too */
  function toast(text, level) {
    const area = document.getElementById("toasts");
    if (!area || !text) return;
    const box = document.createElement("div");
    const words = document.createElement("p");
    words.textContent = text;
    box.className = "message message--" + (level || "info");
    box.append(words);
    area.append(box);
    setTimeout(function () { box.remove(); }, level === "error" ? 15000 : 6000);
  }
})();
