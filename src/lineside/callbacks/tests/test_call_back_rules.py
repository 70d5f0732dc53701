"""Ringing somebody back, without a database."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from lineside.callbacks.rules import (
    CallBackFacts,
    check_answers,
    check_attempt,
    check_end,
    check_facts,
    check_opt_out,
    kind_of,
    proposed,
)
from lineside.kernel.errors import RuleBroken
from lineside.ui.moments import moment_typed

ON, AT = date(2026, 11, 27), datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
MORE, QUALITY = kind_of("more", "2026-11"), kind_of("quality", "2026-11")
YES = dict.fromkeys(("listened", "next", "kept", "safe", "again"), "yes")


def facts(**other):
    whole = {"name": " Robin  Vale ", "number": "07700 900123", "why": "Which coach", "due_by": AT + timedelta(hours=2),
             "kind": "more", "role": "witness", "contact_id": UUID(int=1)}  # fmt: skip
    return CallBackFacts(**{**whole, **other})


def test_whom_why_and_by_when_are_known():
    assert check_facts(facts(), AT).name == "Robin Vale"
    assert check_facts(facts(), AT).number == "07700900123"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"contact_id": None}, "one contact, one log or one crime"),
        ({"crime_id": UUID(int=2)}, "one contact, one log or one crime"),
        ({"kind": "chat"}, "what the call is for"),
        ({"role": "suspect"}, "victim, a witness"),
        ({"due_by": AT}, "time to come"),
        ({"name": " "}, "Give the name"),
        ({"number": "nought"}, "no number that can be dialled"),
        ({"why": ""}, "Say why"),
    ],
)
def test_what_is_missing_is_said(wrong, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        check_facts(facts(**wrong), AT)


def test_an_opt_out_refuses_a_routine_call_and_no_other():
    check_opt_out(MORE, is_opted_out=True)
    with pytest.raises(RuleBroken, match="for good"):
        check_opt_out(QUALITY, is_opted_out=True)


def test_nobody_is_rung_twice_at_once_nor_too_soon_nor_after_the_end():
    check_attempt("due", AT, AT, is_ringing=False)
    with pytest.raises(RuleBroken, match="not again before 27 Nov 09:00"):
        check_attempt("due", AT, AT - timedelta(minutes=1), is_ringing=False)
    with pytest.raises(RuleBroken, match="Somebody rings them now"):
        check_attempt("due", None, AT, is_ringing=True)
    with pytest.raises(RuleBroken, match="has ended"):
        check_attempt("done", None, AT, is_ringing=False)


def test_a_machine_heard_the_set_words_and_nothing_else():
    with pytest.raises(RuleBroken, match="only the set words"):
        check_end("voicemail", "", only_set_words=False, on=ON)
    assert check_end("voicemail", "", only_set_words=True, on=ON)[0]["ends"] == ""
    with pytest.raises(RuleBroken, match="few words"):
        check_end("later", " ", only_set_words=False, on=ON)
    with pytest.raises(RuleBroken, match="choose from the list"):
        check_end("fine", "", only_set_words=False, on=ON)


def test_each_question_is_answered_and_a_call_for_more_has_what_was_said():
    assert check_answers(QUALITY, YES, "", ON) == (YES, "")
    with pytest.raises(RuleBroken, match="Answer 'Do you feel safe"):
        check_answers(QUALITY, {**YES, "safe": "maybe"}, "", ON)
    with pytest.raises(RuleBroken, match="'listened' is not asked"):
        check_answers(MORE, YES, "Coach C", ON)
    with pytest.raises(RuleBroken, match="Write what they said"):
        check_answers(MORE, {}, " ", ON)


def test_what_the_switch_heard_proposes_an_outcome():
    assert [proposed(heard, ON) for heard in ("answered", "busy", "not_dialled", "")] == [
        "done",
        "busy",
        "not_rung",
        "",
    ]


def test_times_are_read_as_people_write_them():
    assert moment_typed("2026-12-01 10:00", "due_by").utcoffset() == timedelta(0)
    with pytest.raises(RuleBroken, match="2026-12-01 10:00"):
        moment_typed("tomorrow", "due_by")
