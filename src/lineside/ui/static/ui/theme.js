// Before anything is drawn: the theme this browser was set to; without one the system's own.
(() => {
  const kept = localStorage.getItem("lineside-theme");
  if (kept) document.documentElement.dataset.theme = kept;
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-theme-turn]")) return;
    const root = document.documentElement;
    const dark = root.dataset.theme
      ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    localStorage.setItem("lineside-theme", root.dataset.theme);
  });
})();
