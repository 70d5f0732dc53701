// How far a unit's position is to be believed, by its age: a mark and a word, never a colour alone.
(() => {
  const tick = () => {
    for (const fix of document.querySelectorAll("[data-fix]")) {
      const seconds = (window.lineside.now() - Date.parse(fix.dataset.fix)) / 1000;
      const ages = fix.dataset.ages.split(";").filter(Boolean).map((each) => each.split("|"));
      const [, mark, word] = ages.filter(([from]) => seconds >= Number(from)).at(-1) || ages[0];
      const [i, b] = [fix.querySelector("i"), fix.querySelector("b")];
      if (i.textContent !== mark) i.textContent = mark;
      if (b.textContent !== word) b.textContent = word;
      fix.classList.toggle("faint", Boolean(word));
    }
  };
  tick();
  setInterval(tick, 1000);
  for (const name of ["htmx:afterSwap", "lineside:rows"]) document.addEventListener(name, tick);
  // What was done in the sheet and is over puts it away.
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id === "sheet-in" && event.detail.target.querySelector("[data-sheet-over]")) setTimeout(() => document.getElementById("sheet").close(), 900);
  });
})();
