"""The forms of promised updates, as a person fills them in."""

from lineside.contacts.testing import make_message
from lineside.desks.tests.hostile import Ask, Form
from lineside.promises.testing import make_promise


def a_contact(_actor):
    return Ask((make_message().id,))


def a_promise(_actor):
    row = make_promise()
    return Ask((row.id,), row.version)


PROMISES = {
    "contact-promise": Form({"reach": "ring", "by": "2h", "what": "How it goes"}, {"reach"}, a_contact),
    "promise-end": Form({"how": "told_otherwise", "words": "Told at the counter of Leeds"}, {"how"}, a_promise),
}
