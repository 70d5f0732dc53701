// Live rows: each message replaces one element or adds it to its lists. Focus, scroll and inputs are never touched.
(() => {
  const me = document.currentScript;
  const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content || "";
  const address = meta("lineside-live");
  const dot = document.getElementById("freshness");
  let state = "reconnecting";
  let heardAt = 0;

  const signs = { live: "●", reconnecting: "◌", offline: "✕", over: "✕" };
  const QUIET = 15; // the stream beats every five seconds; three missed beats are not live
  const GONE = 45;
  const show = () => {
    if (!dot) return;
    const age = heardAt ? Math.floor((performance.now() - heardAt) / 1000) : 0;
    const said = state === "live" && age > GONE ? "offline" : state === "live" && age > QUIET ? "reconnecting" : state;
    const words = {
      live: `live ${age} s`,
      reconnecting: "reconnecting",
      offline: heardAt ? `offline, ${age} s old` : "offline",
      over: "signed out",
    }[said];
    dot.dataset.state = said;
    dot.querySelector("i").textContent = signs[said];
    const text = dot.querySelector("span");
    if (text.textContent !== words) text.textContent = words;
    document.body.classList.toggle("stale", said === "offline" || said === "over");
  };
  // The words change each second, so only a change of state is read out.
  if (dot) dot.setAttribute("aria-live", "off");
  setInterval(show, 1000);

  // By itself: nobody touched the desk, so the idle time runs on.
  const asked = { headers: { "HX-Request": "true", "X-Lineside-By-Itself": "1" }, credentials: "same-origin" };

  const parse = (html) => {
    const holder = document.createElement("template");
    holder.innerHTML = html.trim();
    return holder.content.firstElementChild;
  };

  const place = (list, row) => {
    const sort = row.dataset.sort || "";
    for (const other of list.children) {
      if (other !== row && (other.dataset.sort || "") > sort) return list.insertBefore(row, other);
    }
    return list.appendChild(row);
  };

  // A row changes its place only while nobody's pointer or focus is on its list.
  const move = (row) => {
    const list = row.parentElement;
    if (list?.dataset.liveList === undefined) return;
    if (list.matches(":hover") || list.contains(document.activeElement)) list.dataset.unsettled = "";
    else place(list, row);
  };

  const flash = (row) => {
    row.classList.add("changed");
    setTimeout(() => row.classList.remove("changed"), 1000);
  };

  const bare = (row) => {
    const copy = row.cloneNode(true);
    copy.removeAttribute("aria-current");
    copy.classList.remove("changed");
    for (const t of copy.querySelectorAll("[data-age],[data-due]")) {
      t.textContent = "";
      t.classList.remove("near", "past");
    }
    return copy.outerHTML.replaceAll(' class=""', "");
  };

  // Where the new row has the shape of the old one, what differs is set where it stands: the browser then lays out no
  // more than has changed, which of a board of hundreds is what costs. What scripts and people put there stays.
  const OURS = new Set(["aria-current", "open"]);
  const RUNNING = "[data-age],[data-due],[data-fix] > i,[data-fix] > b"; // the clocks write these
  const BY_CLOCKS = /\b(changed|near|past|faint|htmx-\S+)\b/g;
  const classes = (element) => element.className.replace(BY_CLOCKS, "").trim();
  const differences = (old, fresh, found) => {
    if (old.nodeType !== fresh.nodeType || old.nodeName !== fresh.nodeName) return false;
    if (old.nodeType !== Node.ELEMENT_NODE) return old.data === fresh.data || found.push({ node: old, text: fresh.data });
    if (old.namespaceURI !== "http://www.w3.org/1999/xhtml") return old.isEqualNode(fresh);
    if (classes(old) !== classes(fresh)) found.push({ node: old, name: "class", value: fresh.className, seen: true });
    for (const name of new Set([...old.getAttributeNames(), ...fresh.getAttributeNames()])) {
      const value = fresh.getAttribute(name);
      if (name === "class" || value === old.getAttribute(name) || (value === null && OURS.has(name))) continue;
      if (name.startsWith("hx-")) return false; // htmx has read the old one
      found.push({ node: old, name, value });
    }
    if (old.matches(RUNNING)) return true;
    if (old.nodeName === "TEMPLATE") return old.innerHTML === fresh.innerHTML; // what it holds are no children of it
    return old.childNodes.length === fresh.childNodes.length && [...old.childNodes].every((each, n) => differences(each, fresh.childNodes[n], found));
  };
  const patch = (old, fresh) => {
    const found = [];
    if (old.querySelector("input,textarea,select") || !differences(old, fresh, found)) return null;
    for (const { node, text, name, value } of found) {
      if (text !== undefined) node.data = text;
      else if (value === null) node.removeAttribute(name);
      else node.setAttribute(name, value);
    }
    return found;
  };

  // A row that was read before the last word of where it is says an older place: the newer one stays.
  const keepNewer = (old, fresh) => {
    const [stands, told] = [old, fresh].map((row) => row.querySelector("[data-fix]"));
    if (!stands || !told || stands.dataset.fix <= told.dataset.fix) return;
    Object.assign(fresh.dataset, { lat: old.dataset.lat, lon: old.dataset.lon });
    told.dataset.fix = stands.dataset.fix;
    const [is, was] = [stands, told].map((fix) => fix.querySelector("time[data-age]"));
    if (is && was) Object.assign(was, { dateTime: is.dateTime, title: is.title });
  };

  const replace = (old, fresh) => {
    keepNewer(old, fresh);
    const wasAt = old.dataset.sort || "";
    const patched = patch(old, fresh);
    if (patched) {
      if (wasAt !== (old.dataset.sort || "")) move(old);
      // Where a unit is and how old that is runs on by itself; only what is read differently draws the eye.
      if (patched.some(({ text, seen }) => text !== undefined || seen)) flash(old);
      return old;
    }
    if (bare(old) === bare(fresh)) return old;
    if (old.contains(document.activeElement) && old.querySelector("input,textarea,select")) return old;
    const held = old.contains(document.activeElement);
    if (old.hasAttribute("aria-current")) fresh.setAttribute("aria-current", old.getAttribute("aria-current"));
    old.replaceWith(fresh);
    window.htmx?.process(fresh);
    if (held) (document.activeElement === document.body) && (fresh.matches("[tabindex]") ? fresh : fresh.querySelector("a,button"))?.focus({ preventScroll: true });
    if (wasAt !== (fresh.dataset.sort || "")) move(fresh);
    flash(fresh);
    return fresh;
  };

  const settle = (list) => {
    delete list.dataset.unsettled;
    const held = document.activeElement;
    [...list.children].sort((a, b) => ((a.dataset.sort || "") < (b.dataset.sort || "") ? -1 : 1)).forEach((row) => list.appendChild(row));
    if (list.contains(held)) held.focus({ preventScroll: true });
  };
  document.addEventListener("pointerout", (event) => {
    const list = event.target.closest?.("[data-unsettled]");
    if (list && !list.contains(event.relatedTarget) && !list.contains(document.activeElement)) settle(list);
  });
  document.addEventListener("focusout", (event) => {
    const list = event.target.closest?.("[data-unsettled]");
    if (list && event.relatedTarget && !list.contains(event.relatedTarget) && !list.matches(":hover")) settle(list);
  });

  const apply = (message) => {
    const old = document.getElementById(message.id);
    let shown = null;
    if (message.gone) {
      if (old) takeAway(old);
    } else if (message.html) {
      const lists = old || !message.list ? [] : document.querySelectorAll(`[data-live-list="${CSS.escape(message.list)}"]`);
      if (!old && !lists.length) return; // most of what happens is on no part of this page
      const fresh = parse(message.html);
      if (!fresh) return;
      if (message.sort) fresh.dataset.sort = message.sort;
      if (old) shown = replace(old, fresh);
      else {
        for (const list of lists) {
          const pane = list.closest("[data-stick]");
          const atEnd = pane && pane.scrollHeight - pane.scrollTop - pane.clientHeight < 40;
          shown = place(list, fresh.cloneNode(true));
          window.htmx?.process(shown);
          flash(shown);
          if (atEnd) pane.scrollTop = pane.scrollHeight;
        }
        count();
      }
    }
    document.dispatchEvent(new CustomEvent("lineside:rows", { detail: shown }));
  };

  // Only where something is has changed, and when that was told; what is older than what stands here is no news.
  const moved = ({ id, lat, lon, fix, said }) => {
    const row = document.getElementById(id);
    const told = row?.querySelector("[data-fix]");
    if (!told || told.dataset.fix >= fix) return;
    Object.assign(row.dataset, { lat, lon });
    told.dataset.fix = fix;
    const age = told.querySelector("time[data-age]");
    if (age) Object.assign(age, { dateTime: fix, title: said });
    document.dispatchEvent(new CustomEvent("lineside:rows", { detail: row }));
  };

  // Who stood on a row that goes stands on the next one.
  const takeAway = (row) => {
    const held = row.contains(document.activeElement);
    const next = row.nextElementSibling || row.previousElementSibling;
    row.remove();
    count();
    if (held) next?.querySelector("[data-row-link]")?.focus({ preventScroll: true });
  };

  const count = () => {
    for (const said of document.querySelectorAll("[data-count-of]")) {
      const list = document.querySelector(`[data-live-list="${CSS.escape(said.dataset.countOf)}"]`);
      const number = list && String([...list.children].filter((row) => row.id).length);
      if (list && said.textContent !== number) said.textContent = number;
    }
  };

  // What was heard lately. An answer to a request may be older than what the stream said while it was on its way:
  // of such elements the stream is believed, since whatever changes after it is said as well.
  const LATELY = 30_000;
  const recent = [];
  const keep = (kind, facts) => {
    const at = performance.now();
    recent.push({ at, kind, facts });
    while (recent.length && recent[0].at < at - LATELY) recent.shift();
  };
  const heardSince = (began) => new Set(recent.filter(({ at }) => at >= began).map(({ facts }) => facts.id));
  const replay = (began) => {
    for (const { kind, facts } of recent.filter(({ at }) => at >= began)) kind === "row" ? apply(facts) : hint(facts).catch(() => {});
  };

  // A hint says that a restricted row changed, never how; the request for it is checked.
  const asking = new Map();
  const hint = async ({ id, list }) => {
    const holder = list ? document.querySelector(`[data-live-list="${CSS.escape(list)}"]`) : document.getElementById(id)?.closest("[data-live-source]");
    if (!holder) return;
    if (!holder.dataset.liveOne) return merge(holder);
    const turn = (asking.get(id) || 0) + 1;
    asking.set(id, turn);
    const key = id.slice(id.indexOf("-") + 1);
    const answer = await fetch(holder.dataset.liveOne.replace("00000000-0000-0000-0000-000000000000", key), asked);
    const html = answer.ok ? await answer.text() : "";
    if (asking.get(id) !== turn) return; // it changed again meanwhile, and that was asked for too
    if (answer.status === 404 || answer.status === 403) apply({ id, gone: true });
    const row = html && parse(html);
    if (row) apply({ id: row.id, html, list, sort: row.dataset.sort || "" });
  };

  // After a gap: lists that name their source are fetched again and merged row by row.
  const merge = async (list) => {
    const began = performance.now();
    const answer = await fetch(list.dataset.liveSource, asked);
    if (!answer.ok) return;
    const holder = document.createElement("template");
    holder.innerHTML = await answer.text();
    const heard = heardSince(began);
    const seen = new Set();
    for (const row of [...holder.content.children].filter((each) => each.id)) {
      seen.add(row.id);
      if (!heard.has(row.id)) apply({ id: row.id, html: row.outerHTML, list: list.dataset.liveList, sort: row.dataset.sort });
    }
    for (const row of [...list.children]) if (row.id && !seen.has(row.id) && !heard.has(row.id)) takeAway(row);
    count();
  };
  const again = () => Promise.all([...document.querySelectorAll("[data-live-source]")].map(merge));

  // What was said of a part of the page while it was being fetched, it has not heard: it is said again.
  const asks = new WeakMap();
  document.addEventListener("htmx:beforeRequest", (event) => asks.set(event.detail.xhr, performance.now()));
  document.addEventListener("htmx:afterSwap", (event) => asks.has(event.detail.xhr) && replay(asks.get(event.detail.xhr)));

  const hear = (message) => {
    if (typeof message.age === "number") heardAt = performance.now() - message.age;
    if (message.at) window.lineside.tell(message.at);
    if (message.kind === "row" || message.kind === "hint") {
      const facts = JSON.parse(message.data);
      keep(message.kind, facts);
      message.kind === "row" ? apply(facts) : hint(facts).catch(() => {});
    }
    if (message.kind === "at") moved(JSON.parse(message.data));
    if (message.kind === "again") again().catch(() => {});
    if (message.kind === "state" && message.state !== state) {
      state = message.state;
      document.dispatchEvent(new CustomEvent("lineside:state", { detail: state }));
    }
    show();
  };

  const alone = () => {
    let tries = 0;
    let source;
    let cursor = meta("lineside-cursor") || "0";
    const tell = (kind, state) => (event) => {
      if (event.lastEventId) cursor = event.lastEventId;
      hear({ kind, state, data: event.data, age: 0, at: state && JSON.parse(event.data).at });
    };
    const open = () => {
      source = new EventSource(`${address}?cursor=${cursor}`, { withCredentials: true });
      source.onopen = () => {
        if (tries) hear({ kind: "again" });
        tries = 0;
        hear({ kind: "state", state: "live", age: 0 });
      };
      for (const kind of ["row", "hint", "at", "again"]) source.addEventListener(kind, tell(kind));
      source.addEventListener("beat", tell("state", "live"));
      source.addEventListener("ended", () => {
        source.close();
        hear({ kind: "state", state: "over" });
        setTimeout(open, 3000);
      });
      source.onerror = () => {
        tries += 1;
        hear({ kind: "state", state: tries > 3 ? "offline" : "reconnecting" });
        if (source.readyState === EventSource.CLOSED) setTimeout(open, 3000);
      };
    };
    open();
  };

  const begin = () => {
    if (!address || !meta("lineside-person")) return;
    try {
      const worker = new SharedWorker(me.dataset.worker, { name: `lineside-4-${meta("lineside-person")}` });
      worker.onerror = alone;
      worker.port.onmessage = ({ data }) => hear(data);
      worker.port.start();
      worker.port.postMessage({ kind: "open", address, cursor: meta("lineside-cursor") });
      addEventListener("pagehide", () => worker.port.postMessage({ kind: "leave" }));
      addEventListener("pageshow", (event) => event.persisted && location.reload());
    } catch {
      alone();
    }
  };
  begin();
  window.lineside = { ...(window.lineside || {}), apply };
})();
