"""From what a row tells to the record that it becomes, checked by the rules of the room whose record it is."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from lineside.crimes.commands import MovedCrime
from lineside.crimes.queries import OldCrime, check_old_crime, crimes_numbered
from lineside.extracts.rules import LINES, LINKS, LOGS, OCCURRENCES, PERSONS, SUBJECTS, Read
from lineside.gazetteer.queries import areas
from lineside.incidents.commands import MovedLine, MovedLog, line_key
from lineside.incidents.queries import (
    OldLine,
    OldLog,
    check_old_line,
    check_old_log,
    incident_row,
    logs_numbered,
    old_key,
)
from lineside.kernel.clock import now, uk_day
from lineside.kernel.errors import RuleBroken
from lineside.kernel.keys import uuid7
from lineside.pole.commands import MovedLink, MovedPerson
from lineside.pole.queries import PERSON_ROLES, PersonFacts, Subject, check_person

PLACE = ("crs", "lat", "lon", "area")
SUBJECT_KINDS = {"log": "incident", "occurrence": "crime"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The keys of records that rows name, and the numbers that other records have already."""

    keys: Mapping[tuple[str, str], UUID]
    taken: set[tuple[str, str]]
    numbers: set[tuple[str, str]]  # those that rows of this run have taken; each that is built adds its own

    def key(self, kind: str, reference: str) -> UUID:
        found = self.keys.get((kind, reference))
        if found is None:
            raise RuleBroken(f"{reference[:60]!r} is not among the {kind} that were moved in; move those in first.")
        return found

    def take(self, kind: str, number: str) -> None:
        if (kind, number) in self.taken or (kind, number) in self.numbers:
            raise RuleBroken(f"The number {number} is another record's already; let the mapping alter it.")
        self.numbers.add((kind, number))


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """The record under its new key; of an occurrence also the log that it needs, where it came without one."""

    key: UUID
    record: Any
    log: MovedLog | None = None


def _person(facts: Read, _: Known, __: int) -> Built:
    person = PersonFacts(
        name=facts["name"],
        kind=facts.get("kind") or "person",
        born_on=facts.get("born_on"),
        description=facts.get("description", ""),
        phones=(facts["phone"],) if facts.get("phone") else (),
        emails=(facts["email"],) if facts.get("email") else (),
    )
    check_person(person, uk_day(now()))
    key = uuid7()
    return Built(key=key, record=MovedPerson(id=key, facts=person))


def _log(facts: Read, known: Known, number: int) -> Built:
    names = ("opened_at", "closed_at", "first_contact_at", "summary", "opening_code", "grade", *PLACE, "headcode",
             "informant_name", "informant_number", "opened_by", "result")  # fmt: skip
    log = OldLog(**_told(facts, names), reference=_number(facts), place_text=facts.get("place", ""),
                 is_restricted=bool(facts.get("restricted")))  # fmt: skip
    moved = _checked(log, facts["reference"], number)
    known.take(LOGS, log.reference)
    return Built(key=moved.id, record=moved)


def _checked(log: OldLog, was: str, number: int, crimes: tuple[str, ...] = ()) -> MovedLog:
    check_old_log(log, now(), str(settings.FORCE_PREFIX))
    if log.area and log.area not in {each.code for each in areas()}:
        raise RuleBroken(f"{log.area[:20]!r} is no area of ours; correct the mapping.")
    return MovedLog(id=old_key(log.opened_at, number), was=was, log=log, crimes=crimes)


def _line(facts: Read, known: Known, number: int) -> Built:
    log_key = known.key(LOGS, facts["log"])
    line = OldLine(at=facts["at"], text=facts["text"], by=facts.get("by", ""))
    check_old_line(line, now())
    key = line_key(log_key, line, number + 1)
    return Built(key=key, record=MovedLine(id=key, incident_id=log_key, line=line))


