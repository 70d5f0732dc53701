"""Accounts: how they are named, who may change whose rights, and how long a one-use link lasts."""

import re
import unicodedata
from datetime import timedelta

from lineside.access.rules.roles import is_over_others, roles
from lineside.kernel.errors import RuleBroken

# ASVS 5.0, 6.4.1: what opens an account for the first time is random, used once, and does not last.
LINK_LASTS = timedelta(hours=24)
NO_SECOND_STEP = "This account has no second step yet. Ask an administrator for a one-use link, by which you set it up."
LINK_SPENT = "That link has been used, is too old or never was; ask an administrator for a new one."
USERNAME = re.compile(r"[a-z][a-z0-9._-]{1,39}")
SAID = 40  # characters of what is strange that its refusal repeats
AREA = re.compile(r"[A-Z0-9]{1,10}")


def normal_name(text: str) -> str:
    """A user name as it is compared and counted, however it was typed."""
    return unicodedata.normalize("NFKC", text).strip().casefold()[:200]


def check_username(text: str) -> str:
    name = text.strip().lower()
    if not USERNAME.fullmatch(name):
        raise RuleBroken(
            "A user name begins with a letter and has 2 to 40 letters, figures, dots, hyphens or underscores.",
            "username",
        )
    return name


def check_roles(names: list[str]) -> None:
    if not names:
        raise RuleBroken("Give at least one role; to keep somebody out, lock the account.", "roles")
    known = roles()
    strange = next((name for name in names if name not in known), None)
    if strange is not None:
        raise RuleBroken(f"There is no role {strange[:SAID]}; choose from the list.", "roles")


def check_areas(areas: list[str]) -> None:
    strange = next((area for area in areas if not AREA.fullmatch(area)), None)
    if strange is not None:
        raise RuleBroken(f"{strange[:SAID]} is not the code of an area, as B; no areas means every area.", "areas")


def check_granting(*, is_own: bool, was: list[str], becomes: list[str], other_administrators: int) -> None:
    """Nobody raises or keeps their own rights alone, and somebody must always be left who can grant them."""
    if is_own and set(was) != set(becomes):
        raise RuleBroken("Nobody changes their own roles; ask another administrator.", "roles")
    if is_over_others(was) and not is_over_others(becomes) and other_administrators == 0:
        raise RuleBroken("This is the last administrator; make another one first.", "roles")


def check_locking(*, is_own: bool, names: list[str], other_administrators: int, reason: str) -> None:
    if is_own:
        raise RuleBroken("Nobody locks their own account; ask another administrator.")
    if is_over_others(names) and other_administrators == 0:
        raise RuleBroken("This is the last administrator; make another one first.")
    if not reason.strip():
        raise RuleBroken("Say why the account is locked.", "reason")
