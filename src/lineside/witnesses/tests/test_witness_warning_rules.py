"""What a request must say, what calls end in, and what a machine may hear, without a database."""

from datetime import UTC, date, datetime, timedelta

import pytest

from lineside.kernel.errors import RuleBroken
from lineside.ui.moments import moment_typed
from lineside.witnesses.rules import (
    Told,
    WarningFacts,
    WitnessFacts,
    answer_to_cju,
    check_attempt,
    check_closing,
    check_end,
    check_request,
    check_settling,
    machine_words,
    outcome_row,
    read_request,
    standing,
    table,
    witnesses_typed,
)

AT = datetime(2026, 11, 27, 20, 0, tzinfo=UTC)
ON = date(2026, 11, 27)
MAIL = """Please warn these witnesses tonight.

Case: 45BT1234526
Court: Leeds Crown Court
Hearing: 2026-12-01 10:00
Warn by: 2026-11-27 22:00
Witness: Robin Vale; 07700 900123; interpreter, Polish
Witness 2: Sam Ash, 07700 900124
Court: another one
"""


def asked(**facts):
    whole = {
        "case_ref": "45BT1234526",
        "court": "Leeds Crown Court",
        "hearing": AT + timedelta(days=4),
        "warn_by": AT + timedelta(hours=2),
        "witnesses": (WitnessFacts(name="Robin Vale", number="+44 (0)7700 900123", needs="Interpreter"),),
    }
    return WarningFacts(**{**whole, **facts})


def test_a_mail_of_the_cju_is_read_line_by_line_and_the_first_of_a_kind_counts():
    read = read_request(MAIL)
    assert read["case_ref"] == "45BT1234526"
    assert read["court"] == "Leeds Crown Court"
    assert moment_typed(read["hearing"], "hearing").isoformat() == "2026-12-01T10:00:00+00:00"
    people = witnesses_typed(read["witnesses"])
    assert [(each.name, each.number) for each in people] == [
        ("Robin Vale", "07700 900123"),
        ("Sam Ash", "07700 900124"),
    ]
    assert people[0].needs == "interpreter, Polish"


def test_a_mail_that_says_it_in_other_words_proposes_nothing():
    assert read_request("Could you ring Robin about Monday?\n: :\n" + "x" * 9000) == {}


@pytest.mark.parametrize("typed", ["2026-07-01 10:00", "01/07/2026 10:00", "1 Jul 2026 10:00", "2026-07-01T10:00"])
def test_a_court_day_is_by_the_clock_on_the_wall(typed):
    assert moment_typed(typed, "hearing").astimezone(UTC).hour == 9


@pytest.mark.parametrize("typed", ["", "Monday", "31/02/2026 10:00", "2126-01-01 10:00", "1e9"])
def test_what_is_no_time_is_refused_beside_its_field(typed):
    with pytest.raises(RuleBroken, match="as 2026-12-01 10:00") as refusal:
        moment_typed(typed, "warn_by")
    assert refusal.value.field == "warn_by"


def test_a_request_is_kept_in_one_form():
    kept = check_request(asked(court="  Leeds   Crown Court "), AT)
    assert (kept.court, kept.witnesses[0].number) == ("Leeds Crown Court", "+447700900123")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"case_ref": " "}, "case_ref"),
        ({"court": ""}, "court"),
        ({"hearing": AT - timedelta(days=1)}, "hearing"),
        ({"warn_by": AT + timedelta(days=9)}, "warn_by"),
        ({"witnesses": ()}, "witnesses"),
        ({"witnesses": (WitnessFacts(name="R", number="ring him"),)}, "witnesses"),
        ({"witnesses": (WitnessFacts(name=" ", number="07700900123"),)}, "witnesses"),
        ({"witnesses": tuple(WitnessFacts(name="R") for _ in range(41))}, "witnesses"),
    ],
)
def test_a_request_that_cannot_be_worked_is_refused_with_what_is_missing(wrong, field):
    with pytest.raises(RuleBroken) as refusal:
        check_request(asked(**wrong), AT)
    assert refusal.value.field == field


