"""A national database, as a process of its own, of invented persons, vehicles and things.

    python -m lineside.gateways.pnc.peer --port 4996

Who is named Nobody has no record; Many has two; Slow is never answered; Blocked is refused. A registration or serial
that ends with 0 has no record. Everybody else has one.
"""

import time
from contextlib import suppress
from typing import Any

from lineside.exchanges.testing import WELL, PeerCall, PeerSystem, serve

HELD_FOR = 8.0


class NationalDatabase(PeerSystem):
    """What it was asked, and how it is: well, away (503), or rubbish."""

    def __init__(self, port: int = 0) -> None:
        super().__init__(_Exchange, port)
        self.asked: list[dict[str, str]] = []

    def answer(self, asked: dict[str, str]) -> dict[str, Any]:
        self.asked.append(asked)
        ref, sought = asked.get("transactionRef", ""), asked.get("name") or asked.get("identifier") or ""
        if "Blocked" in sought:
            return {"transactionRef": ref, "outcome": "DENIED", "text": "Not at your level of access"}
        if "Nobody" in sought or sought.endswith("0"):
            return {"transactionRef": ref, "outcome": "NO TRACE"}
        records = [_record(asked, sought, number) for number in range(2 if "Many" in sought else 1)]
        return {"transactionRef": ref, "outcome": "TRACE", "records": records}


def _record(asked: dict[str, str], sought: str, number: int) -> dict[str, Any]:
    if asked.get("service") != "NAMES":
        return {"recordId": f"V{abs(hash(sought)) % 10**6}", "label": sought, "reports": ["LOST OR STOLEN"]}
    return {
        "recordId": f"90/{1000 + number}A",
        "label": sought.upper(),
        "born": asked.get("born") or f"198{number}-05-0{number + 1}",
        "signals": ["VIOLENT", "CONCEALS"] if number == 0 else [],
        "reports": ["WANTED: FAILED TO APPEAR"] if number == 0 else [],
        "address": "1 Invented Row, Leeds",
    }


class _Exchange(PeerCall):
    server: NationalDatabase

    def get(self) -> None:
        self.answer({"alive": True})

    def post(self) -> None:
        asked: Any = {}
        with suppress(ValueError):
            asked = self.sent()
        if self.status == WELL and "Slow" in str(asked.get("name", "")):
            time.sleep(HELD_FOR)
        else:
            self.answer(self.server.answer(asked) if self.status == WELL else {})

    do_GET, do_POST = get, post  # noqa: N815 - the names that the library calls


if __name__ == "__main__":
    serve(__doc__, NationalDatabase)
