// Clocks: the time now in UK time, ages, and countdowns that turn amber at three quarters and red when past.
// They go by the server's time, whatever this machine's clock says: each page and each beat of the stream tells it.
(() => {
  const SAMPLES = 12; // a minute of beats
  const samples = []; // what the server's time was when this page's own stopwatch stood at nought
  const tell = (at, heard = performance.now()) => {
    if (!(at > 0)) return;
    samples.push(at - heard);
    if (samples.length > SAMPLES) samples.shift();
  };
  // What was long on its way says too early a time, so the latest is the truest.
  const serverNow = () => (samples.length ? Math.max(...samples) + performance.now() : Date.now());
  tell(Number(document.querySelector('meta[name="lineside-now"]')?.content), performance.getEntriesByType("navigation")[0]?.responseStart || undefined);
  window.lineside = { ...(window.lineside || {}), now: serverNow, tell };

  const uk = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", hour: "2-digit", minute: "2-digit", second: "2-digit" });
  const two = (n) => String(n).padStart(2, "0");

  const spoken = (ms) => {
    const s = Math.max(0, Math.floor(ms / 1000));
    if (s < 60) return `${s} s`;
    if (s < 3600) return `${Math.floor(s / 60)} min`;
    if (s < 86400) return `${Math.floor(s / 3600)} h ${two(Math.floor((s % 3600) / 60))}`;
    return `${Math.floor(s / 86400)} d ${Math.floor((s % 86400) / 3600)} h`;
  };

  const write = (element, text) => {
    if (element.textContent !== text) element.textContent = text;
  };

  const tick = (root = document) => {
    const now = serverNow();
    for (const e of root.querySelectorAll("[data-now]")) write(e, uk.format(now));
    for (const e of root.querySelectorAll("[data-age]")) write(e, spoken(now - Date.parse(e.dateTime)));
    for (const e of root.querySelectorAll("[data-due]")) {
      const due = Date.parse(e.dateTime);
      const since = Date.parse(e.dataset.since);
      const late = due < now;
      const near = !late && since && now - since >= 0.75 * (due - since);
      write(e, late ? `late, ${spoken(now - due)}` : near ? `soon, ${spoken(due - now)}` : spoken(due - now));
      e.classList.toggle("past", late);
      e.classList.toggle("near", Boolean(near));
    }
  };
  tick();
  setInterval(tick, 1000);
  document.addEventListener("htmx:afterSwap", () => tick());
  document.addEventListener("lineside:rows", (event) => event.detail && tick(event.detail));
})();
