"""Rules of access: roles as data, keys, names of accounts, how often may be guessed, how long a sitting lasts."""

from lineside.access.rules.accounts import (
    LINK_LASTS,
    LINK_SPENT,
    NO_SECOND_STEP,
    check_areas,
    check_granting,
    check_locking,
    check_roles,
    check_username,
    normal_name,
)
from lineside.access.rules.guessing import GuessLimit, Tried, guess_limits, wait_until
from lineside.access.rules.keys import KEY_MARK, check_scopes, sha256, split_key
from lineside.access.rules.policies import POLICIES, PolicyRule, check_policy
from lineside.access.rules.roles import is_over_others, permissions_of_roles, role_labels, role_start, roles

__all__ = [
    "KEY_MARK",
    "LINK_LASTS",
    "LINK_SPENT",
    "NO_SECOND_STEP",
    "POLICIES",
    "GuessLimit",
    "PolicyRule",
    "Tried",
    "check_areas",
    "check_granting",
    "check_locking",
    "check_policy",
    "check_roles",
    "check_scopes",
    "check_username",
    "guess_limits",
    "is_over_others",
    "normal_name",
    "permissions_of_roles",
    "role_labels",
    "role_start",
    "roles",
    "sha256",
    "split_key",
    "wait_until",
]
