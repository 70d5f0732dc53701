// How far a unit's position is to be believed, by its age: a mark and a word, never a colour alone.
(() => {
  const read = new Map(); // the table of ages, which all rows share
  const agesOf = (text) => {
    if (!read.has(text)) read.set(text, text.split(";").filter(Boolean).map((each) => each.split("|")));
    return read.get(text);
  };
  const tick = (root = document) => {
    for (const fix of root.querySelectorAll("[data-fix]")) {
      const seconds = (window.lineside.now() - Date.parse(fix.dataset.fix)) / 1000;
      const ages = agesOf(fix.dataset.ages);
      const [, mark, word] = ages.filter(([from]) => seconds >= Number(from)).at(-1) || ages[0];
      const [i, b] = [fix.querySelector("i"), fix.querySelector("b")];
      if (i.textContent !== mark) i.textContent = mark;
      if (b.textContent !== word) b.textContent = word;
      fix.classList.toggle("faint", Boolean(word));
    }
  };
  tick();
  setInterval(tick, 1000);
  document.addEventListener("htmx:afterSwap", () => tick());
  document.addEventListener("lineside:rows", ({ detail }) => detail && tick(detail));
  // What was done in the sheet and is over puts it away.
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id === "sheet-in" && event.detail.target.querySelector("[data-sheet-over]")) setTimeout(() => document.getElementById("sheet").close(), 900);
  });
})();
