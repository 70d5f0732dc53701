"""A journalist asks; the officer on duty has it; what is said is cleared and kept; it ends with an outcome."""

from datetime import timedelta
from typing import Any

import pytest

from lineside.contacts.permissions import CanContact
from lineside.kernel.clock import now
from lineside.kernel.errors import NotFound, NotPermitted, RuleBroken, Stale
from lineside.kernel.keys import uuid7
from lineside.kernel.testing import an_actor, clock
from lineside.press.commands import (
    DutyFacts,
    EnquiryFacts,
    close_enquiry,
    end_press_duty,
    note_said,
    open_enquiry,
    pass_enquiry,
    plan_press_duty,
)
from lineside.press.permissions import CanPress
from lineside.press.queries import duties, enquiries, enquiry, on_duty, said_of
from lineside.press.testing import make_enquiry, make_press_duty

pytestmark = pytest.mark.django_db
HANDLER = an_actor(CanPress.VIEW, CanPress.TAKE, name="Priya Shah")
READER = an_actor(CanPress.VIEW, name="Kim Osei", key=uuid7())


def test_an_enquiry_goes_to_the_officer_on_duty_and_ends_with_what_was_said():
    row = make_enquiry()
    with pytest.raises(RuleBroken, match="No press officer"):
        pass_enquiry(actor=HANDLER, enquiry_id=row.id)
    make_press_duty()
    pass_enquiry(actor=HANDLER, enquiry_id=row.id, seen_version=row.version)
    assert (enquiry(READER, row.id).officer, enquiry(READER, row.id).state) == ("Robin Vale", "passed")
    with pytest.raises(RuleBroken, match="what was said"):
        close_enquiry(actor=HANDLER, enquiry_id=row.id, outcome="answered")
    note_said(actor=HANDLER, enquiry_id=row.id, words="Officers are there.", cleared_by="Supt Holt")
    [said] = said_of(row.id)
    assert (said.words, said.cleared_by, said.by_name) == ("Officers are there.", "Supt Holt", "Priya Shah")
    with pytest.raises(Stale):
        close_enquiry(actor=HANDLER, enquiry_id=row.id, outcome="answered", seen_version=row.version)
    close_enquiry(actor=HANDLER, enquiry_id=row.id, outcome="answered")
    assert enquiries(READER) == []
    assert enquiry(READER, row.id).words == "Answered"
    with pytest.raises(RuleBroken, match="closed"):
        note_said(actor=HANDLER, enquiry_id=row.id, words="More", cleared_by="Supt Holt")


def test_what_is_to_be_answered_soonest_stands_first_and_what_is_overdue_says_so():
    later, late = make_enquiry(), make_enquiry(answer_by=now() - timedelta(minutes=1))
    assert [(each.id, each.standing) for each in enquiries(READER)] == [(late.id, "overdue"), (later.id, "in time")]


def test_who_is_on_duty_is_known_by_the_clock_and_nobody_twice():
    first = make_press_duty()
    with pytest.raises(RuleBroken, match="Another press officer"):
        make_press_duty()
    assert [each.id for each in duties(READER)] == [first.id]
    with clock(first.ends_at):
        assert on_duty() is None
        assert duties(READER) == []


def test_who_may_not_take_only_reads_and_only_a_supervisor_rosters():
    row = make_enquiry()
    facts: dict[str, Any] = {"outlet": "x", "journalist": "x", "reached_by": "x", "asks": "x", "answer_by": now()}
    for refused in (
        lambda: open_enquiry(actor=READER, asked=EnquiryFacts(**facts)),
        lambda: close_enquiry(actor=READER, enquiry_id=row.id, outcome="withdrawn"),
        lambda: plan_press_duty(actor=HANDLER, duty=DutyFacts(name="x", number="101", begins_at=now(), ends_at=now())),
        lambda: enquiries(an_actor(*CanContact)),
    ):
        with pytest.raises(NotPermitted):
            refused()
    with pytest.raises(NotFound):
        enquiry(READER, uuid7())


def test_a_duty_that_was_wrong_ends_for_a_reason_and_another_is_planned_at_once():
    roster = an_actor(*CanPress, name="Sam Ash", key=uuid7())
    wrong = make_press_duty()
    with pytest.raises(RuleBroken, match="Another press officer"):
        make_press_duty()
    with pytest.raises(RuleBroken, match="Say why"):
        end_press_duty(actor=roster, duty_id=wrong.id, reason=" ")
    with pytest.raises(NotPermitted):
        end_press_duty(actor=HANDLER, duty_id=wrong.id, reason="Taken ill")
    end_press_duty(actor=roster, duty_id=wrong.id, reason="Taken ill", seen_version=wrong.version)
    assert on_duty() is None
    facts = DutyFacts(name="Lou Penn", number="07700 900124", begins_at=now(), ends_at=now() + timedelta(hours=8))
    later = plan_press_duty(actor=roster, duty=facts)
    found = on_duty()
    assert found
    assert found.name == "Lou Penn"
    end_press_duty(actor=roster, duty_id=later.id, reason="Somebody else has it")
    with pytest.raises(RuleBroken, match="has ended"):
        end_press_duty(actor=roster, duty_id=later.id, reason="Again")


def test_a_duty_that_has_not_begun_is_taken_off_the_list():
    with clock(now() + timedelta(days=3)):
        later = make_press_duty()
    end_press_duty(actor=an_actor(*CanPress), duty_id=later.id, reason="Wrong day")
    assert duties(READER) == []
