"""The forms of the desk for the press, as a person fills them in."""

from datetime import timedelta

from lineside.desks.tests.hostile import Ask, Form
from lineside.kernel.clock import now
from lineside.kernel.testing import clock
from lineside.press.models import PressDuty
from lineside.press.queries import on_duty
from lineside.press.testing import make_enquiry, make_press_duty


def an_enquiry(_actor):
    row = make_enquiry()
    return Ask((row.id,), row.version)


def a_duty(_actor):
    with clock(now() + timedelta(days=3)):
        row = PressDuty.objects.filter(begins_at__gt=now() - timedelta(days=1)).first() or make_press_duty()
    return Ask((row.id,), row.version)


def with_officer(actor):
    if on_duty() is None:
        make_press_duty()
    return an_enquiry(actor)


ASKED = {
    "outlet": "The Vale Post",
    "journalist": "Sam Ash",
    "reached_by": "07700 900124",
    "asks": "Why is the line at Leeds closed?",
    "answer_by": "2099-12-01 20:00",
}
DUTY = {
    "name": "Robin Vale",
    "number": "07700 900123",
    "begins_at": "2099-12-01 18:00",
    "ends_at": "2099-12-02 06:00",
}
PRESS = {
    "press-open": Form(ASKED),
    "press-duty": Form(DUTY),
    "press-duty-end": Form({"reason": "Taken ill"}, set(), a_duty),
    "press-pass": Form({}, set(), with_officer),
    "press-said": Form({"words": "Officers are there.", "cleared_by": "Supt Holt"}, set(), an_enquiry),
    "press-close": Form({"outcome": "no_comment"}, {"outcome"}, an_enquiry),
}
