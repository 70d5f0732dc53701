"""A call that is passed on takes its contact with it once it is picked up; else it is said who has what."""

from datetime import timedelta
from typing import Any

import pytest

from lineside.contacts.commands import resolve_contact
from lineside.contacts.models import Contact
from lineside.contacts.testing import make_call
from lineside.kernel.clock import now
from lineside.kernel.errors import NotPermitted, RuleBroken
from lineside.kernel.models import AuditLine
from lineside.kernel.testing import an_actor, clock
from lineside.queues.commands import choose_state
from lineside.queues.queries import seat_of
from lineside.switchboard.commands import claim_move, pass_call, tell_move
from lineside.switchboard.models import Move
from lineside.switchboard.queries import moves_here
from lineside.switchboard.reactions import end_overdue_moves
from lineside.switchboard.rules import ASKED, DIALLED_WITHIN, ENDED, HEARD_OF_WITHIN, MOVED, MOVES, MOVING, move_goes_on
from lineside.switchboard.testing import SWITCH, hang_up, make_move, make_on_call, make_speaking

pytestmark = pytest.mark.django_db


def tell(row, state, outcome="", says=""):
    return tell_move(actor=SWITCH, move_id=row.id, state=state, outcome=outcome, says=says)


def has_it(row):
    contact = Contact.objects.get(pk=row.contact_id)
    return contact.handler_name, contact.marks[-1] if contact.marks else ""


def test_the_contact_follows_once_the_other_telephone_is_picked_up():
    row = make_move()
    assert (row.channel, row.was_telephone, row.to_telephone) == ("PJSIP/trunk-00000001", "201", "202")
    assert has_it(row) == ("Priya Shah", "")
    assert claim_move(actor=SWITCH) == row
    assert claim_move(actor=SWITCH) is None
    assert has_it(row)[0] == "Priya Shah"
    assert tell(row, "ended", "moved").outcome == "moved"
    name, mark = has_it(row)
    assert name == "Sam Okoro"
    assert mark == "Passed by Priya Shah to Sam Okoro: Speaks Polish. Sam Okoro picked up and has the call."
    assert [seat.state for each in (row.was_id, row.to_id) if (seat := seat_of(each))] == ["available", "talking"]


@pytest.mark.parametrize("outcome", sorted(set(MOVED) - {"moved"}))
def test_whatever_else_becomes_of_it_the_contact_stays_and_its_record_and_both_are_told(outcome):
    row = make_move()
    claim_move(actor=SWITCH)
    version = Contact.objects.get(pk=row.contact_id).version
    tell(row, "ended", outcome, "As the switch said.")
    name, mark = has_it(row)
    words = MOVED[outcome].format(to="Sam Okoro", was="Priya Shah")
    assert name == "Priya Shah"
    assert mark == f"Passed by Priya Shah to Sam Okoro: Speaks Polish. {words} As the switch said."
    assert Contact.objects.get(pk=row.contact_id).version == version
    for account in (row.was_id, row.to_id):
        assert [each.words for each in moves_here(account)] == [f"{words} As the switch said."]


def test_what_stands_is_told_to_both_while_it_rings_and_while_the_line_is_lost():
    row = make_move()
    assert moves_here(row.to_id)[0].words == "The call is about to ring at Sam Okoro, telephone 202."
    claim_move(actor=SWITCH)
    assert moves_here(row.was_id)[0].words == "The call rings at Sam Okoro, telephone 202."
    tell(row, "unsure")
    assert "line to the switch is lost" in moves_here(row.to_id)[0].words
    tell(row, "moving", says="Nobody picked up there; it rings again at telephone 201.")
    assert moves_here(row.was_id)[0].words.endswith("it rings again at telephone 201.")


def test_what_became_of_it_leaves_the_desks_after_a_while():
    row = make_move()
    tell_move(actor=SWITCH, move_id=row.id, state="ended", outcome="refused")
    with clock(now() + timedelta(minutes=6)):
        assert moves_here(row.was_id) == []


def test_one_call_is_passed_on_once_at_a_time_and_what_is_over_stays_so():
    row = make_move()
    one = an_actor("contacts.take", "contacts.supervise", name="Sarah Cole")
    with pytest.raises(RuleBroken, match="already"):
        pass_call(actor=one, contact_id=row.contact_id, to_id=row.to_id, reason="Again.")
    claim_move(actor=SWITCH)
    tell(row, "ended", "came_back")
    assert tell(row, "ended", "moved").outcome == "came_back"
    assert tell(row, "moving").state == ENDED
    assert pass_call(actor=one, contact_id=row.contact_id, to_id=row.to_id, reason="Again.").state == ASKED


