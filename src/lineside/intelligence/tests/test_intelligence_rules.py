"""The 3x5x2 and whether a text gives its source away, without a database."""

from datetime import date

import pytest

from lineside.intelligence.rules import (
    STATES,
    Grades,
    SourceFacts,
    check_conditions,
    check_grades,
    check_release,
    check_sanitised,
    check_source,
    check_text,
    check_why,
    choices,
    gives_away,
)
from lineside.kernel.errors import RuleBroken

ON = date(2026, 11, 27)
SOURCE = SourceFacts(name="Zoë Vale", known_as="Bobby", reached_by="+44 7700 900123, zoe.v@depot.example")


def grades(**facts):
    return Grades(**{"bureau": "fib", "source_grade": "2", "information_grade": "B", "handling": "P", **facts})


def test_there_are_three_grades_of_source_five_of_information_and_two_of_handling():
    assert [[code for code, _ in choices(kind, ON)] for kind in ("source", "information", "handling")] == [
        ["1", "2", "3"],
        ["A", "B", "C", "D", "E"],
        ["P", "C"],
    ]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"bureau": "cia"}, "bureau"),
        ({"source_grade": "4"}, "source_grade"),
        ({"source_grade": "E"}, "source_grade"),
        ({"information_grade": "1"}, "information_grade"),
        ({"handling": "A"}, "handling"),
    ],
)
def test_a_grade_that_is_none_is_refused(wrong, field):
    with pytest.raises(RuleBroken) as refusal:
        check_grades(grades(**wrong), ON)
    assert refusal.value.field == field


def test_handling_c_is_kept_with_its_conditions_and_p_has_none():
    assert check_conditions("C", " For  the bureau ", SOURCE) == "For the bureau"
    assert check_conditions("P", " ", SOURCE) == ""
    for handling, said in (("C", "  "), ("P", "For the bureau alone")):
        with pytest.raises(RuleBroken) as refusal:
            check_conditions(handling, said, SOURCE)
        assert refusal.value.field == "conditions"


def test_conditions_that_name_the_source_are_refused_without_saying_the_name():
    with pytest.raises(RuleBroken, match="by name") as refusal:
        check_conditions("C", "Say nothing of this to Vale", SOURCE)
    assert "Vale" not in refusal.value.sentence


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("VALE says that cable is taken", ["name"]),
        ("Vale's brother takes cable", ["name"]),
        ("Zoe saw it", ["name"]),
        ("Bobby saw it", ["name"]),
        ("Z o ë  V a l e saw it", ["name"]),
        ("Va\u200ble saw it", ["name"]),
        ("Ring 07700-900 123 for more", ["number"]),
        ("Ring 00447700900123", ["number"]),
        ("Write to Zoe.V@depot.example", ["name", "address"]),
        ("Cable is taken at the valley depot on Sundays by bobbysoxers", []),
        ("Unit 7700 left at 09:00, 123 metres on", []),
    ],
)
def test_a_text_that_names_its_source_is_found_however_it_is_spelled(text, by):
    assert gives_away(text, SOURCE) == by


def test_the_refusal_of_a_text_gives_nobody_away_itself():
    with pytest.raises(RuleBroken, match="by name and by number") as refusal:
        check_sanitised("Vale on 07700 900123", SOURCE)
    assert "Vale" not in refusal.value.sentence
    assert "900123" not in refusal.value.sentence
    assert check_sanitised(" Cable is taken. ", SOURCE) == "Cable is taken."


def test_a_source_of_whom_nothing_is_said_is_refused_and_an_unknown_one_is_not():
    with pytest.raises(RuleBroken, match="who told us"):
        check_source(SourceFacts())
    assert check_source(SourceFacts(how_known=" Letter,  unsigned ")).how_known == "Letter, unsigned"
    assert gives_away("Anything", SourceFacts(how_known="Letter")) == []


def test_who_wrote_it_releases_it_alone_only_for_a_reason():
    assert check_release("to_sanitise", "not needed", SourceFacts(), is_second=True) == ""
    assert check_release("to_sanitise", "Nobody else is on", SourceFacts(), is_second=False) == "Nobody else is on"
    with pytest.raises(RuleBroken, match="Somebody else"):
        check_release("to_sanitise", " ", SourceFacts(), is_second=False)
    with pytest.raises(RuleBroken, match="released already"):
        check_release("queued", "", SourceFacts(), is_second=True)


@pytest.mark.parametrize("text", ["", " \n", "x" * 8001])
def test_a_report_says_something_and_not_too_much(text):
    with pytest.raises(RuleBroken):
        check_text(text)


def test_nobody_reads_a_source_without_saying_why():
    with pytest.raises(RuleBroken, match="on record"):
        check_why("  ")
    assert check_why(" threat to  life ") == "threat to life"
    assert all(STATES.values())
