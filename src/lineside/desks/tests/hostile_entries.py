"""The forms of structured entries, as a person fills them in."""

from lineside.desks.tests.hostile import Ask, Form
from lineside.entries.commands import log_methane
from lineside.entries.testing import LETTERS, PARTS, WRITER, make_methane, make_read_methane
from lineside.incidents.testing import make_incident


def a_log(_actor):
    return Ask((make_incident().id,))


def drafted(_actor):
    row = make_methane()
    return Ask((row.id,), row.version)


def in_the_log(_actor):
    row = log_methane(actor=WRITER, methane_id=make_read_methane().id)
    return Ask((row.id,), row.version)


def saved(_actor):
    row = make_read_methane()
    return Ask((row.id,), row.version)


ENTRIES = {
    "log-decide": Form({"kind": "no_deployment", **PARTS}, {"kind"}, a_log),
    "log-methane-draft": Form({}, set(), a_log),
    "methane-correct": Form({**LETTERS, "stage": "standby"}, {"stage"}, drafted),
    "methane-told": Form({"agency": "ambulance", "whom": "Jo Reid", "at": ""}, {"agency"}, in_the_log),
    "methane-log": Form({}, set(), saved),
}
