// Boxes that say something only while another has one of some values are hidden while it has another.
// Without this script all of them are there.
(() => {
  const boxOf = (control) => control.closest(".box, .whatif__box");

  const show = (control) => {
    const [name, ...values] = control.dataset.onlyWith.split(" ");
    const other = control.form.elements.namedItem(name);
    const box = boxOf(control);
    // What is wrong is shown, whatever else is chosen.
    box.hidden = other !== null && !values.includes(other.value) && !box.querySelector(".invalid-feedback");
  };

  const controls = [...document.querySelectorAll("[data-only-with]")];
  const showAll = () => controls.forEach(show);
  document.addEventListener("change", showAll);
  window.addEventListener("pageshow", showAll);
  showAll();
})();
