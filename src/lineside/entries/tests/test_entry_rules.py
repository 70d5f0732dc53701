"""What a decision must say, and what a M/ETHANE draft takes from what was said; no database here."""

from dataclasses import replace
from datetime import date

import pytest

from lineside.entries import rules
from lineside.entries.rules import DecisionFacts, Known
from lineside.kernel.errors import RuleBroken

ON = date(2026, 11, 27)
DECISION = DecisionFacts(
    kind="power_off",
    information="A man is on the track at Hendon",
    threat="Electrocution",
    powers="Common law: to save life",
    options="Power off, or caution",
    action="Power off asked for",
    ethics="Life before delay",
)
KNOWN = Known(
    kind="Fire or smoke",
    summary="Smoke in coach C",
    place="Leeds platform 8",
    place_status="approximate",
    headcode="1A23",
    units=("BX14", "BX20"),
    said=("Three people injured near the third rail. An ambulance is here.", "He had 2 passengers unconscious; smoke"),
)


@pytest.mark.parametrize("part", [name for name in rules.PARTS if name not in rules.OPTIONAL])
def test_each_part_of_a_decision_is_filled_in(part):
    with pytest.raises(RuleBroken, match="is an answer too") as refused:
        rules.check_decision(replace(DECISION, **{part: "  "}), ON)
    assert refused.value.field == part


def test_a_decision_needs_its_kind_and_may_do_without_a_review():
    assert rules.check_decision(DECISION, ON).review == ""
    with pytest.raises(RuleBroken, match="choose from the list"):
        rules.check_decision(replace(DECISION, kind="lunch"), ON)
    with pytest.raises(RuleBroken, match="Keep this to 500"):
        rules.check_decision(replace(DECISION, review="x" * 501), ON)


def test_the_line_of_a_decision_tells_its_parts_in_the_order_of_the_model():
    told = rules.decision_line(DECISION, ON).splitlines()
    assert told[0] == "Decision, National Decision Model: Traction power off or back on"
    assert [line.split(":")[0] for line in told[1:]] == [
        label for name, label in rules.PARTS.items() if name != "review"
    ]


def test_a_draft_holds_what_was_said_and_leaves_empty_what_nobody_said():
    made = rules.draft(KNOWN, ON)
    assert made == {
        "major": "",
        "location": "Leeds platform 8 (approximate)",
        "kind": "Fire or smoke: Smoke in coach C",
        "hazards": "traction power, fire or smoke",
        "access": "train 1A23",
        "casualties": "said: Three people injured near the third rail; said: 2 passengers unconscious",
        "services": "police units BX14, BX20; named: ambulance",
    }
    bare = Known(kind="Other", summary="", place="", place_status="unknown", headcode="", units=(), said=())
    assert {name: text for name, text in rules.draft(bare, ON).items() if text} == {"kind": "Other"}


def test_a_hazard_is_a_word_and_not_a_part_of_one():
    calm = replace(KNOWN, summary="A gasp at the burgundy counter", said=("Policed by nobody",))
    assert rules.draft(calm, ON)["hazards"] == ""


def test_only_what_a_person_saved_whole_goes_into_the_log_and_once():
    whole = dict.fromkeys(rules.table("methane", ON).by_code, "Not known")
    rules.check_to_log(whole, is_read=True, is_logged=False, on=ON)
    with pytest.raises(RuleBroken, match="Nobody has read this draft"):
        rules.check_to_log(whole, is_read=False, is_logged=False, on=ON)
    with pytest.raises(RuleBroken, match="in the log already"):
        rules.check_to_log(whole, is_read=True, is_logged=True, on=ON)
    with pytest.raises(RuleBroken, match="Fill in A, Access") as refused:
        rules.check_to_log({**whole, "access": ""}, is_read=True, is_logged=False, on=ON)
    assert refused.value.field == "access"


def test_a_letter_of_no_report_is_refused():
    with pytest.raises(RuleBroken, match="no letter of M/ETHANE"):
        rules.check_letters({"weather": "Rain"}, ON)
    assert set(rules.check_letters({"major": "No"}, ON)) == set(rules.table("methane", ON).by_code)
