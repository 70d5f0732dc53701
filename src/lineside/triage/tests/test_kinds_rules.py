"""What a kind of incident asks beside THRIVE, and when THRIVE is due again; without a database."""

from datetime import UTC, date, datetime, timedelta

import pytest

from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import in_force
from lineside.triage import rules
from lineside.triage.tests.test_triage_rules import CALM, DAY

BEFORE = date(2026, 11, 23)
AT = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
RCRP = {"rcrp_kind": "welfare", "rcrp_threshold": "no", "rcrp_outcome": "ambulance"}
HOT = {"hot_hidden": "no", "hot_obvious": "no", "hot_typical": "yes"}
ABUSE = {"da_connected": "yes", "da_behaviour": ["control"], "da_together": "no", "da_tool": "to_do"}
HATE = {"hate_perceived": "victim", "hate_strands": ["race"]}


def asked(code, **answers):
    return sorted({question.about for question in rules.kind_questions(answers, code, DAY)})


def proposed(code, answers):
    return rules.raise_grade(rules.propose_grade(answers, code, DAY), answers, code, DAY)


def test_each_kind_asks_its_own_and_what_thrive_found_asks_more():
    assert asked("ASB") == []
    assert asked("WELF") == ["Right Care Right Person"]
    assert asked("UNATT") == ["HOT: unattended item"]
    assert asked("HATE", vulnerability=["domestic_abuse"]) == ["Domestic abuse", "Hate"]


@pytest.mark.parametrize(
    ("code", "answers", "grade", "reason"),
    [
        ("WELF", RCRP, "R", "No threat"),
        ("WELF", {**RCRP, "rcrp_threshold": "life"}, "I", "A real and immediate risk"),
        ("WELF", {**RCRP, "rcrp_threshold": "not_asked"}, "P", "was not asked, which is not no"),
        ("UNATT", HOT, "R", "No threat"),
        ("UNATT", {**HOT, "hot_hidden": "yes"}, "I", "The item is hidden"),
        ("UNATT", {**HOT, "hot_obvious": "not_known"}, "P", "is not known, which is not no"),
        ("UNATT", {**HOT, "hot_typical": "not_typical"}, "P", "not typical"),
        ("DA", ABUSE, "R", "No threat"),
        ("DA", {**ABUSE, "da_together": "yes"}, "I", "can reach the victim now"),
        ("DA", {**ABUSE, "da_tool": "high"}, "I", "high"),
        ("DA", {**ABUSE, "da_behaviour": ["physical", "control"]}, "P", "Physical or sexual"),
    ],
)
def test_an_answer_raises_the_grade_with_its_reason_first(code, answers, grade, reason):
    proposal = proposed(code, {**CALM, **answers})
    assert (proposal.grade, reason in proposal.reasons[0]) == (grade, True)


@pytest.mark.parametrize(("code", "answers"), [("WELF", RCRP), ("UNATT", HOT), ("DA", ABUSE), ("HATE", HATE)])
def test_no_answer_lowers_a_grade(code, answers):
    grave = {**CALM, "threat": "immediate", "harm": "serious"}
    assert proposed(code, {**grave, **answers}).grade == "I"


def test_each_question_of_the_kind_must_be_answered_and_not_asked_is_an_answer():
    questions = rules.kind_questions({}, "UNATT", DAY)
    with pytest.raises(RuleBroken, match="Answer HOT: unattended item: Hidden; 'not asked' is an answer too"):
        rules.check_answers(CALM, DAY, questions)
    kept = rules.check_answers({**CALM, **HOT, "hot_hidden": "not_asked"}, DAY, questions)
    assert kept["hot_hidden"] == "not_asked"


def test_a_question_of_another_kind_is_refused():
    with pytest.raises(RuleBroken, match="'hot_hidden' is not a question"):
        rules.check_answers({**CALM, **HOT}, DAY, rules.kind_questions({}, "ASB", DAY))


def test_not_asked_not_known_and_no_are_three_things():
    questions = rules.kind_questions({}, "UNATT", DAY)
    told = rules.gaps(questions, {"hot_hidden": "not_asked", "hot_obvious": "not_known", "hot_typical": "yes"})
    assert told == ("Hidden: not asked", "Obviously suspicious: not known")
    assert rules.gaps(questions, {"hot_hidden": "no"}) == ()


def test_every_question_knows_not_known_and_not_asked_and_each_grade_stands_on_an_answer():
    for row in in_force(rules.DATA / "kinds", DAY).rows:
        codes = {code for code, _ in row["answers"]}
        assert {"not_known", "not_asked"} <= codes, row["code"]
        assert {answer for answer, _, _ in row["grades"]} <= codes, row["code"]
        assert {grade for _, grade, _ in row["grades"]} <= set("IPSR"), row["code"]


def test_what_was_asked_reads_as_lines_of_a_log():
    lines = rules.lines_of_kind(
        "2026-11", {**CALM, **HOT, **HATE, "hot_hidden": "not_asked", "hot_typical_text": "A coat"}
    )
    assert lines.splitlines() == [
        (
            "HOT: unattended item. Hidden: Not asked; Obviously suspicious: No; "
            "Typical of what is left here: Typical. A coat."
        ),
        "Hate. Does the victim or anybody else perceive hostility: The victim does; Which strand: Race.",
    ]


def test_an_assessment_of_before_has_no_questions_of_a_kind():
    assert rules.kinds_edition(BEFORE) == ""
    assert rules.kind_questions({}, "UNATT", BEFORE) == ()
    assert rules.kind_questions_of("", {**CALM, **HOT}) == ()


@pytest.mark.parametrize(
    ("grade", "assigned", "minutes"),
    [("I", None, 15), ("P", None, 45), ("S", None, 720), ("I", AT, 210), ("P", AT, 210), ("R", None, None)],
)
def test_thrive_is_due_again_by_the_grade_and_whether_a_unit_was_assigned(grade, assigned, minutes):
    due = rules.reassess_by(grade=grade, assessed_at=AT, first_assigned_at=assigned, on=DAY)
    assert due == (AT + timedelta(minutes=minutes) if minutes else None)


def test_what_was_never_assessed_is_not_due_again():
    assert rules.reassess_by(grade="I", assessed_at=None, first_assigned_at=None, on=DAY) is None
