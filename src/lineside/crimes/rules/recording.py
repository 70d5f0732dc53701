"""Recording rules: the clock, the classification, the reasons for no crime. No database here.

Page numbers are those of the Home Office Crime Recording Rules for front line officers and staff 2026/27 (CRR).
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from lineside.kernel.clock import UK
from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import Edition, in_force

DATA = Path(__file__).parents[1] / "data"
RECORD_WITHIN = timedelta(hours=24)
LONGEST_TEXT = 8000
LONGEST_PLACE = 300
SHORTEST_RATIONALE = 10
MOST_PARTIES = 50
LONG_AGO = timedelta(days=365 * 110)  # a crime may be reported as long as its victim lives
HOLD = "crime_decision"  # the closing hold that an incident carries until this room has decided


@dataclass(frozen=True, slots=True, kw_only=True)
class Offence:
    """One row of the notifiable list, with its edition; its code alone is no key."""

    code: str
    offence_class: str
    class_title: str
    title: str
    statute: str
    max_sentence: str
    victim_or_state: str
    is_current: bool
    edition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a recorder chose; title and statute are needed only where code and class leave a doubt."""

    code: str
    offence_class: str
    title: str = ""
    statute: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A person with a part in the crime: one already in the register, or one to be written down now."""

    role: str
    person_id: UUID | None = None
    name: str = ""
    kind: str = "person"
    born_on: date | None = None
    description: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Property or a vehicle with a part in the crime."""

    role: str
    kind: str
    description: str
    mark: str = ""
    value_pence: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A crime as the recorder writes it down."""

    choice: Choice
    parties: tuple[Party, ...] = ()
    items: tuple[Item, ...] = ()
    summary: str = ""
    place_text: str = ""
    place: dict[str, Any] = field(default_factory=dict)
    committed_from: datetime | None = None
    committed_to: datetime | None = None
    late_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoCrime:
    """A decision as the recorder writes it down; `telling` says how the reporting person was told, or why not."""

    reason_code: str
    rationale: str
    told_reporter_at: datetime | None = None
    telling: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A reason of the closed list for recording no crime."""

    code: str
    name: str
    leads_to: str
    paragraph: str
    asks: str
    edition: str


def record_by(first_report_at: datetime) -> datetime:
    """CRR p10: within 24 hours of the first report to the police, wherever it has been since."""
    return first_report_at + RECORD_WITHIN


def check_lateness(*, first_report_at: datetime, recorded_at: datetime, late_reason: str) -> bool:
    """CRR p10: a crime recorded late needs a rationale; true when it is late."""
    due = record_by(first_report_at)
    if recorded_at <= due:
        return False
    if not late_reason.strip():
        day = due.astimezone(UK)
        raise RuleBroken(
            f"The 24 hours from the first report ended at {day:%H:%M} on {day.day} {day:%B}; "
            "say why it is recorded late.",
            "late_reason",
        )
    return True


def offences(on: date) -> Edition:
    return in_force(DATA / "offences", on)


def offence_of(row: dict[str, str], edition: str) -> Offence:
    return Offence(
        code=row["code"],
        offence_class=row["class"],
        class_title=row["class_title"],
        title=row["title"],
        statute=row["statute"],
        max_sentence=row["max_sentence"],
        victim_or_state=row["victim_or_state"],
        is_current=row["current"] == "yes",
        edition=edition,
    )


def check_classification(choice: Choice, on: date, committed_from: datetime | None = None) -> Offence:
    """The offence that is meant, of the edition in force when it is recorded; a refusal says what the list holds."""
    edition = offences(on)
    wanted, code = choice.offence_class.strip().upper(), choice.code.strip()
    of_class = [row for row in edition.rows if row["class"].upper() == wanted]
    if not of_class:
        raise RuleBroken(
            f"Class {wanted[:20] or 'nothing'} is not on the Home Office list in force ({edition.edition}); "
            "choose one that is.",
            "offence_class",
        )
    of_code = [row for row in of_class if row["code"] == code]
    if not of_code:
        raise RuleBroken(_no_such_code(edition, code, wanted), "code")
    found = _the_one(of_code, choice)
    # Compared as moments: a day that somebody typed may lie at the end of the calendar, where none can be converted.
    began = datetime.combine(edition.in_force_from, time.min, UK)
    was_in_its_day = committed_from is not None and committed_from.tzinfo is not None and committed_from < began
    if found["current"] != "yes" and not was_in_its_day:
        raise RuleBroken(
            "That offence has ceased; it can be recorded only with the date, in its day, on which it was committed.",
            "code",
        )
    return offence_of(found, edition.edition)


