"""A hub with the agencies behind it, as a process of its own: it keeps each message once, by its number.

    python -m lineside.gateways.mait.peer --port 4960 --back 4962 --key KEY

It acknowledges whatever it keeps, as a machine does, and accepts nothing until somebody of the agency is told to:
`accept`, `reject WORDS…`, `update WORDS…`, `close WORDS…` (about the last incident that was offered to it), `offer
AGENCY WORDS…` (an incident of its own), `warn WORDS…` (CAP in an envelope), `raw XML`, `away`, `back`, `seen` (what it
has), each as `--port 4960 --tell "accept"`. An incident whose headline says `unlisted` is refused, as by a hub that
does not know the agency. Everything that it offers in this demonstration is marked as an exercise, but for what is
offered by `offer-real`.
"""

import argparse
import http.client
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import uuid4

from lineside.exchanges.queries import names_of
from lineside.exchanges.rules.canonical import Exchange
from lineside.exchanges.testing import PeerCall, PeerSystem
from lineside.gateways.mait.protocol import Mapping

SHIPPED = Path(__file__).parent / "data" / "mapping"
OURS, WARNS = "control.lineside.example", "warnings@weather.example"
XML, REFUSES = "application/xml", "unlisted"
UNKNOWN_AGENCY, KEPT = 422, 200
CAP = (
    '<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>{key}</identifier><sender>{sender}</sender>'
    "<sent>{sent}</sent><status>{status}</status><msgType>Alert</msgType><scope>Public</scope><info><category>Met"
    "</category><event>Warning</event><urgency>Expected</urgency><severity>Severe</severity><certainty>Likely"
    "</certainty><headline>{words}</headline><area><areaDesc>Leeds</areaDesc></area></info></alert>"
)
DE = (
    '<edxlDistribution xmlns="urn:oasis:names:tc:emergency:EDXL:DE:2.0"><distributionID>{key}</distributionID>'
    "<senderID>{sender}</senderID><dateTimeSent>{sent}</dateTimeSent><dateTimeExpires>{sent}</dateTimeExpires>"
    "<distributionStatus>{status}</distributionStatus><distributionKind>Report</distributionKind><content>"
    "<contentObject><contentXML><embeddedXMLContent>{alert}</embeddedXMLContent></contentXML></contentObject>"
    "</content></edxlDistribution>"
)


