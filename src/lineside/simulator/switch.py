"""A call of the stream as the moments that a switch would tell. Pure."""

import random
from dataclasses import dataclass
from typing import Any

from lineside.simulator.demand import Contact

HOLD_SHARE = 0.06
TRANSFER_SHARE = 0.04
SILENT_WAIT = 12
SIMULATED = {"simulated": "yes"}


@dataclass(frozen=True)
class Moment:
    """One event and how many seconds after the first ring it comes."""

    after_s: float
    kind: str
    facts: dict[str, str]


def patience(call: Contact) -> int:
    return min(call.patience_s, SILENT_WAIT) if call.silent else call.patience_s


def rings_for(call: Contact) -> int:
    """The seconds after which it is answered or given up, when nobody at a desk takes it before."""
    return min(patience(call), call.wait_s)


def moments(call: Contact, taken_s: float | None = None) -> list[Moment]:
    """Offered; then answered and ended, or abandoned when patience ends first; `taken_s` is when a desk took it."""
    told = [Moment(0, "offered", SIMULATED)]
    if taken_s is None and patience(call) < call.wait_s:
        return [*told, Moment(patience(call), "abandoned", {"why": "hung up"})]
    answered = call.wait_s if taken_s is None else taken_s
    # Nobody hears a caller before the call is answered.
    told.append(Moment(answered, "answered", {**SIMULATED, "says": call.text or "(silence)"}))
    dice = random.Random(call.key)  # noqa: S311 - repeatable is the point
    if dice.random() < HOLD_SHARE:
        told.append(Moment(answered + call.talk_s * 0.4, "held", {"on": "yes"}))
        told.append(Moment(answered + call.talk_s * 0.5, "held", {"on": "no"}))
    if dice.random() < TRANSFER_SHARE:
        told.append(Moment(answered + call.talk_s * 0.8, "transferred", {"how": "blind", "to": "control room"}))
    return [*told, Moment(answered + call.talk_s, "ended", {"why": "hung up"})]


def event_body(call: Contact, moment: Moment, number: int, at: str) -> dict[str, Any]:
    """The neutral call event; its `event_id` is the same at every try."""
    return {
        "event_id": f"{call.key}-{number}",
        "call_id": call.key,
        "kind": moment.kind,
        "at": at,
        "number": call.person.number,
        "line_type": call.lands,
        "name": "" if call.silent else call.person.name,
        "facts": moment.facts,
    }
