/* A page that outlives its session: signing in elsewhere brings a new token, which the page must fetch. */
"use strict";

(function () {
  const LONGEST = 30000;

  /* In a tab of its own: this page still holds what was not sent */
  function link(words) {
    const found = document.createElement("a");
    found.className = "btn btn-sm";
    found.href = words.dataset.signInAt + "?next=" + encodeURIComponent(location.pathname + location.search);
    found.target = "_blank";
    found.textContent = words.dataset.signIn;
    return found;
  }

  /* Also into the forms of this page. Null where nobody or somebody else is signed in: what was typed here is sent
     under no other account */
  function freshToken() {
    return fetch(location.pathname + location.search, { signal: AbortSignal.timeout(LONGEST) })
      .then(function (response) {
        if (response.status >= 500) throw new Error(String(response.status));
        return response.text();
      })
      .then(function (html) {
        const fresh = new DOMParser().parseFromString(html, "text/html");
        if (fresh.body.dataset.account !== document.body.dataset.account) return null;
        const token = fresh.querySelector("[name=csrfmiddlewaretoken]").value;
        document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach(function (input) { input.value = token; });
        return token;
      });
  }

  window.signedIn = { link: link, freshToken: freshToken };
})();
