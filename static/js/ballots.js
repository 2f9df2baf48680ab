/* The committee's ballots: each is saved as it is pressed, and kept on the page while there is no connection.
   Every button also works without this file. */
"use strict";

(function () {
  const status = document.getElementById("saving");
  if (!status) return;

  /* What waits to be sent, oldest first; one request at a time, so that answers come in order */
  const queue = [];
  let sending = false;
  let stopped = false;
  let timer = 0;

  function say(state) {
    status.className = "saving js-only saving--" + state;
    status.textContent = status.dataset[state];
    if (state === "waiting" && queue.length > 1) status.textContent += " (" + queue.length + ")";
    if (state !== "refused") return;
    const again = document.createElement("button");
    again.className = "btn btn-sm";
    again.type = "button";
    again.textContent = status.dataset.again;
    again.addEventListener("click", function () {
      signedIn.freshToken().then(function (fresh) {
        if (!fresh) return;
        stopped = false;
        send();
      }).catch(function () { say("refused"); });
    });
    status.append(" ", signedIn.link(status), " ", again);
  }

  function token() { return document.querySelector("[data-ballots] [name=csrfmiddlewaretoken]").value; }

  function key() { return Array.from(crypto.getRandomValues(new Uint32Array(4)), String).join("-"); }

  function send() {
    if (sending || stopped) return;
    clearTimeout(timer);
    if (!queue.length) { say("saved"); return; }
    const job = queue[0];
    sending = true;
    say("busy");
    fetch(job.url, { method: "POST", body: job.body, headers: { "X-Part": "true", "X-CSRFToken": token() } })
      .then(function (response) {
        if (response.status === 409) { queue.length = 0; location.reload(); return; }
        if (response.redirected || response.status === 403 || response.status === 404) { stop(); return; }
        if (!response.ok) { wait(); return; }
        return response.text().then(function (html) {
          queue.shift();
          sending = false;
          apply(html);
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

  window.addEventListener("online", send);
  window.addEventListener("beforeunload", function (event) {
    if (queue.length) event.preventDefault();
  });

  /* The answer: parts of the page by their ids. What was pressed meanwhile stays pressed, and the focus where it was. */
  function apply(html) {
    const focused = document.activeElement && document.activeElement.id;
    const before = star();
    const box = document.createElement("template");
    box.innerHTML = html;
    Array.from(box.content.children).forEach(function (part) {
      const old = part.id && document.getElementById(part.id);
      if (old) old.replaceWith(part);
    });
    queue.forEach(function (job) { press(job.pressed); });
    if (star() !== before) {
      history.replaceState(null, "", "?star=" + star() + "#star");
      document.getElementById("star").scrollIntoView();
      document.getElementById("star-name").focus({ preventScroll: true });
    } else if (focused && document.getElementById(focused)) {
      document.getElementById(focused).focus({ preventScroll: true });
    }
  }

  function star() { return document.getElementById("star").dataset.star; }

  function press(id) {
    const button = id && document.getElementById(id);
    if (!button) return;
    button.parentElement.querySelectorAll("button").forEach(function (one) {
      one.setAttribute("aria-pressed", one === button ? "true" : "false");
    });
  }

  document.addEventListener("submit", function (event) {
    const form = event.target.closest("form[data-ballots]");
    const button = event.submitter;
    if (!form || !button) return;
    event.preventDefault();
    const body = new FormData(form);
    /* One form is sent many times here, and each ballot is one of its own */
    body.set("idempotency_key", key());
    /* The header has the token: it may be another one by the time this is sent */
    body.delete("csrfmiddlewaretoken");
    if (button.name) body.set(button.name, button.value);
    press(button.id);
    queue.push({ url: button.getAttribute("formaction") || form.getAttribute("action"), body: body, pressed: button.id });
    send();
  });

  /* Another star: what waits goes first */
  document.addEventListener("click", function (event) {
    const link = event.target.closest("a[href^='?star=']");
    if (!link || !queue.length || stopped) return;
    event.preventDefault();
    const goes = setInterval(function () {
      if (queue.length) return;
      clearInterval(goes);
      location.assign(link.href);
    }, 50);
  });
})();
