"""Two persons stop a radio and two let it back; neither can alone, and what happened is on record."""

from datetime import timedelta

import pytest

from lineside.kernel.actors import system_actor
from lineside.kernel.clock import now
from lineside.kernel.errors import NotPermitted, RuleBroken, Stale
from lineside.kernel.keys import uuid7
from lineside.kernel.models import AuditLine
from lineside.kernel.testing import an_actor, audit_lines, clock
from lineside.radios import reactions
from lineside.radios.commands import (
    FoundFacts,
    approve_order,
    claim_order,
    decline_order,
    give_up_waiting,
    record_answer,
    report_found,
    request_order,
    return_radio,
    send_order_again,
    withdraw_order,
)
from lineside.radios.models import LostRadio
from lineside.radios.permissions import CanRadio
from lineside.radios.queries import has_approved_order, radio_row
from lineside.radios.testing import FIRST, PROOF, SECOND, make_approved, make_lost_radio, make_order

pytestmark = pytest.mark.django_db
GATEWAY = system_actor("test radio gateway", CanRadio.DELIVER)


def claimed():
    order = claim_order(actor=GATEWAY)
    assert order
    return order


def shown(order):
    row = radio_row(order.radio_id)
    assert row
    return row


def test_a_radio_missed_twice_is_one_lost_radio():
    assert make_lost_radio().id == make_lost_radio().id


def test_nothing_goes_out_before_a_second_person_approved_it():
    make_order()
    assert claim_order(actor=GATEWAY) is None


def test_who_asked_cannot_approve_or_decline_whatever_rights_they_hold():
    order = make_order()
    with pytest.raises(RuleBroken, match="second person"):
        approve_order(actor=FIRST, order_id=order.id)
    with pytest.raises(RuleBroken, match="second person"):
        decline_order(actor=FIRST, order_id=order.id, reason="no")
    assert claim_order(actor=GATEWAY) is None
    assert "radios.approve_order" in audit_lines("refused")


def test_asked_approved_sent_and_done_stops_the_radio_and_says_who_and_when():
    order = make_approved()
    assert claimed().id == order.id
    assert not has_approved_order()
    assert record_answer(actor=GATEWAY, order_id=order.id, outcome="done")
    row = shown(order)
    assert row.is_disabled
    assert (row.orders[0].asked_by, row.orders[0].decided_by, row.orders[0].words) == ("Alex Reed", "Kim Osei", "done")
    assert row.orders[0].done_at
    told = [
        (line.name, line.actor_name)
        for line in AuditLine.objects.filter(kind="did", name__startswith="radios.").order_by("id")
    ]
    assert told == [
        ("radios.report_lost", "Alex Reed"),
        ("radios.request_order", "Alex Reed"),
        ("radios.approve_order", "Kim Osei"),
        ("radios.claim_order", "test radio gateway"),
        ("radios.record_answer", "test radio gateway"),
    ]


def test_a_found_radio_comes_back_the_same_way_and_then_may_be_lost_again():
    stun = make_approved()
    claim_order(actor=GATEWAY)
    record_answer(actor=GATEWAY, order_id=stun.id, outcome="done")
    radio = LostRadio.objects.get()
    with pytest.raises(RuleBroken, match="found"):
        request_order(actor=FIRST, radio_id=radio.id, action="unstun", proof=PROOF, reason="Found")
    found = FoundFacts(issi="7301234", found_by="Robin Vale", found_at=now(), place="Leeds")
    report_found(actor=FIRST, facts=found)
    with pytest.raises(RuleBroken, match="stunned"):
        return_radio(actor=FIRST, radio_id=radio.id)
    unstun = make_approved(radio, "unstun")
    claim_order(actor=GATEWAY)
    record_answer(actor=GATEWAY, order_id=unstun.id, outcome="done")
    assert return_radio(actor=FIRST, radio_id=radio.id).state == "back"
    assert make_lost_radio().id != radio.id


