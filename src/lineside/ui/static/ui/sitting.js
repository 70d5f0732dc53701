// The sitting: whose page this is, the token of the sitting as it is now, and the lock when nobody touches the desk.
(() => {
  const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content || "";
  const person = meta("lineside-person");
  const idle = Number(meta("lineside-idle")) * 1000;
  const LOCK = "/session/lock/";

  // Read when it is sent: signing in again in another tab changes it, and this page's own copy would be refused.
  const token = () => document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]+)/)?.[1] || "";
  const headers = () => ({ "X-CSRFToken": token(), "X-Lineside-Person": person });
  // What the page asks by its own clock comes with no event: nobody touched the desk, so the idle time runs on.
  const byItself = { "X-Lineside-By-Itself": "1" };
  document.addEventListener("htmx:configRequest", ({ detail }) => Object.assign(detail.headers, headers(), detail.triggeringEvent ? {} : byItself));
  document.addEventListener(
    "submit",
    (event) => {
      const kept = event.target.querySelector?.("input[name=csrfmiddlewaretoken]");
      if (kept && token()) kept.value = token();
    },
    true,
  );
  window.lineside = { ...(window.lineside || {}), headers };
  if (!idle || !person) return;

  // A touch in any tab of this browser keeps them all open; the server is told once a minute.
  // By the server's time: a machine whose clock is put right in the middle of a call does not lock under somebody's hands.
  const name = `lineside-touched:${person}`;
  const { now } = window.lineside;
  const opened = now();
  let told = opened;
  let kept = 0;
  const touch = () => {
    const at = now();
    if (at - kept > 2000) localStorage.setItem(name, String((kept = at)));
    if (warned) quiet();
    if (at - told < 60000) return;
    told = at;
    fetch("/session/here/", { method: "POST", credentials: "same-origin", headers: headers() }).catch(() => {});
  };
  for (const kind of ["keydown", "pointerdown", "pointermove", "wheel"]) addEventListener(kind, touch, { passive: true, capture: true });

  let warned = false;
  const quiet = () => {
    warned = false;
    const notice = document.getElementById("notice");
    if (notice) notice.hidden = true;
  };
  const lock = () => {
    const form = document.querySelector(`form[action="${LOCK}"]`);
    if (form) form.requestSubmit();
    else location.assign(LOCK);
  };
  const watch = () => {
    const at = now();
    const touched = Number(localStorage.getItem(name));
    const left = idle - (at - (touched < at + 5000 ? Math.max(opened, touched) : opened)); // a touch to come was none
    if (left <= 0) {
      clearInterval(timer);
      lock();
    } else if (left < 60000 && !warned) {
      warned = true;
      window.lineside.say?.("Nobody has touched this desk for a while: it locks within a minute unless you touch a key.");
    }
  };
  const timer = setInterval(watch, 1000);
})();
