"""The forms of call-backs, as a person fills them in."""

from lineside.callbacks.testing import make_call, make_call_back
from lineside.desks.tests.hostile import Ask, Form

WHOM = {
    "kind": "more",
    "role": "victim",
    "name": "Robin Vale",
    "number": "07700 900123",
    "why": "Which coach they sat in",
    "due_by": "2099-11-30 22:00",
}


def due(_actor):
    row = make_call_back()
    return Ask((row.id,), row.version)


def ringing(_actor):
    row = make_call(make_call_back())
    return Ask((row.id,), row.version)


CALLBACKS = {
    "callback-ask": Form(WHOM, {"kind", "role"}),
    "callback-opt-out": Form({"number": "07700 900123", "words": "By letter of Monday"}),
    "callback-ring": Form({"telephone": "201", "unsafe_reason": "They are in danger"}, set(), due),
    "callback-withdraw": Form({"why": "They rang us themselves"}, set(), due),
    "callback-end": Form(
        {"outcome": "done", "told": "Coach C, by the door", "words": "All well", "only_set_words": ""},
        {"outcome", "only_set_words"},
        ringing,
    ),
}