def test_silence_is_seen_by_a_person_who_sends_it_again_under_the_same_number():
    order = make_approved()
    claim_order(actor=GATEWAY)
    assert give_up_waiting(actor=GATEWAY) == 0
    with clock(now() + timedelta(seconds=31)):
        assert give_up_waiting(actor=GATEWAY) == 1
    row = shown(order)
    assert row.is_owed
    assert row.orders[0].says == "No answer within 30 seconds."
    assert send_order_again(actor=FIRST, order_id=order.id).id == order.id
    assert claimed().sendings == 2


def test_a_late_answer_to_what_stood_as_unanswered_still_counts():
    order = make_approved()
    claim_order(actor=GATEWAY)
    with clock(now() + timedelta(seconds=31)):
        give_up_waiting(actor=GATEWAY)
    record_answer(actor=GATEWAY, order_id=order.id, outcome="done")
    assert LostRadio.objects.get().is_disabled


def test_an_order_that_no_gateway_sends_is_a_persons_and_may_be_asked_for_anew():
    order = make_approved()
    with clock(now() + timedelta(seconds=61)):
        give_up_waiting(actor=GATEWAY)
        row = shown(order)
        assert (row.is_owed, row.orders[0].state, row.words) == (True, "dead", "not stunned")
        assert "gateway is away" in row.orders[0].says
        assert claim_order(actor=GATEWAY) is None
        again = send_order_again(actor=FIRST, order_id=order.id)
        assert give_up_waiting(actor=GATEWAY) == 0
        assert claimed().id == again.id


def given_up():
    order = make_approved()
    claim_order(actor=GATEWAY)
    for seconds in (31, 301):
        with clock(now() + timedelta(seconds=seconds)):
            assert give_up_waiting(actor=GATEWAY) == 1
    return order


def test_an_order_that_is_never_answered_ends_before_a_person_and_makes_room_for_another():
    order = given_up()
    row = shown(order)
    assert (row.is_owed, row.orders[0].state, row.words) == (True, "dead", "perhaps stunned")
    assert row.orders[0].says.startswith("No answer within 30 seconds. Given up: ask radio management")
    other = make_order(LostRadio.objects.get())
    with pytest.raises(RuleBroken, match="later order"):
        send_order_again(actor=FIRST, order_id=order.id)
    assert shown(other).open_order


def test_a_radio_that_may_be_stunned_is_let_back_by_an_unstun_and_not_by_hope():
    order = given_up()
    report_found(actor=FIRST, facts=FoundFacts(issi="7301234", found_by="Robin Vale", found_at=now(), place="Leeds"))
    with pytest.raises(RuleBroken, match="Nobody knows"):
        return_radio(actor=FIRST, radio_id=order.radio_id)
    make_approved(LostRadio.objects.get(), "unstun")
    unstun = claimed()
    record_answer(actor=GATEWAY, order_id=unstun.id, outcome="done")
    assert return_radio(actor=FIRST, radio_id=order.radio_id).state == "back"


def test_an_unstun_that_nobody_answered_is_not_sent_again_once_the_radio_is_lost_anew():
    given_up()
    report_found(actor=FIRST, facts=FoundFacts(issi="7301234", found_by="Robin Vale", found_at=now(), place="Leeds"))
    unstun = make_approved(LostRadio.objects.get(), "unstun")
    claimed()
    with clock(now() + timedelta(seconds=31)):
        give_up_waiting(actor=GATEWAY)
        make_lost_radio()
        with pytest.raises(RuleBroken, match="not in hand"):
            send_order_again(actor=FIRST, order_id=unstun.id)


def test_the_clock_looks_without_a_gateway(monkeypatch):
    monkeypatch.setattr(reactions, "close_old_connections", lambda: None)  # the test's own is in a transaction
    order = make_approved()
    with clock(now() + timedelta(seconds=61)):
        reactions.look(0)
    assert shown(order).orders[0].state == "dead"


def test_a_refusal_leaves_the_radio_on_the_network_and_a_person_owing():
    order = make_approved()
    claim_order(actor=GATEWAY)
    record_answer(actor=GATEWAY, order_id=order.id, outcome="refused", says="No such subscriber")
    row = shown(order)
    assert (row.is_disabled, row.is_owed, row.orders[0].says) == (False, True, "No such subscriber")


