"""The forms of the alerts desk, as a person fills them in."""

from lineside.alerts.commands import Ending, acknowledge_do_not, begin_identity_check, end_alert, take_alert
from lineside.alerts.testing import COMPARED, FIRST, make_activation, make_alert, make_alert_in_hand
from lineside.desks.tests.hostile import Ask, Form

LOOK = {"finding": "match", "name": "yes", "born": "yes", "photo": "yes", "document": ""}
ENDING = {
    "outcome": "not_found",
    "words": "Every door watched",
    "incident": "",
    "despite": "",
    "told_sender": "Not seen",
}


def an_alert(_actor):
    row = make_alert()
    return Ask((row.id,), row.version)


def in_hand(actor):
    row = make_alert_in_hand(actor)
    return Ask((row.id,), row.version)


def a_check(actor):
    row = make_alert_in_hand(FIRST)
    acknowledge_do_not(actor=actor, alert_id=row.id)
    check = begin_identity_check(actor=FIRST, alert_id=row.id, finding="match", compared=COMPARED)
    return Ask((check.id,), check.version)


def a_burst(_actor):
    row = make_activation(camera="")
    assert row
    return Ask((row.id, "animal"), row.version)


def taken(actor):
    row = take_alert(actor=actor, alert_id=make_alert().id)
    return Ask((row.id,), row.version)


def over(actor):
    row = make_alert_in_hand(actor)
    row = end_alert(actor=actor, alert_id=row.id, ending=Ending(outcome="not_found", words="Every door watched"))
    return Ask((row.id,), row.version)


ALERTS = {
    "alert-take": Form({}, set(), an_alert),
    "alert-read": Form({}, set(), taken),
    "alert-identity": Form(LOOK, set(LOOK), in_hand),
    "identity-confirm": Form(LOOK, set(LOOK), a_check),
    "alert-end": Form(ENDING, {"outcome"}, in_hand),
    "alert-told": Form({"whom": "Sgt Vale, NBTC", "at": ""}, set(), over),
    "alert-nothing": Form({}, set(), a_burst),
}
