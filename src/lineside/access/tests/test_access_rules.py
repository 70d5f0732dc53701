"""Rules of access, without a database."""

from datetime import UTC, datetime, timedelta

import pytest

from lineside.access import rules
from lineside.access.rules import Tried
from lineside.kernel.errors import RuleBroken

NOW = datetime(2026, 11, 26, 7, 0, tzinfo=UTC)
HOME = Tried(step="password", account="a", browser="desk-7", address="10.0.0.7")
STRANGER = Tried(step="password", account="a", browser="", address="203.0.113.9")


def before(tried, count, minutes_ago=1):
    return [(tried, NOW - timedelta(minutes=minutes_ago))] * count


def test_ten_wrong_passwords_by_strangers_close_the_account_to_strangers():
    assert rules.wait_until(STRANGER, before(STRANGER, 9), NOW) is None
    assert rules.wait_until(STRANGER, before(STRANGER, 10), NOW) == NOW + timedelta(minutes=14)


def test_a_stranger_who_guesses_locks_nobody_out_of_their_own_desk():
    assert rules.wait_until(HOME, before(STRANGER, 10), NOW) is None


def test_a_desk_that_guesses_is_stopped_too():
    assert rules.wait_until(HOME, before(HOME, 10), NOW) is not None


def test_guessing_from_many_addresses_counts_as_one():
    many = [(Tried(step="password", account="a", browser="", address=f"198.51.100.{n}"), NOW) for n in range(10)]
    assert rules.wait_until(STRANGER, many, NOW) is not None


def test_one_password_at_many_accounts_is_stopped_by_its_address():
    spray = [(Tried(step="password", account=str(n), browser="", address=STRANGER.address), NOW) for n in range(50)]
    assert rules.wait_until(STRANGER, spray, NOW) is not None


def test_five_wrong_codes_close_the_second_step_wherever_they_came_from():
    code = Tried(step="code", account="a", browser="desk-7", address="10.0.0.7")
    other = Tried(step="code", account="a", browser="", address="203.0.113.9")
    assert rules.wait_until(code, before(other, 4), NOW) is None
    assert rules.wait_until(code, before(other, 5), NOW) is not None


def test_what_is_older_than_the_limit_says_is_forgotten():
    assert rules.wait_until(STRANGER, before(STRANGER, 10, minutes_ago=16), NOW) is None


def test_a_user_name_is_compared_however_it_was_typed():
    assert rules.normal_name(" A.Holt ") == rules.normal_name("\uff41.holt")


@pytest.mark.parametrize("name", ["", "7up", "a", "a b", "x" * 41, "a/b", "robin\x00"])
def test_a_user_name_that_nobody_could_type_is_refused(name):
    with pytest.raises(RuleBroken, match="begins with a letter"):
        rules.check_username(name)


def test_nobody_changes_their_own_roles():
    with pytest.raises(RuleBroken, match="their own roles"):
        rules.check_granting(is_own=True, was=["trainer"], becomes=["administrator"], other_administrators=3)


def test_the_last_administrator_stays_one():
    with pytest.raises(RuleBroken, match="last administrator"):
        rules.check_granting(is_own=False, was=["administrator"], becomes=["trainer"], other_administrators=0)
    with pytest.raises(RuleBroken, match="last administrator"):
        rules.check_locking(is_own=False, names=["administrator"], other_administrators=0, reason="left the force")


def test_an_account_is_locked_for_a_reason_and_never_ones_own():
    with pytest.raises(RuleBroken, match="why"):
        rules.check_locking(is_own=False, names=["trainer"], other_administrators=1, reason=" ")
    with pytest.raises(RuleBroken, match="their own account"):
        rules.check_locking(is_own=True, names=["trainer"], other_administrators=1, reason="tired")


def test_an_account_without_a_role_is_refused():
    with pytest.raises(RuleBroken, match="at least one role"):
        rules.check_roles([])
    with pytest.raises(RuleBroken, match="no role chief"):
        rules.check_roles(["chief"])


def test_every_role_begins_at_a_desk_that_it_may_use():
    assert {name: rules.role_start([name]) for name in rules.roles() if not rules.role_start([name])} == {}


@pytest.mark.parametrize("value", ["", "4", "61", "ten", "-5", "5.5", None, True, "٣٠"])
def test_a_policy_value_out_of_bounds_is_refused(value):
    with pytest.raises(RuleBroken, match="whole number from 5 to 60"):
        rules.check_policy("access.idle_minutes", value)


def test_a_policy_value_within_bounds_is_a_number():
    assert rules.check_policy("access.idle_minutes", " 15 ") == 15


def test_a_key_is_given_no_permission_that_nobody_knows():
    with pytest.raises(RuleBroken, match=r"no permission incidents\.invent"):
        rules.check_scopes(("incidents.view", "incidents.invent"), frozenset({"incidents.view"}))
