"""Every change to alerts: received, taken, read, checked by two, ended, told."""

from contextlib import suppress
from dataclasses import asdict
from datetime import timedelta
from uuid import UUID

from lineside.alerts import rules
from lineside.alerts.commands.telling import changed, take_feedback, tell_sender_by_telephone
from lineside.alerts.models import Acknowledgement, Activation, Alert, IdentityCheck
from lineside.alerts.permissions import CanAlert
from lineside.alerts.rules import AlertFacts, Ending, Standing, Subject
from lineside.alerts.rules.cameras import ActivationFacts, joins_burst, read_activation
from lineside.alerts.rules.feeds import ended_test, heard_every, part_of
from lineside.alerts.rules.worlds import check_same_world
from lineside.contacts.commands import one_at_a_time, resolve_contact, take_contact
from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import MessageRow, contact, message_of
from lineside.heartbeats.commands import beat
from lineside.incidents.queries import by_serial_or_reference
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import NotFound, Refusal, RuleBroken
from lineside.kernel.keys import uuid7
from lineside.kernel.models import locked
from lineside.people.queries import check_is_person, is_second_to

__all__ = [
    "AlertFacts",
    "Ending",
    "Subject",
    "acknowledge_do_not",
    "begin_identity_check",
    "confirm_identity_check",
    "end_alert",
    "receive_alert",
    "take_alert",
    "take_feedback",
    "take_in_activation",
    "tell_sender_by_telephone",
]
CAMERA_MAIL = "Camera activation"  # as the contacts' table of senders names mail of this kind
RESOLVED = "resolved"


@command(needs=CanAlert.SEND)
def receive_alert(*, actor: Actor, facts: AlertFacts) -> Alert:
    """An alert, once for each number of its sender; the same number with other words is refused and not mixed."""
    if actor.id is None:
        raise RuleBroken("An alert comes from a feed that we know by its key.")
    said, at = rules.digest_of(facts), now()
    one_at_a_time(f"alert {actor.id} {facts.sender_ref.strip()}")
    known = Alert.objects.filter(sender_id=actor.id, sender_ref=facts.sender_ref.strip()).first()
    if known:
        if known.said_sha256 != said:
            raise RuleBroken("This number of yours stands for another alert here; send it under a new one.")
        _hear(known.source, actor.name)
        return known
    row = rules.check_alert(facts, at, uk_day(at))
    _hear(row["source"], actor.name)
    apart = ("subject", "journey", "do_not", "is_test")
    whole = {name: value for name, value in asdict(facts).items() if name not in apart}
    subject = {name: value for name, value in asdict(facts.subject).items() if name != "kind" and value}
    journey = {name: value for name, value in asdict(facts.journey).items() if name != "eta" and value}
    return _new(
        **whole | {"sender_ref": facts.sender_ref.strip()},
        **_of_kind(row, facts.do_not) | (ended_test(rules.NO_ACTION, at) if facts.is_test else {}),
        sender_id=actor.id,
        sender_name=actor.name,
        said_sha256=said,
        subject_kind=facts.subject.kind,
        subject=subject,
        journey=journey,
        received_at=at,
        eta=facts.journey.eta,
        look_by=rules.look_by(at, row["assess_seconds"], facts.journey.eta),
    )


@command(needs=CanContact.RECEIVE)
def take_in_activation(*, actor: Actor, contact_id: UUID, message_id: UUID) -> Alert | None:
    """A mail of a camera becomes an alert, or one more activation of the burst that is open; any other mail nothing."""
    mail = contact(contact_id)
    message = message_of(contact_id, message_id)
    if message is None or mail.channel != "email" or mail.ranking.get("kind") != CAMERA_MAIL:
        return None
    if message.direction != "in" or Activation.objects.filter(message_id=message_id).exists():
        return None
    told = read_activation(message.subject, message.text)
    _hear(rules.kind_row(rules.CAMERA, uk_day(now()))["source"], "mail")
    one_at_a_time(f"alert camera {told.camera or message_id}")
    burst = _open_burst(told.camera, message)
    alert = burst or _new_burst(actor, told, message)
    alert.last_activation_at = max(alert.last_activation_at or message.at, message.at)
    Activation(
        alert=alert,
        message_id=message_id,
        contact_id=contact_id,
        at=message.at,
        text=message.text[: rules.LONGEST_WORDS],
        **asdict(told),
    ).save()
    return changed(alert)


