"""Guard 1 to 5 of control_room.md c.2, one by one: each is named with what it asks, and shown to refuse."""

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import make_taken_contact
from lineside.dispatch.commands import assign_unit
from lineside.dispatch.testing import CONTROLLER, make_unit
from lineside.disruption.testing import make_stranded
from lineside.incidents import commands
from lineside.incidents.models import Incident
from lineside.incidents.permissions import CanIncident
from lineside.incidents.testing import OPERATOR, assessed_grade, make_incident
from lineside.kernel.clock import now
from lineside.kernel.errors import NotPermitted, RuleBroken
from lineside.kernel.keys import uuid7
from lineside.kernel.testing import an_actor
from lineside.people.commands import book_off, book_on
from lineside.people.models import Staff
from lineside.people.testing import PLANNER, make_duty, on_staff
from lineside.procedures.testing import make_card
from lineside.promises.testing import make_promise
from lineside.protection.testing import make_in_force
from lineside.safeguarding.testing import make_referral
from lineside.triage.commands import attach_contact
from lineside.triage.permissions import CanTriage

pytestmark = pytest.mark.django_db
SECOND = an_actor(*OPERATOR.permissions, name="Ash Rowe", key=uuid7())
SUPERVISOR = an_actor(*CanIncident, name="Ash Rowe", key=uuid7())


class Guard(NamedTuple):
    """One demand of c.2: its number there, what it asks in its own words, what breaks it, and what is then said."""

    number: int
    asks: str
    broken_by: Callable[[], object]
    says: str


def resulted(incident: Incident) -> Incident:
    return commands.result_incident(actor=OPERATOR, incident_id=incident.id, closing_code="ASB2", result_codes=("ADV",))


def closed(incident: Incident, actor=SECOND) -> Incident:
    return commands.close_incident(actor=actor, incident_id=incident.id)


def closed_with(hold: Callable[[Incident], object]) -> Callable[[], object]:
    """Closing a log that is resulted and that the room above has put this on."""

    def attempt() -> object:
        incident = make_incident("P")
        hold(incident)
        return closed(resulted(incident))

    return attempt


def by_opener(grade: str = "P", **facts: Any) -> Callable[[], object]:
    """The one who opened it closes it."""
    return lambda: closed(resulted(make_incident(grade, **facts)), OPERATOR)


def cancelled_by_opener(**facts: Any) -> Callable[[], object]:
    return lambda: commands.cancel_incident(
        actor=OPERATOR, incident_id=make_incident("I", **facts).id, reason="Opened twice"
    )


def a_unit(incident: Incident) -> object:
    return assign_unit(actor=CONTROLLER, incident_id=incident.id, unit_id=make_unit().id)


def a_promise(incident: Incident) -> object:
    handler = an_actor(*CanTriage, *CanContact, *OPERATOR.permissions)
    contact = make_taken_contact(handler)
    attach_contact(actor=handler, contact_id=contact.id, incident_id=incident.id)
    return make_promise(contact_id=contact.id)


def lowered(**facts: Any) -> Callable[[], object]:
    """An Immediate is graded Priority."""
    asked = {"reason": "He has left", "assessment_id": uuid7(), "actor": SUPERVISOR, **facts}
    return lambda: commands.grade_incident(incident_id=make_incident("I").id, grade="P", **asked)


def booked_off_as_owner() -> object:
    on_staff(OPERATOR)
    duty = make_duty(Staff.objects.get(account_id=str(OPERATOR.id)))
    book_on(actor=PLANNER, duty_id=duty.id, at=now())
    make_incident("P")
    return book_off(actor=PLANNER, duty_id=duty.id)


GUARDS = (
    Guard(1, "a location status", lambda: make_incident(place_status=""), "Say whether the place is confirmed"),
    Guard(
        1,
        "THRIVE before a grade",
        lambda: commands.grade_incident(actor=OPERATOR, incident_id=make_incident().id, grade="P"),
        "THRIVE comes before a grade",
    ),
    Guard(1, "a grade before it closes", lambda: closed(resulted(make_incident())), "Assess and grade it first"),
    Guard(2, "a second person for grade I", by_opener("I"), "a second person must close"),
    Guard(2, "a second person for domestic abuse", cancelled_by_opener(opening_code="DA"), "crime decision|second"),
    Guard(2, "a second person for a missing person", by_opener(opening_code="MISPER"), "a second person must close"),
    Guard(2, "a second person for a death", by_opener(opening_code="FATAL"), "second person|steps of the card|owed"),
    Guard(2, "a second person for a child", by_opener(opening_code="LOST"), "a second person must close"),
    Guard(2, "a second person for a child told", by_opener(qualifiers=("vulnerable_child",)), "a second person must"),
    Guard(2, "a second person for an officer", by_opener(opening_code="OFFICER"), "a second person must close"),
    Guard(2, "a second person to cancel", cancelled_by_opener(), "a second person must close"),
    Guard(3, "no unit attached", closed_with(a_unit), "BX12 is attached|attached"),
    Guard(3, "no mandatory step open", closed_with(lambda row: make_card("FARE", incident_id=row.id)), "Fare dispute"),
    Guard(3, "the reporting person updated", closed_with(a_promise), "promised an update by"),
    Guard(
        3,
        "a crime decided",
        lambda: closed(resulted(make_incident("P", opening_code="HATE"))),
        "a crime decision is owed",
    ),
    Guard(3, "a referral answered", closed_with(lambda row: make_referral(incident_id=row.id)), "afeguarding"),
    Guard(3, "no power off", closed_with(lambda row: make_in_force(incident_id=row.id, level="power_off")), "ower off"),
    Guard(3, "no caution", closed_with(lambda row: make_in_force(incident_id=row.id, level="caution")), "aution"),
    Guard(3, "no stranded train", closed_with(lambda row: make_stranded(incident_id=row.id)), "people on board"),
    Guard(4, "a reason for a lower grade", lowered(reason=""), "Say why the grade is being lowered"),
    Guard(4, "a new THRIVE for a lower grade", lowered(assessment_id=None), "needs a fresh THRIVE"),
    Guard(4, "a supervisor below Immediate", lowered(actor=OPERATOR), "Only a supervisor may lower an Immediate"),
    Guard(5, "ownership moves before log-off", booked_off_as_owner, "owns 1 open log"),
)


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: f"{guard.number} {guard.asks}")
def test_each_guard_of_the_control_room_refuses_what_breaks_it(guard):
    with pytest.raises((RuleBroken, NotPermitted), match=guard.says):
        guard.broken_by()


def test_every_guard_of_the_control_room_is_in_the_table():
    assert {guard.number for guard in GUARDS} == {1, 2, 3, 4, 5}


def test_a_unit_that_is_sent_before_anybody_has_judged_it_leaves_it_open_and_grading_catches_up():
    """Nobody is kept from being sent; the log is OPEN until it is assessed and graded (guard 1)."""
    incident = make_incident()
    a_unit(incident)
    incident.refresh_from_db()
    assert (incident.state, incident.first_assigned_at is not None) == ("open", True)
    assert assessed_grade(incident, "P").state == "assigned"


def test_an_owner_is_always_one_named_person_at_one_desk():
    """Guard 5: it is theirs until somebody else has taken it."""
    incident = make_incident("P")
    assert (incident.owner_id, incident.owner_name) == (OPERATOR.id, "Sam Okafor")
    taken = commands.take_ownership(actor=SECOND, incident_id=incident.id, desk="Control 2")
    assert (taken.owner_id, taken.owner_name, taken.desk) == (SECOND.id, "Ash Rowe", "Control 2")
