"""What two logs have to do with each other, by the words with which the reason begins (control_room.md c.2)."""

import re
from dataclasses import dataclass
from datetime import date

from lineside.incidents.rules.codes import DATA
from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import in_force

LINKED, CHILD = "linked", "child"
FIRST_DAY = date(2026, 11, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRead:
    """The kind of a link; `here` and `there` are the lines of the two logs, each naming {other}."""

    kind: str
    here: str
    there: str
    is_turned: bool = False  # the other log is the first of the two


def read_link(why: str, on: date) -> LinkRead:
    """The kind that the words begin with; else the two are linked, and the words say how."""
    words = " ".join(why.split()) or LINKED
    for row in in_force(DATA / "link_kinds", max(on, FIRST_DAY)).rows:
        begins = re.match(rf"(?:{row['begins']})(?![\w-])[ :,]*", words, re.IGNORECASE)
        if begins:
            rest = _as_typed(f": {words[begins.end() :]}") if words[begins.end() :] else ""
            here, there = f"{row['here']}{rest}", f"{row['there']}{rest}"
            return LinkRead(kind=row["of"], here=here, there=there, is_turned=row["is_turned"])
    said = f"Linked to {{other}}: {_as_typed(words)}"
    return LinkRead(kind=LINKED, here=said, there=said)


def _as_typed(words: str) -> str:
    """Braces that a person typed are words of theirs."""
    return words.replace("{", "{{").replace("}", "}}")


def check_child(*, has_parent: str, parent_of_other: str, has_children: bool) -> None:
    """A log is a part of one other, which is a part of none."""
    if has_parent:
        raise RuleBroken(f"It is a part of {has_parent} already.")
    if parent_of_other:
        raise RuleBroken(f"That log is itself a part of {parent_of_other}; link it with that one.", "other")
    if has_children:
        raise RuleBroken("Other logs are parts of this one; link those with the other one first.")
