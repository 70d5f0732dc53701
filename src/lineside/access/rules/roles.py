"""Roles as data: which permissions each one has, and the desk it begins at."""

from functools import cache
from pathlib import Path
from typing import Any

from lineside.kernel.rule_tables import editions

OVER_OTHERS = "access.manage"


def _rows() -> tuple[dict[str, Any], ...]:
    return editions(Path(__file__).parents[1] / "data" / "roles")[-1].rows


@cache
def roles() -> dict[str, frozenset[str]]:
    """Role code -> permissions, from the newest edition."""
    return {str(row["code"]): frozenset(row["permissions"]) for row in _rows()}


@cache
def role_labels() -> dict[str, str]:
    return {str(row["code"]): str(row["label"]) for row in _rows()}


def role_start(names: list[str]) -> str:
    """The path at which the first of these roles begins; empty when it has no desk of its own."""
    starts = {str(row["code"]): str(row.get("start", "")) for row in _rows()}
    return next((starts[name] for name in names if starts.get(name)), "")


def permissions_of_roles(names: list[str]) -> frozenset[str]:
    known = roles()
    return frozenset().union(*(known.get(name, frozenset()) for name in names))


def is_over_others(names: list[str]) -> bool:
    """Whether these roles may open accounts and grant rights."""
    return OVER_OTHERS in permissions_of_roles(names)
