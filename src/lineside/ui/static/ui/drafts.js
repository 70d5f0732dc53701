// Drafts: text typed and not sent stays in this browser, per record and person, and is offered again.
(() => {
  const person = document.querySelector('meta[name="lineside-person"]')?.content || "nobody";
  const prefix = `lineside-draft:${person}:`;
  const queueName = `lineside-queue:${person}`;
  const keyOf = (element) => prefix + element.dataset.draft;
  const uuid = () => crypto.randomUUID?.() || ([1e7] + -1e3 + -4e3 + -8e3 + -1e11).replace(/[018]/g, (c) => (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16));

  const say = (text, link) => {
    const notice = document.getElementById("notice");
    if (!notice) return;
    const whole = link ? `${text} ${link.text}` : text;
    if (!notice.hidden && notice.textContent === whole) return; // what stands there already is not read out again
    notice.replaceChildren(text);
    if (link) {
      const a = document.createElement("a");
      a.href = link.href;
      a.textContent = link.text;
      if (link.blank) a.target = "_blank";
      notice.append(" ", a);
    }
    notice.hidden = false;
  };
  const hush = () => {
    const notice = document.getElementById("notice");
    if (notice) notice.hidden = true;
  };

  document.addEventListener("input", (event) => {
    const element = event.target.closest?.("[data-draft]");
    if (!element) return;
    if (element.value) localStorage.setItem(keyOf(element), element.value);
    else localStorage.removeItem(keyOf(element));
  });

  // Choices are kept with the words: answers, codes and ticks of a form that names its draft.
  const choices = (form) => [...form.elements].filter((e) => e.name && e.matches("select,[type=radio],[type=checkbox]"));
  const given = (select) => ([...select.options].find((o) => o.defaultSelected) || select.options[0])?.value;
  const isAsGiven = (e) => (e.matches("select") ? e.value === given(e) : e.checked === e.defaultChecked);
  const choiceKey = (form) => prefix + form.dataset.draftChoices;
  document.addEventListener("change", (event) => {
    const form = event.target.closest?.("[data-draft-choices]");
    if (!form || !event.target.matches("select,[type=radio],[type=checkbox]")) return;
    localStorage.setItem(choiceKey(form), JSON.stringify(choices(form).map((e) => [e.name, e.value, e.matches("select") || e.checked])));
  });
  const offerChoices = (form) => {
    const kept = localStorage.getItem(choiceKey(form));
    if (!kept || !choices(form).every(isAsGiven)) return;
    let changed;
    for (const [name, value, on] of JSON.parse(kept)) {
      for (const e of choices(form).filter((each) => each.name === name)) {
        if (e.matches("select") ? e.value !== value : e.value === value && e.checked !== on) {
          if (e.matches("select")) e.value = value;
          else e.checked = on;
          changed = e;
        }
      }
    }
    changed?.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const offer = (root) => {
    for (const element of root.querySelectorAll?.("[data-draft]") || []) {
      const kept = localStorage.getItem(keyOf(element));
      if (kept && kept !== element.value && element.value === element.defaultValue) {
        element.value = kept;
        element.classList.add("draft");
        element.title = element.defaultValue ? `Kept from before, not sent yet. The record says: ${element.defaultValue}` : "Kept from before, not sent yet";
        element.dispatchEvent(new Event("lineside:offered", { bubbles: true }));
      }
    }
  };
  const offerAll = (root) => {
    offer(root);
    for (const form of root.querySelectorAll?.("[data-draft-choices]") || []) offerChoices(form);
  };
  document.addEventListener("DOMContentLoaded", () => offerAll(document));
  document.addEventListener("htmx:load", (event) => event.detail.elt !== document.body && offerAll(event.detail.elt));

  const keysOf = (form) => [...[...form.querySelectorAll("[data-draft]")].map(keyOf), ...(form.dataset.draftChoices ? [choiceKey(form)] : [])];
  const clear = (form) => {
    for (const key of keysOf(form)) localStorage.removeItem(key);
    for (const element of form.querySelectorAll(".draft")) element.classList.remove("draft");
  };

  // A form that the browser sends by itself is answered by a page: once that says that it was done, nothing is unsent.
  const sentName = `lineside-sent:${person}`;
  document.addEventListener("submit", ({ target, defaultPrevented }) => {
    const keys = keysOf(target);
    if (!defaultPrevented && keys.length) sessionStorage.setItem(sentName, JSON.stringify({ from: location.href.split("#")[0], keys }));
  });
  const isDone = (from) => {
    const [visit] = performance.getEntriesByType("navigation");
    return visit?.type !== "back_forward" && visit?.responseStatus >= 200 && visit.responseStatus < 300 && document.referrer === from;
  };
  const sent = JSON.parse(sessionStorage.getItem(sentName) || "null");
  sessionStorage.removeItem(sentName);
  if (sent && isDone(sent.from)) for (const key of sent.keys) localStorage.removeItem(key);

  // Lines written while the desk was offline: kept with their true time and key, sent in order when it is back.
  const queue = () => JSON.parse(localStorage.getItem(queueName) || "[]");
  const keep = (lines) => {
    if (lines.length) localStorage.setItem(queueName, JSON.stringify(lines));
    else localStorage.removeItem(queueName);
  };
  // The way back in: where the server says it is, else the sign-in; in a tab of its own, so that this page stays.
  const door = (path) => ({ href: path || `/accounts/login/?next=${encodeURIComponent(location.pathname)}`, text: path?.includes("/unlock/") ? "Unlock" : path ? "Open again" : "Sign in", blank: true });
  const SLOWEST = 20_000;
  const AGAIN = 15_000;
  let sending = false;
  const send = async () => {
    if (sending) return;
    sending = true;
    let told = false;
    try {
      for (let lines = queue(); lines.length; lines = queue()) {
        const line = lines[0];
        const answer = await fetch(line.path, {
          method: "POST",
          credentials: "same-origin",
          headers: { "Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true", ...window.lineside.headers() },
          body: new URLSearchParams(line.fields),
          signal: AbortSignal.timeout?.(SLOWEST), // a network that neither carries nor refuses holds up nothing for long
        });
        if (answer.status === 401) {
          told = true;
          return say("Your sitting has ended; lines wait to be sent.", door(answer.headers.get("X-Lineside-Door")));
        }
        if (answer.status === 429 || answer.status >= 500) return;
        if (!answer.ok) {
          localStorage.setItem(`${prefix}refused:${line.fields.key}`, line.fields.text || "");
          const why = answer.headers.get("Content-Type")?.startsWith("text/plain") ? ` ${await answer.text()}` : "";
          say(line.fields.text ? `A line written while offline was refused: “${line.fields.text}”.${why} Open the log and write it again.` : `${line.said || "What was pressed"} while offline was refused.${why}`);
        }
        keep(queue().filter((each) => each.fields.key !== line.fields.key));
      }
    } catch {
      // Still away: the lines wait.
    } finally {
      sending = false;
      const waiting = queue().length;
      if (waiting && !told) say(`${waiting} line${waiting > 1 ? "s" : ""} written and not sent yet; sent when the connection is back.`);
    }
  };
  document.addEventListener("lineside:state", (event) => {
    if (event.detail === "live") {
      hush();
      send();
    }
    if (event.detail === "offline") say("Offline: what you see may be old. Lines you write are kept and sent with their true times.");
    if (event.detail === "over") say("You are signed out here.", { href: "/accounts/login/", text: "Sign in" });
  });
  addEventListener("online", send);
  // A request may be lost while the stream goes on: then nothing else tells that there is something to send.
  setInterval(() => queue().length && send(), AGAIN);
  send();

  const waitInQueue = (form) => {
    const fields = Object.fromEntries(new FormData(form));
    fields.key ||= uuid();
    fields.event_at ||= new Date(window.lineside.now()).toISOString();
    const kept = { path: form.getAttribute("hx-post") || form.action, fields, said: form.dataset.said };
    // Help for an officer waits behind nothing.
    keep(form.hasAttribute("data-first") ? [kept, ...queue()] : [...queue(), kept]);
    const again = form.querySelector("input[name=key]");
    if (again) again.value = uuid();
    clear(form);
    form.reset();
    say(`${queue().length} line(s) written and not sent yet; sent when the connection is back.`);
  };

  document.addEventListener("htmx:sendError", (event) => {
    const form = event.detail.elt.closest("form");
    if (form?.hasAttribute("data-offline-queue")) waitInQueue(form);
    else say("That did not reach the server. What you typed is kept; send it again: it happens once.");
  });
  document.addEventListener("lineside:keep", (event) => {
    waitInQueue(event.target);
    setTimeout(send, 1000);
  });
  document.addEventListener("htmx:responseError", (event) => {
    const { xhr } = event.detail;
    if (xhr.status === 401) say(xhr.responseText, door(xhr.getResponseHeader("X-Lineside-Door")));
    else if ([400, 413, 503].includes(xhr.status)) say(xhr.responseText);
    else say(`The server could not do that (${xhr.status}). What you typed is kept.`);
  });
  // Before the answer is put in place, so that the fresh form is not offered what has just been sent.
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const { elt, xhr, requestConfig } = event.detail;
    const form = elt.closest?.("form");
    const sent = requestConfig.verb === "post" && xhr.status >= 200 && xhr.status < 300;
    if (form && sent && !requestConfig.path.includes("/try/")) clear(form);
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-sign-out]")) return;
    for (const key of Object.keys(localStorage)) if (key.startsWith("lineside-draft:") || key.startsWith("lineside-queue:")) localStorage.removeItem(key);
  });
  window.lineside = { ...(window.lineside || {}), say };
})();
