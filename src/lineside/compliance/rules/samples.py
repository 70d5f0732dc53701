"""Which records of a month are looked at, drawn so that it can be proved, and what two who look blind may say.

The seed is the first seal of the audit trail after the month: nobody could know it while the month ran, nobody chooses
it, and whoever has the trail can draw again. A record's place is the SHA-256 of seed and key.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from lineside.compliance.rules.checks import DATA, LONGEST_WORDS, table
from lineside.kernel.errors import NotPermitted, RuleBroken
from lineside.kernel.rule_tables import Edition, editions

DRAWN, DIFFERS, AGREED, DECIDED = "open", "differs", "agreed", "decided"
SAMPLE_STATES = {
    DRAWN: "to be reviewed",
    DIFFERS: "two differ; a third decides",
    AGREED: "two agree",
    DECIDED: "decided by a third",
}
OVER = (AGREED, DECIDED)
REVIEWERS = 2
Marks = Mapping[str, str]
Population = Mapping[str, Sequence[str]]


def edition_of(name: str, edition: str) -> Edition:
    """The edition that a draw was made under."""
    return next(each for each in editions(DATA / name) if each.edition == edition)


def drawn_from(population: Population, seed: str, edition: Edition) -> dict[str, list[str]]:
    """Kind -> what is looked at: the same for the same population, seed and edition, whoever draws."""
    return {
        kind: sorted(sorted(population.get(kind, ()), key=lambda key: _place(seed, key))[: int(row["number"])])
        for kind, row in edition.by_code.items()
    }


def questions(on: date) -> list[tuple[str, str, str]]:
    """Code, words and paragraph."""
    return [(row["code"], row["label"], row["paragraph"]) for row in table("questions", on).rows]


def marks_to_choose(on: date) -> list[tuple[str, str]]:
    return [(row["code"], row["label"]) for row in table("marks", on).rows]


def check_reviewer(*, is_apart: bool, has_said: bool, state: str) -> None:
    if not is_apart:
        raise NotPermitted(
            "You had a hand in this record, or you act by a machine's key, or your account belongs to no staff record; "
            "somebody else reviews it."
        )
    if has_said:
        raise RuleBroken("You have reviewed this already.")
    if state != DRAWN:
        raise RuleBroken("Two have reviewed this already; nothing more is needed.")


def check_third(*, is_apart: bool, state: str) -> None:
    if not is_apart:
        raise NotPermitted("Who had a hand in the record or reviewed it does not decide on it; a third person does.")
    if state != DIFFERS:
        raise RuleBroken("There is nothing to decide: the two do not differ, or it was decided already.")


def check_marks(given: Marks, words: str, on: date, asked: Collection[str] = ()) -> tuple[dict[str, str], str]:
    """Every question that is asked has its mark; what is not simply right is said in words."""
    known, said = table("marks", on).by_code, words.strip()
    wanted = {code: label for code, label, _ in questions(on) if not asked or code in asked}
    if strange := [code for code in given if code not in wanted]:
        raise RuleBroken(f"{str(strange[0])[:40]!r} is not a question that is asked here.", "marks")
    if missing := [label for code, label in wanted.items() if given.get(code, "") not in known]:
        raise RuleBroken(f"Give a mark for: {missing[0]}.", "marks")
    if not said and any(known[given[code]]["needs_words"] for code in wanted):
        raise RuleBroken("Say in words what was not right.", "words")
    if len(said) > LONGEST_WORDS:
        raise RuleBroken(f"Keep it to {LONGEST_WORDS} characters; this has {len(said)}.", "words")
    return {code: given[code] for code in wanted}, said


def differing(first: Marks, second: Marks) -> list[str]:
    """The questions on which two differ."""
    return [code for code in first if first[code] != second.get(code)]


def _place(seed: str, key: str) -> str:
    return hashlib.sha256(f"{seed}:{key}".encode()).hexdigest()