@command(needs=CanAlert.WORK)
def take_alert(*, actor: Actor, alert_id: UUID, seen_version: int | None = None) -> Alert:
    """Somebody has it: the clock of the first look stops, and that of the journey runs on."""
    alert = locked(Alert, alert_id)
    rules.check_take(alert.state, alert.taken_by_id, actor.id, alert.taken_by)
    locked(Alert, alert_id, seen_version)
    alert.state = rules.ASSESSING
    alert.taken_by, alert.taken_by_id, alert.taken_at = actor.name, actor.id, alert.taken_at or now()
    return changed(alert)


@command(needs=CanAlert.WORK)
def acknowledge_do_not(*, actor: Actor, alert_id: UUID, seen_version: int | None = None) -> Alert:
    """This person has read what must not be done; each who acts says so for themselves."""
    alert = locked(Alert, alert_id, seen_version)
    if alert.state not in rules.OPEN_STATES:
        raise RuleBroken("This alert has ended.")
    if actor.id is None or not _has_flags(alert):
        raise RuleBroken("There is nothing here that must not be done.")
    if not alert.acknowledgements.filter(by_id=actor.id).exists():
        Acknowledgement(alert=alert, by_id=actor.id, by_name=actor.name).save()
    return changed(alert)


@command(needs=CanAlert.WORK)
def begin_identity_check(
    *, actor: Actor, alert_id: UUID, finding: str, compared: tuple[str, ...], seen_version: int | None = None
) -> IdentityCheck:
    """The first person's look; nothing follows from it before a second person has looked."""
    alert = locked(Alert, alert_id, seen_version)
    _check_may_act(alert, actor)
    rules.check_finding(alert.subject_kind, finding, compared)
    check_is_person(actor)
    assert actor.id  # noqa: S101 - the check refuses whoever has none
    if alert.checks.filter(state=rules.ASKED).exists():
        raise RuleBroken("A check waits for its second person already.")
    check = IdentityCheck(
        alert=alert,
        state=rules.ASKED,
        first_by=actor.name,
        first_by_id=actor.id,
        first_at=now(),
        first_finding=finding,
        first_compared=list(compared),
    )
    check.save()
    changed(alert)
    return check


@command(needs=CanAlert.WORK)
def confirm_identity_check(
    *, actor: Actor, check_id: UUID, finding: str, compared: tuple[str, ...], seen_version: int | None = None
) -> IdentityCheck:
    """The second person's own look, made without being shown what the first one found."""
    check = locked(IdentityCheck, check_id, seen_version)
    alert = locked(Alert, check.alert_id)
    _check_may_act(alert, actor)
    rules.check_second(check.state, is_second=is_second_to(actor, check.first_by_id))
    rules.check_finding(alert.subject_kind, finding, compared)
    check.second_by, check.second_by_id, check.second_at = actor.name, actor.id, now()
    check.second_finding, check.second_compared = finding, list(compared)
    check.state = rules.verdict(check.first_finding, finding)
    check.save()
    changed(alert)
    return check


@command(needs=CanAlert.WORK)
def end_alert(
    *, actor: Actor, alert_id: UUID, ending: Ending, told_sender: str = "", seen_version: int | None = None
) -> Alert:
    """What became of it, for us and for who sent it; nothing leaves the desk without."""
    alert, at = locked(Alert, alert_id, seen_version), now()
    _check_may_act(alert, actor)
    last = alert.checks.order_by("-id").first()
    standing = Standing(
        source=alert.source, flags=alert.do_not, last_check=last.state if last else "", expires_at=alert.expires_at
    )
    row = rules.check_ending(ending, standing, at, uk_day(at))
    if ending.incident.strip():
        alert.incident_id, alert.incident_reference = _incident(actor, ending.incident, is_exercise=alert.is_exercise)
    alert.state, alert.outcome, alert.hit = row["state"], ending.outcome, row["hit"]
    alert.is_false_alarm = row["is_false_alarm"]
    alert.words = ending.words.strip()[: rules.LONGEST_WORDS]
    alert.despite = ending.despite.strip()[: rules.LONGEST_WORDS]
    alert.told_sender = told_sender.strip()[:500]
    alert.ended_by, alert.ended_at = actor.name, at
    if row["is_false_alarm"]:
        _resolve_mails(actor, alert, row["label"])
    return changed(alert)


