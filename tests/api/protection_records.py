"""Protections and fatalities in the state that each deed asks for."""

from uuid import UUID

from lineside.incidents.commands import list_party
from lineside.incidents.testing import make_incident
from lineside.kernel.actors import Actor
from lineside.people.testing import on_staff
from lineside.protection.commands import ask_to_accept_risk, record_person
from lineside.protection.testing import PROTECTOR, make_in_force, make_protection, make_restore_asked

Ids = dict[str, UUID]


def records(_: Actor) -> Ids:
    row = make_in_force()
    on_staff(PROTECTOR)
    risk = ask_to_accept_risk(actor=PROTECTOR, protection_id=row.id, why="A train with 400 people is in smoke.")
    return {"protection_id": row.id, "risk_id": risk.id}


def asked(_: Actor) -> Ids:
    return {"protection_id": make_protection().id}


def in_force(_: Actor) -> Ids:
    return {"protection_id": make_in_force().id}


def all_clear(_: Actor) -> Ids:
    row = make_in_force()
    record_person(actor=PROTECTOR, incident_id=row.incident_id, person="nobody", says="The driver")
    return {"protection_id": row.id}


def asked_back(_: Actor) -> Ids:
    return {"protection_id": make_restore_asked().id}


def with_a_party(_: Actor) -> Ids:
    row = make_in_force()
    for sign in ("NWAS", "LAS"):
        list_party(actor=PROTECTOR, incident_id=row.incident_id, sign=sign)
    return {"incident_id": row.incident_id}


def a_fatality(_: Actor) -> Ids:
    return {"incident_id": make_incident("I", opening_code="FATAL").id}


READY = {
    "note_party_left": with_a_party,
    "confirm_protection": asked,
    "withdraw_protection": asked,
    "ask_restore": all_clear,
    "keep_protection": asked_back,
    "record_restored": asked_back,
    "record_told": with_a_party,
    "record_clear_word": with_a_party,
    "record_person_on_line": with_a_party,
    "ask_to_accept_risk": in_force,
    "confirm_fatality": a_fatality,
    "classify_fatality": a_fatality,
    "record_driver_account": a_fatality,
    "hand_back_line": a_fatality,
}
