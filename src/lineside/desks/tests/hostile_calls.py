"""The forms with which somebody is rung, as a person fills them in."""

from lineside.callouts.commands import place_call, tell_call_out
from lineside.callouts.models import CallOut
from lineside.callouts.permissions import CanCallOut
from lineside.contacts.testing import make_message
from lineside.desks.tests.hostile import Ask, Form
from lineside.incidents.testing import make_incident
from lineside.kernel.actors import system_actor

DIALLER = system_actor("a gateway", CanCallOut.DIAL)


def a_contact(_actor):
    return Ask((make_message().id,))


def an_incident(_actor):
    return Ask((make_incident().id,))


def picked_up(actor):
    call = place_call(actor=actor, number="07700900123", telephone="201", about_id=make_message().id)
    for state in ("ringing", "up"):
        tell_call_out(actor=DIALLER, call_out_id=call.id, state=state)
    return Ask((call.id,), CallOut.objects.get(pk=call.id).version)


ASKED = {"number": "07700 900123", "telephone": "201", "unsafe_reason": ""}
CALLS = {
    "contact-call-out": Form(ASKED, set(), a_contact),
    "log-call-out": Form(ASKED, set(), an_incident),
    "call-out-answered-by": Form({"outcome": "voicemail"}, {"outcome"}, picked_up),
}
