"""A call on which nobody speaks, from a number on which a warning stands, is Immediate until somebody says why not."""

import pytest

from lineside.contacts import queries as contacts
from lineside.contacts.commands import mark_silent, take_contact
from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import make_call
from lineside.incidents.commands import Opening
from lineside.incidents.permissions import CanIncident
from lineside.kernel.errors import RuleBroken
from lineside.kernel.testing import an_actor
from lineside.pole.testing import make_marker
from lineside.triage import commands, queries
from lineside.triage.permissions import CanTriage
from lineside.triage.tests.test_triage_rules import CALM

pytestmark = pytest.mark.django_db
HANDLER = an_actor(*CanTriage, *CanContact, *CanIncident, name="Priya Shah")
OPENING = Opening(summary="Nobody speaks", opening_code="ASB", place_text="Leeds", place_status="approximate")
ANSWERS = {**CALM, "threat": "present", "threat_text": "Still shouting"}
WHY = "Silent, and a warning stands on the number"


def a_call(*, silent="silent", marker="vulnerable"):
    if marker:
        make_marker("07700 900123", code=marker)
    call = make_call(number="07700900123", line_type="999_BT")
    take_contact(actor=HANDLER, contact_id=call.id)
    if silent:
        mark_silent(actor=HANDLER, contact_id=call.id, silent=silent)
    return contacts.contact(call.id, HANDLER)


def opened(call, **facts):
    asked = {"opening": OPENING, "answers": ANSWERS, "grade": "", **facts}
    return commands.open_incident_from_contact(actor=HANDLER, contact_id=call.id, **asked)


@pytest.mark.parametrize("marker", ["vulnerable", "violent", "unsafe_contact"])
def test_immediate_is_proposed_before_anything_is_answered_and_the_call_stands_higher(marker):
    call = a_call(marker=marker)
    proposal = queries.propose({}, "ASB", call)
    assert proposal
    assert (proposal.grade, proposal.reasons) == ("I", (WHY,))
    assert (call.risk, call.risk_why) == (98, WHY.lower())


@pytest.mark.parametrize(("silent", "marker"), [("", "vulnerable"), ("silent", ""), ("silent", "caller_noted")])
def test_without_a_silence_or_a_warning_nothing_is_proposed_by_it(silent, marker):
    assert queries.propose({}, "ASB", a_call(silent=silent, marker=marker)) is None


def test_the_answers_do_not_lower_it_and_a_lower_grade_needs_a_reason_that_is_kept():
    call = a_call()
    proposal = queries.propose(ANSWERS, "ASB", call)
    assert proposal
    assert (proposal.grade, proposal.reasons[0]) == ("I", WHY)
    with pytest.raises(RuleBroken, match=r"I is proposed \(Silent, and a warning stands on the number\); say why P"):
        opened(call, grade="P")
    incident = opened(call, grade="P", reason="She spoke: pocket call, her code word given")
    kept = queries.assessments(incident.id)[0]
    assert (kept.proposed_grade, kept.chosen_grade, kept.reasons[0]) == ("I", "P", WHY)


def test_with_no_grade_chosen_the_incident_is_immediate():
    assert opened(a_call(silent="55")).grade == "I"
