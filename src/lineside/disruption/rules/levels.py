"""Which level of disruption an incident's signs propose (control_room.md b.3). Pure: what is counted goes in.

It proposes and decides nothing; no grade goes in and none comes out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import Edition, in_force

DATA = Path(__file__).parents[1] / "data"
NONE = "D0"
NOTHING = "nothing on the log holds up trains"
LONGEST = 500
SHORTEST_REASON = 5
TURNED = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"  # marks that turn the reading direction around
A_TRAIN = ("held", "stranded", "late")  # what is counted in trains


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """The level that the signs add up to, with each sign that says so."""

    level: str
    why: tuple[str, ...]
    edition: str

    @property
    def words(self) -> str:
        return "; ".join(self.why)


def table(name: str, on: date) -> Edition:
    return in_force(DATA / name, on)


def propose(counted: Mapping[str, int], on: date) -> Proposed:
    """The gravest level of which a sign is there, with the signs of that level and then the lesser ones."""
    edition = table("signs", on)
    there = [row for row in edition.rows if counted.get(row["counts"], 0) >= row["at_least"]]
    # Of two signs that count the same the graver one says it all.
    gravest = {row["counts"]: row for row in sorted(there, key=lambda row: (str(row["level"]), int(row["at_least"])))}
    found = sorted(gravest.values(), key=lambda row: str(row["level"]), reverse=True)
    if not found:
        return Proposed(level=NONE, why=(NOTHING,), edition=edition.edition)
    why = tuple(str(row["words"]).format(n=_number(row["counts"], counted)) for row in found)
    return Proposed(level=str(found[0]["level"]), why=why, edition=edition.edition)


def _number(what: str, counted: Mapping[str, int]) -> str:
    number = counted[what]
    if what not in A_TRAIN:
        return str(number)
    return "a train is" if number == 1 else f"{number} trains are"


def check_decision(level: str, proposed: str, was: str, reason: str) -> str:
    """The reason as it is kept: nobody goes below what was decided, or past what is proposed, without one."""
    words = check_words(reason, "reason")
    if len(words) < SHORTEST_REASON and level < was:
        raise RuleBroken("Say why it disrupts the railway less than was decided.", "reason")
    if len(words) < SHORTEST_REASON and level != (proposed or NONE):
        raise RuleBroken("Say why it is another level than the one proposed.", "reason")
    return words


def decided_line(level: str, label: str, proposed: str, why: str, reason: str) -> str:
    """The line of the log; that the grade is as it was is said, so that nobody reads one into it."""
    aside = f" Proposed was {proposed}: {why}." if proposed else ""
    return f"Disruption {level} {label} decided.{aside} {reason}".strip()


def check_words(text: str, field: str, missing: str = "") -> str:
    """Words as they are kept, on one line."""
    said = " ".join(text.split())
    if missing and not said:
        raise RuleBroken(missing, field)
    if len(said) > LONGEST:
        raise RuleBroken(f"Keep this to {LONGEST} characters; it has {len(said)}.", field)
    if any(ord(letter) < ord(" ") or letter in TURNED for letter in said):
        raise RuleBroken("There is a control character in this; take it out.", field)
    return said
