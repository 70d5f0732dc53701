"""The forms of meeting a train, as a person fills them in."""

from lineside.desks.tests.hostile import Ask, Form
from lineside.incidents.testing import make_incident
from lineside.interception.testing import make_alarm, make_ask, make_plan
from lineside.trains.testing import make_train, movement, take


def an_incident(_actor):
    make_train()
    return Ask((make_incident(headcode="1A23").id,))


def an_ask(_actor):
    row = make_ask()
    return Ask((row.id,), row.version)


def an_alarm(_actor):
    train = make_train()
    assert train.departs_at
    plan = make_plan(train=train)
    take("trust", movement(train.departs_at, 2, "ARRIVAL", late=-30))
    row = make_alarm(plan)
    return Ask((row.id,), row.version)


def a_plan(_actor):
    row = make_plan()
    return Ask((row.id,), row.version)


TRAINS = {
    "train-meet": Form({"option": "PBO", "coach": "C"}, {"option"}, an_incident),
    "train-ask": Form({"action": "hold"}, {"action"}, an_incident),
    "train-answer": Form({"answer": "yes", "words": "Held at 3"}, {"answer"}, an_ask),
    "train-deal": Form({"words": "BX14 goes instead"}, set(), an_alarm),
    "train-end": Form({"how": "met"}, {"how"}, a_plan),
}
