"""The forms of an officer's emergency, as a person fills them in."""

from lineside.desks.tests.hostile import Ask, Form
from lineside.officer_emergencies.commands import Outcome, answer_emergency, record_outcome
from lineside.officer_emergencies.testing import make_radio_emergency

ACCIDENT = {"outcome": "accidental", "words": "Leaned on it", "spoken_with": "PC Hale", "challenge": "yes"}


def raised(_actor):
    row = make_radio_emergency()
    return Ask((row.id,), row.version)


def answered(actor):
    row = answer_emergency(actor=actor, emergency_id=make_radio_emergency().id)
    return Ask((row.id,), row.version)


def genuine(actor):
    row = answer_emergency(actor=actor, emergency_id=make_radio_emergency().id)
    row = record_outcome(actor=actor, emergency_id=row.id, said=Outcome(outcome="genuine"))
    return Ask((row.id,), row.version)


OFFICER_EMERGENCIES = {
    "officer-emergency-answer": Form({}, set(), raised),
    "officer-emergency-outcome": Form(ACCIDENT, {"outcome", "challenge"}, answered),
    "officer-emergency-resolve": Form({"resolved": "PC Hale safe"}, set(), genuine),
}