def _no_such_code(edition: Edition, code: str, wanted: str) -> str:
    classes = sorted({row["class"] for row in edition.rows if row["code"] == code})
    if not classes:
        return f"{code[:20] or 'Nothing'} is not an offence code of the Home Office list in force ({edition.edition})."
    return f"{code} does not stand in class {wanted}; it stands in {', '.join(classes)}."


def _the_one(rows: list[dict[str, str]], choice: Choice) -> dict[str, str]:
    if choice.title:
        rows = [row for row in rows if row["title"] == choice.title]
    if choice.statute:
        rows = [row for row in rows if row["statute"] == choice.statute]
    if not rows:
        raise RuleBroken("The list has no offence of that title and statute under this code and class.", "title")
    if len(rows) > 1:
        raise RuleBroken(
            f"{choice.code} in class {choice.offence_class} names {len(rows)} offences; give title and statute.",
            "title",
        )
    return rows[0]


def check_report(report: Report, offence: Offence, now: datetime) -> None:
    """What a crime must say before it is recorded."""
    if offence.victim_or_state == "V" and not any(party.role == "victim" for party in report.parties):
        # CRR p12: one crime for each specific, intended or identifiable victim; an organisation may be one.
        raise RuleBroken("This is an offence against a victim; say who: a person or an organisation.", "parties")
    if len(report.parties) > MOST_PARTIES or len(report.items) > MOST_PARTIES:
        raise RuleBroken(f"One crime takes at most {MOST_PARTIES} people and {MOST_PARTIES} things.", "parties")
    begin, end = report.committed_from, report.committed_to
    check_moment(begin, "committed_from", now - LONG_AGO, now)
    check_moment(end, "committed_to", now - LONG_AGO, now)
    if begin and end and end < begin:
        raise RuleBroken("It cannot have ended before it began; check the times.", "committed_to")
    check_text(report.summary, "summary")
    check_text(report.late_reason, "late_reason")
    check_text(report.place_text, "place_text", LONGEST_PLACE)


def no_crime_reasons(on: date) -> dict[str, Reason]:
    edition = in_force(DATA / "no_crime_reasons", on)
    return {code: Reason(edition=edition.edition, **row) for code, row in edition.by_code.items()}


def check_no_crime(*, decision: NoCrime, first_report_at: datetime, now: datetime) -> Reason:
    """CRR p10: an auditable decision, and the reporting person told; or the reason why that could not be."""
    reason = no_crime_reasons(now.astimezone(UK).date()).get(decision.reason_code)
    if reason is None:
        raise RuleBroken("That is not on the closed list of reasons; choose one, or record the crime.", "reason_code")
    if len(decision.rationale.strip()) < SHORTEST_RATIONALE:
        raise RuleBroken(f"Write the rationale. It should say: {reason.asks}.", "rationale")
    # A time typed by hand has no seconds.
    check_moment(decision.told_reporter_at, "told_reporter_at", first_report_at.replace(second=0, microsecond=0), now)
    if not decision.telling.strip():
        is_told = decision.told_reporter_at is not None
        what = "how the reporting person was told" if is_told else "why the reporting person has not been told"
        raise RuleBroken(f"Say {what}.", "telling")
    check_text(decision.rationale, "rationale")
    check_text(decision.telling, "telling")
    return reason


def check_moment(at: datetime | None, field: str, earliest: datetime, latest: datetime) -> None:
    """A time that somebody typed: with its offset, and within what is possible."""
    if at is None:
        return
    if at.tzinfo is None:
        raise RuleBroken("Give the time with its offset from UTC.", field)
    if at > latest:
        raise RuleBroken("That time is in the future; check it.", field)
    if at < earliest:
        raise RuleBroken("That time is too early to be right; check it.", field)


def check_text(text: str, field: str, longest: int = LONGEST_TEXT) -> None:
    if len(text) > longest:
        raise RuleBroken(f"Keep this to {longest} characters; it has {len(text)}.", field)
    if any(ord(letter) < ord(" ") and letter not in "\n\t\r" for letter in text):
        raise RuleBroken("There is a control character in this; take it out.", field)


def reference(year: int, serial: int) -> str:
    """Two digits of the year and seven of the serial: 260000123."""
    return f"{year % 100:02}{serial:07}"
