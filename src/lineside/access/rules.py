"""Roles as data: which permissions each one has."""

import hashlib
from functools import cache
from pathlib import Path

from lineside.kernel.rule_tables import editions

KEY_MARK = "lsk"


@cache
def roles() -> dict[str, frozenset[str]]:
    """Role code -> permissions, from the newest edition."""
    newest = editions(Path(__file__).parent / "data" / "roles")[-1]
    return {str(row["code"]): frozenset(row["permissions"]) for row in newest.rows}


@cache
def role_labels() -> dict[str, str]:
    newest = editions(Path(__file__).parent / "data" / "roles")[-1]
    return {str(row["code"]): str(row["label"]) for row in newest.rows}


def permissions_of_roles(names: list[str]) -> frozenset[str]:
    known = roles()
    return frozenset().union(*(known.get(name, frozenset()) for name in names))


def sha256(secret: str) -> str:
    """Keys and link tokens are long and random, so a plain hash is enough; passwords never come here."""
    return hashlib.sha256(secret.encode()).hexdigest()


def split_key(key: str) -> tuple[str, str] | None:
    """`lsk_prefix_secret` -> (prefix, secret), or None when it is not of that shape."""
    parts = key.split("_", 2)
    return (parts[1], parts[2]) if len(parts) == 3 and parts[0] == KEY_MARK else None  # noqa: PLR2004
