"""Action cards as a log and a board show them; ask for the incident first, where sight is decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import QuerySet

from lineside.incidents.permissions import CanIncident
from lineside.incidents.queries import in_words, incident, visible_to
from lineside.kernel.actors import Actor, system_actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import permit
from lineside.kernel.errors import NotFound
from lineside.kernel.paging import Page, Paging, page_of
from lineside.procedures import rules
from lineside.procedures.models import Card, CardStep, Scale
from lineside.procedures.permissions import CanProcedure

if TYPE_CHECKING:
    from lineside.incidents.models import Incident

MOST_CLOCKS = 60
READER = system_actor("action cards", CanIncident.VIEW, CanIncident.VIEW_RESTRICTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """Whom a step has rung."""

    label: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardStepRow:
    """One step as it stands; `number` counts over all cards of the incident, and never changes."""

    id: UUID
    number: int
    kind: str
    is_mandatory: bool
    text: str
    opens: str
    ring: Ring | None
    state: str
    due_at: datetime | None
    begun_at: datetime | None
    ended_at: datetime | None
    by_name: str
    words: str

    @property
    def is_open(self) -> bool:
        return self.state == rules.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRow:
    """One card of an incident with its steps in their order."""

    id: UUID
    version: int
    incident_id: UUID
    code: str
    label: str
    why: str
    is_by_itself: bool
    taken_at: datetime
    taken_by: str
    off_at: datetime | None
    off_by: str
    off_why: str
    steps: list[CardStepRow]

    @property
    def owed(self) -> int:
        """How many mandatory steps keep the incident from closing."""
        return rules.holds_closing((each.is_mandatory, each.state) for each in self.steps)

    @property
    def ended(self) -> int:
        return sum(1 for each in self.steps if each.state in (rules.DONE, rules.SKIPPED))


@dataclass(frozen=True, slots=True, kw_only=True)
class CardClockRow:
    """The next step of an incident that has a clock."""

    incident_id: UUID
    reference: str
    serial: int
    place: str
    area: str
    is_restricted: bool
    card: str
    step: str
    due_at: datetime
    begun_at: datetime | None
    more: int  # other steps whose clock runs


def known_of(found: "Incident") -> rules.Known:
    """What of an incident tells which card fits."""
    scale = Scale.objects.filter(incident=found).first()
    return rules.Known(
        opening_code=found.opening_code,
        opening_label=str(in_words(found)["opening"]),
        nsir=found.nsir_category,
        qualifiers=tuple(found.qualifiers),
        grade=found.grade,
        summary=found.summary,
        headcode=found.headcode,
        people=scale.people if scale else None,
        delay_minutes=scale.delay_minutes if scale else None,
    )


def proposed(found: "Incident") -> list[rules.Proposal]:
    """Cards that fit and are not on; one that was taken off is not proposed again."""
    if found.closed_at is not None:
        return []
    there = set(Card.objects.filter(incident=found).values_list("code", flat=True))
    return [each for each in rules.proposals(known_of(found), uk_day(now())) if each.code not in there]


def proposed_for(incident_id: UUID) -> list[rules.Proposal]:
    """The same by its key, for the live stream, which shows each row only to those who may see it."""
    return proposed(incident(READER, incident_id))


def cards_of(incident_id: UUID) -> list[CardRow]:
    """In the order in which they were first taken on; two statements."""
    found = list(Card.objects.filter(incident_id=incident_id).order_by("id"))
    steps: dict[UUID, list[CardStep]] = {each.id: [] for each in found}
    for step in CardStep.objects.filter(card__incident_id=incident_id).order_by("card_id", "order"):
        steps[step.card_id].append(step)
    ring, rows, before = rules.contact_list(uk_day(now())), [], 0
    for card in found:
        mine = [_step(step, before, ring) for step in steps[card.id]]
        rows.append(_card(card, mine))
        before += len(mine)
    return rows


def shown_number(step: CardStep) -> int:
    """The number of the step among all of the incident: cards in the order in which they came."""
    earlier = CardStep.objects.filter(card__incident_id=step.card.incident_id, card_id__lt=step.card_id)
    return earlier.count() + step.order


def step_numbered(incident_id: UUID, number: int) -> CardStepRow:
    found = next((step for card in cards_of(incident_id) for step in card.steps if step.number == number), None)
    if found is None:
        raise NotFound(f"No card of this log has a step {number}.")
    return found


def step_row(card_step_id: UUID) -> CardStepRow:
    """One step as it stands, for an answer to who changed it."""
    step = CardStep.objects.select_related("card").get(pk=card_step_id)
    before = shown_number(step) - step.order
    return _step(step, before, rules.contact_list(uk_day(now())))


def incident_of_card(actor: Actor, card_id: UUID) -> UUID:
    permit(actor, CanProcedure.VIEW)
    key = Card.objects.filter(pk=card_id).values_list("incident_id", flat=True).first()
    if key is None:
        raise NotFound("There is no such card.")
    return incident(actor, key).id


def incident_of_step(actor: Actor, card_step_id: UUID) -> UUID:
    permit(actor, CanProcedure.VIEW)
    card_id = CardStep.objects.filter(pk=card_step_id).values_list("card_id", flat=True).first()
    if card_id is None:
        raise NotFound("There is no such step.")
    return incident_of_card(actor, card_id)


def card_row(actor: Actor, card_id: UUID) -> CardRow:
    return next(each for each in cards_of(incident_of_card(actor, card_id)) if each.id == card_id)


def cards_page(actor: Actor, incident_id: UUID, paging: Paging) -> Page[CardRow]:
    permit(actor, CanProcedure.VIEW)
    found = incident(actor, incident_id)
    rows = {each.id: each for each in cards_of(found.id)}
    return page_of(Card.objects.filter(incident=found), ("id",), lambda card: rows[card.id], paging)


def all_cards() -> list[tuple[str, str]]:
    """The cards in force, for a form: code and label."""
    return [(code, row["label"]) for code, row in rules.cards(uk_day(now())).items()]


def scale_of(incident_id: UUID) -> Scale | None:
    return Scale.objects.filter(incident_id=incident_id).first()


def scale_seen(row: Scale | None) -> int:
    """Which saying of the scale it is; whoever says another tells which they saw."""
    return row.version + 1 if row else 0


def clocks(actor: Actor) -> list[CardClockRow]:
    """The next step with a clock of each open incident that the actor may see, the most overdue first."""
    permit(actor, CanProcedure.VIEW)
    seen = visible_to(actor).filter(closed_at=None)
    return _clocks(_running().filter(card__incident__in=seen))[:MOST_CLOCKS]


def clock_of(incident_id: UUID) -> CardClockRow | None:
    """For the live stream."""
    found = _clocks(_running().filter(card__incident_id=incident_id, card__incident__closed_at=None))
    return found[0] if found else None


def _running() -> QuerySet[CardStep]:
    return CardStep.objects.filter(state=rules.OPEN, due_at__isnull=False)


def _clocks(found: QuerySet[CardStep]) -> list[CardClockRow]:
    first: dict[UUID, list[CardStep]] = {}
    for step in found.select_related("card__incident").order_by("due_at", "card_id", "order")[: 10 * MOST_CLOCKS]:
        first.setdefault(step.card.incident_id, []).append(step)
    return [_clock(steps[0], len(steps) - 1) for steps in first.values()]


def _clock(step: CardStep, more: int) -> CardClockRow:
    of = step.card.incident
    assert step.due_at  # noqa: S101 - only steps with a clock are asked for
    return CardClockRow(
        incident_id=of.id,
        reference=of.reference,
        serial=of.serial,
        place=of.place_text,
        area=of.area,
        is_restricted=of.is_restricted,
        card=step.card.label,
        step=step.text,
        due_at=step.due_at,
        begun_at=_begun(step),
        more=more,
    )


def _begun(step: CardStep) -> datetime | None:
    """From when its clock runs, so that a countdown shows how much of it is left."""
    return step.due_at - timedelta(minutes=step.due or 0) if step.due_at else None


def _card(card: Card, steps: list[CardStepRow]) -> CardRow:
    facts = {name: getattr(card, name) for name in CardRow.__slots__ if name != "steps"}
    return CardRow(steps=steps, **facts)


def _step(step: CardStep, before: int, ring: Mapping[str, dict[str, Any]]) -> CardStepRow:
    whom = ring.get(step.ring)
    return CardStepRow(
        id=step.id,
        number=before + step.order,
        kind=step.kind,
        is_mandatory=step.is_mandatory,
        text=step.text,
        opens=step.opens,
        ring=Ring(label=whom["label"], number=whom["number"]) if whom else None,
        state=step.state,
        due_at=step.due_at,
        begun_at=_begun(step),
        ended_at=step.ended_at,
        by_name=step.by_name,
        words=step.words,
    )
