"""The forms of officers and staff, lost radios and sickness, as a person fills them in."""

from datetime import timedelta
from itertools import count

from lineside.desks.tests.hostile import Ask, Form
from lineside.desks.tests.hostile_offices import whole
from lineside.kernel.clock import now
from lineside.kernel.keys import uuid7
from lineside.kernel.testing import an_actor, clock
from lineside.people.testing import on_staff
from lineside.radios.commands import FoundFacts, claim_order, give_up_waiting, report_found, request_order
from lineside.radios.permissions import CanRadio
from lineside.radios.testing import PROOF, make_approved, make_lost_radio, make_order
from lineside.sickness.testing import make_absence

NUMBERS = count(7_400_000)
SENDER = an_actor(*CanRadio, name="radio gateway", key=uuid7())
ARREST = {
    "person": "Sam Invented",
    "born": "01/02/1990",
    "arrested_at": "24/11/2026 14:05",
    "place": "Leeds, platform 8",
    "offences": "Theft of a bag",
    "necessity": "To prevent loss of property",
    "circumstances": "Seen on the cameras",
    "cautioned": "yes",
    "reply": "I did not",
    "custody": "Leeds",
    "custody_number": "LD/1234/26",
    "asn": "",
    "log": "",
    "key": "a key drawn for this form",
}


def a_radio(_actor):
    radio = make_lost_radio(str(next(NUMBERS)))
    return Ask((radio.id,), radio.version)


def a_found_radio(_actor):
    radio = make_lost_radio(str(next(NUMBERS)))
    found = FoundFacts(issi=radio.issi, found_by="Robin Vale", found_at=now(), place="Leeds")
    return Ask((radio.id,), report_found(actor=SENDER, facts=found).version)


def an_order(_actor):
    order = make_order(make_lost_radio(str(next(NUMBERS))))
    return Ask((order.radio_id, order.id), order.version)


def my_order(actor):
    on_staff(actor)
    radio = make_lost_radio(str(next(NUMBERS)))
    order = request_order(actor=actor, radio_id=radio.id, action="stun", proof=PROOF, reason="Stolen")
    return Ask((radio.id, order.id), order.version)


def an_unanswered_order(_actor):
    order = make_approved(make_lost_radio(str(next(NUMBERS))))
    claim_order(actor=SENDER)
    with clock(now() + timedelta(minutes=2)):
        give_up_waiting(actor=SENDER)
    order.refresh_from_db()
    return Ask((order.radio_id, order.id), order.version)


def an_absence(_actor):
    return Ask((make_absence(f"D{next(NUMBERS)}").id,))


def a_dead_notice(_actor):
    absence = make_absence(f"D{next(NUMBERS)}", dead=True)
    notice = absence.notices.get()
    return Ask((absence.id, notice.id), notice.version)


STAFF = {
    "internal-report": Form(ARREST, {"cautioned", "born", "arrested_at", "key"}, lambda _actor: Ask(("arrest",))),
    "radio-ask": whole({"action": "stun", "proof": PROOF, "reason": "Stolen from a bag"}, {"action"}, a_radio),
    "radio-approve": whole({}, (), an_order),
    "radio-decline": whole({"reason": "It was in the locker"}, (), an_order),
    "radio-withdraw": whole({"reason": "It was in the locker"}, (), my_order),
    "radio-again": whole({}, (), an_unanswered_order),
    "radio-back": whole({}, (), a_found_radio),
    "absence-reason": whole({"why": "To arrange cover"}, (), an_absence),
    "notice-retry": whole({}, (), a_dead_notice),
    "notice-aside": whole({"how": "Told the HR duty desk"}, (), a_dead_notice),
}
