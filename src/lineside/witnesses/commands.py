"""Every change about warning witnesses: asked for, checked, tried, settled, closed."""

from uuid import UUID

from lineside.contacts.commands import reply_to_contact, resolve_contact
from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import contact, first_received
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken
from lineside.kernel.events import announce
from lineside.kernel.keys import uuid7
from lineside.kernel.models import locked
from lineside.pole.commands import permit_way_out
from lineside.witnesses.events import WarningChanged
from lineside.witnesses.models import Attempt, Witness, WitnessWarning
from lineside.witnesses.permissions import CanWarn
from lineside.witnesses.rules import (
    CLOSED,
    MAIL_KIND,
    OPEN,
    TO_CHECK,
    Told,
    WarningFacts,
    answer_to_cju,
    check_attempt,
    check_closing,
    check_end,
    check_request,
    check_settling,
    machine_words,
    outcome_row,
    read_request,
)

RESOLVED, IN_HAND, ANSWERED = "resolved", "taken", "update_given"


@command(needs=CanContact.RECEIVE)
def take_in_mail(*, actor: Actor, contact_id: UUID) -> WitnessWarning | None:  # noqa: ARG001 - the trail names it
    """A mail of the CJU becomes a request to check, once; any other contact becomes none."""
    mail = contact(contact_id)
    is_known = WitnessWarning.objects.filter(contact_id=contact_id).exists()
    if is_known or mail.channel != "email" or mail.ranking.get("kind") != MAIL_KIND:
        return None
    said = first_received(contact_id)
    proposed = read_request(said.text if said else "")
    row = _new(state=TO_CHECK, contact_id=contact_id, proposed=proposed, case_ref=proposed.get("case_ref", "")[:60])
    _changed(row)
    return row


@command(needs=CanWarn.WARN)
def open_warning(*, actor: Actor, asked: WarningFacts) -> WitnessWarning:
    """A request that came by other ways than mail, as by telephone."""
    facts = check_request(asked, now())
    row = _new(state=OPEN, checked_by=actor.name, checked_at=now(), **_facts(facts))
    _name_witnesses(row, facts)
    _changed(row)
    return row


@command(needs=CanWarn.WARN)
def check_warning(
    *, actor: Actor, warning_id: UUID, asked: WarningFacts, seen_version: int | None = None
) -> WitnessWarning:
    """A person has read the mail, and this is what it asks; only now may anybody be rung."""
    row = locked(WitnessWarning, warning_id, seen_version)
    if row.state != TO_CHECK:
        raise RuleBroken("This request is checked already.")
    facts = check_request(asked, now())
    for name, value in _facts(facts).items():
        setattr(row, name, value)
    row.state, row.checked_by, row.checked_at = OPEN, actor.name, now()
    row.save()
    _name_witnesses(row, facts)
    _changed(row)
    return row


@command(needs=CanWarn.WARN)
def begin_attempt(*, actor: Actor, witness_id: UUID, unsafe_reason: str = "") -> Attempt:
    """Somebody rings a witness now: refused where it is not safe and no reason is given."""
    witness = locked(Witness, witness_id)
    check_attempt(witness.warning.state, witness.outcome, witness.number)
    if Attempt.objects.filter(witness=witness, ended_at=None).exists():
        raise RuleBroken("Somebody rings this witness now; say what became of that call first.")
    overruled = permit_way_out(actor, way="call", to=witness.number, reason=unsafe_reason)
    row = Attempt(
        witness=witness,
        number=witness.number,
        begun_at=now(),
        unsafe_reason=overruled,
        by_id=actor.id,
        by_name=actor.name,
    )
    row.save()
    _changed(witness.warning)
    return row


