"""A risk that is accepted by two persons, and what the database itself refuses."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, connection, transaction

from lineside.dispatch import commands as dispatch
from lineside.dispatch.testing import CONTROLLER, make_unit
from lineside.incidents.queries import log
from lineside.kernel.errors import NotPermitted, RuleBroken
from lineside.people.testing import on_staff
from lineside.protection import commands, queries
from lineside.protection.models import LineProtection
from lineside.protection.testing import (
    PROTECTOR,
    SUPERVISOR,
    make_in_force,
    make_restore_asked,
)

pytestmark = pytest.mark.django_db
JO = {"name": "Jo Patel", "role": "route control"}


def attach(row, sign="BX12"):
    unit = make_unit(sign)
    dispatch.assign_unit(actor=CONTROLLER, unit_id=unit.id, incident_id=row.incident_id)
    return unit


def says(row, sign, word="yes", said_by="PC Hale"):
    commands.record_word(actor=PROTECTOR, incident_id=row.incident_id, sign=sign, word=word, said_by=said_by)


def person(row, word="nobody", words="The driver, by telephone"):
    commands.record_person(actor=PROTECTOR, incident_id=row.incident_id, person=word, says=words)


def restore(row):
    return commands.ask_restore(actor=PROTECTOR, protection_id=row.id)


def shown(row):
    return queries.protection(PROTECTOR, row.id)


def ask_risk(row):
    on_staff(PROTECTOR, SUPERVISOR)
    return commands.ask_to_accept_risk(actor=PROTECTOR, protection_id=row.id, why="A train with 400 people is in smoke")


def test_a_risk_is_accepted_by_two_persons_for_those_who_were_named_and_nobody_who_comes_later():
    row = make_in_force()
    attach(row, "BX12")
    person(row, "missing", "Last seen at the fence")
    risk = ask_risk(row)
    assert (risk.signs, risk.covers_person) == (["BX12"], True)
    with pytest.raises(RuleBroken, match="not said all clear"):
        restore(row)
    own = replace(SUPERVISOR, id=PROTECTOR.id)
    with pytest.raises(RuleBroken, match="second person"):
        commands.accept_risk(actor=own, risk_id=risk.id)
    with pytest.raises(NotPermitted):
        commands.accept_risk(actor=PROTECTOR, risk_id=risk.id)
    commands.accept_risk(actor=SUPERVISOR, risk_id=risk.id)
    assert shown(row).waits == []
    assert "ACCEPTED for BX12, the person on the line, by Ash Rowe" in log(row.incident_id)[-1].text
    attach(row, "BX14")
    with pytest.raises(RuleBroken, match="BX14 has not said all clear"):
        restore(row)
    says(row, "BX14")
    says(row, "BX12", "no")
    with pytest.raises(RuleBroken, match="BX12"):
        restore(row)


def test_a_risk_that_is_declined_changes_nothing_and_one_that_nobody_runs_is_not_asked():
    row = make_in_force()
    risk = ask_risk(row)
    with pytest.raises(RuleBroken, match="asked already"):
        ask_risk(row)
    commands.decline_risk(actor=SUPERVISOR, risk_id=risk.id, why="Ask them again")
    assert shown(row).waits
    person(row)
    with pytest.raises(RuleBroken, match="Everybody is clear"):
        ask_risk(row)


@pytest.mark.parametrize("state", ["restore_asked", "restored"])
def test_the_database_itself_restores_nothing_while_one_party_is_not_clear(state):
    row = make_restore_asked() if state == "restored" else make_in_force()
    attach(row)
    with pytest.raises(IntegrityError, match="not clear of the line"), transaction.atomic():
        write(row, state)


def test_the_database_gives_nothing_back_that_was_not_asked_back_and_takes_no_acceptance_without_a_decision():
    row = make_in_force()
    with pytest.raises(IntegrityError, match="only after its restore"), transaction.atomic():
        write(row, "restored")
    attach(row)
    says(row, "BX12")
    person(row)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lineside.command', 'test', true)")
        cursor.execute("UPDATE protection_partystanding SET word = 'accepted'")
    with pytest.raises(IntegrityError, match="not clear"), transaction.atomic():
        write(row, "restore_asked")


def write(row, state):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lineside.command', 'test', true)")
    LineProtection.objects.filter(pk=row.pk).update(state=state)
