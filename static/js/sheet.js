/* A class's sheet: saves as you go, keeps what could not be sent, and moves by keyboard.
   Every form on the page also works without this file. */
"use strict";

(function () {
  const sheet = document.getElementById("sheet");
  const status = document.getElementById("saving");
  if (!sheet || !status) return;
  const unsent = window.unsent;
  const roster = window.roster;
  const goingOn = window.goingOn;
  const lost = window.lost;
  const signedIn = window.signedIn;

  const live = function () { return document.getElementById("live"); };
  let token = sheet.querySelector("[name=csrfmiddlewaretoken]").value;

  /* What waits to be sent, oldest first; one request at a time, so that answers come in order */
  const queue = [];
  /* An answer that takes longer is asked for again: every change may be sent twice */
  const LONGEST = 30000;
  let sending = false;
  let stopped = false;
  let signedOut = false;
  let timer = 0;
  /* This page among others of the same sheet */
  const page = Math.random().toString(36).slice(2);

  /* Names typed and not entered yet: nothing is "all saved" while there are any */
  function boxesWithText() {
    return Array.from(sheet.querySelectorAll("[data-names], #paste-text")).filter(function (box) { return box.value.trim(); });
  }

  function whatIsOpen() {
    if (boxesWithText().length) return status.dataset.typed;
    return live().dataset.waiting || (lost.any() ? status.dataset.lost : "");
  }

  function say(state) {
    const left = queue.length;
    const open = whatIsOpen();
    if ((state === "saved" || state === "idle") && open) {
      status.className = "saving js-only saving--open";
      status.textContent = open;
      return;
    }
    const waits = state === "waiting" || state === "away";
    status.className = "saving js-only saving--" + (waits ? "waiting" : state);
    status.textContent = status.dataset[state];
    if (waits && left > 1) status.textContent += " (" + left + ")";
    if (state !== "refused") return;
    if (signedOut) status.append(" ", signedIn.link(status));
    const again = document.createElement("button");
    again.className = "btn btn-sm";
    again.type = "button";
    again.textContent = status.dataset.again;
    again.addEventListener("click", tryAgain);
    status.append(" ", again);
  }

  function tryAgain() {
    say("busy");
    signedIn.freshToken()
      .then(function (found) {
        if (!found) { stop(signedOut); return; }
        token = found;
        stopped = false;
        send();
      })
      .catch(function () { stop(signedOut); });
  }

  function send() {
    if (sending || stopped) return;
    clearTimeout(timer);
    if (!queue.length) { say("saved"); goOn(); return; }
    const job = queue[0];
    sending = true;
    job.sent = true;
    /* What comes back from an earlier page was written against what that page showed */
    job.body.set("seen", job.seen === undefined ? live().dataset.version : job.seen);
    say("busy");
    job.body.delete("csrfmiddlewaretoken");
    const headers = { "X-Part": "true", "X-CSRFToken": token };
    fetch(job.url, { method: "POST", body: job.body, headers: headers, signal: AbortSignal.timeout(LONGEST) })
      .then(function (response) {
        if (response.redirected || response.status === 403 || response.status === 404) { stop(response.redirected); return; }
        if (response.status >= 500) { wait("away"); return; }
        return response.text().then(function (html) {
          queue.shift();
          keep();
          apply(html, job);
          job.done(response.ok);
          sending = false;
          send();
        });
      })
      .catch(function (error) { wait(error.name === "TimeoutError" ? "away" : "waiting"); });
  }

  /* ``waiting`` for the line, or ``away``: the line is there, and the server does not answer */
  function wait(state) {
    sending = false;
    if (following) goingOn.closeAround(following.form);
    say(state);
    timer = setTimeout(send, 5000);
  }

  function stop(atSignIn) {
    sending = false;
    stopped = true;
    signedOut = atSignIn;
    if (following) goingOn.closeAround(following.form);
    say("refused");
  }

  function post(url, body, done, more) {
    queue.push(Object.assign({ url: url, body: body, done: done, at: Date.now(), cells: body.getAll("cell") }, more));
    keep();
    sync();
    send();
  }

  /* Kept in the browser until it is sent: keys, of names without a key how many, and since when */
  function keep() {
    unsent.keep(sheet.dataset.account, sheet.dataset.sheet, page, {
      at: queue.length ? queue[0].at : lost.since(),
      seen: queue.length && queue[0].seen !== undefined ? queue[0].seen : live().dataset.version,
      cells: queue.flatMap(function (job) { return job.cells; }),
      lost: lost.with(queue),
    });
  }

  /* Dismissed, or typed again */
  lost.heard = function () {
    keep();
    if (!queue.length) say("idle");
  };

  unsent.open = function () { return queue.length; };
  window.addEventListener("online", send);
  window.addEventListener("offline", function () { say("waiting"); });
  window.addEventListener("beforeunload", function (event) {
    if ((queue.length || boxesWithText().length) && !unsent.leaving && !going) event.preventDefault();
  });

  /* A button that brings a new page waits until everything typed is on its way; where that changed what it was about,
     its reader looks again */
  let following = null;
  let going = false;

  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (form.matches("[data-partial], [data-unsent], [method=get], [method=dialog]") || going) return;
    const typed = boxesWithText();
    if (!queue.length && !typed.length) { going = true; return; }
    event.preventDefault();
    following = { form: form, button: event.submitter, asked: goingOn.questions(form) };
    typed.forEach(function (box) { box.form.requestSubmit(); });
    send();
  });

  function goOn() {
    const then = following;
    following = null;
    if (!then) return;
    if (boxesWithText().length) { goingOn.closeAround(then.form); return; }
    if (then.form.isConnected) { then.form.requestSubmit(then.button); return; }
    goingOn.inFresh(then, status.dataset.changed);
  }

  /* What was refused stays until its reader has gone on: a later answer to an earlier change does not wipe it out */
  let toldAt = 0;

  function staysTold(part, old, job) {
    if (part.id !== "news") return false;
    if (part.children.length) { toldAt = Date.now(); return false; }
    return old.children.length > 0 && toldAt >= job.at;
  }

  /* After the last star: what is due next, and no tick that a key might set */
  function focusNext() {
    const button = document.querySelector("#check .next a");
    if (button) button.focus();
  }

  /* The answer: parts of the page by their ids */
  function apply(html, job) {
    const box = document.createElement("template");
    box.innerHTML = html;
    Array.from(box.content.children).forEach(function (part) {
      const old = part.id && document.getElementById(part.id);
      if (!old || staysTold(part, old, job)) return;
      const focused = old.contains(document.activeElement) && document.activeElement !== old;
      const star = focused && old.closest(".star");
      old.replaceWith(part);
      const box = star && star.querySelector("[data-names]");
      if (box) box.focus();
      else if (focused && part.id === "check") focusNext();
    });
    sync();
  }

  function sync() {
    const on = new Set(live().dataset.on.split(" ").filter(Boolean));
    const waiting = pendingCells();
    waiting.forEach(function (wanted, cell) {
      if (wanted) on.add(cell);
      else on.delete(cell);
    });
    sheet.querySelectorAll("input[name=on]").forEach(function (cell) { cell.checked = on.has(cell.value); });
    sheet.querySelectorAll("button[name=cell]").forEach(function (button) {
      button.classList.toggle("is-sending", waiting.has(button.value.slice(0, -2)));
    });
    sheet.querySelectorAll("input[name=seen]").forEach(function (input) { input.value = live().dataset.version; });
    sheet.querySelectorAll("input[name=shown]").forEach(function (input) { input.value = live().dataset.on; });
    count(on);
    sheet.querySelectorAll("[data-names-of]").forEach(function (line) {
      const ticked = line.closest("details").querySelectorAll("input:checked + .name-tile__name");
      const names = Array.from(ticked, function (name) { return name.textContent; });
      const first = names.slice(0, -1).join(line.dataset.between);
      line.textContent = (first && first + line.dataset.last) + names.slice(-1).join("");
    });
    showNow();
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

  /* The star at hand, with its counter, in the head that stays in sight */
  const now = document.getElementById("now");
  const head = sheet.querySelector(".sheet-head");
  let atHand = null;

  function showNow() {
    const star = atHand && document.getElementById(atHand);
    const counter = star && star.querySelector(".counter");
    now.hidden = !counter;
    if (!counter) return;
    now.querySelector("strong").textContent = star.querySelector("h2").textContent;
    now.querySelector(".counter").className = counter.className;
    const number = counter.querySelector("b");
    now.querySelector(".counter").textContent = number.textContent + number.nextSibling.textContent.trim();
  }

  sheet.addEventListener("focusin", function (event) {
    const star = event.target.closest(".star");
    if (star) { atHand = star.id; showNow(); }
  });

  /* Stars to tap: one is open at a time, and comes under the head */
  const folds = Array.from(sheet.querySelectorAll(".tiles-star"));

  function unfold(fold) {
    folds.forEach(function (other) { other.open = other === fold; });
    atHand = fold.id;
    showNow();
    fold.style.scrollMarginBlockStart = head.offsetHeight + 8 + "px";
    fold.scrollIntoView({ block: "start" });
  }

  folds.forEach(function (fold, place) {
    if (fold.open && !atHand) atHand = fold.id;
    fold.querySelector("summary").addEventListener("click", function (event) {
      if (fold.open) return;
      event.preventDefault();
      unfold(fold);
    });
    const button = fold.querySelector("[data-next-star]");
    if (!button) return;
    button.addEventListener("click", function () {
      const following = folds[place + 1];
      if (following) { unfold(following); return; }
      fold.open = false;
      document.getElementById("steps").scrollIntoView();
    });
  });

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

  function sendCells(cells, done, more) {
    const body = new FormData();
    body.append("view", viewName());
    cells.forEach(function (cell) { body.append("cell", cell); });
    post(cellsUrl(), body, done, more);
  }

  function pendingCells() {
    const waiting = new Map();
    queue.forEach(function (job) {
      job.cells.forEach(function (cell) { waiting.set(cell.slice(0, -2), cell.endsWith("1")); });
    });
    return waiting;
  }

  if (cellsForm) {
    cellsForm.addEventListener("change", function (event) {
      if (event.target.name !== "on") return;
      const cell = event.target.value + ":" + (event.target.checked ? "1" : "0");
      const last = queue[queue.length - 1];
      if (!last || last.sent || !last.ticks) { sendCells([cell], freshlyMade, { ticks: true }); return; }
      last.body.append("cell", cell);
      last.cells.push(cell);
      keep();
      sync();
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

  if (grid && location.hash === "" && document.activeElement === document.body) {
    const first = grid.querySelector("tbody input:not(:disabled)");
    if (first) first.focus({ preventScroll: true });
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
    if (!box) { sendPart(form, button, body); return; }
    if (box.value.trim() === "") { next(box, 1); return; }
    window.combobox.close();
    sendNames(form, box, body);
  });

  function sendPart(form, button, body) {
    const url = (button && button.getAttribute("formaction")) || form.getAttribute("action");
    post(url, body, function (ok) {
      freshlyMade();
      if (!ok || !form.hasAttribute("data-paste")) return;
      form.reset();
      form.closest("details").open = false;
      document.getElementById("pasted").scrollIntoView();
    });
  }

  /* Until the line has taken them, each name is a chip of its own that says so */
  function sendNames(form, box, body) {
    const text = box.value;
    const star = body.get("item");
    const typed = roster.pieces(text);
    const chips = typed.map(function (piece) {
      const chip = document.createElement("li");
      const note = document.createElement("span");
      chip.className = "chip chip--hint";
      note.className = "chip__note";
      note.textContent = status.dataset.name;
      chip.append(piece, " ", note);
      return chip;
    });
    document.getElementById("sending-" + star).append(...chips);
    box.value = "";
    const cells = roster.cells(text, star);
    lost.seenTo(star);
    post(form.getAttribute("action"), body, function (ok) {
      chips.forEach(function (chip) { chip.remove(); });
      if (!ok) box.value = [text, box.value].filter(Boolean).join("、");
      freshlyMade();
      if (ok && !document.getElementById("pasted").hidden && /[:：]/.test(text)) document.getElementById("pasted").scrollIntoView();
      /* Who writes several names in a line is done with the star; who adds one at a time goes on adding */
      const here = form.closest(".star");
      const done = typed.length > 1 || here.querySelector(".counter--full");
      const asked = here.querySelector(".star__no, .star__ask");
      if (done && document.activeElement === box && !box.value && !asked) next(box, 1);
    }, { cells: cells, star: star, without: typed.length - cells.length });
  }

  function next(box, step) {
    const boxes = Array.from(sheet.querySelectorAll("[data-names]"));
    const target = boxes[boxes.indexOf(box) + step];
    if (target) target.focus();
    else if (step > 0) focusNext();
  }

  sheet.querySelectorAll("[data-names]").forEach(function (box) {
    roster.attach(box, next, function () { if (!queue.length) say("idle"); });
  });

  /* Back from another page: the browser may have kept old ticks. Or after a reload: what was not sent goes first */
  sync();
  const before = unsent.take(sheet.dataset.account, sheet.dataset.sheet);
  lost.take(before);
  keep();
  say("idle");
  before.forEach(function (kept) {
    if (kept.cells.length) sendCells(kept.cells, freshlyMade, { at: kept.at, seen: kept.seen });
  });
  const first = sheet.querySelector("[data-names]");
  if (first && !location.hash && window.matchMedia("(min-width: 48rem) and (pointer: fine)").matches) first.focus({ preventScroll: true });
})();
