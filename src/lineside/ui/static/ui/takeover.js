// An officer's emergency covers the desk until this person has answered it. It touches no form below: whoever was typing
// finds words, caret and focus as they were. No key that somebody may be typing answers it: Alt A does, or the button.
(() => {
  const list = document.getElementById("emergencies");
  const dialog = document.getElementById("takeover");
  if (!list || !dialog) return;
  const facts = document.getElementById("takeover-facts");
  const act = document.getElementById("takeover-act");
  const title = document.getElementById("takeover-title");
  const me = document.querySelector('meta[name="lineside-person"]')?.content || "";
  const answered = new Set(); // by this person, before the stream has said so
  let shown = "";
  let from = null;
  let early = false; // Alt A came before the panel with its button did

  const rows = () => [...list.children].filter((row) => row.dataset.emergency);
  const rowOf = (id) => rows().find((row) => row.dataset.emergency === id);
  const waits = (row) => !answered.has(row.dataset.emergency) && !row.dataset.seenBy.split(" ").includes(me);
  const tell = (row) => {
    const told = document.createElement("div");
    told.append(row.querySelector("template").content.cloneNode(true));
    if (facts.innerHTML !== told.innerHTML) facts.replaceChildren(...told.childNodes);
  };
  const ask = (row) => window.htmx.ajax("GET", row.dataset.panel, { target: "#takeover-act", swap: "innerHTML" });
  const isTyped = () => [...act.querySelectorAll("input:not([type=hidden]),textarea")].some((e) => (e.matches("[type=radio],[type=checkbox]") ? e.checked !== e.defaultChecked : e.value !== e.defaultValue));

  const show = (row) => {
    shown = row.dataset.emergency;
    tell(row);
    act.replaceChildren();
    ask(row);
    if (!dialog.open) {
      from = document.activeElement;
      dialog.showModal();
    }
    title.focus();
    document.dispatchEvent(new CustomEvent("lineside:takeover", { detail: shown }));
  };
  document.addEventListener("keydown", (event) => {
    if (dialog.open && event.altKey && event.key.toLowerCase() === "a" && !act.querySelector("form")) early = true;
  });
  const back = () => {
    shown = "";
    early = false;
    dialog.close();
    act.replaceChildren();
    if (from?.isConnected) from.focus({ preventScroll: true });
  };

  // What the list says now: another that waits comes over this one, one that is over leaves, the rest is brought up to date.
  const look = () => {
    const row = rowOf(shown);
    const next = rows().find(waits);
    if (next && (!row || !waits(row)) && next !== row) return show(next);
    if (!dialog.open) return;
    if (!row) return back();
    tell(row);
    const asked = act.querySelector("[data-emergency-act]");
    if (asked && asked.dataset.version !== row.dataset.version && !isTyped() && !act.contains(document.activeElement)) ask(row);
  };
  // An answer that was asked for about another emergency comes too late: what is done here is done about the one shown.
  // So does one that only brings this one up to date when somebody has begun to fill it in meanwhile.
  const isBegun = () => act.querySelector("[data-emergency-act]") && (isTyped() || act.contains(document.activeElement));
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.target !== act) return;
    const asked = detail.requestConfig;
    if (!asked.path.includes(shown) || (asked.verb === "get" && isBegun())) detail.shouldSwap = false;
  });
  document.addEventListener("lineside:rows", look);
  document.addEventListener("htmx:afterSwap", (event) => {
    const target = event.detail.target;
    if (target === list) look();
    if (target !== act) return;
    const panel = act.querySelector("[data-emergency-act]");
    if (!panel) return;
    if (event.detail.requestConfig?.verb === "post" && event.detail.xhr.status < 300) answered.add(panel.dataset.emergencyAct);
    if (panel.hasAttribute("data-emergency-back-now")) {
      back();
      look();
    } else if (document.activeElement === document.body || document.activeElement === dialog) title.focus();
  });
  // Only once htmx has taken the form in hand: until then its button would leave the page.
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target !== act || !early) return;
    early = false;
    act.querySelector('[data-key="alt+a"]')?.click();
  });
  document.addEventListener("click", (event) => {
    const opened = event.target.closest?.("[data-emergency-open]");
    if (opened) show(opened.closest("[data-emergency]"));
    if (event.target.closest?.("[data-emergency-back]")) back();
  });
  // Escape leaves it only for who has answered. A browser closes a dialog at a second Escape all the same: then it comes again.
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    const row = rowOf(shown);
    if (!row || !waits(row)) back();
  });
  dialog.addEventListener("close", () => {
    if (dialog.open) return;
    const row = shown && rowOf(shown);
    if (row && waits(row)) {
      dialog.showModal();
      title.focus();
    } else shown = "";
  });
})();