class Hub(PeerSystem):
    """What was kept, by its number, and how often each came; what it says goes to our listener."""

    def __init__(self, port: int = 0, back: int = 0, key: str = "") -> None:
        super().__init__(_Posted, port)
        self.mapping = Mapping(names_of("", SHIPPED))
        self.back, self.key = back, key
        self.kept: dict[str, bytes] = {}
        self.came: dict[str, int] = {}
        self.offered: list[Exchange] = []
        self.is_mute = False  # it keeps, and no machine there says so

    def take(self, raw: bytes, key: str, *, is_warning: bool) -> int:
        if not is_warning and REFUSES in self.mapping.read(raw).headline:
            return UNKNOWN_AGENCY
        self.came[key] = self.came.get(key, 0) + 1
        is_new = key not in self.kept
        self.kept[key] = raw
        if is_new and not is_warning:
            self._heard(self.mapping.read(raw))
        return KEPT

    def _heard(self, said: Exchange) -> None:
        if said.kind == "CREATE":
            self.offered.append(said)
        if said.kind != "ACK" and self.back and not self.is_mute:
            # As a machine does: at once, but not before its own answer has gone out.
            Thread(target=self.send, args=(self.about(said, "ACK", operator=""),), daemon=True).start()

    def about(self, said: Exchange, kind: str, **facts: Any) -> Exchange:
        """What the agency says to this message of ours."""
        answer = Exchange(
            exchange_id=str(uuid4()),
            kind=kind,
            sender=said.to,
            to=said.sender,
            sent_at=datetime.now(UTC),
            shared_id=said.shared_id,
            status=said.status,
            in_reply_to=said.exchange_id,
            operator="Robin Vale",
            desk="Dispatch 4",
            own_ref="NAS-7781",
        )
        return replace(answer, **facts)

    def offer(self, agency: str, words: str, status: str = "Exercise", **facts: Any) -> Exchange:
        """An incident of the agency's own, offered to us."""
        said = Exchange(
            exchange_id=str(uuid4()),
            kind="CREATE",
            sender=agency,
            to=OURS,
            sent_at=datetime.now(UTC),
            shared_id=str(uuid4()),
            status=status,
            operator="Robin Vale",
            desk="Dispatch 4",
            phone="01632 960103",
            own_ref="NAS-9004",
            headline=words,
            narrative=words,
            place="Leeds station, platform 8",
        )
        return replace(said, **facts)

    def send(self, said: Exchange) -> int:
        return self.post(self.mapping.write(said))

    def warn(self, words: str, status: str = "Exercise") -> int:
        told = {"key": str(uuid4()), "sender": WARNS, "sent": _moment(), "status": status, "words": words}
        return self.post(DE.format(alert=CAP.format(**told), **told).encode())

    def post(self, raw: bytes) -> int:
        """The status with which our listener answers; raises OSError when nobody is there."""
        line = http.client.HTTPConnection("127.0.0.1", self.back, timeout=10)
        try:
            line.request("POST", "/", raw, {"Content-Type": XML, "Authorization": f"Bearer {self.key}"})
            return line.getresponse().status
        finally:
            line.close()

    def done(self, said: str) -> str:
        """One command of whoever plays the agencies."""
        verb, _, words = said.strip().partition(" ")
        agency, _, rest = words.partition(" ")
        deeds: dict[str, Callable[[], Any]] = {
            "accept": lambda: self._answer("ACCEPT", words or "Crew on the way"),
            "reject": lambda: self._answer("REJECT", words or "Not ours"),
            "update": lambda: self._answer("UPDATE", words),
            "close": lambda: self._answer("CLOSE", words or "Ended"),
            "offer": lambda: self.send(self.offer(agency, rest)),
            "offer-real": lambda: self.send(self.offer(agency, rest, "Actual")),
            "warn": lambda: self.warn(words),
            "raw": lambda: self.post(words.encode()),
            "away": lambda: setattr(self, "mood", "away"),
            "back": lambda: setattr(self, "mood", "well"),
            "mute": lambda: setattr(self, "is_mute", True),
            "seen": lambda: "\n".join(f"{each.to}: {each.status} {each.headline}" for each in self.offered),
        }
        if verb not in deeds:
            return f"No such command; one of {', '.join(deeds)}."
        answer = deeds[verb]()
        return "done" if answer is None else f"answered {answer}" if isinstance(answer, int) else str(answer)

    def _answer(self, kind: str, words: str) -> object:
        if not self.offered:
            return "Nothing was offered yet."
        return self.send(self.about(self.offered[-1], kind, narrative=words))


class _Posted(PeerCall):
    server: Hub

    def get(self) -> None:
        self.answer({"alive": True})

    def post(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path == "/tell":
            self._say(KEPT, self.server.done(raw.decode()).encode())
        elif self.status != KEPT or self.server.mood == "rubbish":
            self.answer({})
        else:
            key = self.headers.get("Idempotency-Key", "")
            self._say(self.server.take(raw, key, is_warning=self.path == "/warnings"), b"kept")

    def _say(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET, do_POST = get, post  # noqa: N815 - the names that the library calls


def tell(port: int, words: str) -> str:
    """Say it to a hub that runs already."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=15)
    line.request("POST", "/tell", words.encode())
    return line.getresponse().read().decode()


def _moment() -> str:
    return datetime.now(UTC).replace(microsecond=0).isoformat()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--port", type=int, required=True)
    asked.add_argument("--back", type=int, default=0)
    asked.add_argument("--key", default="")
    asked.add_argument("--tell", default="")
    given = asked.parse_args()
    if given.tell:
        sys.stdout.write(f"{tell(given.port, given.tell)}\n")
        return
    hub = Hub(given.port, given.back, given.key)
    sys.stdout.write(f"ready {hub.port}\n")
    sys.stdout.flush()
    hub.serve_forever()


if __name__ == "__main__":
    main()
