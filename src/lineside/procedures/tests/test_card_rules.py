"""Which card fits and why, when steps are due, what holds closing: rules alone."""

from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

import pytest

from lineside.incidents.rules import grades, nsir_categories, nsir_qualifiers, opening_codes
from lineside.kernel.errors import RuleBroken
from lineside.procedures import rules
from lineside.procedures.rules import Known

ON = date(2026, 11, 27)
AT = datetime(2026, 11, 27, 14, 0, tzinfo=UTC)
CARDS = sorted(rules.cards(ON))
ASKED_FOR = {
    "STRANDED", "BRIDGE", "CROSSING", "FATALITY", "TRESPASS", "UNATTENDED", "SEXTRAIN", "MISSING", "LOSTCHILD",
    "FOOTBALL", "CABLE", "PRECARIOUS", "FARE", "OFFICER", "MAJOR",
}  # fmt: skip


def fits(**facts):
    return {each.code: each.why for each in rules.proposals(Known(**{"opening_code": "ASB", **facts}), ON)}


def test_every_incident_of_the_railway_that_was_asked_for_has_its_card():
    assert set(CARDS) >= ASKED_FOR


def test_codes_that_cards_name_are_codes_of_incidents():
    for row in rules.cards(ON).values():
        assert set(row.get("codes", ())) <= set(opening_codes(ON)), row["code"]
        assert set(row.get("nsir", ())) <= set(nsir_categories(ON)), row["code"]
        assert set(row.get("qualifiers", ())) <= set(nsir_qualifiers(ON)), row["code"]
        assert row.get("grade", "I") in grades(ON), row["code"]
        assert row.get("codes") or row.get("nsir") or row.get("qualifiers") or row.get("words"), row["code"]


def test_every_card_has_steps_and_one_that_must_be_done():
    cards_of_steps = {row["card"] for row in rules.table("card_steps", ON).rows}
    assert cards_of_steps == set(CARDS)
    assert [code for code in CARDS if not any(step.is_mandatory for step in rules.steps(code, ON))] == []


@pytest.mark.parametrize("code", CARDS)
def test_a_steps_kind_its_timer_and_whom_it_rings_are_known(code):
    steps = rules.steps(code, ON)
    names = {step.code for step in steps}
    for step in steps:
        assert step.kind in rules.KINDS
        assert step.after in {"", rules.TAKEN, *names} - {step.code}
        assert step.ring in {"", *rules.contact_list(ON)}
        assert [each.order for each in steps] == list(range(1, len(steps) + 1))


@pytest.mark.parametrize("code", CARDS)
def test_no_step_waits_for_itself_by_way_of_others(code):
    after = {step.code: step.after for step in rules.steps(code, ON)}
    for name in after:
        seen, at = [], name
        while at in after:
            assert at not in seen, (code, name)
            seen.append(at)
            at = after[at]


def test_numbers_to_ring_are_those_kept_for_drama():
    assert all(row["number"].startswith("01632960") for row in rules.contact_list(ON).values())


def test_a_card_is_proposed_with_the_reason():
    found = fits(opening_code="TRESP", opening_label="Trespass", qualifiers=("trespass",))
    assert found == {"TRESPASS": "opened as Trespass; marked trespass"}


def test_words_of_the_summary_are_quoted():
    assert fits(summary="200 aboard, train stuck near Otley")["STRANDED"] == "the summary says “train stuck”"


@pytest.mark.parametrize(("people", "is_reached"), [(None, False), (9, False), (10, True), (400, True)])
def test_a_threshold_of_numbers_is_reached_or_the_card_does_not_fit(people, is_reached):
    assert ("FOOTBALL" in fits(opening_code="EVENT", people=people)) is is_reached


@pytest.mark.parametrize(("minutes", "is_reached"), [(None, False), (59, False), (60, True)])
def test_a_threshold_of_delay_is_reached_or_the_card_does_not_fit(minutes, is_reached):
    assert ("DELAY" in fits(opening_code="BRIDGE", delay_minutes=minutes)) is is_reached


@pytest.mark.parametrize(("grade", "is_reached"), [("", False), ("S", False), ("P", True), ("I", True)])
def test_a_threshold_of_grade_takes_more_urgent_ones_as_well(grade, is_reached):
    assert ("PRECARIOUS" in fits(opening_code="WELF", grade=grade)) is is_reached


