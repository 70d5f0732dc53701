"""The forms of action cards, as a person fills them in."""

from lineside.desks.tests.hostile import Ask, Form
from lineside.incidents.testing import make_incident
from lineside.procedures.queries import cards_of
from lineside.procedures.testing import make_card


def a_log(_actor):
    return Ask((make_incident().id,))


def a_step(_actor):
    return Ask((cards_of(make_card().incident_id)[0].steps[0].id,))


def a_step_that_rings(_actor):
    return Ask((cards_of(make_card().incident_id)[0].steps[1].id,))


def a_card(_actor):
    card = make_card()
    return Ask((card.id,), card.version)


CARDS = {
    "card-take": Form({"code": "TRESPASS"}, {"code"}, a_log),
    "card-step": Form({"words": "Staff are safe", "deed": "done"}, {"deed"}, a_step),
    "card-ring": Form({"telephone": "201"}, set(), a_step_that_rings),
    "card-off": Form({"reason": "It is a lost child"}, set(), a_card),
    "log-scale": Form({"people": "40", "delay_minutes": "75"}, set(), a_log),
}
