"""Conditions kept as data: what must be confirmed, what forbids, and who must decide, each with its paragraph."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from lineside.crimes.rules.recording import DATA
from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import in_force

ALL = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One row: what it is asked of, when, and what it says in a sentence or as something to confirm."""

    code: str
    of: frozenset[str]
    kind: str
    when: tuple[str, ...]
    words: frozenset[str]
    says: str
    paragraph: str

    def applies(self, what: str, facts: Collection[str]) -> bool:
        return (what in self.of or ALL in self.of) and holds(self.when, facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmet:
    """Why something may not be done: a sentence and the paragraph that it comes from."""

    code: str
    says: str
    paragraph: str
    field: str = ""

    @property
    def sentence(self) -> str:
        return f"{self.says} ({self.paragraph})."


def holds(when: Collection[str], facts: Collection[str]) -> bool:
    """Every word is among the facts, and none that a ! stands before."""
    return all((word[1:] not in facts) if word.startswith("!") else (word in facts) for word in when)


@cache
def conditions(table: str, on: date) -> tuple[Condition, ...]:
    """The rows of the edition in force; a word with @ stands for a row of the recording policy."""
    policy = policies(on)
    return tuple(
        Condition(
            code=row["code"],
            of=frozenset(row["of"].split()),
            kind=row["kind"],
            when=tuple(row["when"].split()),
            words=frozenset(
                each
                for word in row["words"].split()
                for each in (policy[word[1:]] if word.startswith("@") else (word,))
            ),
            says=row["says"],
            paragraph=row["paragraph"],
        )
        for row in in_force(DATA / table, on).rows
    )


@cache
def policies(on: date) -> dict[str, tuple[str, ...]]:
    """What this edition holds to where texts differ or leave it open."""
    return {row["code"]: tuple(row["words"]) for row in in_force(DATA / "recording_policy", on).rows}


@cache
def authorities(on: date) -> dict[str, dict[str, str]]:
    return {str(row["code"]): dict(row) for row in in_force(DATA / "authorities", on).rows}


def authority_of(claimed: str, own: Collection[str], on: date) -> frozenset[str]:
    """Whose decisions it counts as: the authority that was named, and those that who decides holds."""
    known = authorities(on)
    if claimed and claimed not in known:
        raise RuleBroken("That is no rank or office that the rules know; choose one of the list.", "authority")
    held = frozenset(word for each in own for word in (each, *known[each]["includes"].split()))
    if claimed and known[claimed]["own"] == "yes" and claimed not in held:
        raise RuleBroken(f"Only who holds that office decides as {known[claimed]['name'].lower()}.", "authority")
    return held | frozenset([claimed, *known[claimed]["includes"].split()] if claimed else [])


def confirmed_of(
    rows: Collection[Condition], what: str, facts: Collection[str], said: Collection[str]
) -> frozenset[str]:
    """The facts with those confirmations that are asked; what nobody asks proves nothing."""
    known = frozenset(facts)
    while True:
        asked = {row.code for row in rows if row.kind in {"may", "check"} and row.applies(what, known)}
        if not (more := (asked & {*said}) - known):
            return known
        known |= more


def unmet(
    rows: Collection[Condition], what: str, facts: Collection[str], authority: Collection[str]
) -> Iterator[Unmet]:
    """Each condition that is not fulfilled, in the order of the table."""
    for row in rows:
        if not row.applies(what, facts) or row.kind == "may":
            continue
        if row.kind == "check" and row.code not in facts:
            yield Unmet(code=row.code, says=f"Not confirmed: {row.says}", paragraph=row.paragraph, field="confirmed")
        elif row.kind == "never":
            yield Unmet(code=row.code, says=row.says, paragraph=row.paragraph)
        elif row.kind == "authority" and not row.words & {*authority}:
            yield Unmet(code=row.code, says=row.says, paragraph=row.paragraph, field="authority")
        elif row.kind == "any" and not row.words & {*facts, *authority}:
            yield Unmet(code=row.code, says=row.says, paragraph=row.paragraph, field="confirmed")


def to_confirm(rows: Collection[Condition], what: str, facts: Collection[str]) -> list[Condition]:
    """What a desk asks for: whatever the facts that are known let apply, whichever way the rest is answered."""
    may = {row.code for row in rows if row.kind == "may" and (what in row.of or ALL in row.of)}
    return [
        row
        for row in rows
        if row.kind in {"check", "may"}
        and (what in row.of or ALL in row.of)
        and holds([word for word in row.when if word.removeprefix("!") not in may], facts)
    ]
