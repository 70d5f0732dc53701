"""The forms with which somebody is rung or listened to, as a person fills them in."""

from itertools import count

from lineside.callouts.commands import place_call, tell_call_out
from lineside.callouts.models import CallOut
from lineside.callouts.permissions import CanCallOut
from lineside.contacts.testing import make_message
from lineside.desks.tests.hostile import Ask, Form
from lineside.incidents.testing import make_incident
from lineside.kernel.actors import system_actor
from lineside.switchboard.commands import end_listening, listen_in
from lineside.switchboard.models import Listening
from lineside.switchboard.testing import make_on_call

DESKS = count(510)
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


def on_a_call(actor):
    for row in Listening.objects.filter(by_id=actor.id).exclude(state="ended"):
        end_listening(actor=actor, listening_id=row.id)
    seat, _ = make_on_call(str(next(DESKS)))
    return Ask((seat.id,))


def listening_already(actor):
    [seat_id] = on_a_call(actor).args
    return Ask((listen_in(actor=actor, seat_id=seat_id, **LISTENING).id,))


LISTENING = {"mode": "whisper", "why": "Her first night on 999", "telephone": "301"}
ASKED = {"number": "07700 900123", "telephone": "201", "unsafe_reason": ""}
CALLS = {
    "listen-in": Form(LISTENING, {"mode"}, on_a_call),
    "listening-end": Form({}, set(), listening_already),
    "contact-call-out": Form(ASKED, set(), a_contact),
    "log-call-out": Form(ASKED, set(), an_incident),
    "call-out-answered-by": Form({"outcome": "voicemail"}, {"outcome"}, picked_up),
}
