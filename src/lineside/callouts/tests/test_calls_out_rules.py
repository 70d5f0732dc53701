"""How a call out goes, and what may be dialled, without a database."""

import pytest

from lineside.callouts.rules import OUTCOMES, STATES, check_number, check_telephone, follows, said_in_log
from lineside.kernel.errors import RuleBroken


@pytest.mark.parametrize(
    ("typed", "dialled"), [("07700 900123", "07700900123"), ("+44 (0)7700-900.123", "+447700900123"), ("101", "101")]
)
def test_a_number_is_dialled_as_digits_alone(typed, dialled):
    assert check_number(typed) == dialled


@pytest.mark.parametrize(
    "typed", ["", "12", "0770\r\nAction: Ping", "07700x", "\u0661\u0662\u0663", "1" * 16, "*21*1#"]
)
def test_what_is_no_number_never_reaches_a_switch(typed):
    with pytest.raises(RuleBroken, match="no number that can be dialled"):
        check_number(typed)


@pytest.mark.parametrize("typed", ["", "201 202", "PJSIP/201", "2\n01"])
def test_a_telephone_of_ours_is_a_plain_name(typed):
    with pytest.raises(RuleBroken, match="your own telephone"):
        check_telephone(typed)


@pytest.mark.parametrize(
    ("was", "state", "expected"),
    [
        ("queued", "dialling", True),
        ("ringing", "dialling", False),
        ("ringing", "up", True),
        ("up", "ringing", False),
        ("up", "unsure", True),
        ("unsure", "ringing", True),
        ("unsure", "ended", True),
        ("ended", "up", False),
        ("ended", "unsure", False),
        ("up", "up", False),
    ],
)
def test_a_call_goes_forward_and_what_is_over_stays_so(was, state, expected):
    assert follows(was, state) is expected


def test_every_state_and_outcome_is_said_in_words():
    assert all(STATES.values())
    assert said_in_log("101", "busy", "", "C-1") == "Call out to 101 (C-1): busy"
    assert said_in_log("101", "unknown", "Ring again", "C-1").endswith(f"{OUTCOMES['unknown']}. Ring again")
