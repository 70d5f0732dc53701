"""THRIVE and the grade it proposes, without a database."""

from datetime import date

import pytest

from lineside.kernel.errors import RuleBroken
from lineside.triage import rules

DAY = date(2026, 11, 24)
CALM = {"threat": "none", "harm": "low", "risk": "unlikely", "investigation": "desk", "vulnerability": ["none"],
        "scene": "not_needed", "prevention": "given"}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "code", "grade"),
    [
        ({}, "LOST", "R"),
        ({"investigation": "attend"}, "DAMAGE", "S"),
        ({"threat": "present"}, "ASB", "P"),
        ({"threat": "past", "vulnerability": ["child"]}, "MISPER", "P"),
        ({"threat": "past", "harm": "serious"}, "VIOL", "P"),
        ({"threat": "immediate", "harm": "serious"}, "VIOL", "I"),
        ({"threat": "possible", "harm": "life"}, "WELF", "I"),
        ({"threat": "present", "harm": "serious", "risk": "likely"}, "DA", "I"),
        ({"threat": "present"}, "TRESP", "I"),
        ({"threat": "past"}, "TRESP", "R"),
        ({"harm": "not_known"}, "ASB", "P"),
    ],
)
def test_the_grade_follows_the_risk(changed, code, grade):
    proposal = rules.propose_grade({**CALM, **changed}, code)
    assert proposal.grade == grade
    assert proposal.reasons


def test_each_required_letter_must_be_answered():
    with pytest.raises(RuleBroken, match="Answer P"):
        rules.check_answers({**CALM, "prevention": ""}, DAY)


def test_an_answer_outside_the_set_is_refused():
    with pytest.raises(RuleBroken, match="'loud' is not an answer"):
        rules.check_answers({**CALM, "threat": "loud"}, DAY)


def test_words_are_kept_beside_the_answer():
    assert (
        rules.check_answers({**CALM, "threat_text": " A man with a bottle "}, DAY)["threat_text"]
        == "A man with a bottle"
    )


def test_grading_below_the_proposal_needs_a_reason_and_above_it_does_not():
    proposal = rules.Proposal("P", ("It is still happening",))
    with pytest.raises(RuleBroken, match="say why R is enough"):
        rules.check_choice(proposal, "R", " ")
    rules.check_choice(proposal, "R", "Staff say they have left")
    rules.check_choice(proposal, "I", "")
