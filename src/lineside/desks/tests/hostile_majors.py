"""The forms of major incidents, as a person fills them in."""

from lineside.contacts.testing import make_taken_contact
from lineside.desks.tests.hostile import Ask, Form
from lineside.incidents.testing import make_incident
from lineside.major_incidents.testing import PARTS, make_attaching, make_major, make_major_task, make_turn


def a_log(_actor):
    make_incident("I")
    return Ask()


def a_major(_actor):
    row = make_major()
    return Ask((row.id,), row.version)


def attaching(_actor):
    row = make_attaching()
    return Ask((row.id,), row.version)


def a_task(_actor):
    return Ask((make_major_task().id,))


def a_turn(_actor):
    return Ask((make_turn().id,))


def proposed(actor):
    contact = make_taken_contact(actor, subject="Smoke", text="There is smoke in the subway")
    return Ask((make_attaching().id, contact.id), contact.version)


MAJORS = {
    "major-declare": Form({"log": "1", "reason": "Smoke in the subway, many below"}, set(), a_log),
    "major-over": Form({"reason": "All are out"}, set(), a_major),
    "major-mode": Form({"place_text": "Leeds", "radius_m": "500", "words": "smoke, subway"}, set(), a_major),
    "major-mode-off": Form({"reason": "Few still ring"}, set(), attaching),
    "major-count": Form({"line": "fire", "have": "2", "wanted": "4", "told_by": "Fire commander"}, {"line"}, a_major),
    "major-task": Form({"text": "Open the reception centre", "owner": "BX12", "due": "tomorrow 09:00"}, set(), a_major),
    "major-task-end": Form({"outcome": "done", "words": "Open in the ticket hall"}, {"outcome"}, a_task),
    "major-ring": Form({"telephone": "201"}, set(), a_turn),
    "major-answer": Form({"answer": "coming", "who": "Ade Bello", "words": "In forty minutes"}, {"answer"}, a_turn),
    "major-decide": Form(PARTS, set(), a_major),
    "major-attach": Form({"words": "The caller is in the subway"}, set(), proposed),
    "major-decline": Form({"words": "A lost bag, elsewhere"}, set(), proposed),
}