@command(needs=CanWarn.WARN)
def end_attempt(
    *,
    actor: Actor,
    attempt_id: UUID,
    outcome: str,
    words: str = "",
    only_set_words: bool = False,
) -> Attempt:
    """What became of the call; of a machine, that it heard the set words and nothing of the case."""
    row = locked(Attempt, attempt_id)
    if row.ended_at:
        raise RuleBroken("What became of this call is on record already.")
    at = now()
    said = check_end(outcome, words, only_set_words=only_set_words, on=uk_day(at))
    witness = locked(Witness, row.witness_id)
    row.outcome, row.words, row.ended_at = outcome, said, at
    if outcome == "voicemail":
        row.left_words = machine_words(witness.name, witness.warning.reference, uk_day(at))
    row.save()
    if outcome_row(outcome, uk_day(at))["settles"]:
        _settle(actor, witness, outcome, said)
    _changed(witness.warning)
    return row


@command(needs=CanWarn.WARN)
def settle_witness(*, actor: Actor, witness_id: UUID, outcome: str, words: str) -> Witness:
    """Without a call: handed to a local unit for a visit, or not reached in time although it was tried."""
    row = locked(Witness, witness_id)
    if row.warning.state != OPEN or row.outcome:
        raise RuleBroken("This witness is settled, or the request is not open.")
    calls = Attempt.objects.filter(witness=row)
    if calls.filter(ended_at=None).exists():
        raise RuleBroken("Somebody rings this witness now; say what became of that call first.")
    said = check_settling(outcome, words, calls.exclude(outcome="not_rung").count(), uk_day(now()))
    _settle(actor, row, outcome, said)
    _changed(row.warning)
    return row


@command(needs=CanWarn.WARN)
def close_warning(
    *, actor: Actor, warning_id: UUID, words: str = "", seen_version: int | None = None
) -> WitnessWarning:
    """Every witness has an outcome: the CJU is answered, and the request is closed."""
    row = locked(WitnessWarning, warning_id, seen_version)
    people = list(Witness.objects.filter(warning=row).order_by("place"))
    check_closing(row.state, [each.name for each in people if not each.outcome])
    text = answer_to_cju(_asked(row), row.reference, [_told(each) for each in people], words, uk_day(now()))
    if row.contact_id and contact(row.contact_id).state != RESOLVED:
        message = reply_to_contact(actor=actor, contact_id=row.contact_id, template="plain", text=text)
        resolve_contact(actor=actor, contact_id=row.contact_id, disposition=ANSWERED)
        row.told_cju = message.text
    elif words.strip():
        row.told_cju = text
    else:
        raise RuleBroken("There is no mail to answer: say how and when the CJU was told.", "words")
    row.state, row.closed_by, row.closed_at = CLOSED, actor.name, now()
    row.save()
    _changed(row)
    return row


def _new(**facts: object) -> WitnessWarning:
    key = uuid7()
    row = WitnessWarning(id=key, reference=f"W-{key.hex[-8:].upper()}", **facts)
    row.save()
    return row


def _facts(asked: WarningFacts) -> dict[str, object]:
    return {
        "case_ref": asked.case_ref,
        "court": asked.court,
        "hearing_at": asked.hearing,
        "warn_by": asked.warn_by,
    }


def _asked(row: WitnessWarning) -> WarningFacts:
    assert row.hearing_at  # noqa: S101 - an open request has both
    assert row.warn_by  # noqa: S101
    return WarningFacts(
        case_ref=row.case_ref, court=row.court, hearing=row.hearing_at, warn_by=row.warn_by, witnesses=()
    )


def _name_witnesses(row: WitnessWarning, asked: WarningFacts) -> None:
    for place, each in enumerate(asked.witnesses, 1):
        Witness(warning=row, place=place, name=each.name, number=each.number, needs=each.needs).save()


def _settle(actor: Actor, witness: Witness, outcome: str, words: str) -> None:
    witness.outcome, witness.words = outcome, words
    witness.settled_by, witness.settled_at = actor.name, now()
    witness.save()


def _told(row: Witness) -> Told:
    calls = Attempt.objects.filter(witness=row).exclude(outcome="not_rung").order_by("id")
    attempts = tuple((each.begun_at, each.outcome) for each in calls)
    return Told(name=row.name, outcome=row.outcome, words=row.words, attempts=attempts)


def _changed(row: WitnessWarning) -> None:
    announce(WarningChanged(warning_id=row.id, state=row.state))
