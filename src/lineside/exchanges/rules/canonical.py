"""The exchange in our own words (control_room.md d.2): what every format is read into and written from."""

from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from lineside.kernel.errors import RuleBroken

CREATE, UPDATE, ACK, ACCEPT, REJECT = "CREATE", "UPDATE", "ACK", "ACCEPT", "REJECT"
RESOURCE_REQUEST, RESOURCE_STATUS, INFO = "RESOURCE_REQUEST", "RESOURCE_STATUS", "INFO"
CLOSE, CANCEL, PING = "CLOSE", "CANCEL", "PING"
TYPES = (CREATE, UPDATE, ACK, ACCEPT, REJECT, RESOURCE_REQUEST, RESOURCE_STATUS, INFO, CLOSE, CANCEL, PING)
ACTUAL, EXERCISE, TEST = "Actual", "Exercise", "Test"
STATUSES = (ACTUAL, EXERCISE, TEST)
ROLES = ("INFORMANT", "VICTIM", "SUSPECT", "WITNESS", "CASUALTY", "MISSING")
LONGEST_HEADLINE, LONGEST_WORDS, LONGEST_SHORT, MOST_OF_A_LIST = 300, 4000, 300, 50
LISTS = ("people", "requested", "resources")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody of the incident, as far as the other agency needs to know them."""

    role: str = "INFORMANT"
    name: str = ""
    phone: str = ""
    safe_to_call: bool = True
    vulnerability: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked of the other agency."""

    kind: str = ""
    quantity: str = "1"
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """What an agency has sent or holds ready."""

    call_sign: str = ""
    kind: str = ""
    status: str = ""
    eta: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One message between two agencies about one shared incident."""

    exchange_id: str
    kind: str
    sender: str  # the agency's address on the wire
    to: str
    sent_at: datetime
    shared_id: str
    status: str = ACTUAL
    seq: int = 1
    in_reply_to: str = ""
    desk: str = ""
    operator: str = ""
    phone: str = ""
    own_ref: str = ""
    their_ref: str = ""
    opened_at: datetime | None = None
    type_local: str = ""
    grade: str = ""
    headline: str = ""
    narrative: str = ""
    is_major: bool = False
    hazards: str = ""
    place: str = ""
    place_status: str = ""
    lat: float | None = None
    lon: float | None = None
    crs: str = ""
    headcode: str = ""
    rendezvous: str = ""
    access: str = ""
    talkgroup: str = ""
    marking: str = ""
    people: tuple[Person, ...] = field(default=())
    requested: tuple[Wanted, ...] = field(default=())
    resources: tuple[Resource, ...] = field(default=())


def as_facts(said: Exchange) -> dict[str, Any]:
    """As it is kept: plain values, nothing that is empty."""
    whole = asdict(said)
    for name in ("sent_at", "opened_at"):
        whole[name] = whole[name].isoformat() if whole[name] else None
    return {name: value for name, value in whole.items() if value not in ("", None, (), [], False)}


def of_facts(facts: dict[str, Any]) -> Exchange:
    """The message as it was kept."""
    whole = dict(facts)
    for name in ("sent_at", "opened_at"):
        if whole.get(name):
            whole[name] = datetime.fromisoformat(whole[name])
    for name, kind in (("people", Person), ("requested", Wanted), ("resources", Resource)):
        whole[name] = tuple(kind(**each) for each in whole.get(name, ()))
    return Exchange(**whole)


def minimised(said: Exchange, tells: tuple[str, ...]) -> Exchange:
    """Of each person no more than an agency of this kind needs (d.2: fire does not need the informant's name)."""
    people = tuple(
        Person(**{name: value for name, value in asdict(each).items() if name in tells}) for each in said.people
    )
    return replace(said, people=tuple(each for each in people if each != Person(role=each.role) or "role" in tells))


def check_exchange(said: Exchange) -> Exchange:
    """What came is of the shape that we know and within bounds; every fault is one sentence for a person."""
    if said.kind not in TYPES:
        raise RuleBroken(f"Its type {said.kind[:30]!r} is none that we know.")
    if said.status not in STATUSES:
        raise RuleBroken(f"Its status {said.status[:30]!r} is none that we know; ask its sender whether it is real.")
    for name, longest in (("headline", LONGEST_HEADLINE), ("narrative", LONGEST_WORDS)):
        if len(getattr(said, name)) > longest:
            raise RuleBroken(f"Its {name} is longer than {longest} characters.")
    if any(len(getattr(said, name)) > MOST_OF_A_LIST for name in LISTS):
        raise RuleBroken(f"It lists more than {MOST_OF_A_LIST} of one thing.")
    if any(len(str(value)) > LONGEST_SHORT for value in _short_values(said)):
        raise RuleBroken(f"One of its facts is longer than {LONGEST_SHORT} characters.")
    if said.kind == CREATE and not (said.headline or said.narrative):
        raise RuleBroken("It offers an incident and says nothing of it.")
    return said


def _short_values(said: Exchange) -> list[object]:
    whole = asdict(said)
    inside = [value for name in LISTS for each in whole.pop(name) for value in each.values()]
    return [value for name, value in whole.items() if name not in ("headline", "narrative")] + inside
