"""The forms of the registrar's desk, as a person fills them in."""

from lineside.compliance.testing import last_month, make_differing, make_finding, make_sample, make_seal
from lineside.desks.tests.hostile import Ask, Form

MANY = 12  # an accepted form takes one of them


def a_finding(_actor):
    row = make_finding()
    return Ask((row.id,), row.version)


def an_ended_month(_actor):
    make_seal()
    return Ask()


def a_sample(_actor):
    return Ask((make_sample(MANY).id,))


def a_differing_one(_actor):
    row = make_differing(MANY)
    return Ask((row.id,), row.version)


MARKS = {f"mark-{code}": "compliant" for code in ("recorded", "class", "in_time", "told", "closed")}
COMPLIANCE = {
    "finding-explain": Form({"words": "It came to light in a review"}, set(), a_finding),
    "finding-put-right": Form({"words": "The crime is recorded now"}, set(), a_finding),
    "finding-dismiss": Form({"words": "The words are those of a play"}, set(), a_finding),
    "sweep-begin": Form({"kind": "whole"}, {"kind"}),
    "samples-draw": Form({"month": str(last_month())}, set(), an_ended_month),
    "sample-review": Form({"words": "The class is another", **MARKS}, set(MARKS), a_sample),
    "sample-decide": Form({"words": "It was told late", "mark-class": "compliant"}, {"mark-class"}, a_differing_one),
}
