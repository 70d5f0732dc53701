// One stream for all tabs of this browser: holds the EventSource and passes each message to every tab's port.
const ports = new Set();
let source = null;
let address = "";
let state = "reconnecting";
let last = "";
let heardAt = 0;
let retry = 0;

const tell = (message) => {
  for (const port of ports) port.postMessage(message);
};
const turn = (next) => {
  state = next;
  tell({ kind: "state", state, heardAt });
};
const heard = (event) => {
  heardAt = Date.now();
  if (event && event.lastEventId) last = event.lastEventId;
};

const connect = () => {
  if (source) source.close();
  const url = new URL(address);
  if (last) url.searchParams.set("last_event_id", last);
  source = new EventSource(url, { withCredentials: true });
  source.onopen = () => {
    const again = retry > 0 || state === "offline";
    retry = 0;
    heard();
    turn("live");
    if (again) tell({ kind: "again" });
  };
  source.onmessage = (event) => {
    heard(event);
    tell({ kind: "row", data: event.data, heardAt });
  };
  source.addEventListener("hint", (event) => {
    heard(event);
    tell({ kind: "hint", data: event.data, heardAt });
  });
  source.addEventListener("beat", (event) => {
    heard(event);
    tell({ kind: "state", state, heardAt });
  });
  source.addEventListener("again", (event) => {
    heard(event);
    tell({ kind: "again" });
  });
  source.addEventListener("over", () => {
    source.close();
    turn("over");
  });
  source.onerror = () => {
    retry += 1;
    turn(retry > 3 ? "offline" : "reconnecting");
    // The browser gives up for good on an answer that is not a stream; we do not.
    if (source.readyState === EventSource.CLOSED) setTimeout(connect, Math.min(15000, 1000 * 2 ** Math.min(retry, 4)));
  };
};

self.onconnect = (event) => {
  const port = event.ports[0];
  ports.add(port);
  port.onmessage = ({ data }) => {
    if (data.kind === "open") {
      if (!source || address !== data.address || state === "over") {
        address = data.address;
        connect();
      }
      port.postMessage({ kind: "state", state, heardAt });
    }
    if (data.kind === "leave") ports.delete(port);
  };
};
