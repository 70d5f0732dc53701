"""The forms of appointments, as a person fills them in."""

from lineside.appointments.testing import make_appointment
from lineside.desks.tests.hostile import Ask, Form
from lineside.incidents.testing import make_incident


def a_log(_actor):
    return Ask((make_incident("S").id,))


def an_appointment(_actor):
    row = make_appointment()
    return Ask((row.id,), row.version)


SLOT = {"begins": "tomorrow 10:00", "minutes": "45", "attends": "BX12", "place": "Leeds", "agreed_with": "Ms Bell"}
APPOINTMENTS = {
    "appointment-agree": Form({**SLOT, "late_why": ""}, set(), a_log),
    "appointment-rearrange": Form({**SLOT, "late_why": "", "reason": "She works nights"}, set(), an_appointment),
    "appointment-end": Form({"how": "not_in", "words": "Nobody opened"}, {"how"}, an_appointment),
}
