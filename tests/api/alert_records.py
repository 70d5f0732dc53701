"""Alerts in the state that each deed asks for."""

from uuid import UUID

from lineside.alerts.commands import acknowledge_do_not, begin_identity_check, end_alert, receive_alert, take_alert
from lineside.alerts.rules import Ending
from lineside.alerts.testing import COMPARED, FIRST, alert_facts, make_alert, make_alert_in_hand
from lineside.kernel.actors import Actor

Ids = dict[str, UUID]


def an_alert(_: Actor) -> Ids:
    return {"alert_id": make_alert().id}


def taken(actor: Actor) -> Ids:
    return {"alert_id": take_alert(actor=actor, alert_id=make_alert().id).id}


def in_hand(actor: Actor) -> Ids:
    return {"alert_id": make_alert_in_hand(actor).id}


def a_check(actor: Actor) -> Ids:
    alert = make_alert_in_hand(FIRST)
    acknowledge_do_not(actor=actor, alert_id=alert.id)
    check = begin_identity_check(actor=FIRST, alert_id=alert.id, finding="match", compared=COMPARED)
    return {"alert_id": alert.id, "check_id": check.id}


def ended(actor: Actor) -> Ids:
    alert = receive_alert(actor=actor, facts=alert_facts(do_not=()))
    take_alert(actor=FIRST, alert_id=alert.id)
    end_alert(actor=FIRST, alert_id=alert.id, ending=Ending(outcome="not_found", words="Not on the train"))
    return {"alert_id": alert.id}


READY = {
    "take_alert": an_alert,
    "acknowledge_do_not": taken,
    "begin_identity_check": in_hand,
    "confirm_identity_check": a_check,
    "end_alert": in_hand,
    "take_feedback": ended,
    "tell_sender_by_telephone": ended,
}
