"""The forms of handovers, as a person fills them in."""

from lineside.desks.tests.hostile import Ask, Form
from lineside.handovers.testing import make_sheet


def one_that_waits(_actor):
    return Ask((make_sheet().id,))


HANDOVERS = {
    "handover-give": Form({"desk": "Control North", "remarks": "The lift at York is out"}, is_part=False),
    "handover-take": Form({"ticked": "immediate", "words": "Thank you"}, {"ticked"}, one_that_waits, is_part=False),
}
