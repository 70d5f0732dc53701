"""Risk, gist, numbers, states and letters, without a database."""

from datetime import UTC, date, datetime
from itertools import permutations
from uuid import uuid4

import pytest

from lineside.contacts import rules
from lineside.contacts.rules.replies import reply_subject, reply_text
from lineside.gateways.text.rules import number_of
from lineside.kernel.errors import RuleBroken

ON = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "risk"),
    [
        ("Someone is on the track at Hendon", 70),
        ("he said he wants to kill himself", 80),
        ("A man with a KNIFE at platform 2", 75),
        ("my phone was stolen", 30),
        ("thank you for the timetable", 20),
        ("the begun gunwale", 20),
    ],
)
def test_a_danger_word_lifts_a_message(text, risk):
    assert rules.risk_of_message("fcc", "", text, ON)[0] == risk


def test_the_reason_for_a_rank_names_the_words_found():
    assert rules.risk_of_message("generic", "There is a KNIFE", "", ON) == (75, "says “knife”")


def test_a_gist_is_one_line():
    assert rules.gist_of("Bag\n", "left\r\non  train") == "Bag: left on train"
    assert len(rules.gist_of("", "x" * 5000)) == 140


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("07700 900123", "+447700900123"),
        ("+44 7700 900123", "+447700900123"),
        ("0044 7700 900123", "+447700900123"),
        ("447700900123", "+447700900123"),
        ("anonymous", "anonymous"),
        ("61016", "61016"),
        ("", ""),
    ],
)
def test_a_number_has_one_spelling(given, kept):
    assert rules.normal_number(given) == kept
    assert number_of(given) == kept  # so that who rings and texts is one caller


@pytest.mark.parametrize("order", list(permutations(["offered", "answered", "ended"])))
def test_an_answered_call_is_taken_in_whatever_order_its_moments_come(order):
    state = rules.OFFERED
    for count in range(1, 4):
        state = rules.state_of_call(order[:count], state)
    assert state == rules.TAKEN


def test_a_call_that_ended_unanswered_is_abandoned():
    assert rules.state_of_call(["offered", "ended"], rules.OFFERED) == rules.ABANDONED


def test_what_a_person_resolved_stays_resolved():
    assert rules.state_of_call(["offered", "abandoned"], rules.RESOLVED) == rules.RESOLVED


def test_a_moment_without_a_time_zone_is_refused():
    moment = datetime(2026, 11, 24, 6, 0)  # noqa: DTZ001 - the point of the test
    with pytest.raises(RuleBroken, match="time zone"):
        rules.check_call(rules.CallFact(switch_call_id="1", kind="offered", at=moment))
    with pytest.raises(RuleBroken, match="no moment"):
        rules.check_call(rules.CallFact(switch_call_id="1", kind="melted", at=moment.replace(tzinfo=UTC)))


def test_a_contact_in_other_hands_is_not_taken():
    with pytest.raises(RuleBroken, match="Kim has taken"):
        rules.check_take(rules.TAKEN, uuid4(), uuid4(), "Kim")


def test_a_reply_keeps_braces_and_markup_as_they_were_written():
    letter = reply_text("plain", "see {name} <b>", {"name": "Sam\r\nBcc: x", "reference": "C-1", "force": "F"}, ON)
    assert "see {name} <b>" in letter
    assert "Dear Sam Bcc: x," in letter


def test_a_reply_without_words_or_of_an_unknown_kind_is_refused():
    with pytest.raises(RuleBroken, match="Write"):
        reply_text("plain", " ", {}, ON)
    with pytest.raises(RuleBroken, match="template"):
        reply_text("none", "x", {}, ON)


def test_a_reply_subject_carries_the_reference_once():
    assert reply_subject("RE: Fwd: Bag", "C-1") == "Re: Bag [C-1]"
    assert reply_subject("Bag [C-1]", "C-1") == "Re: Bag [C-1]"


def test_the_wait_between_attempts_grows_and_is_bounded():
    waits = [rules.next_try(count).total_seconds() for count in (1, 2, 3, 20)]
    assert waits == [60, 120, 240, 14400]
