"""What a look-up must say before it is asked. No database."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import Edition, in_force

PURPOSES = Path(__file__).parent / "data" / "purposes"
ASKED, MATCHED, NONE, REFUSED, UNCLEAR, UNANSWERED = "asked", "matched", "none", "refused", "unclear", "unanswered"
WORDS = {
    ASKED: "asked; no answer was recorded",
    MATCHED: "matched",
    NONE: "no record",
    REFUSED: "refused",
    UNCLEAR: "the answer could not be read",
    UNANSWERED: "no answer",
}
PERSON, VEHICLE, PROPERTY = "person", "vehicle", "property"
KINDS = {PERSON: "Person", VEHICLE: "Vehicle", PROPERTY: "Property"}
SHORTEST_REASON = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUpFacts:
    """What is looked for, why, and for whom."""

    kind: str
    purpose: str
    reason: str
    originator: str
    reference: str = ""  # of the incident, contact or alert it belongs to
    name: str = ""
    born: str = ""
    vrm: str = ""
    serial: str = ""


def purposes(on: date) -> Edition:
    return in_force(PURPOSES, on)


def purpose_label(code: str, on: date) -> str:
    return str(purposes(on).by_code.get(code, {}).get("label", code))


def check_look_up(facts: LookUpFacts, on: date) -> dict[str, str]:
    """What is asked of the database, by our names; without purpose, reason and originator nothing is."""
    if facts.kind not in KINDS:
        raise RuleBroken("Look for a person, a vehicle or property.", "kind")
    if facts.purpose not in purposes(on).by_code:
        raise RuleBroken("Choose the purpose of the look-up from the list.", "purpose")
    if len(facts.reason.strip()) < SHORTEST_REASON:
        raise RuleBroken("Say why you look, so that somebody else understands it later.", "reason")
    if not facts.originator.strip():
        raise RuleBroken("Say for whom you look: name or collar number; yourself is one answer.", "originator")
    return _ASKED[facts.kind](facts)


def _person(facts: LookUpFacts) -> dict[str, str]:
    name = " ".join(facts.name.split())
    if len(name) < 2:  # noqa: PLR2004 - one letter would find everybody
        raise RuleBroken("Give the person's name.", "name")
    born = facts.born.strip()
    if born and not _is_day(born):
        raise RuleBroken("Give the date of birth as 1990-02-01, or leave it empty.", "born")
    return {"name": name, "born": born} if born else {"name": name}


def _vehicle(facts: LookUpFacts) -> dict[str, str]:
    vrm = re.sub(r"[\s-]", "", facts.vrm).upper()
    if not re.fullmatch(r"[A-Z0-9]{2,8}", vrm):
        raise RuleBroken("Give the registration, as AB12 CDE.", "vrm")
    return {"vrm": vrm}


def _property(facts: LookUpFacts) -> dict[str, str]:
    serial = "".join(facts.serial.split()).upper()
    if not 3 <= len(serial) <= 60:  # noqa: PLR2004 - what can be a serial number
        raise RuleBroken("Give the serial number.", "serial")
    return {"serial": serial}


_ASKED = {PERSON: _person, VEHICLE: _vehicle, PROPERTY: _property}


def _is_day(text: str) -> bool:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
