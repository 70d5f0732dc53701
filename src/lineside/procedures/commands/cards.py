"""Action cards: taken on, ticked step by step, taken off; each deed is a line of the log, and once."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from lineside.contacts.commands import one_at_a_time
from lineside.incidents import commands as incidents
from lineside.incidents.permissions import CanIncident
from lineside.incidents.queries import incident as incident_of
from lineside.incidents.queries import incident_row
from lineside.kernel.actors import Actor
from lineside.kernel.clock import UK, now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import NotFound, RuleBroken, Stale
from lineside.kernel.events import announce
from lineside.kernel.models import locked
from lineside.procedures import rules
from lineside.procedures.events import CardChanged
from lineside.procedures.models import Card, CardStep, Scale
from lineside.procedures.permissions import CanProcedure
from lineside.procedures.queries.cards import READER, known_of, scale_seen, shown_number

# A card's hold is placed and let go for whoever may work the card, as law 3 of the stairs asks.
WRITES = frozenset({CanIncident.HOLD.value})
BY_ITSELF = "attached by its edition"
HELD_BY = "doing each step marked * on the card, or skipping it with a reason"


@command(needs=CanProcedure.WORK)
def take_card(*, actor: Actor, incident_id: UUID, code: str) -> Card:
    """Take a card on, proposed or not; one that is on already stays as it is, one that was taken off comes back."""
    return _take(actor, incident_id, rules.card(code, uk_day(now()))["code"], is_by_itself=False)


@command(needs=CanProcedure.WORK)
def attach_always(*, actor: Actor, incident_id: UUID) -> int:
    """Cards that fit and whose edition says always; how many. One that a person took off does not come back."""
    row = incident_row(incident_id)
    if row is None:
        raise NotFound("There is no such incident.")
    there = set(Card.objects.filter(incident_id=incident_id).values_list("code", flat=True))
    fitting = rules.proposals(known_of(incident_of(actor, incident_id)), uk_day(now())) if not row.closed_at else ()
    new = [each.code for each in fitting if each.is_always and each.code not in there]
    for code in new:
        _take(actor, incident_id, code, is_by_itself=True)
    if there or fitting:  # what is proposed, and whose clocks run, may be other now
        _changed(incident_id)
    return len(new)


@command(needs=CanProcedure.WORK)
def complete_step(*, actor: Actor, card_step_id: UUID, words: str = "") -> CardStep:
    """The step is done. Two who tick it in the same instant wait for the card: the second is told of the first."""
    card, step = _open_step(actor, card_step_id)
    kept = rules.check_done(step.kind, words)
    return _end(actor, card, step, rules.DONE, kept)


@command(needs=CanProcedure.WORK)
def skip_step(*, actor: Actor, card_step_id: UUID, reason: str) -> CardStep:
    """The step is not done, and why."""
    card, step = _open_step(actor, card_step_id)
    kept = rules.said(reason, "words", missing="Write why this step is skipped.")
    return _end(actor, card, step, rules.SKIPPED, kept)


@command(needs=CanProcedure.WORK)
def take_off_card(*, actor: Actor, card_id: UUID, reason: str, seen_version: int | None = None) -> Card:
    """The card does not fit after all: what was done stays, what was not goes with this reason, on one line."""
    card = locked(Card, card_id, seen_version)
    incident_of(actor, card.incident_id)
    kept = rules.said(reason, "reason", missing="Write why the card does not fit.")
    if card.off_at is not None:
        raise RuleBroken(f"{card.off_by} has taken this card off already.")
    undone = _owed(card)
    for step in _steps(card).filter(state=rules.OPEN):
        step.state = rules.OFF
        step.save()
    card.off_at, card.off_by, card.off_why = now(), actor.name, kept
    card.save()
    _line(actor, card, rules.off_line(card.label, undone, kept))
    _let_go(actor, card)
    _changed(card.incident_id)
    return card


@command(needs=CanProcedure.WORK)
def note_scale(
    *,
    actor: Actor,
    incident_id: UUID,
    people: int | None = None,
    delay_minutes: int | None = None,
    seen_scale: int | None = None,
) -> Scale:
    """How many people, how many minutes of delay to trains: other cards may fit then. What is not said stays."""
    rules.check_scale(people, delay_minutes)
    incident_of(actor, incident_id)
    one_at_a_time(f"cards {incident_id}")
    found = Scale.objects.filter(incident_id=incident_id).first()
    row = locked(Scale, found.id) if found else Scale(incident_id=incident_id)
    if seen_scale is not None and seen_scale != scale_seen(row if found else None):
        raise Stale(f"{row.by_name or 'Somebody'} has said how large it is meanwhile; look and send yours again.")
    row.people = people if people is not None else row.people
    row.delay_minutes = delay_minutes if delay_minutes is not None else row.delay_minutes
    row.by_name = actor.name
    row.save()
    told = [f"{people} people"] if people is not None else []
    told += [f"{delay_minutes} minutes of delay to trains"] if delay_minutes is not None else []
    incidents.add_log_entry(
        actor=actor, incident_id=incident_id, text=f"Scale: {', '.join(told)}", kind="card", source="procedures"
    )
    attach_always(actor=actor, incident_id=incident_id)
    return row


def _take(actor: Actor, incident_id: UUID, code: str, *, is_by_itself: bool) -> Card:
    incident = incident_of(actor, incident_id)
    one_at_a_time(f"cards {incident_id}")
    if incident.closed_at is not None:
        raise RuleBroken(f"{incident} is closed; reopen it first.")
    found = Card.objects.filter(incident_id=incident_id, code=code).first()
    card = locked(Card, found.id) if found else None
    if card and card.off_at is None:
        return card
    on = uk_day(now())
    row = rules.card(code, on)
    fits = {each.code: each.why for each in rules.proposals(known_of(incident), on)}
    why = fits.get(code, f"chosen by {actor.name}")
    card = _again(card) if card else _new(incident_id, row["label"], code, why[:300])
    card.is_by_itself, card.taken_at, card.taken_by = is_by_itself, now(), BY_ITSELF if is_by_itself else actor.name
    card.save()
    _lay_out(card, incident.opened_at)
    _line(actor, card, f"Card {card.label} {'attached' if is_by_itself else 'taken on'}: {why}")
    if _owed(card):
        words = f"steps of the card {card.label} are neither done nor skipped"
        incidents.hold_closing(
            actor=_writer(actor), incident_id=incident_id, kind=_hold(card), why=words, released_how=HELD_BY
        )
    _changed(incident_id)
    return card


def _new(incident_id: UUID, label: str, code: str, why: str) -> Card:
    edition = rules.table("card_steps", uk_day(now())).edition
    return Card(incident_id=incident_id, code=code, label=label, edition=edition, why=why)


def _again(card: Card) -> Card:
    """It comes back with what was done; what was only taken off with it is open once more."""
    card.off_at, card.off_by, card.off_why = None, "", ""
    for step in _steps(card).filter(state=rules.OFF):
        step.state = rules.OPEN
        step.save()
    return card


def _lay_out(card: Card, opened_at: datetime) -> None:
    """Steps that are not there yet, and the clocks of all that are open."""
    there = set(_steps(card).values_list("code", flat=True))
    for row in rules.steps(card.code, uk_day(now())):
        if row.code not in there:
            facts = {name: getattr(row, name) for name in rules.StepRow.__slots__}
            CardStep(card=card, **facts).save()
    _wind(card, opened_at)


def _wind(card: Card, opened_at: datetime) -> None:
    """Set each open step's clock, where what it runs from has happened."""
    past = _steps(card).exclude(ended_at=None).values_list("code", "ended_at")
    ended = {code: at for code, at in past if at}
    for step in _steps(card).filter(state=rules.OPEN, due__isnull=False):
        due = rules.due_at(step.due, step.after, opened_at=opened_at, taken_at=card.taken_at, ended=ended)
        if due != step.due_at:
            step.due_at = due
            step.save()


