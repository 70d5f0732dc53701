"""Reading requests to warn witnesses; each look at one is on record."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import permit
from lineside.kernel.errors import NotFound
from lineside.kernel.paging import Page, Paging, page_in
from lineside.pole.queries import unsafe_now
from lineside.ui.moments import moment_typed
from lineside.witnesses.models import Attempt, Witness, WitnessWarning
from lineside.witnesses.permissions import CanWarn
from lineside.witnesses.rules import (
    CLOSED,
    STATES,
    WarningFacts,
    machine_words,
    outcome_row,
    standing,
    table,
    witnesses_typed,
)

MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptRow:
    """One call to a witness."""

    id: UUID
    version: int
    number: str
    begun_at: datetime
    unsafe_reason: str
    outcome: str
    label: str
    words: str
    left_words: str
    ended_at: datetime | None
    by_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WitnessRow:
    """A witness with every call, whether it is safe to ring now, and what a machine may be told."""

    id: UUID
    version: int
    name: str
    number: str
    needs: str
    outcome: str
    label: str
    words: str
    settled_by: str
    settled_at: datetime | None
    unsafe: str
    machine_words: str
    attempts: list[AttemptRow]

    @property
    def ringing(self) -> AttemptRow | None:
        return next((each for each in self.attempts if each.ended_at is None), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningRow:
    """A request as the list shows it: no name of a witness."""

    id: UUID
    version: int
    reference: str
    contact_id: UUID | None
    state: str
    case_ref: str
    court: str
    hearing_at: datetime | None
    warn_by: datetime | None
    created_at: datetime
    checked_by: str
    closed_by: str
    closed_at: datetime | None
    witnesses: int
    settled: int
    standing: str

    @property
    def words(self) -> str:
        return STATES[self.state]

    @property
    def sort(self) -> str:
        """What is to be checked first, then by the time until which witnesses are to be told."""
        return f"{self.warn_by.isoformat() if self.warn_by else ''} {self.id}"

    @property
    def is_over(self) -> bool:
        return self.state == CLOSED


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeWarning:
    """A request with its witnesses."""

    row: WarningRow
    proposed: dict[str, str]
    told_cju: str
    people: list[WitnessRow]


def board(actor: Actor) -> list[WarningRow]:
    """Every request that is not closed."""
    permit(actor, CanWarn.VIEW)
    found = _counted(WitnessWarning.objects.exclude(state=CLOSED))
    return [_row(each) for each in found.order_by(F("warn_by").asc(nulls_first=True), "id")[:MOST]]


def board_page(actor: Actor, paging: Paging) -> Page[WarningRow]:
    return page_in(board(actor), paging)


def row_of(warning_id: UUID) -> WarningRow | None:
    """For the live stream, which asks each desk what it may see."""
    found = _counted(WitnessWarning.objects.filter(pk=warning_id)).first()
    return _row(found) if found else None


def warning(actor: Actor, warning_id: UUID) -> WholeWarning:
    permit(actor, CanWarn.VIEW)
    found = _counted(WitnessWarning.objects.filter(pk=warning_id)).first()
    if found is None:
        raise NotFound("There is no such request.")
    calls: dict[UUID, list[Attempt]] = {}
    for each in Attempt.objects.filter(witness__warning=found).order_by("id"):
        calls.setdefault(each.witness_id, []).append(each)
    people = Witness.objects.filter(warning=found).order_by("place")
    return WholeWarning(
        row=_row(found),
        proposed=found.proposed,
        told_cju=found.told_cju,
        people=[_witness(each, found.reference, calls.get(each.id, [])) for each in people],
    )


def warning_of_witness(witness_id: UUID) -> UUID:
    found = Witness.objects.filter(pk=witness_id).values_list("warning_id", flat=True).first()
    if found is None:
        raise NotFound("There is no such witness.")
    return found


def subject_of_attempt(attempt_id: UUID) -> tuple[UUID, UUID]:
    """The request and the witness that a call is about."""
    found = Attempt.objects.filter(pk=attempt_id).values_list("witness__warning_id", "witness_id").first()
    if found is None:
        raise NotFound("There is no such call.")
    return found


def asked_in(said: dict[str, str]) -> WarningFacts:
    """What was typed into a form, as facts; a time that is none is refused beside its field."""
    return WarningFacts(
        case_ref=said["case_ref"],
        court=said["court"],
        hearing=moment_typed(said["hearing"], "hearing"),
        warn_by=moment_typed(said["warn_by"], "warn_by"),
        witnesses=witnesses_typed(said["witnesses"]),
    )


def words_for_machine(name: str, reference: str) -> str:
    """The set words in force, for whoever else rings somebody: they name neither police nor case."""
    return machine_words(name, reference, uk_day(now()))


def outcomes(*, by_call: bool) -> list[tuple[str, str]]:
    """What a call may end in, or what is said without one: code and words."""
    return [(row["code"], row["label"]) for row in table("outcomes", uk_day(now())).rows if row["by_call"] == by_call]


def _counted(found: QuerySet[WitnessWarning]) -> QuerySet[WitnessWarning]:
    return found.annotate(people=Count("witnesses"), settled=Count("witnesses", filter=~Q(witnesses__outcome="")))


def _row(row: WitnessWarning) -> WarningRow:
    counts = {"witnesses": row.people, "settled": row.settled}  # type: ignore[attr-defined]
    names = [name for name in WarningRow.__slots__ if name not in (*counts, "standing")]
    return WarningRow(**{name: getattr(row, name) for name in names}, **counts, standing=standing(row.warn_by, now()))


def _witness(row: Witness, reference: str, calls: list[Attempt]) -> WitnessRow:
    on = uk_day(now())
    return WitnessRow(
        id=row.id,
        version=row.version,
        name=row.name,
        number=row.number,
        needs=row.needs,
        outcome=row.outcome,
        label=_label(row.outcome),
        words=row.words,
        settled_by=row.settled_by,
        settled_at=row.settled_at,
        unsafe=unsafe_now("call", row.number) if row.number else "",
        machine_words=machine_words(row.name, reference, on),
        attempts=[_attempt(each) for each in calls],
    )


def _attempt(row: Attempt) -> AttemptRow:
    names = [name for name in AttemptRow.__slots__ if name != "label"]
    return AttemptRow(**{name: getattr(row, name) for name in names}, label=_label(row.outcome))


def _label(outcome: str) -> str:
    return str(outcome_row(outcome, uk_day(now()))["label"]) if outcome else ""