def test_one_order_at_a_time_and_a_withdrawn_one_makes_room():
    order = make_order()
    with pytest.raises(RuleBroken, match="under way"):
        make_order(LostRadio.objects.get())
    withdraw_order(actor=FIRST, order_id=order.id, reason="In the locker")
    with pytest.raises(RuleBroken, match="not waiting"):
        approve_order(actor=SECOND, order_id=order.id)
    make_order(LostRadio.objects.get())


def test_the_second_who_saw_an_older_order_is_told():
    order = make_order()
    with pytest.raises(Stale):
        approve_order(actor=SECOND, order_id=order.id, seen_version=order.version + 1)


def test_found_under_another_tei_or_an_issi_that_nobody_misses_is_refused():
    make_lost_radio()
    with pytest.raises(RuleBroken, match="No radio of this ISSI"):
        report_found(actor=FIRST, facts=FoundFacts(issi="7", found_by="x", found_at=now(), place="y"))


def test_who_may_only_report_cannot_ask_and_who_may_only_ask_cannot_approve():
    radio = make_lost_radio()
    with pytest.raises(NotPermitted):
        request_order(actor=an_actor(CanRadio.REPORT), radio_id=radio.id, action="stun", proof=PROOF, reason="Stolen")
    order = make_order(radio)
    with pytest.raises(NotPermitted):
        approve_order(actor=an_actor(CanRadio.REQUEST, key=uuid7()), order_id=order.id)


def test_a_radio_that_was_found_and_is_lost_again_is_missing_again_and_no_longer_let_back():
    stun = make_approved()
    claimed()
    record_answer(actor=GATEWAY, order_id=stun.id, outcome="done")
    report_found(actor=FIRST, facts=FoundFacts(issi="7301234", found_by="Robin Vale", found_at=now(), place="Leeds"))
    unstun = make_approved(LostRadio.objects.get(), "unstun")
    again = make_lost_radio()
    assert (again.id, again.state, again.found_by) == (stun.radio_id, "missing", "")
    unstun.refresh_from_db()
    assert (unstun.state, unstun.says) == ("withdrawn", "It was reported lost again by Alex Reed.")
    assert claim_order(actor=GATEWAY) is None


def test_a_radio_lost_again_that_is_on_the_network_is_owed_a_look():
    radio = make_lost_radio()
    order = make_order(radio)
    withdraw_order(actor=FIRST, order_id=order.id, reason="In the locker")
    report_found(actor=FIRST, facts=FoundFacts(issi=radio.issi, found_by="Robin Vale", found_at=now(), place="Leeds"))
    with clock(now() + timedelta(hours=1)):
        make_lost_radio()
        row = radio_row(radio.id)
    assert row
    assert (row.state, row.is_owed) == ("missing", True)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"found_by": " "}, "found_by"), ({"place": ""}, "place"), ({"found_at": now() + timedelta(hours=2)}, "found_at")],
)
def test_who_found_it_where_and_when_is_said_whatever_device_tells(wrong, field):
    make_lost_radio()
    whole = {"issi": "7301234", "found_by": "Robin Vale", "found_at": now(), "place": "Leeds"}
    with pytest.raises(RuleBroken) as refused:
        report_found(actor=FIRST, facts=FoundFacts(**(whole | wrong)))
    assert refused.value.field == field


def test_what_the_radio_system_repeats_is_not_written_again_so_that_a_person_can_act_on_it():
    order = make_approved()
    claimed()
    record_answer(actor=GATEWAY, order_id=order.id, outcome="accepted", says="Not heard yet")
    assert record_answer(actor=GATEWAY, order_id=order.id, outcome="unknown", says="No such order; send it again.")
    row = shown(order)
    assert (row.is_owed, row.orders[0].state) == (True, "unanswered")
    record_answer(actor=GATEWAY, order_id=order.id, outcome="unknown", says="No such order; send it again.")
    assert send_order_again(actor=FIRST, order_id=order.id, seen_version=row.orders[0].version).state == "approved"
