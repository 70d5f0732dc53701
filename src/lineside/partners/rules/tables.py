"""The dated tables of the room: the directory of agencies, their kinds, and what comes of ringing one."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import Edition, editions, in_force
from lineside.partners.rules.states import RingOutcome

DATA = Path(__file__).parents[1] / "data"
MAIT, CAP, TELEPHONE = "mait", "cap", "telephone"
POLICE = "police"
BY_WIRE = (MAIT, CAP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """One agency of the directory."""

    code: str
    label: str
    kind: str
    areas: tuple[str, ...]
    routes: tuple[str, ...]
    wire_id: str
    cap_sender: str
    telephone: str
    backup: str
    email: str
    talkgroup: str
    give: str
    accept_within: timedelta
    tested_on: str

    @property
    def wire(self) -> str:
        """The first route that a machine carries; nothing where only a person can tell them."""
        return next((each for each in self.routes if each in BY_WIRE), "")


def table(name: str, on: date) -> Edition:
    return in_force(DATA / name, on)


def agencies(on: date) -> tuple[Agency, ...]:
    return tuple(_agency(row) for row in table("agencies", on).rows)


def _agency(row: dict[str, Any]) -> Agency:
    lists: dict[str, Any] = {name: tuple(row[name]) for name in ("areas", "routes")}
    whole = {name: value for name, value in row.items() if name != "accept_seconds"} | lists
    return Agency(**whole, accept_within=timedelta(seconds=row["accept_seconds"]))


def agency_of(code: str, on: date) -> Agency:
    found = next((each for each in agencies(on) if each.code == code.strip().upper()), None)
    if found is None:
        raise RuleBroken("That is no agency of the directory; choose one from the list.", "agency")
    return found


def agency_known(code: str) -> Agency | None:
    """Of any edition: a record keeps its agency for good."""
    found = [each.by_code[code] for each in editions(DATA / "agencies") if code in each.by_code]
    return _agency(found[-1]) if found else None


def agency_at(wire_id: str, on: date) -> Agency | None:
    """Who speaks from this address of the wire."""
    return next((each for each in agencies(on) if each.wire_id and each.wire_id == wire_id.strip().lower()), None)


def agency_of_sender(cap_sender: str, on: date) -> Agency | None:
    """Who sends CAP warnings under this name."""
    said = cap_sender.strip().lower()
    return next((each for each in agencies(on) if each.cap_sender and each.cap_sender == said), None)


def for_area(area: str, on: date) -> tuple[Agency, ...]:
    """Those of the area first, then those of everywhere, then the rest: nobody is out of reach."""
    return tuple(sorted(agencies(on), key=lambda each: 0 if area in each.areas else 1 if not each.areas else 2))


def tells(kind: str, on: date) -> tuple[str, ...]:
    """Which facts of a person an agency of this kind is told; of a kind that nobody knows, none."""
    return tuple(table("agency_kinds", on).by_code.get(kind, {}).get("tells", ()))


def kind_label(kind: str, on: date) -> str:
    return str(table("agency_kinds", on).by_code.get(kind, {}).get("label", kind))


def ring_outcomes(on: date) -> tuple[RingOutcome, ...]:
    return tuple(
        RingOutcome(
            code=row["code"],
            label=row["label"],
            becomes=row["becomes"],
            needs_name=row["needs_name"],
            again=timedelta(seconds=row["again_seconds"]),
        )
        for row in table("ring_outcomes", on).rows
    )


def check_ring(code: str, name: str, words: str, on: date) -> RingOutcome:
    """An outcome, and nothing else, ends the task to ring."""
    found = next((each for each in ring_outcomes(on) if each.code == code), None)
    if found is None:
        raise RuleBroken("Say what came of ringing; choose from the list.", "outcome")
    if found.needs_name and not name.strip():
        raise RuleBroken("Give the name of who you spoke to.", "spoke_to")
    if found.becomes == "rejected" and not words.strip():
        raise RuleBroken("Say why they do not take it.", "words")
    return found
