"""Who the two persons of an order are: told by their staff records, which the database asks for too."""

import pytest
from django.db import IntegrityError, transaction

from lineside.access.queries import actor_of_client, client_of
from lineside.access.testing import make_client_key, open_account_of
from lineside.kernel.actors import system_actor
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken
from lineside.kernel.keys import uuid7
from lineside.kernel.testing import an_actor
from lineside.people.commands import Facts, change_staff
from lineside.people.queries import staff_of_account
from lineside.people.testing import PLANNER, on_staff
from lineside.radios.commands import approve_order, claim_order, request_order
from lineside.radios.models import RadioOrder
from lineside.radios.permissions import CanRadio
from lineside.radios.testing import FIRST, PROOF, SECOND, make_lost_radio, make_order

pytestmark = pytest.mark.django_db
GATEWAY = system_actor("test radio gateway", CanRadio.DELIVER)


@command(needs=CanRadio.APPROVE)
def forge(*, actor, order_id, by):
    RadioOrder.objects.filter(id=order_id).update(state="approved", decided_by_id=by)


def test_neither_a_further_account_under_another_name_nor_a_machines_key_is_a_second_person():
    order = make_order()
    further = an_actor(*CanRadio, name="A. Reed (exercise)", key=uuid7())
    for _ in range(2):
        with pytest.raises(RuleBroken, match="second person"):
            approve_order(actor=further, order_id=order.id)
        open_account_of(further)  # nor with an account that no staff record has
    device = client_of(make_client_key(*CanRadio, name="a device"))
    assert device
    client = actor_of_client(device)
    with pytest.raises(RuleBroken, match="machine's key"):
        approve_order(actor=client, order_id=order.id)
    with pytest.raises(RuleBroken, match="machine's key"):
        request_order(actor=client, radio_id=make_lost_radio("7301239").id, action="stun", proof=PROOF, reason="Stolen")
    assert claim_order(actor=GATEWAY) is None


def test_two_colleagues_of_one_name_are_two_persons():
    namesake = an_actor(*CanRadio, name=FIRST.name, key=uuid7())
    on_staff(namesake)
    assert approve_order(actor=namesake, order_id=make_order().id).state == "approved"


def test_who_has_no_staff_record_asks_for_nothing_and_whose_account_was_taken_from_it_is_nobodys_first():
    radio = make_lost_radio()
    with pytest.raises(RuleBroken, match="staff record"):
        request_order(
            actor=an_actor(*CanRadio, key=uuid7()), radio_id=radio.id, action="stun", proof=PROOF, reason="Stolen"
        )
    order = make_order(radio)
    taken_from_its_record(FIRST)
    with pytest.raises(RuleBroken, match="second person"):
        approve_order(actor=SECOND, order_id=order.id)


def taken_from_its_record(who):
    row = staff_of_account(who.id)
    assert row
    facts = Facts(name=row.name, collar_number=row.collar_number, role=row.role, site=row.site)
    change_staff(actor=PLANNER, staff_id=row.id, facts=facts, seen_version=row.version)


def test_the_database_itself_knows_a_person_by_the_staff_record():
    order = make_order()
    further = an_actor(name="A. Reed (exercise)", key=uuid7())
    open_account_of(further)
    with pytest.raises(IntegrityError, match="Two persons stand behind this"), transaction.atomic():
        forge(actor=SECOND, order_id=order.id, by=further.id)
    forge(actor=SECOND, order_id=order.id, by=SECOND.id)


@pytest.mark.parametrize("by", ["nobody", "the first"])
def test_the_database_holds_that_two_persons_stand_behind_what_goes_out(by):
    order = make_order()
    with pytest.raises(IntegrityError, match=r"radios_two_persons|Two persons"), transaction.atomic():
        forge(actor=SECOND, order_id=order.id, by=None if by == "nobody" else FIRST.id)
