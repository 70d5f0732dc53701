"""The forms of structured entries, as a person fills them in."""

from lineside.desks.tests.hostile import Ask, Form
from lineside.entries.testing import LETTERS, PARTS, make_methane, make_read_methane
from lineside.incidents.testing import make_incident


def a_log(_actor):
    return Ask((make_incident().id,))


def drafted(_actor):
    row = make_methane()
    return Ask((row.id,), row.version)


def saved(_actor):
    row = make_read_methane()
    return Ask((row.id,), row.version)


ENTRIES = {
    "log-decide": Form({"kind": "no_deployment", **PARTS}, {"kind"}, a_log),
    "log-methane-draft": Form({}, set(), a_log),
    "methane-correct": Form(dict(LETTERS), set(), drafted),
    "methane-log": Form({}, set(), saved),
}
