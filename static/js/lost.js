/* Names that an earlier page of a sheet could not send and might not keep: how many, by star, until their reader has
   seen to it. */
"use strict";

(function () {
  const counts = {};
  let at = 0;

  function add(to, star, number) { to[star] = (to[star] || 0) + number; }

  function show() {
    document.querySelectorAll("[data-lost-of]").forEach(function (notice) {
      const number = counts[notice.dataset.lostOf];
      notice.hidden = !number;
      notice.querySelector("p").textContent = notice.dataset.words.replace("{count}", number || 0);
    });
  }

  /* ``all`` is what earlier pages kept */
  function take(all) {
    all.forEach(function (kept) {
      Object.keys(kept.lost).forEach(function (star) {
        add(counts, star, kept.lost[star]);
        at = at || kept.at;
      });
    });
    show();
  }

  function seenTo(star) {
    delete counts[star];
    show();
    lost.heard();
  }

  /* And those that would be lost if this page went now */
  function withWaiting(queue) {
    const sum = Object.assign({}, counts);
    queue.forEach(function (job) { if (job.without) add(sum, job.star, job.without); });
    return sum;
  }

  document.querySelectorAll("[data-lost-of] button").forEach(function (button) {
    button.addEventListener("click", function () { seenTo(button.closest("[data-lost-of]").dataset.lostOf); });
  });

  const lost = {
    take: take,
    seenTo: seenTo,
    with: withWaiting,
    any: function () { return Object.keys(counts).length > 0; },
    since: function () { return at; },
    heard: function () {},
  };
  window.lost = lost;
})();