def test_a_request_whose_time_to_warn_is_over_is_taken_and_shows_as_overdue():
    late = asked(warn_by=AT - timedelta(hours=1))
    assert check_request(late, AT).warn_by == late.warn_by
    assert [
        standing(each, AT) for each in (late.warn_by, AT + timedelta(minutes=30), AT + timedelta(hours=3), None)
    ] == [
        "overdue",
        "soon",
        "in time",
        "soon",
    ]


def test_nobody_is_rung_before_a_person_has_checked_the_request_nor_after_the_end():
    check_attempt("open", "", "07700900123")
    for state, outcome, number in (
        ("to_check", "", "1234"),
        ("closed", "", "1234"),
        ("open", "told", "1234"),
        ("open", "", ""),
    ):
        with pytest.raises(RuleBroken):
            check_attempt(state, outcome, number)


def test_a_machine_hears_the_set_words_and_they_tell_nothing():
    words = machine_words("Robin Vale", "W-1A2B3C4D", ON)
    assert words == (
        "Hello, this is a message for Robin Vale. Please ring 0800 40 50 40 when you can, and give the reference "
        "W-1A2B3C4D. Thank you."
    )
    set_words = table("voicemail", ON).by_code["machine"]["text"].casefold()
    for told in ("police", "court", "case", "witness", "trial", "evidence", "crown", "statement", "urgent", "officer"):
        assert told not in set_words
    with pytest.raises(RuleBroken, match="only the set words"):
        check_end("voicemail", "", only_set_words=False, on=ON)
    assert check_end("voicemail", "", only_set_words=True, on=ON) == ""


def test_what_a_call_ends_in_is_on_the_list_and_told_in_words_where_the_cju_needs_them():
    assert check_end("told", " By  train ", only_set_words=False, on=ON) == "By train"
    with pytest.raises(RuleBroken, match="in a few words"):
        check_end("cannot_attend", " ", only_set_words=False, on=ON)
    for strange in ("", "handed_over", "rung"):
        with pytest.raises(RuleBroken):
            check_end(strange, "x", only_set_words=False, on=ON)


def test_not_reached_is_only_said_after_somebody_tried():
    with pytest.raises(RuleBroken, match="Nobody has tried"):
        check_settling("not_reached", "Rang out", 0, ON)
    assert check_settling("not_reached", "Rang out", 2, ON) == "Rang out"
    assert check_settling("handed_over", "To Leeds", 0, ON) == "To Leeds"
    with pytest.raises(RuleBroken, match="end of a call"):
        check_settling("told", "x", 1, ON)


def test_a_request_closes_only_when_every_witness_has_an_outcome():
    check_closing("open", [])
    with pytest.raises(RuleBroken, match="Robin Vale"):
        check_closing("open", ["Robin Vale"])
    with pytest.raises(RuleBroken, match="check it first"):
        check_closing("to_check", [])


def test_the_answer_tells_the_cju_of_every_witness_and_every_call():
    told = (
        Told(
            name="Robin Vale", outcome="told", words="", attempts=((AT, "no_answer"), (AT + timedelta(hours=1), "told"))
        ),
        Told(name="Sam {case}", outcome="handed_over", words="To Leeds", attempts=()),
    )
    text = answer_to_cju(asked(), "W-1", told, "{case} stays", ON)
    assert "case 45BT1234526, Leeds Crown Court, 01 Dec 2026" in text
    assert (
        "Robin Vale: Spoke to the witness, who knows the day. Calls: 27 Nov 20:00 No answer; 27 Nov 21:00 Spoke" in text
    )
    assert "Sam {case}: Handed to a local unit for a visit (To Leeds). Calls: none." in text
    assert text.endswith("{case} stays")


def test_every_outcome_has_its_words():
    assert all(outcome_row(row["code"], ON)["label"] for row in table("outcomes", ON).rows)
