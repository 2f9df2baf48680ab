/* The class as the sheet's page brings it: whom a piece of what was typed may mean. */
"use strict";

(function () {
  const SEPARATOR = /[、，,;；\s]+/;
  const people = Array.from(document.querySelectorAll("#roster li"), function (row) {
    return {
      pk: row.dataset.pupil,
      name: row.textContent,
      seat: row.dataset.seat,
      number: row.dataset.number,
      find: row.dataset.find.split(" ").filter(Boolean),
    };
  });
  const stars = Array.from(document.querySelectorAll(".star__name"), function (name) { return name.textContent.trim(); });

  function pieces(text) { return text.split(SEPARATOR).filter(Boolean); }

  /* What is being typed: the piece at the end of the line */
  function last(text) { return text.split(SEPARATOR).pop(); }

  function matching(piece) {
    const key = piece.toLowerCase();
    return people.filter(function (person) {
      if (/^\d+$/.test(key)) return person.seat.startsWith(key) || (key.length > 3 && person.number.startsWith(key));
      if (/^[a-z]+$/.test(key)) return person.find.some(function (reading) { return reading.startsWith(key); });
      return person.name.includes(piece);
    }).slice(0, 6);
  }

  /* The one person whom the server finds for a piece, too; null where it may ask */
  function certain(piece, digits) {
    const key = piece.toLowerCase();
    const found = people.filter(function (person) {
      if (/^\d+$/.test(key)) return digits && (person.seat === key || person.number === key);
      if (/^[a-z]+$/.test(key)) return person.find.includes(key);
      return person.name === piece;
    });
    return found.length === 1 ? found[0] : null;
  }

  /* A line as keys, for keeping: only what is certain, and nothing of a line that may name other stars. Numbers beside
     names may count the list. */
  function cells(text, star) {
    if (/[:：]/.test(text) || stars.some(function (name) { return text.includes(name); })) return [];
    const typed = pieces(text);
    const digits = typed.every(function (piece) { return /^\d+$/.test(piece); });
    return typed
      .map(function (piece) { return certain(piece, digits); })
      .filter(Boolean)
      .map(function (person) { return person.pk + ":" + star + ":1"; });
  }

  /* The list under the box */
  let list = null;
  let chosen = -1;

  function closeList() {
    if (!list) return;
    list.box.setAttribute("aria-expanded", "false");
    list.box.removeAttribute("aria-activedescendant");
    list.element.remove();
    list = null;
    chosen = -1;
  }

  function openList(box, changed) {
    const piece = last(box.value);
    closeList();
    const found = piece ? matching(piece) : [];
    if (!found.length) return;
    const element = document.createElement("ul");
    element.className = "found";
    element.id = "found";
    element.setAttribute("role", "listbox");
    element.setAttribute("aria-label", box.labels[0].textContent.trim());
    found.forEach(function (person, number) {
      const row = document.createElement("li");
      const seat = document.createElement("small");
      row.id = "found-" + number;
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", "false");
      seat.textContent = person.seat;
      row.append(person.name, seat);
      row.addEventListener("mousedown", function (event) { event.preventDefault(); take(number); });
      element.append(row);
    });
    box.closest(".star__form").append(element);
    box.setAttribute("aria-controls", "found");
    box.setAttribute("aria-expanded", "true");
    list = { box: box, element: element, found: found, changed: changed };
  }

  function choose(step) {
    chosen = (chosen + step + list.found.length + (chosen < 0 && step < 0 ? 1 : 0)) % list.found.length;
    Array.from(list.element.children).forEach(function (row, number) {
      row.setAttribute("aria-selected", number === chosen ? "true" : "false");
    });
    list.box.setAttribute("aria-activedescendant", "found-" + chosen);
  }

  function take(number) {
    const box = list.box;
    const person = list.found[number];
    const same = people.filter(function (other) { return other.name === person.name; }).length > 1;
    const mark = same ? "(" + (person.seat ? person.seat + "号" : person.number) + ")" : "";
    box.value = box.value.slice(0, box.value.length - last(box.value).length) + person.name + mark + "、";
    const changed = list.changed;
    closeList();
    changed();
    box.focus();
  }

  /* Make a box one for names: ``next`` leads to the box before or after it, ``changed`` hears what is typed */
  function attach(box, next, changed) {
    box.setAttribute("role", "combobox");
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-expanded", "false");
    box.addEventListener("input", function () {
      openList(box, changed);
      changed();
    });
    box.addEventListener("blur", closeList);
    /* A one-line box would glue pasted lines together */
    box.addEventListener("paste", function (event) {
      const text = event.clipboardData.getData("text");
      if (!/[\r\n\t]/.test(text)) return;
      event.preventDefault();
      const line = text.trim().replace(/\t+/g, "、").replace(/[\r\n]+/g, "；");
      box.setRangeText(line, box.selectionStart, box.selectionEnd, "end");
      changed();
    });
    box.addEventListener("keydown", function (event) {
      if (event.isComposing) return;
      if (event.key === "Escape") { closeList(); return; }
      if (event.key === "Enter" && list && chosen >= 0) { event.preventDefault(); take(chosen); return; }
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      const step = event.key === "ArrowDown" ? 1 : -1;
      event.preventDefault();
      if (list) choose(step);
      else next(box, step);
    });
  }

  window.roster = { pieces: pieces, cells: cells, attach: attach, closeList: closeList };
})();
