// One stream for all tabs of this browser: holds the EventSource and passes each message to every tab's port.
// What came lately is kept, so that a tab which opens between two messages is given those that its page had not seen.
const KEPT = 1000;
const ports = new Set();
const kept = [];
let source = null;
let address = "";
let cursor = "0"; // from here the stream can be taken up again without loss; after a dot, up to where it had looked
const seenBy = (id) => BigInt(id.slice(id.indexOf(".") + 1)); // a page whose facts end before this has not this message
let dropped = 0n; // the last message that is kept no more
let state = "reconnecting";
let heardAt = 0;
let retry = 0;
let ended = false;

// How old what was last heard is, by a stopwatch: the clock of the machine may be put right at any moment.
const age = () => (heardAt ? performance.now() - heardAt : null);
const tell = (message) => {
  for (const port of ports) port.postMessage({ ...message, age: age() });
};
const turn = (next) => {
  state = next;
  tell({ kind: "state", state });
};
const heard = (event) => {
  heardAt = performance.now();
  if (event?.lastEventId) cursor = event.lastEventId;
};

const connect = () => {
  if (source) source.close();
  source = new EventSource(`${address}?cursor=${cursor}`, { withCredentials: true });
  source.onopen = () => {
    const again = retry > 0 || state === "offline";
    retry = 0;
    ended = false;
    heard();
    turn("live");
    if (again) tell({ kind: "again" });
  };
  for (const kind of ["row", "hint", "at"])
    source.addEventListener(kind, (event) => {
      heard(event);
      const message = { kind, data: event.data, id: cursor };
      kept.push(message);
      if (kept.length > KEPT) dropped = seenBy(kept.shift().id);
      tell(message);
    });
  source.addEventListener("beat", (event) => {
    heard(event);
    tell({ kind: "state", state, at: JSON.parse(event.data).at });
  });
  source.addEventListener("again", () => tell({ kind: "again" })); // away for longer than can be made good row by row
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

const open = (port, wanted) => {
  ports.add(port);
  if (!source || address !== wanted.address || state === "over") {
    address = wanted.address;
    cursor = wanted.cursor || "0";
    connect();
  } else if (wanted.cursor) {
    const page = BigInt(wanted.cursor);
    if (page <= dropped) port.postMessage({ kind: "again" });
    for (const message of kept) if (seenBy(message.id) >= page) port.postMessage(message);
  }
  port.postMessage({ kind: "state", state, age: age() });
};

self.onconnect = (event) => {
  const port = event.ports[0];
  port.onmessage = ({ data }) => {
    if (data.kind === "open") open(port, data);
    if (data.kind === "leave") ports.delete(port);
  };
};