def _occurrence(facts: Read, known: Known, number: int) -> Built:
    names = ("recorded_at", "first_report_at", "committed_from", "committed_to", "offence_class", "offence_code",
             "title", "summary", "outcome", "outcome_at", "recorded_by")  # fmt: skip
    crime = OldCrime(**_told(facts, names), reference=_number(facts), place_text=facts.get("place", ""),
                     state=facts.get("state") or "finalised")  # fmt: skip
    check_old_crime(crime, now())
    own = None if facts.get("log") else _own_log(crime, facts, number)
    log_id = own.id if own else known.key(LOGS, facts["log"])
    if own is None and facts.get("restricted"):
        _refuse_open(log_id)
    known.take(OCCURRENCES, crime.reference)
    if own:
        known.take(LOGS, own.log.reference)
    key = old_key(crime.recorded_at, number)
    return Built(key=key, record=MovedCrime(id=key, incident_id=log_id, crime=crime, has_own=bool(own)), log=own)


def _refuse_open(log_id: UUID) -> None:
    """A crime is seen by who sees its log, so a restricted one on an open log would be everybody's."""
    log = incident_row(log_id)
    if log and not log.is_restricted:
        raise RuleBroken("It is restricted and its log is not; restrict the log in its own extract first.")


def _own_log(crime: OldCrime, facts: Read, number: int) -> MovedLog:
    """A crime stands on a log: one that the old system knew without gets one, which is over."""
    if not facts.get("opening_code"):
        raise RuleBroken("It names no log, and the mapping gives no opening_code for one of its own.")
    opened: datetime = min(crime.first_report_at or crime.recorded_at, crime.recorded_at)
    log = OldLog(
        reference=crime.reference,
        opened_at=opened,
        closed_at=crime.recorded_at,
        summary=crime.summary.strip() or crime.title or f"Crime {crime.reference}",
        opening_code=facts["opening_code"],
        place_text=crime.place_text,
        opened_by=crime.recorded_by,
        is_restricted=bool(facts.get("restricted")),
        **_told(facts, PLACE),
    )
    return _checked(log, facts["reference"], number, (crime.reference,))


def _link(facts: Read, known: Known, _: int) -> Built:
    if facts["subject"] not in SUBJECTS:
        raise RuleBroken(f"subject: {facts['subject'][:60]!r} is neither log nor occurrence.")
    if facts["role"] not in PERSON_ROLES:
        raise RuleBroken(f"role: {facts['role'][:60]!r} is none of {', '.join(PERSON_ROLES)}.")
    person = known.key(PERSONS, facts["person"])
    subject = known.key(SUBJECTS[facts["subject"]], facts["subject_reference"])
    key = uuid7()
    part = Subject(kind=SUBJECT_KINDS[facts["subject"]], id=subject, role=facts["role"])
    return Built(key=key, record=MovedLink(id=key, person_id=person, subject=part))


def _told(facts: Read, names: Sequence[str]) -> dict[str, Any]:
    """Those that the row tells; what it leaves empty is as if it had not been mapped."""
    return {name: facts[name] for name in names if facts.get(name) not in (None, "")}


def _number(facts: Read) -> str:
    """By which desks know it: as the mapping says, or the old reference in what may stand in an address."""
    return str(facts.get("number") or re.sub(r"[^A-Z0-9.]+", "-", str(facts["reference"]).upper()).strip("-"))


def _logs_taken(told: Sequence[Read]) -> set[tuple[str, str]]:
    return {(LOGS, number) for number in logs_numbered([_number(facts) for facts in told])}


def _crimes_taken(told: Sequence[Read]) -> set[tuple[str, str]]:
    numbers = [_number(facts) for facts in told]
    return {(OCCURRENCES, number) for number in crimes_numbered(numbers)} | _logs_taken(told)


def _none_taken(_: Sequence[Read]) -> set[tuple[str, str]]:
    return set()


Build = Callable[[Read, Known, int], Built]
Taken = Callable[[Sequence[Read]], set[tuple[str, str]]]
BUILDERS: dict[str, tuple[Build, Taken]] = {
    PERSONS: (_person, _none_taken),
    LOGS: (_log, _logs_taken),
    LINES: (_line, _none_taken),
    OCCURRENCES: (_occurrence, _crimes_taken),
    LINKS: (_link, _none_taken),
}
