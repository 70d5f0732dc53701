// The officer's page. States, lines and accepted messages wait in the desks' own queue (drafts.js) while there is no
// connection; photos wait in this browser's database with their bytes. Each keeps its key and the time of its press.
(() => {
  const person = document.querySelector('meta[name="lineside-person"]')?.content || "nobody";
  const queueName = `lineside-queue:${person}`;
  const own = () => document.getElementById("own");
  const uuid = () => crypto.randomUUID?.() || Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
  const stamp = () => new Date(window.lineside.now()).toISOString();
  const clock = (iso) => new Date(iso).toLocaleTimeString("en-GB", { timeZone: "Europe/London" });

  // Each press is one act: a fresh key and its own time, so that a second press is a second act and a repeat is none.
  document.addEventListener("htmx:configRequest", (event) => {
    const form = event.detail.elt.closest?.("form[data-own]");
    if (!form) return;
    for (const [name, value] of [["key", uuid()], ["event_at", stamp()]]) {
      form.elements[name].value = value;
      event.detail.parameters[name] = value;
    }
    event.detail.timeout = 8000;
  });
  document.addEventListener("htmx:timeout", (event) => event.detail.elt.dispatchEvent(new CustomEvent("htmx:sendError", { bubbles: true, detail: event.detail })));

  // What an answer says stands beside what was pressed, and what was typed stays when it was refused.
  const say = (text, id = "pressed") => {
    const place = document.getElementById(id) || document.getElementById("pressed");
    place.textContent = text;
    place.hidden = !text;
  };
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt.closest?.("form[data-own]");
    const { xhr } = event.detail;
    if (!form) return;
    // What did not get through for no fault of its own waits, and is sent again under its own key: it happens once.
    if (xhr?.status === 401 || xhr?.status === 429 || xhr?.status >= 500) form.dispatchEvent(new CustomEvent("lineside:keep", { bubbles: true }));
    else if (xhr?.status) answered(form, xhr);
    if (form.dataset.step) setTimeout(() => form.remove()); // what is told of a failure is told of it after this
  });
  const answered = (form, xhr) => {
    const refused = xhr.status >= 400;
    if (form.id === "own-line") {
      say(refused ? xhr.responseText : "", "line-refused");
      if (refused) return;
      form.reset();
      say("Added to the log.");
    } else if (!form.dataset.step || refused) say(refused ? xhr.responseText : xhr.responseText || `${form.dataset.said || ""} sent.`);
    if (!refused) refresh();
  };

  // Messages: that they reached the page, and that somebody looked, is told by itself; accepting is a press.
  // Each in a form of its own: one that waits for its turn must not be written over by the next.
  const step = (id, name) => {
    const form = document.getElementById("own-step")?.cloneNode(true);
    if (!form) return;
    form.removeAttribute("id");
    form.dataset.step = name;
    document.getElementById("own-step").after(form);
    window.htmx.process(form);
    form.elements.message_id.value = id;
    form.elements.step.value = name;
    form.requestSubmit();
  };
  const told = new Set();
  const look = () => {
    const fresh = document.querySelector(document.visibilityState === "visible" ? "[data-message][data-unread]" : "[data-message][data-undelivered]");
    const name = document.visibilityState === "visible" ? "read" : "delivered";
    if (!fresh || told.has(fresh.dataset.message + name)) return;
    told.add(fresh.dataset.message + name);
    step(fresh.dataset.message, name);
  };
  document.addEventListener("click", (event) => {
    const accept = event.target.closest?.("[data-accept]");
    if (accept) step(accept.dataset.accept, "accepted");
  });

  // What was begun for one job stays of that job, also when control sends the unit to another meanwhile.
  const isBegun = (form) => [...form.elements].some((each) => each.name !== "incident_id" && each.matches("textarea,input:not([type=hidden])") && each.value);

  // The forms stand outside what is refreshed; they follow the job, and the button of the state that counts is marked.
  const follow = () => {
    const facts = document.querySelector("[data-own-job]");
    const job = facts?.dataset.ownJob || "";
    for (const form of document.querySelectorAll("[data-of-job] form")) if (job && !isBegun(form)) form.elements.incident_id.value = job;
    const other = document.getElementById("own-other-job");
    if (other) other.hidden = !job || [...document.querySelectorAll("[data-of-job] form")].every((form) => form.elements.incident_id.value === job);
    const part = document.querySelector("[data-of-job]");
    if (part && job) part.hidden = false;
    const now = document.querySelector("[data-own-state]")?.dataset.ownState;
    for (const button of document.querySelectorAll("[data-state-button]")) button.setAttribute("aria-pressed", String(button.dataset.stateButton === now));
    look();
  };
  const refresh = async () => {
    try {
      const answer = await fetch(own().dataset.liveSource, { headers: { "HX-Request": "true", "X-Lineside-By-Itself": "1" }, credentials: "same-origin" });
      if (!answer.ok) return;
      own().innerHTML = await answer.text();
      document.dispatchEvent(new CustomEvent("lineside:rows", { detail: own() }));
    } catch {
      // Away: what is shown stays, and the frame says how old it is.
    }
  };
  document.addEventListener("lineside:rows", follow);
  document.addEventListener("input", (event) => event.target.closest("[data-of-job]") && !event.target.value && follow());
  document.addEventListener("visibilitychange", look);
  setInterval(() => document.visibilityState === "visible" && refresh(), 20_000);

  // Photos: the browser's own database holds the bytes as they came from the camera.
  const base = () => new Promise((done, fail) => {
    const asked = indexedDB.open(`lineside-photos-${person}`, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("photos", { keyPath: "key" });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
  const within = async (mode, work) => {
    const store = (await base()).transaction("photos", mode).objectStore("photos");
    return new Promise((done, fail) => {
      const asked = work(store);
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => fail(asked.error);
    });
  };
  const waiting = () => within("readonly", (store) => store.getAll()).catch(() => []);
  let sending = false;
  const sendPhotos = async () => {
    if (sending) return;
    sending = true;
    try {
      for (const photo of await waiting()) {
        const body = new FormData();
        for (const name of ["key", "event_at", "incident_id", "words"]) body.append(name, photo[name]);
        body.append("photo", new Blob([photo.bytes], { type: photo.type }), photo.name);
        const answer = await fetch(photo.path, { method: "POST", body, credentials: "same-origin", headers: { "HX-Request": "true", ...window.lineside.headers() } });
        if (answer.status === 401 || answer.status >= 500) return;
        if (!answer.ok) say(`The photo of ${clock(photo.event_at)} was refused: ${await answer.text()}`, "photo-refused");
        else say("Photo sent.");
        await within("readwrite", (store) => store.delete(photo.key));
        refresh();
      }
    } catch {
      // Still away: the photos wait.
    } finally {
      sending = false;
      show();
    }
  };
  document.addEventListener("submit", async (event) => {
    if (event.target.id !== "own-photo") return;
    event.preventDefault();
    const form = event.target;
    const file = form.elements.photo.files[0];
    if (!file) return say("Take or choose a photo first.", "photo-refused");
    say("", "photo-refused");
    const photo = { key: uuid(), event_at: stamp(), incident_id: form.elements.incident_id.value, words: form.elements.words.value, name: file.name, type: file.type, path: form.action };
    try {
      photo.bytes = await file.arrayBuffer();
      await within("readwrite", (store) => store.put(photo));
    } catch {
      return say("This phone cannot keep the photo; send it again when there is a connection.", "photo-refused");
    }
    form.reset();
    await show();
    sendPhotos();
  });

  // What is not yet sent is said plainly, one line each.
  const words = ({ path, fields }) => (path.endsWith("/state/") ? `State ${document.querySelector(`form[data-own]:has(input[name=state][value="${CSS.escape(fields.state)}"])`)?.dataset.said || fields.state}` : path.endsWith("/line/") ? `“${fields.text}”` : path.endsWith("/emergency/") ? "EMERGENCY" : `Message ${fields.step}`);
  const show = async () => {
    const lines = JSON.parse(localStorage.getItem(queueName) || "[]").filter(({ path }) => path.includes("/unit/"));
    const photos = await waiting();
    const all = [...lines.map((line) => [line.fields.event_at, words(line)]), ...photos.map((photo) => [photo.event_at, `Photo ${photo.words}`])].sort();
    const place = document.getElementById("unsent");
    const said = all.map(([at, what]) => `${clock(at)} ${what}`);
    if (place.dataset.said === said.join("\n")) return;
    place.dataset.said = said.join("\n");
    place.querySelector("ol").replaceChildren(...said.map((each) => Object.assign(document.createElement("li"), { textContent: each })));
    place.hidden = !said.length;
    if (!lines.length) refresh();
  };
  document.addEventListener("lineside:state", (event) => event.detail === "live" && sendPhotos());
  addEventListener("online", sendPhotos);
  setInterval(show, 1000);
  setInterval(sendPhotos, 15_000);
  follow();
  show();
})();
