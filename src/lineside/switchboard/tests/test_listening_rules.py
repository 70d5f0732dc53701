"""Who may be on whose call, and what follows on what. Without a database."""

from typing import Any

import pytest

from lineside.kernel.errors import RuleBroken
from lineside.switchboard.rules import (
    BECAME,
    ENDED,
    LISTENING,
    MODES,
    Ears,
    became,
    check_ears,
    check_mode,
    check_why,
    goes_on,
)

FINE: dict[str, Any] = {"name": "Priya Shah", "is_oneself": False, "is_on_call": True, "theirs": "201", "own": "301"}


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"is_oneself": True}, "on themselves"),
        ({"is_on_call": False}, "on no call"),
        ({"theirs": ""}, "has given no telephone"),
        ({"own": ""}, "your own telephone"),
        ({"own": "201"}, "telephone of Priya Shah"),
        ({"sits_at_own": "Kim Osei"}, "Kim Osei sits at"),
    ],
)
def test_only_a_call_that_goes_on_is_listened_to_and_from_ones_own_telephone(facts, words):
    check_ears(Ears(**FINE))
    with pytest.raises(RuleBroken, match=words):
        check_ears(Ears(**{**FINE, **facts}))


def test_a_mode_and_a_reason_are_needed():
    assert [check_mode(mode) for mode in MODES] == ["listen", "whisper", "barge"]
    for said, check in (("secretly", check_mode), (" ", check_why)):
        with pytest.raises(RuleBroken):
            check(said)


def test_what_is_over_stays_over_and_what_is_to_end_does_nothing_else():
    order = ("asked", "dialling", "up", "unsure", "ending")
    assert all(goes_on(was, ENDED) for was in order)
    assert not any(goes_on(ENDED, state) for state in (*order, ENDED))
    assert not any(goes_on("ending", state) for state in order)
    assert not any(goes_on(state, state) for state in order)
    assert goes_on("dialling", "up")
    assert goes_on("up", "unsure")
    assert goes_on("unsure", "up")
    assert not goes_on("up", "dialling")
    assert not goes_on("asked", "up")  # nobody claimed it


def test_the_end_is_still_news_of_what_the_clock_ended_because_nobody_told_of_it():
    assert goes_on(ENDED, ENDED, "not_told")
    assert not goes_on(ENDED, "up", "not_told")


def test_whoever_was_heard_on_the_call_was_on_it_unless_it_is_not_known_until_when():
    assert became("nothing_to_hear", was_up=True) == "listened"
    assert became("unknown", was_up=True) == "unknown"
    assert became("not_told", was_up=True) == "not_told"
    assert became("not_picked_up", was_up=False) == "not_picked_up"
    assert became("", was_up=False) == "unknown"


def test_no_words_of_a_state_in_which_somebody_may_hear_say_that_they_do_not():
    may_hear = [*MODES.values(), *LISTENING.values(), BECAME["not_told"]]
    assert all("on the call" in words or "listens" in words or "off the call" in words for words in may_hear)
    assert not any(" not on" in words for words in may_hear)
