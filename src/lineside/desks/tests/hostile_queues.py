"""The forms about seats, passing on, help, surges and sign-offs, as a person fills them in."""

from lineside.contacts.testing import make_message, make_taken_contact
from lineside.desks.tests.hostile import Ask, Form
from lineside.desks.tests.hostile_offices import COLLARS, whole
from lineside.kernel.keys import uuid7
from lineside.kernel.testing import an_actor
from lineside.people.commands import sign_off
from lineside.people.testing import PLANNER, make_staff
from lineside.pole.testing import make_marker
from lineside.queues import queries
from lineside.queues.commands import call_for_help, choose_state, declare_surge, end_surge
from lineside.queues.permissions import CanQueue

OTHER = an_actor(*CanQueue, name="Kim Osei", key=uuid7())


def in_hand(actor):
    choose_state(actor=OTHER, state="available")
    contact = make_taken_contact(actor)
    return Ask((contact.id,), contact.version)


def in_hand_unversioned(actor):
    return Ask(in_hand(actor).args)


def a_help_call(actor):
    asked = call_for_help(actor=actor, contact_id=uuid7(), reference="C-20261126-0001", why="A knife")
    return Ask((asked.id,), asked.version)


def no_surge(actor):
    if found := queries.surge():
        end_surge(actor=actor, surge_id=found.id)
    return Ask()


def a_surge(actor):
    no_surge(actor)
    return Ask((declare_surge(actor=actor, why="A stopped train").id,))


def a_member(_actor):
    staff = make_staff(f"C{next(COLLARS)}")
    return Ask((staff.id,), staff.version)


def a_sign_off(_actor):
    staff = make_staff(f"C{next(COLLARS)}")
    given = sign_off(actor=PLANNER, staff_id=staff.id, code="mail", evidence="Seen")
    return Ask((staff.id, given.id), given.version)


def a_marker(actor):
    contact = make_taken_contact(actor, sender_address=f"{uuid7()}@passenger.example")
    placed = make_marker(contact.sender_address, code="unsafe_contact", known_by="email")
    return Ask((contact.id, placed.id), placed.version)


def with_an_address(actor):
    return Ask((make_taken_contact(actor, sender_address=f"{uuid7()}@passenger.example").id,))


MARKER = {
    "code": "unsafe_contact",
    "words": "Her brother reads it",
    "ways": "mail",
    "safe_from": "09:00",
    "safe_until": "17:00",
    "review_on": "",
}


def one_waiting(_actor):
    return Ask((make_message().id,))


QUEUES = {
    "contact-reserve": Form({}, set(), one_waiting),
    "contact-marker-place": Form(MARKER, {"code", "ways"}, with_an_address),
    "contact-marker-lift": Form({"why": "She has moved and asked for it"}, set(), a_marker),
    "seat-state": Form({"state": "break", "telephone": "201"}, {"state", "telephone"}),
    "contact-pass": Form({"to": str(OTHER.id), "call": "alone", "reason": "Speaks Polish"}, {"to", "call"}, in_hand),
    "contact-help": Form({"why": "He says he has a knife"}, set(), in_hand_unversioned),
    "help-answer": Form({"answer": "I listen in"}, set(), a_help_call),
    "surge-declare": Form({"why": "A train stopped in a tunnel"}, set(), no_surge),
    "surge-end": Form({}, set(), a_surge),
    "staff-sign-off": whole(
        {"code": "mail", "evidence": "Ten mails read", "last_day": "2026-12-24"}, {"code"}, a_member
    ),
    "staff-probation": whole({"until": "", "reason": "Passed"}, (), a_member),
    "sign-off-end": whole({"reason": "Moved to crime"}, (), a_sign_off),
}
