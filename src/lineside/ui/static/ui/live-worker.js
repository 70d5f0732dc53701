// One stream for all tabs of this browser: holds the EventSource and passes each message to every tab's port.
const ports = new Set();
let source = null;
let address = "";
let state = "reconnecting";
let heardAt = 0;
let retry = 0;
let ended = false;

const tell = (message) => {
  for (const port of ports) port.postMessage(message);
};
const turn = (next) => {
  state = next;
  tell({ kind: "state", state, heardAt });
};
const heard = () => {
  heardAt = Date.now();
};

const connect = () => {
  if (source) source.close();
  source = new EventSource(address, { withCredentials: true });
  source.onopen = () => {
    const again = retry > 0 || state === "offline";
    retry = 0;
    ended = false;
    heard();
    turn("live");
    if (again) tell({ kind: "again" });
  };
  source.addEventListener("row", (event) => {
    heard();
    tell({ kind: "row", data: event.data, heardAt });
  });
  source.addEventListener("hint", (event) => {
    heard();
    tell({ kind: "hint", data: event.data, heardAt });
  });
  source.addEventListener("beat", () => {
    heard();
    tell({ kind: "state", state, heardAt });
  });
  source.addEventListener("ended", () => {
    // The server closed this stream: signed out, locked, or a changed role; asking again tells which.
    ended = true;
    source.close();
    retry += 1;
    setTimeout(connect, 1000);
  });
  source.onerror = () => {
    retry += 1;
    turn(ended && source.readyState === EventSource.CLOSED ? "over" : retry > 3 ? "offline" : "reconnecting");
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
