// Keys: every key has a button with data-key; the palette (Ctrl+K) finds every button with data-command.
(() => {
  const singleOff = () => localStorage.getItem("lineside-single-keys") === "off";
  const typing = (element) => element?.matches?.("input:not([type=radio]):not([type=checkbox]),textarea,select,[contenteditable]");
  const shown = (element) => element.getClientRects().length > 0 && !element.disabled;
  const named = (event) => [event.ctrlKey || event.metaKey ? "ctrl" : "", event.shiftKey && event.key.length > 1 ? "shift" : "", event.altKey ? "alt" : "", event.key.toLowerCase()].filter(Boolean).join("+");
  const find = (name) => {
    const all = [...document.querySelectorAll("[data-key]")].filter((e) => e.dataset.key.split(" ").includes(name) && shown(e));
    const dialog = document.querySelector("dialog.takeover[open]") || document.querySelector("dialog[open]");
    return all.find((e) => !dialog || dialog.contains(e));
  };
  const act = (element) => {
    if (typing(element)) {
      element.focus();
      element.select?.();
    } else {
      // A panel that is opened by its key has the hands: Tab goes on in it, from wherever they were.
      if (element.matches("summary") && !element.parentElement.open) element.focus();
      element.click();
    }
  };
  const spoken = (key) => key.split("+").map((part) => ({ ctrl: "Ctrl", shift: "Shift", enter: "Enter", alt: "Alt" })[part] || part.toUpperCase()).join(" + ");

  const keys = document.getElementById("keys");
  const palette = document.getElementById("palette");
  const text = document.getElementById("palette-text");
  const found = document.getElementById("palette-list");

  const openKeys = () => {
    const list = document.getElementById("keys-list");
    list.replaceChildren();
    const lines = [["Ctrl + K", "Commands"], ["↑ ↓", "Move in a list"], ["Enter", "Open the row"]];
    for (const e of document.querySelectorAll("[data-key]")) if (shown(e)) lines.push([e.dataset.key.split(" ").map(spoken).join(" or "), e.dataset.command || e.textContent.trim()]);
    for (const [key, words] of lines) {
      const dt = document.createElement("dt");
      const dd = document.createElement("dd");
      dt.textContent = key;
      dd.textContent = words;
      list.append(dt, dd);
    }
    document.getElementById("single-keys").checked = !singleOff();
    keys.showModal();
  };
  document.getElementById("single-keys")?.addEventListener("change", (event) => localStorage.setItem("lineside-single-keys", event.target.checked ? "on" : "off"));

  let chosen = 0;
  let offered = [];
  const draw = () => {
    const wanted = text.value.trim().toLowerCase().split(/\s+/);
    offered = [...document.querySelectorAll("[data-command]")].filter((e) => !e.closest("dialog") && (shown(e) || e.hasAttribute("data-always")) && wanted.every((w) => e.dataset.command.toLowerCase().includes(w)));
    chosen = Math.min(chosen, Math.max(0, offered.length - 1));
    found.replaceChildren(
      ...offered.map((e, i) => {
        const li = document.createElement("li");
        li.id = `palette-${i}`;
        li.setAttribute("role", "option");
        li.setAttribute("aria-selected", String(i === chosen));
        li.textContent = e.dataset.command + (e.dataset.key ? `   ${e.dataset.key.split(" ").map(spoken).join(" or ")}` : "");
        li.addEventListener("click", () => run(i));
        return li;
      }),
    );
    if (offered.length) text.setAttribute("aria-activedescendant", `palette-${chosen}`);
    found.children[chosen]?.scrollIntoView({ block: "nearest" });
  };
  const run = (i) => {
    palette.close();
    if (offered[i]) act(offered[i]);
  };
  text?.addEventListener("input", () => {
    chosen = 0;
    draw();
  });
  text?.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") chosen = Math.min(chosen + 1, offered.length - 1);
    else if (event.key === "ArrowUp") chosen = Math.max(chosen - 1, 0);
    else if (event.key === "Enter") {
      event.preventDefault();
      return run(chosen);
    } else return;
    event.preventDefault();
    draw();
  });

  const rows = (event) => {
    const list = event.target.closest?.("[data-rows]") || (document.activeElement === document.body ? document.querySelector("[data-rows]:has([data-row])") : null);
    if (!list || typing(event.target)) return false;
    // The lists of one region are gone through as one: the calls that wait, then the incidents.
    const all = [...(list.closest(".region") || list).querySelectorAll("[data-rows] [data-row]")].filter(shown);
    if (!all.length) return false;
    const here = all.findIndex((row) => row.contains(document.activeElement));
    // To the side: what else the row in hand offers. Tab goes from row to row and not through all of it.
    const side = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (side && here >= 0) {
      const stops = [...all[here].querySelectorAll("a[href], button")].filter(shown);
      stops[stops.indexOf(document.activeElement) + side]?.focus();
      return true;
    }
    const next = { ArrowDown: here + 1, ArrowUp: here < 0 ? 0 : here - 1, Home: 0, End: all.length - 1 }[event.key];
    if (next === undefined) return false;
    const row = all[Math.max(0, Math.min(all.length - 1, next))];
    (row.querySelector("[data-row-link]") || row).focus();
    return true;
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const name = named(event);
    if (name === "ctrl+k" && document.querySelector("dialog.takeover[open]")) return event.preventDefault(); // it covers all
    if (name === "ctrl+k") {
      event.preventDefault();
      text.value = "";
      chosen = 0;
      palette.showModal();
      return draw();
    }
    if (rows(event)) return event.preventDefault();
    const single = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (single && (typing(event.target) || singleOff())) return;
    if (single && event.target.closest?.("[data-answers]")) return; // there a letter is an answer, whatever else it opens
    const element = find(name);
    if (!element) return;
    event.preventDefault();
    if (element.hasAttribute("data-keys-open")) openKeys();
    else act(element);
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-keys-open]")) openKeys();
    const link = event.target.closest?.("[data-row-link]");
    if (link) choose(link);
    const row = event.target.closest?.("[data-row]");
    if (row && !event.target.closest("a,button,input,summary")) row.querySelector("[data-row-link]")?.click();
    const fill = event.target.closest?.("[data-fill]");
    if (fill) {
      const target = document.getElementById(fill.dataset.fill);
      if (!target) return;
      target.value = fill.dataset.with;
      target.focus();
      target.dispatchEvent(new Event("input", { bubbles: true }));
    }
    const set = event.target.closest?.("[data-set]");
    if (set) for (const [name, value] of Object.entries(JSON.parse(set.dataset.set))) {
      const input = set.closest("form")?.elements[name];
      if (!input) continue;
      input.value = value;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
  const choose = (link) => {
    const list = link.closest("[data-rows]");
    for (const row of list?.querySelectorAll("[aria-current]") || []) row.removeAttribute("aria-current");
    link.closest("[data-row]")?.setAttribute("aria-current", "true");
  };
  // A slow answer says that it is working; a fast one does not flicker.
  document.addEventListener("htmx:beforeRequest", (event) => {
    const timer = setTimeout(() => document.body.classList.add("working"), 300);
    event.detail.xhr.addEventListener("loadend", () => {
      clearTimeout(timer);
      document.body.classList.remove("working");
    });
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const wanted = event.detail.target?.querySelector?.("[aria-invalid=true]") || event.detail.target?.querySelector?.("[data-focus]");
    const panel = event.detail.target?.closest?.("details.more");
    if (wanted && !typing(document.activeElement)) wanted.focus();
    // What was answered has lost the button that was pressed: the keys go on from its panel, not from the page's top.
    else if (panel && !event.detail.requestConfig?.elt?.isConnected && document.activeElement === document.body) panel.querySelector("summary").focus();
  });
  // The words a field was filled with are added to: the caret stands behind them when the field is come to.
  document.addEventListener("focusin", (event) => {
    const area = event.target;
    if (area.matches?.("textarea") && area.value && area.selectionEnd === 0) area.setSelectionRange(area.value.length, area.value.length);
  });
})();
