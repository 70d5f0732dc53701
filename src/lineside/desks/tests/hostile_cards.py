"""The forms of action cards and planned events, as a person fills them in."""

from lineside.desks.tests.hostile import Ask, Form
from lineside.incidents.testing import make_incident
from lineside.procedures.commands import name_unit_for_event
from lineside.procedures.queries import cards_of, event_logs
from lineside.procedures.testing import WORKER, make_card, make_event


def a_log(_actor):
    return Ask((make_incident().id,))


def a_step(_actor):
    return Ask((cards_of(make_card().incident_id)[0].steps[0].id,))


def a_step_that_rings(_actor):
    return Ask((cards_of(make_card().incident_id)[0].steps[1].id,))


def a_card(_actor):
    card = make_card()
    return Ask((card.id,), card.version)


def an_event(_actor):
    event = make_event()
    return Ask((event.id,), event.version)


def a_log_to_add(_actor):
    make_incident(place_text="York", place={"name": "York", "crs": "YRK"})
    return an_event(_actor)


def a_log_of_an_event(_actor):
    make_incident()
    return Ask((event_logs(WORKER, make_event().id)[0].id,))


def a_unit_of_an_event(_actor):
    made = name_unit_for_event(actor=WORKER, planned_event_id=make_event().id, call_sign="BX12", task="On the 17:10")
    return Ask((made.id,))


ORDER = {
    "name": "Leeds v Hull, football",
    "starts_at": "today 00:01",
    "ends_at": "tomorrow 23:00",
    "stations": "LDS HUL",
    "headcodes": "1P45",
    "line": "ECM1",
    "lat": "53.795",
    "lon": "-1.547",
    "radius_m": "800",
    "area": "C",
    "gold": "Superintendent Ade Bello",
    "silver": "Inspector Robin Vale",
    "bronze": "Sergeant Kim Vale",
    "talkgroup": "EVENT 2",
    "briefing": "Two trains of supporters.",
}
CARDS = {
    "event-plan": Form(ORDER, set()),
    "event-change": Form(ORDER, set(), an_event),
    "event-end": Form({"reason": "It is called off", "is_cancelled": "yes"}, {"is_cancelled"}, an_event),
    "event-log": Form({"log": "1", "reason": "On their way home"}, set(), a_log_to_add),
    "event-log-off": Form({"reason": "Nobody of the match"}, set(), a_log_of_an_event),
    "event-unit": Form({"call_sign": "BX12", "task": "On the 17:10"}, set(), an_event),
    "event-unit-off": Form({}, set(), a_unit_of_an_event),
    "card-take": Form({"code": "TRESPASS"}, {"code"}, a_log),
    "card-step": Form({"words": "Staff are safe", "deed": "done"}, {"deed"}, a_step),
    "card-ring": Form({"telephone": "201"}, set(), a_step_that_rings),
    "card-off": Form({"reason": "It is a lost child"}, set(), a_card),
    "log-scale": Form({"people": "40", "delay_minutes": "75"}, set(), a_log),
}
