"""What became of a recorded crime, and what the rules ask before anything more is decided on it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lineside.crimes.models import Cancellation, Classification, Crime, CrimeOutcome, CrimeTelling, CrimeTransfer
from lineside.crimes.permissions import CanCrime
from lineside.crimes.rules.cancelling import CancellationKind, asked_for_cancelling, cancellation_kinds
from lineside.crimes.rules.conditions import Condition, authorities
from lineside.crimes.rules.flagging import crime_flags
from lineside.crimes.rules.outcomes import TYPES, OutcomeType, asked_for, outcome_types
from lineside.crimes.rules.standing import Standing
from lineside.finding.queries import row_of
from lineside.gazetteer.queries import nation_at
from lineside.incidents.queries import incident as seen_incident
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import permit
from lineside.kernel.errors import NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class FinalRow:
    """An outcome that was given, or the cancellation with the information that it rests on."""

    code: str
    name: str
    paragraph: str
    edition: str
    rationale: str
    authorised_by: str
    told_victim_at: datetime | None
    telling: str
    at: datetime
    by: str
    is_cancelling: bool = False
    arose: str = ""
    came_from: str = ""
    verified: str = ""
    changes: str = ""
    other_reference: str = ""


INFORMATION = ("arose", "came_from", "verified", "changes", "other_reference")


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferRow:
    """A crime that was offered to another force."""

    id: UUID
    version: int
    crime_id: UUID
    force: str
    state: str
    rationale: str
    reference: str
    reference_kind: str
    answer: str
    sent_at: datetime
    sent_by: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TellingRow:
    """Somebody who is told before a decision: awaited until it is settled, and used by what was decided."""

    subject_id: UUID
    reference: str
    about: str
    settled_at: datetime | None
    told_at: datetime | None
    words: str
    by_name: str
    used_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedRow:
    """Something to confirm: it must be, or it may be where it is so."""

    code: str
    must: bool
    says: str
    paragraph: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagRow:
    code: str
    name: str
    is_mandatory: bool
    paragraph: str


def finals_of(actor: Actor, crime_id: UUID) -> list[FinalRow]:
    """Outcomes in the order in which they were given, and the cancellation at the end."""
    seen_crime(actor, crime_id)
    return finals_in(crime_id)


def finals_in(crime_id: UUID) -> list[FinalRow]:
    """The same for who has seen the crime already."""
    rows: list[CrimeOutcome | Cancellation] = [*CrimeOutcome.objects.filter(crime_id=crime_id).order_by("id")]
    rows += Cancellation.objects.filter(crime_id=crime_id)
    return [
        FinalRow(
            code=row.code,
            name=row.name,
            paragraph=row.paragraph,
            edition=row.edition,
            rationale=row.rationale,
            authorised_by=row.authorised_by,
            told_victim_at=row.told_victim_at,
            telling=row.telling,
            at=row.at,
            by=row.by_name,
            is_cancelling=isinstance(row, Cancellation),
            **{name: getattr(row, name, "") for name in INFORMATION},
        )
        for row in rows
    ]


def transfers_of(actor: Actor, crime_id: UUID) -> list[TransferRow]:
    seen_crime(actor, crime_id)
    return [transfer_row(row) for row in CrimeTransfer.objects.filter(crime_id=crime_id).order_by("id")]


def tellings_of(actor: Actor, crime_id: UUID) -> list[TellingRow]:
    """Who is told before its outcome, or before it leaves the count, and what came of it; the oldest first."""
    seen_crime(actor, crime_id)
    return [row_of(TellingRow, row) for row in CrimeTelling.objects.filter(crime_id=crime_id).order_by("id")]


def classified(actor: Actor, crime_id: UUID, became: str) -> tuple[UUID | None, str]:
    """Its newest classification as that class and code, and the reason; neither when it has never had them."""
    seen_crime(actor, crime_id)
    offence_class, _, code = became.rpartition(" ")
    had = Classification.objects.filter(crime_id=crime_id, offence_class=offence_class, offence_code=code)
    return had.order_by("-id").values_list("id", "reason").first() or (None, "")


def crime_transfer(actor: Actor, transfer_id: UUID) -> TransferRow:
    permit(actor, CanCrime.VIEW)
    found = CrimeTransfer.objects.filter(id=transfer_id).select_related("crime").first()
    if found is None:
        raise NotFound("There is no such transfer.")
    seen_incident(actor, found.crime.incident_id)
    return transfer_row(found)


def asked_of(actor: Actor, crime_id: UUID, code: str) -> list[AskedRow]:
    """What must or may be confirmed for an outcome or a cancellation of this crime, by the edition in force now."""
    crime, on = standing_of(seen_crime(actor, crime_id)), uk_day(now())
    is_outcome = code in outcome_types(on, crime.jurisdiction)
    return asked_rows((asked_for if is_outcome else asked_for_cancelling)(crime, code, on))


def asked_rows(rows: list[Condition]) -> list[AskedRow]:
    """Each once, since a table may ask the same for two kinds of crime."""
    once = {row.code: row for row in reversed(rows)}
    return [_asked(row) for row in rows if once[row.code] is row]


def outcomes_now(jurisdiction: str = "") -> list[OutcomeType]:
    """Those of one law, or of all that the force works under."""
    laws = [jurisdiction] if jurisdiction else list(TYPES)
    return [each for law in laws for each in outcome_types(uk_day(now()), law).values()]


def cancellations_now(jurisdiction: str = "") -> list[CancellationKind]:
    return list(cancellation_kinds(uk_day(now()), jurisdiction).values())


def ranks_now() -> list[tuple[str, str]]:
    """Whoever may authorise by name; an office is held by role instead."""
    return [(code, row["name"]) for code, row in authorities(uk_day(now())).items() if row["own"] == "no"]


def flags_now() -> list[FlagRow]:
    return [
        FlagRow(code=code, name=row["name"], is_mandatory=row["mandatory"] == "yes", paragraph=row["paragraph"])
        for code, row in crime_flags(uk_day(now())).items()
    ]


def seen_crime(actor: Actor, crime_id: UUID) -> Crime:
    permit(actor, CanCrime.VIEW)
    found = Crime.objects.filter(id=crime_id).first()
    if found is None:
        raise NotFound("There is no such crime.")
    seen_incident(actor, found.incident_id)
    return found


def standing_of(crime: Crime) -> Standing:
    """A crime as the rules see it."""
    return Standing(
        code=crime.offence_code,
        offence_class=crime.offence_class,
        victim_or_state=crime.victim_or_state,
        first_report_at=crime.first_report_at,
        recorded_at=crime.recorded_at,
        committed_to=crime.committed_to or crime.committed_from,
        flags=frozenset(crime.flags),
        jurisdiction=_nation(crime),
        state=crime.state,
        outcomes=tuple(CrimeOutcome.objects.filter(crime=crime).order_by("id").values_list("code", flat=True)),
    )


def nation_of_crime(actor: Actor, crime_id: UUID) -> str:
    """Whose rules it is judged by: those of the place where it was committed (SCRS p3, CRR 2026/27 p15)."""
    return _nation(seen_crime(actor, crime_id))


def _nation(crime: Crime) -> str:
    happened = crime.incident
    known = happened.place if crime.place_text in {"", happened.place_text} else {}
    return nation_at(crime.place_text or happened.place_text, known, happened.area, uk_day(now()))


def _asked(row: Condition) -> AskedRow:
    return AskedRow(code=row.code, must=row.kind == "check", says=row.says, paragraph=row.paragraph)


def transfer_row(row: CrimeTransfer) -> TransferRow:
    return TransferRow(
        id=row.id,
        version=row.version,
        crime_id=row.crime_id,
        force=row.force,
        state=row.state,
        rationale=row.rationale,
        reference=row.reference,
        reference_kind=row.reference_kind,
        answer=row.answer,
        sent_at=row.sent_at,
        sent_by=row.sent_by_name,
        answered_at=row.answered_at,
    )
