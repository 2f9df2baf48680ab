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

  function suggestions(text) {
    const piece = last(text);
    return (piece ? matching(piece) : []).map(function (person) { return { name: person.name, note: person.seat, person: person }; });
  }

  /* The piece that was being typed becomes the name; of namesakes with what tells them apart */
  function put(box, person) {
    const same = people.filter(function (other) { return other.name === person.name; }).length > 1;
    const mark = same ? "(" + (person.seat ? person.seat + "号" : person.number) + ")" : "";
    box.value = box.value.slice(0, box.value.length - last(box.value).length) + person.name + mark + "、";
  }

  /* Make a box one for names: ``next`` leads to the box before or after it, ``changed`` hears what is typed */
  function attach(box, next, changed) {
    window.combobox.attach(
      box,
      function (text, show) { show(suggestions(text)); changed(); },
      function (one) { put(box, one.person); changed(); },
      function (step) { next(box, step); },
    );
    /* A one-line box would glue pasted lines together */
    box.addEventListener("paste", function (event) {
      const text = event.clipboardData.getData("text");
      if (!/[\r\n\t]/.test(text)) return;
      event.preventDefault();
      const line = text.trim().replace(/\t+/g, "、").replace(/[\r\n]+/g, "；");
      box.setRangeText(line, box.selectionStart, box.selectionEnd, "end");
      changed();
    });
  }

  window.roster = { pieces: pieces, cells: cells, attach: attach };
})();
