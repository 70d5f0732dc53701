"""The forms on a call that is silent, relayed or lost, as a person fills them in."""

from lineside.contacts.commands import ask_silently, mark_silent, take_contact
from lineside.contacts.models import SilentQuestion
from lineside.contacts.testing import make_call
from lineside.desks.tests.hostile import Ask, Form
from lineside.whereabouts.commands import ask_operator


def a_call(actor):
    contact = make_call("answered", line_type="999_BT")
    take_contact(actor=actor, contact_id=contact.id)
    return Ask((contact.id,))


def a_silent_call(actor):
    made = a_call(actor)
    mark_silent(actor=actor, contact_id=made.args[0], silent="55")
    return made


def a_question(actor):
    made = a_silent_call(actor)
    ask_silently(actor=actor, contact_id=made.args[0], question="hurt")
    return Ask((made.args[0], SilentQuestion.objects.get(contact_id=made.args[0], answer="").id))


def an_operator_enquiry(actor):
    made = a_call(actor)
    asked = ask_operator(actor=actor, contact_id=made.args[0], asked_of="network", why="The line went dead")
    return Ask((made.args[0], asked.id), asked.version)


EMERGENCY = {
    "operator-ask": Form({"asked_of": "network", "why": "The line went dead"}, {"asked_of"}, a_call),
    "operator-answer": Form({"outcome": "told", "told": "A flat in Leeds"}, {"outcome"}, an_operator_enquiry),
    "emergency-silent": Form({"silent": "", "words": "She says she is safe now"}, {"silent"}, a_silent_call),
    "emergency-ask": Form({"question": "hurt"}, {"question"}, a_silent_call),
    "emergency-taps": Form({"taps": "1"}, {"taps"}, a_question),
    "emergency-relay": Form({"relay": "BSL", "relay_id": "4711"}, {"relay"}, a_call),
    "emergency-ring-back": Form({"outcome": "spoke", "words": "A child rang"}, {"outcome"}, a_silent_call),
}
