"""Rules of dispatch, without a database."""

from datetime import UTC, date, datetime, timedelta

import pytest

from lineside.dispatch import rules
from lineside.kernel.errors import RuleBroken

DAY = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


def test_an_unknown_state_is_kept_and_says_so():
    assert rules.state(977, DAY).label == "Unknown state 977"


@pytest.mark.parametrize(("number", "stage", "frees"), [(5, "mobile", False), (6, "on_scene", False), (2, "", True)])
def test_states_mean_what_the_table_says(number, stage, frees):
    state = rules.state(number, DAY)
    assert (state.stage, state.frees) == (stage, frees)


@pytest.mark.parametrize(("number", "at"), [(-1, AT), (65536, AT), (5, AT + timedelta(minutes=5))])
def test_impossible_states_are_refused(number, at):
    with pytest.raises(RuleBroken):
        rules.check_state(number, at, AT)


@pytest.mark.parametrize("text", ["", "BX", "bx 12 7", "12BX", "BXX12"])
def test_what_is_not_a_call_sign_is_refused(text):
    with pytest.raises(RuleBroken):
        rules.check_call_sign(text, "B", DAY)


def test_a_call_sign_is_read_in_any_case():
    assert rules.check_call_sign(" bx12 ", "", DAY) == "BX12"
