/* A class's sheet: saves as you go, keeps what could not be sent, and moves by keyboard.
   Every form on the page also works without this file. */
"use strict";

(function () {
  const sheet = document.getElementById("sheet");
  const status = document.getElementById("saving");
  if (!sheet || !status) return;

  const live = function () { return document.getElementById("live"); };
  const token = sheet.querySelector("[name=csrfmiddlewaretoken]").value;

  /* What waits to be sent, oldest first; one request at a time, so that answers come in order */
  const queue = [];
  let sending = false;
  let stopped = false;
  let timer = 0;

  function say(state) {
    const left = queue.length;
    status.className = "saving js-only saving--" + state;
    status.textContent = status.dataset[state];
    if (state === "waiting" && left > 1) status.textContent += " (" + left + ")";
    if (state !== "refused") return;
    const again = document.createElement("button");
    again.className = "btn btn-sm";
    again.type = "button";
    again.textContent = status.dataset.again;
    again.addEventListener("click", function () { stopped = false; send(); });
    status.append(" ", again);
  }

  function send() {
    if (sending || stopped) return;
    clearTimeout(timer);
    if (!queue.length) { say("saved"); return; }
    const job = queue[0];
    sending = true;
    job.body.set("seen", live().dataset.version);
    say("busy");
    fetch(job.url, { method: "POST", body: job.body, headers: { "X-Part": "true", "X-CSRFToken": token } })
      .then(function (response) {
        if (response.redirected || response.status === 403 || response.status === 404) { stop(); return; }
        if (response.status >= 500) { wait(); return; }
        return response.text().then(function (html) {
          queue.shift();
          apply(html);
          job.done(response.ok);
          sending = false;
          send();
        });
      })
      .catch(wait);
  }

  function wait() {
    sending = false;
    say("waiting");
    timer = setTimeout(send, 5000);
  }

  function stop() {
    sending = false;
    stopped = true;
    say("refused");
  }

  function post(url, body, done) {
    queue.push({ url: url, body: body, done: done });
    send();
  }

  window.addEventListener("online", send);
  window.addEventListener("beforeunload", function (event) {
    if (queue.length) event.preventDefault();
  });

  /* The answer: parts of the page by their ids */
  function apply(html) {
    const box = document.createElement("template");
    box.innerHTML = html;
    Array.from(box.content.children).forEach(function (part) {
      const old = part.id && document.getElementById(part.id);
      if (!old) return;
      const focused = old.contains(document.activeElement) && document.activeElement !== old;
      const star = focused && old.closest(".star");
      old.replaceWith(part);
      const box = star && star.querySelector("[data-names]");
      if (box) box.focus();
    });
    sync();
  }

  function sync() {
    const on = new Set(live().dataset.on.split(" ").filter(Boolean));
    const waiting = pendingCells();
    sheet.querySelectorAll("input[name=on]").forEach(function (cell) {
      cell.checked = waiting.has(cell.value) ? waiting.get(cell.value) : on.has(cell.value);
    });
    sheet.querySelectorAll("input[name=seen]").forEach(function (input) { input.value = live().dataset.version; });
    sheet.querySelectorAll("input[name=shown]").forEach(function (input) { input.value = live().dataset.on; });
    count(on);
    const names = document.getElementById("starless");
    if (!names) return;
    const pupils = new Set(Array.from(on, function (cell) { return cell.split(":")[0]; }));
    let left = 0;
    names.querySelectorAll("li").forEach(function (row) {
      row.hidden = pupils.has(row.dataset.pupil);
      if (!row.hidden) left += 1;
    });
    document.getElementById("starless-left").textContent = left;
  }

  function count(on) {
    const counts = {};
    on.forEach(function (cell) {
      const parts = cell.split(":");
      counts["p" + parts[0]] = (counts["p" + parts[0]] || 0) + 1;
      counts["i" + parts[1]] = (counts["i" + parts[1]] || 0) + 1;
    });
    /* Declared and not chosen yet: among the pupil's items, but without a place */
    live().dataset.declared.split(" ").filter(Boolean).forEach(function (cell) {
      if (on.has(cell)) return;
      const pupil = "p" + cell.split(":")[0];
      counts[pupil] = (counts[pupil] || 0) + 1;
    });
    sheet.querySelectorAll(".counter[data-limit]").forEach(function (box) {
      const number = counts[box.dataset.item ? "i" + box.dataset.item : "p" + box.dataset.person] || 0;
      const limit = Number(box.dataset.limit);
      box.querySelector("b").textContent = number;
      box.classList.toggle("counter--full", limit > 0 && number === limit);
      box.classList.toggle("counter--over", limit > 0 && number > limit);
    });
  }

  /* Undo and redo: what an answer says was made, turned round */
  const undone = [];
  const made = [];
  const buttons = { undo: document.getElementById("undo"), redo: document.getElementById("redo") };

  function remember(stack) {
    const cells = live().dataset.made.split(" ").filter(Boolean);
    if (cells.length) stack.push(cells);
    showUndo();
  }

  function showUndo() {
    buttons.undo.disabled = !made.length;
    buttons.redo.disabled = !undone.length;
  }

  function turnBack(from, to) {
    if (!from.length || queue.length) return;
    const cells = from.pop().map(function (cell) { return cell.slice(0, -1) + (cell.endsWith("1") ? "0" : "1"); });
    sendCells(cells, function () { remember(to); });
    showUndo();
  }

  buttons.undo.addEventListener("click", function () { turnBack(made, undone); });
  buttons.redo.addEventListener("click", function () { turnBack(undone, made); });

  document.addEventListener("keydown", function (event) {
    const typing = event.target.matches("input:not([type=checkbox]), textarea") && event.target.value;
    if (typing || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
    event.preventDefault();
    if (event.shiftKey) turnBack(undone, made);
    else turnBack(made, undone);
  });

  function freshlyMade() {
    undone.length = 0;
    remember(made);
  }

  /* Cells: ticks of the grid and the tiles */
  const cellsForm = document.getElementById("cells");

  function cellsUrl() {
    const form = cellsForm || sheet.querySelector(".star__body form");
    return form.getAttribute("action");
  }

  function viewName() {
    const input = sheet.querySelector("input[name=view]");
    return cellsForm && input ? input.value : "stars";
  }

  function sendCells(cells, done) {
    const body = new FormData();
    body.append("view", viewName());
    cells.forEach(function (cell) { body.append("cell", cell); });
    post(cellsUrl(), body, done);
  }

  function pendingCells() {
    const waiting = new Map();
    queue.forEach(function (job) {
      job.body.getAll("cell").forEach(function (cell) { waiting.set(cell.slice(0, -2), cell.endsWith("1")); });
    });
    return waiting;
  }

  if (cellsForm) {
    cellsForm.addEventListener("change", function (event) {
      if (event.target.name !== "on") return;
      const cell = event.target.value + ":" + (event.target.checked ? "1" : "0");
      const last = queue[queue.length - 1];
      if (queue.length > 1 && last.cells) { last.body.append("cell", cell); return; }
      sendCells([cell], freshlyMade);
      queue[queue.length - 1] && (queue[queue.length - 1].cells = true);
    });
  }

  /* Arrows in the grid; typed initials go to a pupil's row */
  const grid = sheet.querySelector(".sheet-grid");
  if (grid) {
    grid.addEventListener("keydown", function (event) {
      const cell = event.target.closest("td");
      if (!cell || event.ctrlKey || event.altKey || event.metaKey) return;
      const row = cell.parentElement;
      const to = {
        ArrowUp: row.previousElementSibling && row.previousElementSibling.cells[cell.cellIndex],
        ArrowDown: row.nextElementSibling && row.nextElementSibling.cells[cell.cellIndex],
        ArrowLeft: cell.previousElementSibling,
        ArrowRight: cell.nextElementSibling,
        Home: row.cells[1],
        End: row.cells[row.cells.length - 2],
      }[event.key];
      const input = to && to.querySelector("input");
      if (input) { event.preventDefault(); input.focus(); return; }
      if (/^[a-z]$/i.test(event.key)) jump(event.key.toLowerCase(), cell.cellIndex);
    });
  }

  let typed = "";
  let typedAt = 0;
  function jump(letter, column) {
    typed = Date.now() - typedAt < 900 ? typed + letter : letter;
    typedAt = Date.now();
    const rows = Array.from(grid.tBodies[0].rows);
    const found = rows.find(function (row) {
      return row.dataset.find.split(" ").some(function (reading) { return reading.startsWith(typed); });
    });
    if (found) found.cells[column].querySelector("input").focus();
  }

  /* A line of names, and names taken off */
  document.addEventListener("submit", function (event) {
    const form = event.target.closest("form[data-partial]");
    if (!form) return;
    event.preventDefault();
    const body = new FormData(form);
    const button = event.submitter;
    if (button && button.name) body.append(button.name, button.value);
    const box = form.querySelector("[data-names]");
    if (!box) { post(form.getAttribute("action"), body, freshlyMade); return; }
    if (box.value.trim() === "") { next(box, 1); return; }
    closeList();
    sendNames(form, box, body);
  });

  function sendNames(form, box, body) {
    const answer = form.querySelector(".star__answer");
    const several = box.value.trim().split(SEPARATOR).filter(Boolean).length > 1;
    const line = document.createElement("p");
    line.className = "star__sending";
    line.textContent = "… " + box.value;
    answer.replaceChildren(line);
    box.value = "";
    post(form.getAttribute("action"), body, function (ok) {
      const rest = ok ? form.querySelector(".star__answer").dataset.rest : body.get("names");
      if (!ok) answer.replaceChildren();
      box.value = [rest, box.value].filter(Boolean).join("、");
      freshlyMade();
      /* Who writes several names in a line is done with the star; who adds one at a time goes on adding */
      const done = several || form.closest(".star").querySelector(".counter--full");
      if (done && document.activeElement === box && !box.value && !form.querySelector(".star__no")) next(box, 1);
    });
  }

  function next(box, step) {
    const boxes = Array.from(sheet.querySelectorAll("[data-names]"));
    const target = boxes[boxes.indexOf(box) + step];
    if (target) target.focus();
    else if (step > 0) document.querySelector("#steps input[type=checkbox], #check .btn").focus();
  }

  /* The list under the box */
  const people = Array.from(document.querySelectorAll("#roster li"), function (row) {
    return { name: row.textContent, seat: row.dataset.seat, number: row.dataset.number, find: row.dataset.find.split(" ") };
  });
  const SEPARATOR = /[、，,;；\s]/;
  let list = null;
  let chosen = -1;

  function lastPiece(text) {
    const pieces = text.split(SEPARATOR);
    return pieces[pieces.length - 1];
  }

  function matching(piece) {
    const key = piece.toLowerCase();
    return people.filter(function (person) {
      if (/^\d+$/.test(key)) return person.seat.startsWith(key) || (key.length > 3 && person.number.startsWith(key));
      if (/^[a-z]+$/.test(key)) return person.find.some(function (reading) { return reading.startsWith(key); });
      return person.name.includes(piece);
    }).slice(0, 6);
  }

  function closeList() {
    if (!list) return;
    list.box.setAttribute("aria-expanded", "false");
    list.box.removeAttribute("aria-activedescendant");
    list.element.remove();
    list = null;
    chosen = -1;
  }

  function openList(box) {
    const piece = lastPiece(box.value);
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
    list = { box: box, element: element, found: found };
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
    box.value = box.value.slice(0, box.value.length - lastPiece(box.value).length) + person.name + mark + "、";
    closeList();
    box.focus();
  }

  sheet.querySelectorAll("[data-names]").forEach(function (box) {
    box.setAttribute("role", "combobox");
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-expanded", "false");
    box.addEventListener("input", function () { openList(box); });
    box.addEventListener("blur", closeList);
    /* A one-line box would glue pasted lines together */
    box.addEventListener("paste", function (event) {
      const text = event.clipboardData.getData("text");
      if (!/[\r\n\t]/.test(text)) return;
      event.preventDefault();
      box.setRangeText(text.trim().replace(/[\r\n\t]+/g, "、"), box.selectionStart, box.selectionEnd, "end");
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
  });

  /* Back from another page: the browser may have kept old ticks */
  sync();
  const first = sheet.querySelector("[data-names]");
  if (first && !location.hash && window.matchMedia("(min-width: 48rem) and (pointer: fine)").matches) first.focus({ preventScroll: true });
})();
