// The desks: the command line completes as it is typed, number keys answer THRIVE, a unit's button fills the line.
(() => {
  document.addEventListener("input", (event) => {
    if (event.target.id !== "line") return;
    const help = event.target.closest("form").querySelector("[data-help]");
    const typed = event.target.value;
    const verb = typed.trimStart().split(" ")[0].toLowerCase();
    const asks = verb.startsWith("/") && !verb.startsWith("//");
    let shown = 0;
    for (const item of help.children) {
      const fits = asks && (typed.includes(" ") ? item.dataset.verb === verb : verb === "/?" || item.dataset.verb.startsWith(verb));
      item.hidden = !fits;
      shown += fits;
    }
    help.hidden = !shown;
  });
  document.addEventListener("keydown", (event) => {
    if (event.target.id === "line" && event.key === "Tab" && !event.shiftKey && /^\/\S*$/.test(event.target.value) && event.target.value !== "/") {
      const first = event.target.closest("form").querySelector("[data-help] li:not([hidden])");
      if (first && first.dataset.verb !== event.target.value) {
        event.preventDefault();
        event.target.value = `${first.dataset.verb} `;
        event.target.dispatchEvent(new Event("input", { bubbles: true }));
      }
    }
    const answers = event.target.closest?.("[data-answers]");
    if (answers && /^[1-9]$/.test(event.key) && !event.ctrlKey && !event.altKey) {
      const wanted = answers.querySelectorAll("input")[Number(event.key) - 1];
      if (wanted) {
        event.preventDefault();
        wanted.focus();
        wanted.click();
      }
    }
  });
  document.addEventListener("click", (event) => {
    const unit = event.target.closest?.("[data-unit]");
    const line = document.getElementById("line");
    if (!unit || !line) return;
    line.value = line.value.startsWith("/u ") ? `${line.value.trimEnd()} ${unit.dataset.unit}` : `/u ${unit.dataset.unit}`;
    line.focus();
    line.dispatchEvent(new Event("input", { bubbles: true }));
  });
  // The sheet: what is asked about one thing, over the desk and never instead of it, so that half-typed text stays.
  const sheet = () => document.getElementById("sheet");
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id === "sheet-in" && !sheet().open) sheet().showModal();
  });
  document.addEventListener("submit", (event) => {
    // A file that is handed out leaves the page as it is.
    if (event.target.matches("#sheet form[action]")) setTimeout(() => sheet().close());
  });
  const toEnd = (root) => {
    for (const pane of root.querySelectorAll?.("[data-stick]") || []) pane.scrollTop = pane.scrollHeight;
  };
  toEnd(document);
  document.addEventListener("htmx:afterSwap", (event) => toEnd(event.detail.target));
})();
