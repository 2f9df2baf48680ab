/* A list of suggestions under a box: arrows choose, Enter takes, Escape closes (ARIA's combobox with a list box).
   A box with ``data-suggest`` asks that address for what is typed; others bring their own ``find``. Each is a plain
   box of text without this file. */
"use strict";

(function () {
  let list = null;
  let chosen = -1;

  function close() {
    if (!list) return;
    list.box.setAttribute("aria-expanded", "false");
    list.box.removeAttribute("aria-activedescendant");
    list.box.removeAttribute("aria-controls");
    list.element.remove();
    list = null;
    chosen = -1;
  }

  /* ``found``: rows with ``name`` and ``note``; ``take`` gets the one that is chosen */
  function open(box, found, take) {
    close();
    if (!found.length) return;
    const element = document.createElement("ul");
    element.className = "suggested";
    element.id = "found";
    element.setAttribute("role", "listbox");
    element.setAttribute("aria-label", box.labels[0].textContent.trim());
    found.forEach(function (one, number) {
      const row = document.createElement("li");
      const note = document.createElement("small");
      row.id = "found-" + number;
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", "false");
      note.textContent = one.note;
      row.append(one.name, " ", note);
      row.addEventListener("mousedown", function (event) { event.preventDefault(); accept(number); });
      element.append(row);
    });
    box.parentElement.classList.add("suggesting");
    element.style.insetBlockStart = box.offsetTop + box.offsetHeight + 2 + "px";
    box.after(element);
    box.setAttribute("aria-controls", "found");
    box.setAttribute("aria-expanded", "true");
    list = { box: box, element: element, found: found, take: take };
  }

  function choose(step) {
    chosen = (chosen + step + list.found.length + (chosen < 0 && step < 0 ? 1 : 0)) % list.found.length;
    Array.from(list.element.children).forEach(function (row, number) {
      row.setAttribute("aria-selected", number === chosen ? "true" : "false");
    });
    list.element.children[chosen].scrollIntoView({ block: "nearest" });
    list.box.setAttribute("aria-activedescendant", "found-" + chosen);
  }

  function accept(number) {
    const taken = list;
    close();
    taken.take(taken.found[number]);
    taken.box.focus();
  }

  /* ``find(text, show)`` hands rows to ``show``; ``take(one)`` writes one into the box; ``past(step)`` hears an arrow
     where no list is open */
  function attach(box, find, take, past) {
    box.setAttribute("role", "combobox");
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-expanded", "false");
    box.addEventListener("input", function () { find(box.value, function (found) { open(box, found, take); }); });
    box.addEventListener("blur", close);
    box.addEventListener("keydown", function (event) {
      if (event.isComposing) return;
      /* In a dialog Escape would close that too */
      if (event.key === "Escape" && list) { event.preventDefault(); event.stopPropagation(); close(); return; }
      if (event.key === "Enter" && list && chosen >= 0) { event.preventDefault(); accept(chosen); return; }
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (!list && !past) return;
      event.preventDefault();
      if (list) choose(step);
      else past(step);
    });
  }

  /* Asked when the fingers rest; an answer to what is no longer typed is dropped */
  function asking(box) {
    let timer = 0;
    return function (text, show) {
      clearTimeout(timer);
      if (!text.trim()) { close(); return; }
      timer = setTimeout(function () {
        const url = new URL(box.dataset.suggest, location.href);
        url.searchParams.set("q", text);
        fetch(url, { headers: { Accept: "application/json" } })
          .then(function (response) { return response.ok && !response.redirected ? response.json() : { found: [] }; })
          .then(function (answer) { if (box.value === text && document.activeElement === box) show(answer.found); })
          .catch(close);
      }, 150);
    };
  }

  document.querySelectorAll("[data-suggest]").forEach(function (box) {
    attach(box, asking(box), function (one) { box.value = one.value; });
  });

  window.combobox = { attach: attach, close: close };
})();