def _open_step(actor: Actor, card_step_id: UUID) -> tuple[Card, CardStep]:
    """The step with its card's lock, which comes before the incident's for everybody who ticks."""
    card_id = CardStep.objects.filter(pk=card_step_id).values_list("card_id", flat=True).first()
    if card_id is None:
        raise NotFound("There is no such step.")
    card = locked(Card, card_id)
    incident_of(actor, card.incident_id)
    step = locked(CardStep, card_step_id)
    at = step.ended_at.astimezone(UK).strftime("%H:%M:%S") if step.ended_at else ""
    rules.check_open(step.state, step.by_name, at)
    return card, step


def _end(actor: Actor, card: Card, step: CardStep, state: str, words: str) -> CardStep:
    text = rules.line_of(card.label, shown_number(step), step.text, state, words)
    step.entry_id = _line(actor, card, text)
    step.state, step.ended_at, step.by_id, step.by_name, step.words = state, now(), actor.id, actor.name, words
    step.save()
    card.save()  # so that who saw the card before knows that it has changed
    row = incident_row(card.incident_id)
    assert row  # noqa: S101 - a card is of an incident
    _wind(card, row.opened_at)
    _let_go(actor, card)
    _changed(card.incident_id)
    return step


def _owed(card: Card) -> int:
    return rules.holds_closing(_steps(card).values_list("is_mandatory", "state"))


def _let_go(actor: Actor, card: Card) -> None:
    """Closing goes on when nothing mandatory is open: here, or at the incident that this one is a duplicate of."""
    if _owed(card):
        return
    key: UUID | None = card.incident_id
    while key:
        reason = f"card {card.label}: nothing mandatory is open"
        incidents.release_hold(actor=_writer(actor), incident_id=key, kind=_hold(card), reason=reason)
        key = incident_of(READER, key).master_id


def _hold(card: Card) -> str:
    """One for each card: a duplicate's moves to its master, which may have a card of the same kind."""
    return f"card:{card.id.hex}"


def _line(actor: Actor, card: Card, text: str) -> UUID:
    return incidents.add_log_entry(
        actor=actor, incident_id=card.incident_id, text=text, kind="card", source="procedures"
    )


def _steps(card: Card) -> QuerySet[CardStep]:
    return CardStep.objects.filter(card=card).order_by("order")


def _writer(actor: Actor) -> Actor:
    """The same person, with the right to have closing wait."""
    return actor.also(*WRITES)


def _changed(incident_id: UUID) -> None:
    announce(CardChanged(incident_id=incident_id))
