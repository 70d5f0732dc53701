"""Makers for tests: a press enquiry, and a press officer on duty."""

from datetime import timedelta
from typing import Any

from lineside.kernel.actors import system_actor
from lineside.kernel.clock import now
from lineside.press.commands import DutyFacts, EnquiryFacts, open_enquiry, plan_press_duty
from lineside.press.models import PressDuty, PressEnquiry
from lineside.press.permissions import CanPress

DESK = system_actor("test press desk", *CanPress)


def make_enquiry(**facts: Any) -> PressEnquiry:
    whole: dict[str, Any] = {
        "outlet": "The Vale Post",
        "journalist": "Sam Ash",
        "reached_by": "07700 900124",
        "asks": "Why is the line at Leeds closed?",
        "answer_by": now() + timedelta(hours=2),
    }
    return open_enquiry(actor=DESK, asked=EnquiryFacts(**{**whole, **facts}))


def make_press_duty() -> PressDuty:
    hour = timedelta(hours=1)
    duty = DutyFacts(name="Robin Vale", number="07700 900123", begins_at=now() - hour, ends_at=now() + 8 * hour)
    return plan_press_duty(actor=DESK, duty=duty)
