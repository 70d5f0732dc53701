"""An HR system, as a process of its own: it keeps each notice once, by its key, and says so.

    python -m lineside.gateways.hr.peer --port 4997

A collar number that ends in 9 is nobody's here, and refused. `deaf` is kept without an answer, as when a line breaks.
"""

from collections import Counter
from contextlib import suppress
from typing import Any

from lineside.exchanges.testing import PeerCall, PeerSystem, serve


class HrSystem(PeerSystem):
    """The notices that were kept, by their key."""

    def __init__(self, port: int = 0) -> None:
        super().__init__(_Exchange, port)
        self.kept: dict[str, dict[str, str]] = {}
        self.came: Counter[str] = Counter()

    def take(self, notice: dict[str, str]) -> dict[str, str]:
        key = str(notice.get("messageId", ""))
        self.came[key] += 1
        if str(notice.get("staffNumber", "")).endswith("9"):
            return {"messageId": key, "outcome": "REJECTED", "text": "No such member of staff"}
        known = key in self.kept
        self.kept.setdefault(key, notice)
        return {"messageId": key, "outcome": "DUPLICATE" if known else "STORED", "recordId": f"ABS-{len(self.kept)}"}


class _Exchange(PeerCall):
    server: HrSystem

    def get(self) -> None:
        self.answer({"alive": True})

    def post(self) -> None:
        with suppress(ValueError, AttributeError):
            notice: Any = self.sent()
            if self.server.mood == "away":
                self.answer({})
                return
            told = self.server.take(notice)
            if self.server.mood != "deaf":
                self.answer(told)

    do_GET, do_POST = get, post  # noqa: N815 - the names that the library calls


if __name__ == "__main__":
    serve(__doc__, HrSystem)
