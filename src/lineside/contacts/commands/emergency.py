"""On a call: nobody speaks, yes and no by taps, a relay speaks for the caller, a lost one is rung back."""

from uuid import UUID

from lineside.contacts.commands.calls import weighed_silent
from lineside.contacts.events import ContactChanged, ContactNoted, RungBack, SilentlyAnswered, SilentlyAsked
from lineside.contacts.models import CallMoment, Contact, Message, RingBack, SilentQuestion
from lineside.contacts.permissions import CanContact
from lineside.contacts.rules import check_hands, emergency, table
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken
from lineside.kernel.events import announce
from lineside.kernel.models import locked


@command(needs=CanContact.TAKE)
def mark_silent(*, actor: Actor, contact_id: UUID, silent: str, words: str = "") -> Contact:
    """That nobody speaks, that 55 was pressed, or that the caller speaks after all."""
    contact = _call_in_hand(actor, contact_id)
    said = emergency.check_silent(silent, words)
    if silent == contact.silent:
        return contact
    kinds = table("silent_kinds", uk_day(now())).by_code
    contact.silent = silent
    weighed_silent(contact)
    _keep(contact, "silent", "risk", "risk_why")
    _note(actor, contact, f"The caller speaks: {said}" if not silent else f"{kinds[silent]['label']}. {said}".strip())
    return _changed(contact)


@command(needs=CanContact.TAKE)
def ask_silently(*, actor: Actor, contact_id: UUID, question: str) -> SilentQuestion:
    """Ask by taps; what the switch hears from now belongs to this question."""
    contact = _call_in_hand(actor, contact_id)
    waiting = SilentQuestion.objects.filter(contact=contact, answer="").first()
    today = uk_day(now())
    row = emergency.check_question(question, waiting.text if waiting else "", today)
    asked = SilentQuestion(
        contact=contact,
        code=question,
        text=row["text"],
        edition=table("silent_questions", today).edition,
        asked_at=now(),
        asked_by=actor.name,
    )
    asked.save()
    announce(SilentlyAsked(contact_id=contact.id, question_id=asked.id))
    return asked


@command(needs=CanContact.TAKE)
def answer_silently(*, actor: Actor, question_id: UUID, taps: int) -> SilentQuestion:
    """One tap is yes, two are no; that none came is kept as well. The line goes to what was said, with its time."""
    asked = locked(SilentQuestion, question_id)
    contact = _call_in_hand(actor, asked.contact_id)
    if asked.answer:
        raise RuleBroken("That question has its answer; ask it again if it was heard wrongly.", "taps")
    asked.answer, asked.answered_at, asked.answered_by = emergency.answer_of(taps), now(), actor.name
    heard = CallMoment.objects.filter(contact=contact, kind="pressed").values_list("at", flat=True)
    asked.tones = len(emergency.tones_since(heard, asked.asked_at, asked.answered_at))
    asked.save()
    _note(actor, contact, emergency.answer_line(asked.text, asked.answer, asked.tones))
    announce(SilentlyAnswered(contact_id=contact.id, question_id=asked.id, answer=asked.answer))
    return asked


@command(needs=CanContact.TAKE)
def mark_relay(*, actor: Actor, contact_id: UUID, relay: str, relay_id: str = "") -> Contact:
    """That a relay or an interpreter speaks for the caller, and which; the number shown is then the service's."""
    contact = _call_in_hand(actor, contact_id)
    today = uk_day(now())
    told = emergency.check_relay(relay, relay_id, today)
    if (relay, told) == (contact.relay, contact.relay_id):
        return contact
    contact.relay, contact.relay_id = relay, told
    _keep(contact, "relay", "relay_id")
    label = table("relays", today).by_code[relay]["label"] if relay else "No relay"
    _note(actor, contact, f"{label}{f', {told}' if told else ''}.")
    return _changed(contact)


@command(needs=CanContact.TAKE)
def record_ring_back(*, actor: Actor, contact_id: UUID, outcome: str, words: str = "") -> RingBack:
    """How an attempt to ring the caller back went; it is what allows a lost or silent call to end."""
    contact = _call_in_hand(actor, contact_id)
    today = uk_day(now())
    row, said = emergency.check_ring_back(outcome, words, contact.sender_address, today)
    tried = RingBack(
        contact=contact, at=now(), number=contact.sender_address, outcome=outcome, words=said, by_name=actor.name
    )
    tried.save()
    attempts = RingBack.objects.filter(contact=contact).count()
    again = emergency.ending_row(contact.box_or_line, contact.silent, today)
    contact.ring_back_by = None if row["reached"] else emergency.ring_again_by(again, attempts, tried.at)
    _keep(contact, "ring_back_by")
    _note(actor, contact, f"Rang back {tried.number}: {row['label']}. {said}".strip())
    announce(RungBack(contact_id=contact.id, ring_back_id=tried.id, outcome=outcome))
    return tried


def check_ending(actor: Actor, contact: Contact, disposition: str) -> None:
    """Within resolving: a call that nobody spoke on may end, or the sentence that says what it waits for."""
    if contact.channel != "phone":
        return
    today = uk_day(now())
    outcomes = list(RingBack.objects.filter(contact=contact).values_list("outcome", flat=True))
    ending = emergency.Ending(
        disposition=disposition,
        line=contact.box_or_line,
        silent=contact.silent,
        call_back=contact.call_back,
        attempts=len(outcomes),
        was_reached=emergency.is_enough(outcomes, today),
        may_supervise=actor.may(CanContact.SUPERVISE),
    )
    emergency.check_ending(ending, today)


def _call_in_hand(actor: Actor, contact_id: UUID) -> Contact:
    contact = locked(Contact, contact_id)
    if contact.channel != "phone":
        raise RuleBroken("Only a call is silent, comes through a relay or is rung back.")
    check_hands(contact.state, contact.handler_id, actor.id, may_supervise=actor.may(CanContact.SUPERVISE))
    return contact


def _keep(contact: Contact, *names: str) -> None:
    """Without a new version: what is typed at the desk meanwhile stays good."""
    Contact.objects.filter(pk=contact.pk).update(**{name: getattr(contact, name) for name in names})


def _note(actor: Actor, contact: Contact, text: str) -> None:
    """Among what was said, so that it goes into the incident's log with its own time."""
    note = Message(
        contact=contact, direction="note", at=now(), box=contact.box_or_line, text=text, written_by=actor.name
    )
    note.save()
    announce(ContactNoted(contact_id=contact.id, message_id=note.id))


def _changed(contact: Contact) -> Contact:
    announce(ContactChanged(contact_id=contact.id, state=contact.state))
    return contact
