"""API clients' keys: their shape, how they are kept, and what they may be given."""

import hashlib

from lineside.kernel.errors import RuleBroken

SAID = 60  # characters of what is strange that its refusal repeats
KEY_MARK = "lsk"


def sha256(secret: str) -> str:
    """Keys and link tokens are long and random, so a plain hash is enough; passwords never come here."""
    return hashlib.sha256(secret.encode()).hexdigest()


def split_key(key: str) -> tuple[str, str] | None:
    """`lsk_prefix_secret` -> (prefix, secret), or None when it is not of that shape."""
    parts = key.split("_", 2)
    return (parts[1], parts[2]) if len(parts) == 3 and parts[0] == KEY_MARK else None  # noqa: PLR2004


def check_scopes(scopes: tuple[str, ...], known: frozenset[str]) -> None:
    """A key may do only what some command or role of the building knows by that name."""
    strange = sorted(set(scopes) - known)
    if strange:
        raise RuleBroken(f"There is no permission {strange[0][:SAID]}; choose from the list.", "scopes")
