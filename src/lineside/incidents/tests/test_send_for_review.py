"""A second person looks before it closes."""

import pytest

from lineside.incidents import commands, queries
from lineside.incidents.testing import OPERATOR, make_incident
from lineside.kernel.errors import RuleBroken
from lineside.kernel.keys import uuid7
from lineside.kernel.testing import an_actor

pytestmark = pytest.mark.django_db
SECOND = an_actor("incidents.close", "incidents.view", name="Second Person", key=uuid7())


@pytest.fixture
def resulted():
    incident = make_incident(grade="I")
    commands.result_incident(actor=OPERATOR, incident_id=incident.id, closing_code="ASB2", result_codes=("ADV",))
    return incident


def test_the_opener_sends_it_and_a_second_person_closes_it(resulted):
    with pytest.raises(RuleBroken, match="send it for review"):
        commands.close_incident(actor=OPERATOR, incident_id=resulted.id)
    sent = commands.send_for_review(actor=OPERATOR, incident_id=resulted.id)
    assert (sent.state, sent.review_by_name) == ("review", OPERATOR.name)
    with pytest.raises(RuleBroken, match="somebody else"):
        commands.close_incident(actor=OPERATOR, incident_id=resulted.id)
    assert commands.close_incident(actor=SECOND, incident_id=resulted.id).state == "closed"


def test_not_closed_it_goes_back_to_its_owner_with_the_reason(resulted):
    commands.send_for_review(actor=OPERATOR, incident_id=resulted.id)
    back = commands.reject_review(actor=SECOND, incident_id=resulted.id, reason="CCTV was not asked for")
    assert (back.state, back.review_by_id) == ("resulted", None)
    assert (
        queries.log(resulted.id)[-1].text == f"Not closed after review, back to {OPERATOR.name}: CCTV was not asked for"
    )
    with pytest.raises(RuleBroken, match="does not wait"):
        commands.reject_review(actor=SECOND, incident_id=resulted.id, reason="Again")


def test_a_hold_keeps_it_from_review(resulted):
    commands.hold_closing(actor=OPERATOR, incident_id=resulted.id, kind="task", why="a task is open")
    with pytest.raises(RuleBroken, match="a task is open"):
        commands.send_for_review(actor=OPERATOR, incident_id=resulted.id)


def test_a_rejection_says_why(resulted):
    commands.send_for_review(actor=OPERATOR, incident_id=resulted.id)
    with pytest.raises(RuleBroken):
        commands.reject_review(actor=SECOND, incident_id=resulted.id, reason=" ")
