"""Silent calls, relays and ringing back by their rules: no database."""

from datetime import UTC, date, datetime, timedelta

import pytest

from lineside.contacts.rules import WILL_CALL, emergency, table
from lineside.contacts.rules.emergency import Ending, check_ending
from lineside.kernel.errors import RuleBroken

DAY = date(2026, 11, 26)
AT = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)


def ending(**facts):
    whole = {"disposition": "accidental", "line": "999_BT", "silent": "55", "call_back": "", "attempts": 0}
    return Ending(**{**whole, "was_reached": False, "may_supervise": False, **facts})


def test_one_tap_is_yes_two_are_no_and_none_is_kept_as_none():
    assert [emergency.answer_of(taps) for taps in (1, 2, 0)] == ["yes", "no", "none"]


@pytest.mark.parametrize("taps", [3, -1, 55])
def test_any_other_number_of_taps_is_asked_again(taps):
    with pytest.raises(RuleBroken, match="asked again"):
        emergency.answer_of(taps)


def test_only_keys_between_the_question_and_its_answer_count():
    tones = [AT + timedelta(seconds=second) for second in (-1, 2, 3, 9)]
    assert emergency.tones_since(tones, AT, AT + timedelta(seconds=5)) == tones[1:3]
    assert [emergency.said_by_tones(count).split(",")[0] for count in range(4)] == [
        "nothing yet",
        "yes",
        "no",
        "no answer: ask again",
    ]


def test_the_line_of_an_answer_says_whether_the_switch_heard_it_too():
    assert emergency.answer_line("In danger?", "yes", 1) == (
        "Asked by taps: In danger? One tap: yes; the switch heard 1 key."
    )
    assert emergency.answer_line("In danger?", "no", 0).endswith("Two taps: no; heard by ear.")
    assert emergency.answer_line("In danger?", "none", 0).endswith("No tap.")


def test_a_question_waits_for_the_answer_of_the_one_before():
    with pytest.raises(RuleBroken, match="waits for its answer"):
        emergency.check_question("hurt", "Are you in danger now?", DAY)
    assert emergency.check_question("hurt", "", DAY)["text"].endswith("hurt?")


def test_55_outranks_silent_and_a_switch_never_unsays_it():
    assert emergency.silent_told({"silent": "yes"}, "") == "silent"
    assert emergency.silent_told({"silent": "55"}, "silent") == "55"
    assert emergency.silent_told({"silent55": "true"}, "") == "55"
    assert emergency.silent_told({"silent": "yes"}, "55") == "55"
    assert emergency.silent_told({"silent": "no"}, "") == ""


def test_a_relay_is_named_by_the_switch_or_else_by_its_line():
    bsl = table("line_types", DAY).by_code["999_BSL"]
    assert emergency.relay_told({}, bsl, "", DAY) == "BSL"
    assert emergency.relay_told({"relay": "text"}, bsl, "", DAY) == "TEXT"
    assert emergency.relay_told({"relay": "<script>"}, {}, "", DAY) == ""


@pytest.mark.parametrize("facts", [{}, {"silent": "silent"}, {"line": "PUBLIC_FREEPHONE"}])
def test_a_silent_call_is_not_closed_without_an_attempt_or_a_supervisor(facts):
    with pytest.raises(RuleBroken, match=r"without an attempt to ring back.*IOPC"):
        check_ending(ending(**facts), DAY)


@pytest.mark.parametrize(
    "facts", [{"attempts": 1}, {"may_supervise": True}, {"disposition": "incident_opened"}, {"silent": ""}]
)
def test_a_silent_call_ends_by_an_attempt_a_supervisor_an_incident_or_when_it_is_none(facts):
    check_ending(ending(**facts), DAY)


def test_a_lost_999_call_is_tried_twice_and_another_once_unless_somebody_was_reached():
    lost = {"silent": "", "call_back": WILL_CALL}
    with pytest.raises(RuleBroken, match="twice at least"):
        check_ending(ending(**lost, attempts=1), DAY)
    check_ending(ending(**lost, attempts=2), DAY)
    check_ending(ending(**lost, attempts=1, was_reached=True), DAY)
    with pytest.raises(RuleBroken, match="how that went"):
        check_ending(ending(**lost, line="PUBLIC_FREEPHONE"), DAY)
    check_ending(ending(**lost, line="PUBLIC_FREEPHONE", attempts=1), DAY)


def test_ringing_back_has_a_time_by_the_line_and_another_after_an_attempt_that_failed():
    assert emergency.ring_back_by("999_BT", AT, DAY) == AT + timedelta(minutes=1)
    assert emergency.ring_back_by("PUBLIC_FREEPHONE", AT, DAY) == AT + timedelta(minutes=15)
    row = emergency.ending_row("999_BT", "", DAY)
    assert emergency.ring_again_by(row, 1, AT) == AT + timedelta(minutes=2)
    assert emergency.ring_again_by(row, 2, AT) is None


def test_an_attempt_needs_a_number_and_the_words_that_were_heard():
    with pytest.raises(RuleBroken, match="withheld"):
        emergency.check_ring_back("no_answer", "", "", DAY)
    with pytest.raises(RuleBroken, match="write down"):
        emergency.check_ring_back("spoke", " ", "+447700900123", DAY)
    assert emergency.check_ring_back("spoke", "A child rang.", "+447700900123", DAY)[1] == "A child rang."


def test_every_relay_tells_that_the_number_shown_is_not_the_persons_or_who_speaks():
    rows = table("relays", DAY).by_code
    assert set(rows) == {"TEXT", "SMS", "BSL", "INTERPRETER"}
    assert all("number shown" in " ".join(rows[code]["tells"]) for code in ("TEXT", "SMS", "BSL"))
