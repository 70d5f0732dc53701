"""A radio system, as a process of its own: it carries each order out once, by its number.

    python -m lineside.gateways.radio.peer --port 4998

The last digit of the ISSI says how it goes: 9 is no subscriber and refused; 8 is switched off, so the order is accepted
and done at the third asking; 7 is kept and never answered; any other is done at once.
"""

import time
from collections import Counter
from contextlib import suppress
from typing import Any

from lineside.exchanges.testing import PeerCall, PeerSystem, serve

DONE_AT = 3
HELD_FOR = 8.0


class RadioSystem(PeerSystem):
    """Which radios are disabled, and every order that ever came."""

    def __init__(self, port: int = 0) -> None:
        super().__init__(_Exchange, port)
        self.disabled: set[str] = set()
        self.orders: dict[str, dict[str, str]] = {}
        self.carried_out: Counter[str] = Counter()  # how often each order did something
        self.askings: Counter[str] = Counter()

    def take(self, order: dict[str, str]) -> dict[str, str]:
        ref = str(order.get("orderRef", ""))
        self.orders.setdefault(ref, order)
        return self.stands(ref)

    def stands(self, ref: str) -> dict[str, str]:
        order = self.orders.get(ref)
        if order is None:
            return {"orderRef": ref, "status": "UNKNOWN"}
        issi = str(order.get("subscriber", ""))
        self.askings[ref] += 1
        if issi.endswith("9"):
            return {"orderRef": ref, "status": "REFUSED", "text": "No such subscriber in this fleet"}
        if issi.endswith("8") and self.askings[ref] < DONE_AT:
            return {"orderRef": ref, "status": "ACCEPTED", "text": "Not registered; sent when it is heard"}
        if not self.carried_out[ref]:
            self.carried_out[ref] += 1
            change = self.disabled.add if order.get("operation") == "DISABLE" else self.disabled.discard
            change(issi)
        return {"orderRef": ref, "status": "DONE"}


class _Exchange(PeerCall):
    server: RadioSystem

    def get(self) -> None:
        ref = self.path.rpartition("/")[2]
        self.answer({"alive": True} if ref == "alive" else self.server.stands(ref))

    def post(self) -> None:
        with suppress(ValueError, AttributeError):
            order: Any = self.sent()
            if self.server.mood != "away":
                stands = self.server.take(order)
                if self.server.mood == "mute" or str(order.get("subscriber", "")).endswith("7"):
                    time.sleep(HELD_FOR)
                    return
                self.answer(stands)
                return
        self.answer({})

    do_GET, do_POST = get, post  # noqa: N815 - the names that the library calls


if __name__ == "__main__":
    serve(__doc__, RadioSystem)
