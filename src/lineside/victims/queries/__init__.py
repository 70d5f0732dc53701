"""Reading what victims are owed; each look at one is on record, and who may not see the incident sees none of it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from lineside.crimes.permissions import CanCrime
from lineside.crimes.queries import crime
from lineside.finding.queries import row_of
from lineside.incidents.permissions import CanIncident
from lineside.kernel.actors import Actor, system_actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import permit
from lineside.kernel.errors import NotFound
from lineside.kernel.paging import Page, Paging, page_of
from lineside.pole.permissions import CanPole
from lineside.pole.queries import people
from lineside.victims.models import Complaint, Duty, Letter, Step, Victim
from lineside.victims.permissions import CanVictim
from lineside.victims.queries.printing import letter_pdf
from lineside.victims.queries.rows import (
    AssessmentRow,
    ComplaintRow,
    DutyRow,
    LetterRow,
    NoteRow,
    StepRow,
    VictimRow,
    WholeVictim,
)
from lineside.victims.queries.seen import seen_by, victim_of_complaint, victim_of_duty, victim_of_letter
from lineside.victims.rules import letters, tables
from lineside.victims.rules.clocks import OPEN
from lineside.victims.rules.letters import LANGUAGES
from lineside.victims.rules.plans import CHOICES, CONSENT, WAYS
from lineside.victims.rules.standing import STANDINGS
from lineside.victims.rules.tables import REGIMES, right_name, rights

__all__ = [
    "DutyRow",
    "LetterRow",
    "VictimRow",
    "WholeVictim",
    "letter_pdf",
    "victim_of_complaint",
    "victim_of_duty",
    "victim_of_letter",
]
MOST, MOST_LIVE = 300, 10
# What a crime and its people are is read in the name of the room, which shows nothing of it to who may not see it.
READER = system_actor("victims' rights", CanCrime.VIEW, CanIncident.VIEW, CanIncident.VIEW_RESTRICTED, CanPole.LOOK_UP)
READS_OPEN = system_actor("victims' rights", CanCrime.VIEW, CanIncident.VIEW, CanPole.LOOK_UP)  # no restricted log
WHY = "rights of the victims of a recorded crime"


def worklist(actor: Actor, *, late: bool = False) -> list[VictimRow]:
    """Victims to whom something is owed, the nearest limit first; or those whose limit is over."""
    permit(actor, CanVictim.VIEW)
    found = seen_by(actor).filter(next_due_at__isnull=False)
    if late:
        found = found.filter(next_due_at__lt=now())
    return [_row(each) for each in _counted(found).order_by("next_due_at", "id")[:MOST]]


def worklist_page(actor: Actor, paging: Paging) -> Page[VictimRow]:
    permit(actor, CanVictim.VIEW)
    found = _counted(seen_by(actor).filter(next_due_at__isnull=False))
    return page_of(found, ("next_due_at", "id"), _row, paging)


def victims_of(actor: Actor, crime_id: UUID) -> list[VictimRow]:
    permit(actor, CanVictim.VIEW)
    crime(actor.also(CanCrime.VIEW), crime_id)
    return [_row(each) for each in _counted(seen_by(actor).filter(crime_id=crime_id)).order_by("id")]


def victims_page(actor: Actor, crime_id: UUID, paging: Paging) -> Page[VictimRow]:
    permit(actor, CanVictim.VIEW)
    crime(actor.also(CanCrime.VIEW), crime_id)
    return page_of(_counted(seen_by(actor).filter(crime_id=crime_id)), ("id",), _row, paging)


def victim_row(victim_id: UUID) -> VictimRow | None:
    """For the live stream, which asks each desk what it may see."""
    found = _counted(Victim.objects.filter(pk=victim_id)).first()
    return _row(found) if found else None


def victim(actor: Actor, victim_id: UUID) -> WholeVictim:
    """All of it; the look is on record."""
    permit(actor, CanVictim.VIEW)
    found = _counted(seen_by(actor).filter(pk=victim_id)).first()
    if found is None:
        raise NotFound("There is no such victim.")
    return row_of(
        WholeVictim,
        found,
        row=_row(found),
        duties=[_duty(each, found.regime) for each in found.duties.order_by("due_at", "id")],
        assessments=_rows(AssessmentRow, found.assessments.order_by("-id")),
        notes=_rows(NoteRow, found.notes.order_by("-id")),
        steps=_rows(StepRow, Step.objects.filter(crime_id=found.crime_id).order_by("-at", "-id")),
        letters=_rows(LetterRow, found.letters.order_by("-id")),
        complaints=_rows(ComplaintRow, found.complaints.order_by("-id")),
    )


def duty(actor: Actor, victim_duty_id: UUID) -> DutyRow:
    victim_of_duty(actor, victim_duty_id)
    found = Duty.objects.select_related("victim").get(pk=victim_duty_id)
    return _duty(found, found.victim.regime)


def letter(actor: Actor, letter_id: UUID) -> LetterRow:
    victim_of_letter(actor, letter_id)
    return row_of(LetterRow, Letter.objects.get(pk=letter_id))


def complaint(actor: Actor, complaint_id: UUID) -> ComplaintRow:
    victim_of_complaint(actor, complaint_id)
    return row_of(ComplaintRow, Complaint.objects.get(pk=complaint_id))


def known_by(person_id: UUID) -> tuple[str, ...]:
    """Their numbers and addresses, asked before anybody is reached; the look is on record."""
    found = people(READER, [person_id], "safe contact with a victim")
    return found[0].identifiers if found else ()


def missed_and_not_recorded() -> list[UUID]:
    """For the clock."""
    found = Duty.objects.filter(state=OPEN, missed_at=None, due_at__lt=now()).order_by("due_at")
    return list(found.values_list("id", flat=True)[:MOST])


def letters_carried(victim_id: UUID) -> list[LetterRow]:
    """The newest that went by text or e-mail, for the live stream, which asks each desk what it may see."""
    found = Letter.objects.filter(victim_id=victim_id, message_id__isnull=False).order_by("-id")
    return [row_of(LetterRow, each) for each in found[:MOST_LIVE]]


def is_letter(message_id: UUID) -> bool:
    """Whether this message carries a letter to a victim."""
    return Letter.objects.filter(message_id=message_id).exists()


def choices(regime: str, standing: str) -> dict[str, list[tuple[str, str]]]:
    """What the forms offer, by the tables in force."""
    on = uk_day(now())
    named = sorted({row["right"] for row in rights(regime, on).values()})
    return {
        "bases": tables.choices("bases", on),
        "services": tables.choices("services", on, regime),
        "ways": tables.choices("ways", on),
        "steps": tables.choices("steps", on),
        "answers": tables.choices("answers", on),
        "readers": tables.choices("readers", on),
        "stands": [
            (row["code"], row["label"]) for row in tables.table("stands_for", on).rows if standing in row["standings"]
        ],
        "letters": letters.letters(on),
        "languages": list(LANGUAGES.items()),
        "contact_ways": list(WAYS.items()),
        "letter_ways": [(code, words) for code, words in WAYS.items() if code in ("post", "mail", "text")],
        "consents": list(CONSENT.items()),
        "choice_answers": list(CHOICES.items()),
        "rights": [(str(each), f"{each} {right_name(regime, each, on)}") for each in named],
        "standings": list(STANDINGS.items()),
        "regimes": list(REGIMES.items()),
    }


def _counted(found: QuerySet[Victim]) -> QuerySet[Any]:
    open_ones = Duty.objects.filter(state=OPEN).order_by("due_at", "id")
    return found.annotate(
        owed=Count("duties", filter=Q(duties__state=OPEN), distinct=True),
        missed=Count("duties", filter=Q(duties__missed_at__isnull=False), distinct=True),
        unreached=Count("duties", filter=Q(duties__state=OPEN, duties__unreached_at__isnull=False), distinct=True),
    ).prefetch_related(Prefetch("duties", queryset=open_ones, to_attr="open_ones"))


def _row(row: Any) -> VictimRow:  # noqa: ANN401 - a victim with what was counted
    first = row.open_ones[0] if row.open_ones else None
    return row_of(VictimRow, row, next_code=first.code if first else "", next_from_at=first.from_at if first else None)


def _duty(row: Duty, regime: str) -> DutyRow:
    return row_of(DutyRow, row, regime=regime)


def _rows(kind: type[Any], found: Iterable[Any]) -> list[Any]:
    return [row_of(kind, each) for each in found]