def test_it_needs_a_call_that_is_up_a_telephone_a_reason_and_the_right():
    one, two, call = make_speaking()
    asked: dict[str, Any] = {"contact_id": call.id, "to_id": two.id, "reason": "Speaks Polish."}
    with pytest.raises(NotPermitted):
        pass_call(actor=an_actor(), **asked)
    with pytest.raises(RuleBroken, match="Say why"):
        pass_call(actor=one, **asked | {"reason": " "})
    choose_state(actor=two, state="available", telephone="")
    with pytest.raises(RuleBroken, match="Sam Okoro has given no telephone"):
        pass_call(actor=one, **asked)
    choose_state(actor=two, state="available", telephone="202")
    make_call("ended", switch_call_id=call.switch_call_id)
    with pytest.raises(RuleBroken, match="pass the contact alone"):
        pass_call(actor=one, **asked)


def test_a_call_of_which_the_switch_names_no_channel_passes_its_contact_alone():
    seat, call = make_on_call("203")
    _, two, _ = make_speaking("201", "202")
    assert two.id
    boss = an_actor("contacts.take", "contacts.supervise", name="Sarah Cole")
    with pytest.raises(RuleBroken, match="pass the contact alone"):
        pass_call(actor=boss, contact_id=call.id, to_id=two.id, reason="Speaks Polish.")
    assert seat.telephone == "203"


def test_a_caller_who_hung_up_before_the_switch_was_asked_is_not_asked_for():
    row = make_move()
    hang_up(Contact.objects.get(pk=row.contact_id))
    assert claim_move(actor=SWITCH) is None
    row.refresh_from_db()
    assert (row.state, row.outcome) == ("ended", "hung_up")


def test_a_contact_that_was_resolved_meanwhile_stays_where_it_is_and_says_who_picked_up():
    row = make_move()
    claim_move(actor=SWITCH)
    hang_up(Contact.objects.get(pk=row.contact_id))
    was = an_actor("contacts.take", "contacts.resolve", name="Priya Shah", key=row.was_id)
    version = Contact.objects.get(pk=row.contact_id).version
    resolve_contact(actor=was, contact_id=row.contact_id, disposition="advice_given", seen_version=version)
    tell(row, "ended", "moved")
    contact = Contact.objects.get(pk=row.contact_id)
    assert (contact.state, contact.handler_id) == ("resolved", row.was_id)
    assert contact.marks[-1].endswith("Sam Okoro picked up and has the call.")


def test_what_no_switch_claims_and_what_none_tells_of_ends_by_the_clock_in_words():
    row = make_move()
    assert end_overdue_moves() == 0
    with clock(now() + DIALLED_WITHIN + timedelta(seconds=1)):
        assert claim_move(actor=SWITCH) is None
        assert end_overdue_moves() == 1
    row.refresh_from_db()
    assert row.outcome == "not_asked"
    assert "transfer the call at the telephone" in has_it(row)[1]
    other = make_move("211", "212")
    claim_move(actor=SWITCH)
    with clock(now() + HEARD_OF_WITHIN + timedelta(seconds=1)):
        assert end_overdue_moves() == 1
    other.refresh_from_db()
    assert other.outcome == "unknown"
    assert has_it(other)[1].count("ask Sam Okoro") == 1


def test_each_step_is_on_record_by_name():
    row = make_move()
    claim_move(actor=SWITCH)
    tell(row, "ended", "moved")
    names = set(AuditLine.objects.values_list("name", flat=True))
    assert {"switchboard.pass_call", "switchboard.claim_move", "switchboard.tell_move", "contacts.follow_call"} <= names


def test_news_is_what_can_follow():
    assert move_goes_on(ASKED, ENDED, "", "")
    assert not move_goes_on(ASKED, MOVING, "", "")
    assert not move_goes_on(MOVING, MOVING, "", "")
    assert move_goes_on(MOVING, MOVING, "It rings again.", "")
    assert set(MOVES) == {ASKED, MOVING, "unsure"}
    assert Move.objects.count() == 0
