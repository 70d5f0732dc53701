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
    if (event.target.id === "line" && event.key === "Tab" && !event.shiftKey && /^\/\S+ /.test(event.target.value)) {
      const offer = document.querySelector("#line-will [data-offer]");
      if (offer && offer.dataset.with !== event.target.value) {
        event.preventDefault();
        offer.click();
      }
    }
    if (event.target.id === "line" && event.key === "Tab" && !event.shiftKey && /^\/\S*$/.test(event.target.value) && event.target.value !== "/") {
      const first = event.target.closest("form").querySelector("[data-help] li:not([hidden])");
      if (first && first.dataset.verb !== event.target.value) {
        event.preventDefault();
        event.target.value = `${first.dataset.verb} `;
        event.target.dispatchEvent(new Event("input", { bubbles: true }));
      }
    }
    const answers = event.target.closest?.("[data-answers]");
    if (answers && event.key.length === 1 && !event.target.matches("[type=text]") && !event.ctrlKey && !event.altKey && !event.metaKey) {
      const wanted = answers.querySelectorAll("input:not([type=text])")["1234567890abcdefgh".indexOf(event.key.toLowerCase())];
      if (wanted) {
        event.preventDefault();
        wanted.focus();
        wanted.click();
      }
    }
  });
  // The found offences share one name with the proposed ones, so the browser's own Tab and arrows pass them by.
  document.addEventListener("keydown", (event) => {
    const box = event.target.closest?.("[id$='-found']") ? document.getElementById(event.target.closest("[id$='-found']").id.replace(/-found$/, "-find")) : event.target;
    if (!box?.id?.endsWith("-find") || event.ctrlKey || event.altKey || event.metaKey) return;
    const all = [...document.querySelectorAll(`#${box.id.replace(/-find$/, "-found")} input[type=radio]`)];
    const here = all.indexOf(event.target);
    const into = event.key === "ArrowDown" || (event.key === "Tab" && !event.shiftKey && here < 0);
    if (here >= 0 && (event.key === "Escape" || (event.key === "Tab" && event.shiftKey))) box.focus();
    else if (all.length && (into || (here >= 0 && event.key === "ArrowUp"))) {
      const next = event.key === "ArrowUp" ? here - 1 : Math.min(here + 1, all.length - 1);
      (all[next] || box).focus();
      // Tab comes to the offence and the arrows choose it: to pass by with Tab must not change the choice.
      if (event.key !== "Tab" && all[next] && !all[next].checked) all[next].click();
    } else return;
    event.preventDefault();
  });
  // What stands only until a moment goes by itself.
  setInterval(() => {
    const now = window.lineside?.now?.() ?? Date.now();
    for (const e of document.querySelectorAll("[data-until]")) e.hidden = Date.parse(e.dataset.until) <= now;
  }, 1000);
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
  // A panel that has just come takes the focus; one that goes gives it back to the line.
  const toLine = () => document.getElementById("line")?.focus();
  document.addEventListener("htmx:afterSettle", () => {
    const fresh = document.querySelector("#panel[data-panel-new]");
    if (!fresh) return;
    fresh.removeAttribute("data-panel-new");
    (fresh.querySelector("[aria-invalid=true]") || fresh.querySelector("[data-focus]"))?.focus();
    fresh.scrollIntoView({ block: "nearest" });
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id === "panel" && !document.querySelector("#panel form, #panel table")) toLine();
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-panel-close]")) return;
    document.getElementById("panel").replaceChildren();
    toLine();
  });
  // What has stood on the screen for a moment has been seen: a form beside the log then answers to that version.
  const SEEN_AFTER = 1500;
  document.addEventListener("lineside:rows", () => {
    for (const form of document.querySelectorAll("[data-follows]")) {
      const state = document.getElementById(`incident-state-${form.dataset.follows}`);
      const seen = form.querySelector("input[name=seen_version]");
      const version = state?.dataset.version;
      if (!seen || !version || Number(version) <= Number(seen.value)) continue;
      setTimeout(() => {
        if (seen.isConnected && document.getElementById(state.id)?.dataset.version === version) seen.value = version;
      }, SEEN_AFTER);
    }
  });
  // Whoever picks up a call that stands before them has it: what they need for it comes by itself, and takes no typed text.
  const me = document.querySelector('meta[name="lineside-person"]')?.content;
  const inHand = (pane) => pane.matches(":has(input:focus, select:focus, textarea:focus)");
  document.addEventListener("lineside:rows", ({ detail: head }) => {
    const pane = head?.dataset.handler === me && head?.closest("[data-not-mine]");
    if (!pane || inHand(pane)) return;
    pane.dataset.fetched = "";
    window.htmx.ajax("GET", pane.dataset.notMine, { source: pane, target: "#chosen", swap: "innerHTML" });
    pane.removeAttribute("data-not-mine");
  });
  // Who took it at this desk has it already by the time it comes, or has begun to type: then it is not needed.
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const pane = detail.requestConfig?.elt;
    if (pane?.hasAttribute?.("data-fetched") && (!pane.isConnected || inHand(pane))) detail.shouldSwap = false;
    // A refusal is read, and an answer that is under way comes, before what they stand in is drawn anew by itself.
    if (pane?.hasAttribute?.("data-stays") && pane.querySelector(".refusal, .htmx-request")) detail.shouldSwap = false;
  });
  document.addEventListener("click", (event) => {
    const accept = event.target.closest?.("[data-check]");
    if (accept) {
      const choice = document.getElementById(accept.dataset.check);
      choice.checked = true;
      choice.dispatchEvent(new Event("change", { bubbles: true }));
      document.getElementById(accept.dataset.then)?.focus();
    }
    const another = event.target.closest?.("[data-clone-in]");
    if (another) {
      const rows = document.getElementById(another.dataset.cloneIn);
      const row = rows.lastElementChild.cloneNode(true);
      for (const input of row.querySelectorAll("input")) input.value = "";
      rows.append(row);
      row.querySelector("input,select").focus();
    }
    const next = event.target.closest?.("[data-next-row]");
    if (next) document.querySelector("[data-row]:not([aria-current]) [data-row-link]")?.click();
  });
  // A log that stands at its end stays there, also when what is below it grows.
  const NEAR = 40;
  const atEnd = (pane) => pane.scrollHeight - pane.scrollTop - pane.clientHeight < NEAR;
  const sized = new ResizeObserver((changes) => {
    for (const { target } of changes) if (target.dataset.stick !== "away") target.scrollTop = target.scrollHeight;
  });
  const toEnd = (root) => {
    for (const pane of root.querySelectorAll?.("[data-stick]") || []) {
      pane.scrollTop = pane.scrollHeight;
      sized.observe(pane);
      pane.addEventListener("scroll", () => (pane.dataset.stick = atEnd(pane) ? "" : "away"));
    }
  };
  toEnd(document);
  // A desk opens with the hands where the work begins.
  if (document.activeElement === document.body) document.querySelector("[data-begin]")?.focus();
  document.addEventListener("htmx:afterSwap", (event) => toEnd(event.detail.target));
  // Who has asked by taps answers next: 1, 2 and 0 must not end up in the words of a note.
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target?.id === "emergency" && event.detail.requestConfig?.verb === "post") event.detail.target.querySelector(".taps button")?.focus();
  });
})();
