"""Crimes of an old system: what each must say before it is moved in, and the class that it is kept under."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache

from lineside.crimes.rules.recording import DATA, LONGEST_PLACE, Offence, check_text, offence_of, offences
from lineside.kernel.clock import UK
from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import in_force

LONGEST_REFERENCE, LONGEST_CODE, LONGEST_TITLE, LONGEST_NAME = 12, 10, 200, 200
STATES = ("recorded", "finalised", "cancelled")
OF_THEIR_DAY = "of its day"  # the edition of an offence that our list does not hold
OURS = re.compile(r"(\d\d)\d{7}")
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)  # keys hold moments since then
YEARS_AHEAD = 50  # of two digits: a greater distance is a year that is over
REFERENCE = re.compile(r"[A-Z0-9][A-Z0-9.\-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class OldCrime:
    """A crime as the old system had it; a title is needed only where our list has no such offence."""

    reference: str
    recorded_at: datetime
    offence_class: str
    offence_code: str = ""
    title: str = ""
    summary: str = ""
    place_text: str = ""
    committed_from: datetime | None = None
    committed_to: datetime | None = None
    first_report_at: datetime | None = None
    state: str = "finalised"
    outcome: str = ""
    outcome_at: datetime | None = None
    recorded_by: str = ""


def check_old_crime(crime: OldCrime, now: datetime) -> None:
    check_old_reference(crime.reference)
    found, year = OURS.fullmatch(crime.reference), now.astimezone(UK).year
    if found and (int(found[1]) - year) % 100 < YEARS_AHEAD:
        raise RuleBroken("This is a number that may be given here yet; let the mapping alter it.", "reference")
    if crime.state not in STATES:
        raise RuleBroken(f"{crime.state[:20]!r} is no state; there are {', '.join(STATES)}.", "state")
    if crime.outcome:
        old_outcome(crime, now.astimezone(UK).date())
    _check_times(crime, now)
    for name, longest in (("offence_class", LONGEST_CODE), ("offence_code", LONGEST_CODE), ("title", LONGEST_TITLE),
                          ("recorded_by", LONGEST_NAME), ("place_text", LONGEST_PLACE)):  # fmt: skip
        check_text(getattr(crime, name), name, longest)
    check_text(crime.summary, "summary")
    old_offence(crime, now.astimezone(UK).date())


def _check_times(crime: OldCrime, now: datetime) -> None:
    if crime.recorded_at < EARLIEST:
        raise RuleBroken("recorded_at lies before 1970; check it.", "recorded_at")
    if crime.recorded_at > now:
        raise RuleBroken("recorded_at lies in the future; check it.", "recorded_at")
    if crime.outcome_at and not crime.recorded_at <= crime.outcome_at <= now:
        raise RuleBroken("It had its outcome after it was recorded, and not in the future.", "outcome_at")
    if crime.first_report_at and crime.first_report_at > crime.recorded_at:
        raise RuleBroken("It cannot have been recorded before it was reported; check the times.", "first_report_at")
    if crime.committed_from and crime.committed_to and crime.committed_to < crime.committed_from:
        raise RuleBroken("It cannot have ended before it began; check the times.", "committed_to")


def check_old_reference(reference: str) -> None:
    """People read it out and type it: capitals, digits, dots and dashes."""
    if len(reference) > LONGEST_REFERENCE:
        raise RuleBroken(
            f"The number {reference[:60]!r} is longer than {LONGEST_REFERENCE}; let the mapping give a shorter one."
        )
    if not REFERENCE.fullmatch(reference):
        raise RuleBroken(f"The number {reference[:60]!r} holds more than capitals, digits, dots and dashes.")


def old_outcome(crime: OldCrime, today: date) -> tuple[str, str]:
    """The name of the outcome in our list, and the edition of that."""
    edition = in_force(DATA / "outcomes", today)
    if crime.outcome not in edition.by_code:
        raise RuleBroken(f"{crime.outcome[:20]!r} is no outcome of our list; correct the mapping.", "outcome")
    if crime.state != "finalised":
        raise RuleBroken("It has an outcome and is not finalised; correct one of them.", "outcome")
    return str(edition.by_code[crime.outcome]["name"]), edition.edition


def old_offence(crime: OldCrime, today: date) -> Offence:
    """The row of our list, ceased ones too; where it has none or several, what the old system called it."""
    rows = _by_class_and_code(today).get((crime.offence_class, crime.offence_code), [])
    named = [each for each in rows if each.title == crime.title] or rows
    if len(named) == 1:
        return named[0]
    if not crime.title:
        found = "several offences" if rows else "no offence"
        raise RuleBroken(
            f"Class {crime.offence_class!r} with code {crime.offence_code!r} is {found} of our list; give its title.",
            "title",
        )
    return Offence(
        code=crime.offence_code,
        offence_class=crime.offence_class,
        class_title=rows[0].class_title if rows else crime.title,
        title=crime.title,
        statute="",
        max_sentence="",
        victim_or_state="",
        is_current=False,
        edition=OF_THEIR_DAY,
    )


@lru_cache(maxsize=4)
def _by_class_and_code(today: date) -> dict[tuple[str, str], list[Offence]]:
    edition, found = offences(today), dict[tuple[str, str], list[Offence]]()
    for row in edition.rows:
        found.setdefault((row["class"], row["code"]), []).append(offence_of(row, edition.edition))
    return found
