// Leaves without this page in the history; without a script the link still leads away.
(() => {
  const way = document.querySelector("[data-leave]");
  let shifts = 0;
  const leave = () => {
    document.documentElement.hidden = true;
    window.location.replace(way.dataset.leave);
  };
  way.addEventListener("click", (event) => { event.preventDefault(); leave(); });
  document.addEventListener("keyup", (event) => {
    shifts = event.key === "Shift" ? shifts + 1 : 0;
    if (shifts === 3) leave();
  });
  document.querySelector(".problems")?.focus();
})();
