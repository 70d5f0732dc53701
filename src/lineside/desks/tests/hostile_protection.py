"""The forms of line protection and of a fatality, as a person fills them in."""

from lineside.desks.tests.hostile import Ask, Form
from lineside.incidents.testing import make_incident
from lineside.people.testing import on_staff
from lineside.protection.commands import ask_to_accept_risk
from lineside.protection.queries import words_version
from lineside.protection.testing import PROTECTOR, make_in_force, make_protection

ASKED = {
    "level": "stopped",
    "section": "Up and Down Fast, Leeds to Neville Hill",
    "reason": "person",
    "nature": "A man on the track",
    "elr": "HUL4",
    "limits": "18m 20ch to 20m 10ch",
    "lines": "Up and Down Fast",
    "location": "Signal L3912",
    "access": "Marsh Lane",
}


def a_log(_actor):
    return Ask((make_incident("I", opening_code="TRESP").id,))


def in_force(_actor):
    log = make_in_force().incident_id
    return Ask((log,), words_version(log))


def asked(_actor):
    row = make_protection()
    return Ask((row.id, "confirm"), row.version)


def a_risk(_actor):
    on_staff(PROTECTOR)
    row = make_in_force()
    risk = ask_to_accept_risk(actor=PROTECTOR, protection_id=row.id, why="A train with 400 people is in smoke")
    return Ask((risk.id, "decline"), risk.protection.version)


def a_fatality(_actor):
    return Ask((make_incident("I", opening_code="FATAL").id,))


PROTECTION = {
    "log-protect": Form(ASKED, {"level", "reason"}, a_log),
    "log-party": Form({"sign": "NWAS", "label": "North West Ambulance Service"}, set(), in_force),
    "log-party-word": Form({"sign": "BX12", "word": "yes", "said_by": "PC Hale"}, {"word"}, in_force),
    "log-person": Form({"person": "found", "says": "PC Hale sits with him"}, {"person"}, in_force),
    "protection-deed": Form({"name": "Jo Patel", "role": "route control", "reference": "RC-4411"}, set(), asked),
    "risk-decide": Form({"why": "Ask them again"}, set(), a_risk),
    "fatality-confirm": Form({"confirmed_by": "Robin Vale, paramedic"}, set(), a_fatality),
    "fatality-classify": Form({"code": "unexplained", "reason": "Nobody saw it"}, {"code"}, a_fatality),
    "fatality-driver": Form({"account": "Came round the curve"}, set(), a_fatality),
    "fatality-hand-back": Form({"to": "Jo Patel, route control"}, set(), a_fatality),
}
