// The hall's screen shows as many pupils as fit and turns to the next ones by itself. Without this script it scrolls.
(() => {
  "use strict";
  const board = document.querySelector("[data-lobby]");
  if (!board) return;
  const levels = [...board.querySelectorAll(".lobby__level")];
  const full = board.querySelector("[data-full]");
  const pause = board.querySelector("[data-pause]");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  let pages = [];
  let page = 0;
  let timer = 0;

  const show = (names) => {
    for (const level of levels) {
      let any = false;
      for (const pupil of level.querySelectorAll("[data-pupil]")) {
        pupil.hidden = !names.has(pupil);
        any ||= !pupil.hidden;
      }
      level.hidden = !any;
    }
  };

  // How much larger than usual the tiles may be: the fewer pupils, the larger. Everybody on one page may be smaller than
  // pages of many are.
  const SCALES = [2.6, 2.2, 1.9, 1.6, 1.4, 1.2, 1, 0.9, 0.8, 0.7];
  const OF_MANY = 0.8;
  const scaled = (scale) => board.style.setProperty("--lobby-scale", String(scale));

  const fits = () => board.scrollHeight <= window.innerHeight + 1;

  // Whether there is room for these at any size; they are shown in the largest.
  const fill = (names) => {
    show(names);
    return SCALES.some((scale) => {
      scaled(scale);
      return fits();
    });
  };

  // A page is as many pupils as there is room for, in their order; each level's name stands above its own.
  const layOut = () => {
    let rest = [...board.querySelectorAll("[data-pupil]")];
    pages = [];
    page = 0;
    if (fill(new Set(rest))) {
      pages.push(new Set(rest));
      return;
    }
    scaled(OF_MANY);
    while (rest.length) {
      let size = rest.length;
      show(new Set(rest));
      while (size > 1 && !fits()) {
        size = Math.max(1, Math.floor(size * 0.9));
        show(new Set(rest.slice(0, size)));
      }
      pages.push(new Set(rest.slice(0, size)));
      rest = rest.slice(size);
    }
    fill(pages[0]);
  };

  const turn = () => {
    page += 1;
    // Once round, the board is asked for anew: who has come or gone since, and consents withdrawn.
    if (page >= pages.length) {
      location.reload();
      return;
    }
    fill(pages[page]);
  };

  const run = (on) => {
    clearInterval(timer);
    if (on) timer = setInterval(turn, Number(board.dataset.seconds) * 1000);
    pause.setAttribute("aria-pressed", String(!on));
  };

  full.hidden = pause.hidden = false;
  full.addEventListener("click", () => board.requestFullscreen());
  pause.addEventListener("click", () => run(pause.getAttribute("aria-pressed") === "true"));
  addEventListener("resize", layOut);
  layOut();
  run(!calm);
})();
