"""Lists of risk factors: missing, DASH, DARA, stalking. Counted and shown, and apart from what is judged."""

from datetime import date

import pytest

from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import in_force
from lineside.triage import rules
from lineside.triage.tests.test_kinds_rules import ABUSE, RCRP
from lineside.triage.tests.test_triage_rules import CALM

DAY = date(2026, 11, 27)
MISSING = {**RCRP, "missing_risk": "none"}
DASH = "Domestic abuse: topics of DASH"


def asked(answers, code):
    return rules.kind_questions(answers, code, DAY)


def kept(answers, code):
    return rules.check_answers({**CALM, **answers}, DAY, asked({**CALM, **answers}, code))


def proposed(code, answers):
    answers = {**CALM, **answers}
    return rules.raise_grade(rules.propose_grade(answers, code, DAY), answers, code, DAY)


def test_a_missing_person_is_asked_of_and_judged():
    with pytest.raises(RuleBroken, match="Answer Missing person: Judgement of the risk"):
        kept(RCRP, "MISPER")
    assert kept(MISSING, "MISPER")["missing_risk"] == "none"


def test_a_list_of_factors_may_be_left_whole_and_once_begun_the_others_were_not_asked():
    assert not [code for code in kept(ABUSE, "DA") if code.startswith("dash_")]
    begun = kept({**ABUSE, "dash_strangled": "yes", "dash_money": "not_known"}, "DA")
    counts = [begun[code] for code in begun if code.startswith("dash_")]
    assert (len(counts), counts.count("not_asked"), counts.count("not_known")) == (27, 25, 1)


def test_not_asked_is_counted_apart_from_not_known_and_no():
    answers = kept({**ABUSE, "dash_strangled": "yes", "dash_money": "not_known", "dash_record": "no"}, "DA")
    assert rules.gaps(asked(answers, "DA"), answers) == (f"{DASH}: 24 of 27 not asked", f"{DASH}: 1 of 27 not known")


def test_a_log_reads_how_many_and_which():
    answers = kept(
        {**ABUSE, "dash_strangled": "yes", "dash_strangled_text": "On Sunday", "dash_worse": "yes", "dash_money": "no"},
        "DA",
    )
    line = rules.lines_of_kind("2026-11b", answers).splitlines()[1]
    assert line == (
        f"{DASH}. 2 of 27 yes (It gets worse, Has strangled, choked, smothered or drowned (On Sunday)); 24 not asked."
    )


@pytest.mark.parametrize(
    ("code", "answers", "grade", "reason"),
    [
        ("MISPER", MISSING, "R", "No threat"),
        ("MISPER", {**MISSING, "missing_risk": "low"}, "S", "is low"),
        ("MISPER", {**MISSING, "missing_risk": "medium"}, "P", "is medium"),
        ("MISPER", {**MISSING, "missing_risk": "high"}, "I", "is high"),
        ("MISPER", {**MISSING, "missing_risk": "not_asked"}, "P", "which is not no"),
        ("MISPER", {**MISSING, "missing_railway": "yes"}, "I", "near the line"),
        ("MISPER", {**MISSING, "missing_drink": "yes"}, "R", "No threat"),
        ("DA", {**ABUSE, "dash_strangled": "yes"}, "P", "Strangling"),
        ("DA", {**ABUSE, "dara_weapon": "yes"}, "P", "weapon"),
        ("ASB", {"vulnerability": ["stalking"], "stalk_risk": "high"}, "I", "stalking is high"),
        ("ASB", {"vulnerability": ["stalking"], "stalk_risk": "standard", "stalk_turns_up": "yes"}, "P", "turns up"),
    ],
)
def test_judgement_and_factors_raise_the_grade_with_their_reason_first(code, answers, grade, reason):
    proposal = proposed(code, answers)
    assert (proposal.grade, reason in proposal.reasons[0]) == (grade, True)


def test_fourteen_of_dash_raise_the_grade_and_thirteen_do_not():
    plain = [
        row["code"] for row in in_force(rules.DATA / "kinds", DAY).rows if row["about"] == DASH and not row["grades"]
    ]
    for count, grade in ((13, "R"), (14, "P")):
        proposal = proposed("DA", {**ABUSE, **dict.fromkeys(plain[:count], "yes")})
        assert proposal.grade == grade
    assert proposal.reasons[0] == "As many risk factors as commonly go to a MARAC: 14 of 27"


def test_neither_a_judgement_nor_a_factor_lowers_a_grade():
    grave = {"threat": "immediate", "harm": "serious"}
    assert proposed("MISPER", {**grave, **MISSING}).grade == "I"
    assert proposed("DA", {**grave, **ABUSE, "da_tool": "standard", "dash_injury": "no"}).grade == "I"


def test_every_count_is_of_a_list_of_the_edition_and_can_be_reached():
    lists = [row["about"] for row in in_force(rules.DATA / "kinds", DAY).rows if row.get("factor")]
    for row in in_force(rules.DATA / "checklists", DAY).rows:
        assert 0 < row["at_least"] <= lists.count(row["about"]), row["about"]


def test_no_factor_must_be_answered_and_each_is_yes_no_not_known_or_not_asked():
    for row in in_force(rules.DATA / "kinds", DAY).rows:
        codes = [code for code, _ in row["answers"]]
        assert {"not_known", "not_asked"} <= set(codes), row["code"]
        if row.get("factor"):
            assert (codes, row["required"]) == (["yes", "no", "not_known", "not_asked"], False), row["code"]
