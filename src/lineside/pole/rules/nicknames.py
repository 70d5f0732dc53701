"""Short forms of given names, from the dated table: Bob and Robert may be one person, Bob and Bill are not."""

from functools import cache
from pathlib import Path

from lineside.kernel.rule_tables import editions

NICKNAMES = Path(__file__).parents[1] / "data" / "nicknames"


@cache
def _groups() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for row in editions(NICKNAMES)[-1].rows:
        group = {str(row["name"]), *str(row["forms"]).split()}
        for name in group:
            found[name] = found.get(name, frozenset()) | {str(row["name"])}
    return found


def is_nickname(a: str, b: str) -> bool:
    """Two forms of one name."""
    return not _groups().get(a, frozenset()).isdisjoint(_groups().get(b, frozenset()))


def forms_of(given: str) -> frozenset[str]:
    """The full names that a given name may be short for, and itself."""
    return _groups().get(given, frozenset()) | {given}
