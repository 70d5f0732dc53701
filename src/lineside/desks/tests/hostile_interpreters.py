"""The forms of interpreters, as a person fills them in."""

from lineside.contacts.testing import make_call
from lineside.desks.tests.hostile import Ask, Form
from lineside.interpreters.testing import make_interpreter


def a_call(_actor):
    return Ask((make_call().id,))


def asked(_actor):
    row = make_interpreter()
    return Ask((row.id,), row.version)


INTERPRETERS = {
    "contact-interpreter": Form(
        {"language": "pl", "provider": "first", "words": "From the south"}, {"language", "provider"}, a_call
    ),
    "contact-statement": Form({"language": "pl"}, {"language"}, a_call),
    "interpreter-joined": Form({"their_reference": "Interpreter 20417"}, set(), asked),
    "interpreter-end": Form({"outcome": "not_needed", "words": "She speaks English"}, {"outcome"}, asked),
}