def _check_may_act(alert: Alert, actor: Actor) -> None:
    rules.check_open(alert.state)
    has_read = actor.id is not None and alert.acknowledgements.filter(by_id=actor.id).exists()
    rules.check_acknowledged(has_flags=_has_flags(alert), by_actor=has_read)


def _has_flags(alert: Alert) -> bool:
    return bool(alert.do_not or alert.do_not_words)


def _incident(actor: Actor, typed: str, *, is_exercise: bool) -> tuple[UUID, str]:
    said = typed.strip()
    serial = int(said) if said.isascii() and said.isdigit() and len(said) < 8 else 0  # noqa: PLR2004 - digits of a serial
    try:
        found = by_serial_or_reference(actor, serial, "" if serial else said)
    except NotFound as missing:
        raise RuleBroken(missing.sentence, "incident") from missing
    check_same_world(alert_is=is_exercise, log_is=found.is_exercise)
    return found.id, found.reference


def _resolve_mails(actor: Actor, alert: Alert, label: str) -> None:
    """The mails of a burst that was nothing leave the contact desk with it; one in other hands stays with them.

    So does one that this person may not take there: who may not work mail ends a false alarm all the same.
    """
    for contact_id in alert.activations.order_by("id").values_list("contact_id", flat=True).distinct():
        mail = contact(contact_id)
        if mail.state == RESOLVED or (mail.handler_id and mail.handler_id != actor.id):
            continue
        with suppress(Refusal):
            take_contact(actor=actor, contact_id=contact_id)
            resolve_contact(
                actor=actor, contact_id=contact_id, disposition="alert_ended", reason=f"{alert.reference}: {label}"
            )


def _open_burst(camera: str, message: MessageRow) -> Alert | None:
    """The camera's open burst, locked: one that is ended in this instant takes in nothing that nobody saw."""
    if not camera:
        return None
    open_ones = Alert.objects.select_for_update().filter(camera=camera, state__in=rules.OPEN_STATES)
    last = open_ones.order_by("-last_activation_at").first()
    within = timedelta(seconds=rules.number_of("burst_seconds", uk_day(now())))
    joins = last and last.last_activation_at and joins_burst(last.last_activation_at, message.at, within)
    return last if joins else None


def _new_burst(actor: Actor, told: ActivationFacts, message: MessageRow) -> Alert:
    row = rules.kind_row(rules.CAMERA, uk_day(now()))
    return _new(
        **_of_kind(row, ()),
        sender_name=message.sender_address[:200] or actor.name,
        sender_ref=str(message.id),
        said_sha256=message.sha256,
        kind=rules.CAMERA,
        channel="mail",
        summary=message.text.strip()[:300] or message.subject,
        subject_kind=rules.PLACE,
        subject={"place": told.camera or message.subject[:60]},
        urgency="priority",
        received_at=message.at,
        look_by=rules.look_by(message.at, row["assess_seconds"], None),
        camera=told.camera,
        last_activation_at=message.at,
    )


def _of_kind(row: dict[str, object], sent: tuple[str, ...]) -> dict[str, object]:
    return {
        "source": row["source"],
        "do_not": rules.flags_of(row, sent),
        "owes_feedback": row["feedback"],
        "kinds_edition": rules.table("kinds", uk_day(now())).edition,
    }


def _new(**facts: object) -> Alert:
    key = uuid7()
    return changed(Alert(id=key, reference=f"A-{key.hex[-8:].upper()}", **{"state": rules.NEW, **facts}))


def _hear(source: str, sender: str) -> None:
    """The feed is at work, and stands among the parts of the system; kept with the alert or not at all."""
    if every := heard_every(rules.table("feeds", uk_day(now())), source):
        beat(part_of(source, sender), every=every)