def test_a_sexual_offence_is_on_a_train_by_its_headcode_or_by_the_words():
    assert fits(opening_code="SEX", headcode="1A23")["SEXTRAIN"].endswith("train 1A23")
    assert "SEXTRAIN" in fits(opening_code="SEX", summary="Touched in the rear carriage")
    assert "SEXTRAIN" not in fits(opening_code="SEX", summary="Touched on the stairs")


def test_what_fits_never_depends_on_what_has_no_part_in_it():
    """Property: of every type, grade and scale, a card fits exactly when a sign is there and no threshold is missed."""
    for code, grade, people, delay in product(opening_codes(ON), ("", *"IPSRCE"), (None, 0, 10), (None, 60)):
        found = fits(opening_code=code, grade=grade, people=people, delay_minutes=delay)
        for name, row in rules.cards(ON).items():
            is_sign = code in row.get("codes", ())
            is_graded = "grade" not in row or (grade != "" and "IPSRCE".index(grade) <= "IPSRCE".index(row["grade"]))
            is_many = "people" not in row or (people is not None and people >= row["people"])
            is_long = "delay" not in row or (delay is not None and delay >= row["delay"])
            assert (name in found) == (is_sign and is_graded and is_many and is_long and "on_train" not in row)


def test_a_higher_grade_and_larger_numbers_never_take_a_card_away():
    """Property: thresholds are floors."""
    for code, (lower, higher) in product(opening_codes(ON), (("S", "P"), ("P", "I"), ("", "I"))):
        before = fits(opening_code=code, grade=lower, people=5, delay_minutes=30)
        assert set(before) <= set(fits(opening_code=code, grade=higher, people=50, delay_minutes=300))


def test_a_timer_runs_from_the_opening_from_the_card_or_from_another_step():
    taken = AT + timedelta(minutes=4)
    known: dict[str, Any] = {"opened_at": AT, "taken_at": taken, "ended": {"rail": AT + timedelta(minutes=9)}}
    assert rules.due_at(5, "", **known) == AT + timedelta(minutes=5)
    assert rules.due_at(5, rules.TAKEN, **known) == AT + timedelta(minutes=9)
    assert rules.due_at(5, "rail", **known) == AT + timedelta(minutes=14)
    assert rules.due_at(5, "not_yet", **known) is None
    assert rules.due_at(None, "", **known) is None


def test_a_timer_is_never_before_what_it_runs_from():
    """Property over every step of every card."""
    for code in CARDS:
        for step in rules.steps(code, ON):
            due = rules.due_at(step.due, step.after, opened_at=AT, taken_at=AT, ended={step.after: AT})
            assert due is None or due >= AT


def test_closing_waits_for_mandatory_steps_that_are_open_and_for_nothing_else():
    """Property over every state of two steps."""
    states = (rules.OPEN, rules.DONE, rules.SKIPPED, rules.OFF)
    for one, other in product(product((True, False), states), repeat=2):
        assert rules.holds_closing([one, other]) == [one, other].count((True, rules.OPEN))


@pytest.mark.parametrize("kind", ["decision", "remark"])
def test_a_decision_and_a_remark_are_nothing_without_their_words(kind):
    with pytest.raises(RuleBroken) as refused:
        rules.check_done(kind, "  ok ")
    assert refused.value.field == "words"
    assert rules.check_done(kind, " Held at  Leeds ") == "Held at Leeds"


@pytest.mark.parametrize("kind", ["task", "information"])
def test_a_task_needs_no_words(kind):
    assert rules.check_done(kind, "") == ""


def test_who_ticks_second_is_told_of_the_first():
    with pytest.raises(RuleBroken, match="Kim Osei has done this step already, at 14:05:00"):
        rules.check_open(rules.DONE, "Kim Osei", "14:05:00")


@pytest.mark.parametrize("scale", [(None, None), (-1, None), (100_001, None), (None, -5)])
def test_a_scale_is_a_number_that_can_be(scale):
    with pytest.raises(RuleBroken):
        rules.check_scale(*scale)


@pytest.mark.parametrize("words", ["x" * 501, "turned \u202e round", ""])
def test_a_reason_is_words_that_can_be_kept(words):
    with pytest.raises(RuleBroken):
        rules.said(words, "reason")
