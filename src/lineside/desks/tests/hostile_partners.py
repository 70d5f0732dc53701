"""The forms of partner agencies, as a person fills them in."""

from datetime import timedelta

from lineside.desks.tests.hostile import Ask, Form
from lineside.incidents.testing import make_incident
from lineside.kernel.testing import clock
from lineside.partners.commands import claim_message, raise_due, record_carriage
from lineside.partners.testing import GATEWAY, make_offered, make_transfer

OFFERED = {
    "agency": "NAS",
    "headline": "Woman has collapsed at the gates",
    "words": "Not breathing, staff are with her",
    "hazards": "Traction current is on",
    "access": "By the north ramp",
    "rendezvous": "Taxi rank",
    "talkgroup": "ES1",
    "sent_as": "Exercise",
}


AID = {
    "agency": "NPOL",
    "quantity": "1",
    "kind": "response unit",
    "why": "None of ours can go",
    "sent_as": "Exercise",
}


def a_log(_actor):
    return Ask((make_incident("P").id,))


def a_log_as_seen(_actor):
    log = make_incident("P")
    return Ask((log.id,), log.version)


def an_offer_to_us(_actor):
    row = make_offered()
    return Ask((row.id, "reject"), row.version)


def one_of_ours(_actor):
    row = make_transfer()
    return Ask((row.id,), row.version)


def one_to_ring(_actor):
    row = make_transfer()
    with clock(row.offered_at + timedelta(seconds=61)):
        raise_due()
    row.refresh_from_db()
    return Ask((row.id,), row.version)


def one_refused(_actor):
    row = make_transfer()
    while (message := claim_message(actor=GATEWAY)) and message.transfer_id != row.id:
        pass  # of an earlier one
    assert message
    message = record_carriage(actor=GATEWAY, message_id=message.id, outcome="dead", says="no such agency")
    return Ask((message.id,), message.version)


PARTNERS = {
    "log-partner-offer": Form(OFFERED, {"agency", "sent_as"}, a_log),
    "log-mutual-aid": Form(AID, {"agency", "sent_as"}, a_log),
    "log-exercise": Form({}, set(), a_log_as_seen),
    "partner-deed": Form({"words": "Not on the railway: ring Northern Police"}, set(), an_offer_to_us),
    "partner-ask": Form({"quantity": "2", "kind": "Ambulance", "why": "Two are hurt"}, set(), one_of_ours),
    "partner-ring": Form(
        {"outcome": "accepted", "spoke_to": "Robin Vale", "words": "Crew in four"}, {"outcome"}, one_to_ring
    ),
    "partner-again": Form({}, set(), one_refused),
}
