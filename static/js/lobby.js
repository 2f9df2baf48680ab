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

  // How much larger than usual the tiles may be: the fewer pupils, the larger.
  const SCALES = [2.6, 2.2, 1.9, 1.6, 1.4, 1.2, 1];
  const scaled = (scale) => board.style.setProperty("--lobby-scale", String(scale));

  const fits = () => board.scrollHeight <= window.innerHeight + 1;

  const showPage = () => {
    show(pages[page]);
    for (const scale of SCALES) {
      scaled(scale);
      if (fits()) return;
    }
  };

  // A page is as many pupils as there is room for, in their order; each level's name stands above its own.
  const layOut = () => {
    pages = [];
    scaled(1);
    let rest = [...board.querySelectorAll("[data-pupil]")];
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
    page = 0;
    if (pages.length) showPage();
  };

  const turn = () => {
    page += 1;
    // Once round, the board is asked for anew: who has come or gone since, and consents withdrawn.
    if (page >= pages.length) {
      location.reload();
      return;
    }
    showPage();
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
