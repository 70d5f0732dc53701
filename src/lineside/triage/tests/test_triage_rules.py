"""THRIVE and the grade it proposes, without a database."""

import inspect
from datetime import UTC, date, datetime, timedelta

import pytest

from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import in_force
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
        ({"risk": "not_asked", "investigation": "attend"}, "ASB", "P"),
        ({"line": "on_track"}, "LOST", "I"),
        ({"threat": "present", "harm": "medium"}, "ASB", "P"),
        ({"threat": "present", "harm": "medium", "vulnerability": ["child"]}, "ASB", "I"),
        ({"investigation": "may_be_lost"}, "THEFTP", "P"),
        ({}, "THEFTP", "C"),
    ],
)
def test_the_grade_follows_the_risk(changed, code, grade):
    proposal = rules.propose_grade({**CALM, **changed}, code, DAY)
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


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"threat": ["past", "present"]}, "Give one answer"),
        ({"vulnerability": ["none", "child"]}, "not both"),
        ({"weather": "wet"}, "'weather' is not a question"),
        ({"harm_text": "x" * 2001}, "2001 characters"),
        ({"harm_text": "bell\x07"}, "control characters"),
    ],
)
def test_an_answer_that_cannot_stand_is_refused(changed, words):
    with pytest.raises(RuleBroken, match=words):
        rules.check_answers({**CALM, **changed}, DAY)


def test_not_known_and_not_asked_are_two_answers_of_every_letter_that_decides():
    _, questions = rules.question_set(DAY)
    for question in questions:
        if question.code in ("threat", "harm", "risk", "line", "investigation", "vulnerability"):
            assert {"not_known", "not_asked"} <= {code for code, _ in question.answers}, question.code


def test_the_conditions_ask_only_questions_and_answers_of_the_set():
    _, questions = rules.question_set(DAY)
    known = {question.code: {"*", *(code for code, _ in question.answers)} for question in questions}
    for row in in_force(rules.DATA / "proposals", DAY).rows:
        for code, wanted in {**row["when"], **row["unless"]}.items():
            assert set(wanted) <= known[code], row["code"]


def test_no_condition_and_no_argument_knows_who_is_free():
    assert list(inspect.signature(rules.propose_grade).parameters) == ["answers", "opening_code", "on"]


def test_what_was_written_down_is_few_lines_each_note_with_its_time_and_none_cut():
    begun = datetime(2026, 11, 26, 14, 2, tzinfo=UTC)
    notes = [(begun + timedelta(seconds=9 * number), "x" * 1500) for number in range(5)]
    lines = rules.lines_of_log([(begun, "He has a knife"), *notes])
    assert lines[0][0] == begun
    assert lines[0][1].startswith("14:02:00 He has a knife\n14:02:00 xxx")
    assert [len(text) <= 3500 for _, text in lines] == [True, True, True]
    assert sum(text.count("x") for _, text in lines) == 7500
