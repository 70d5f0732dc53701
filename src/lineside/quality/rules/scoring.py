"""Scoring a contact: its questions, who may mark, where two differ too far, which mark stands. No database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lineside.kernel.errors import NotPermitted, RuleBroken
from lineside.kernel.rule_tables import Edition, editions, in_force

DATA = Path(__file__).parents[1] / "data"
OPEN, DIFFERS, AGREED, DECIDED = "open", "differs", "agreed", "decided"
STATES = {
    OPEN: "to be scored",
    DIFFERS: "two scorers differ; a moderator decides",
    AGREED: "two scorers agree",
    DECIDED: "decided by a moderator",
}
OVER = (AGREED, DECIDED)
SCORERS = 2
LONGEST_WORDS, LONGEST_WHY = 2000, 500
Marks = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a score."""

    code: str
    label: str
    prompt: str
    weight: int
    critical: bool

    @property
    def name(self) -> str:
        """How a form calls it."""
        return f"mark-{self.code}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How often, and how well; no percentage of few, for it would tell of one."""

    name: str
    count: int
    percent: int | None
    marks: dict[str, int]


def table(name: str, on: date) -> Edition:
    return in_force(DATA / name, on)


def edition_of(name: str, edition: str) -> Edition:
    """The edition that a record was made under."""
    return next(each for each in editions(DATA / name) if each.edition == edition)


def questions_of(scheme: str, letters: Sequence[tuple[str, str]]) -> tuple[Question, ...]:
    """The scheme's questions, with one for each letter of THRIVE (code and label) that had to be answered."""
    found: list[Question] = []
    for row in edition_of("schemes", scheme).rows:
        for code, letter in letters if row["each_letter"] else [("", "")]:
            name = f"{row['code']}_{code}" if code else row["code"]
            label = row["label"].replace("{letter}", letter)
            found.append(Question(name, label, row["prompt"], row["weight"], row["critical"]))
    return tuple(found)


def marks_to_choose(on: date) -> list[tuple[str, str]]:
    return [(row["code"], row["label"]) for row in table("marks", on).rows]


def check_scorer(*, is_own: bool, has_scored: bool, scored: int, state: str) -> None:
    if is_own:
        raise NotPermitted(
            "This contact is your own, or you act by a machine's key, or your account or that of who had it belongs to "
            "no staff record; somebody else scores it."
        )
    if has_scored:
        raise RuleBroken("You have scored this contact already.")
    if state != OPEN or scored >= SCORERS:
        raise RuleBroken("Two have scored this contact already; nothing more is needed.")


def check_moderator(*, is_apart: bool, state: str) -> None:
    if not is_apart:
        raise NotPermitted("Whose contact it was, or who scored it, does not decide on it; another moderator does.")
    if state != DIFFERS:
        raise RuleBroken("There is nothing to decide: the two scorers do not differ, or it was decided already.")


def check_marks(questions: Iterable[Question], given: Marks, words: str, on: date) -> tuple[dict[str, str], str]:
    """Every question has its mark; what was not met is said in words."""
    kept, known = _marks(questions, given, on), table("marks", on).by_code
    said = check_words(words, "words", LONGEST_WORDS)
    if not said and any(known[mark]["needs_words"] for mark in kept.values()):
        raise RuleBroken("Say in words what was not met; the person reads them.", "words")
    return kept, said


def _marks(questions: Iterable[Question], given: Marks, on: date) -> dict[str, str]:
    known, asked = table("marks", on).by_code, {each.code: each for each in questions}
    if strange := [code for code in given if code not in asked]:
        raise RuleBroken(f"{str(strange[0])[:40]!r} is not a question that is asked here.", "marks")
    if missing := [each.label for code, each in asked.items() if given.get(code, "") not in known]:
        raise RuleBroken(f"Give a mark for {missing[0]}; 'does not apply' is one too.", "marks")
    return {code: given[code] for code in asked}


def total_of(questions: Iterable[Question], marks: Marks, on: date) -> int | None:
    """In a hundred of the weight of what applied; none where nothing did."""
    known = table("marks", on).by_code
    counted = [(each.weight, known[marks[each.code]]) for each in questions if known[marks[each.code]]["counts"]]
    whole = sum(weight for weight, _ in counted)
    return round(sum(weight * mark["hundredths"] for weight, mark in counted) / whole) if whole else None


def differing(questions: Iterable[Question], first: Marks, second: Marks) -> tuple[Question, ...]:
    return tuple(each for each in questions if first[each.code] != second[each.code])


def too_far(questions: Sequence[Question], first: Marks, second: Marks, on: date) -> list[str]:
    """Why a moderator is needed; nothing where the two are near enough."""
    most: int = table("bounds", on).by_code["total"]["number"]
    one, other = total_of(questions, first, on), total_of(questions, second, on)
    reasons = [f"{each.label} differs" for each in differing(questions, first, second) if each.critical]
    if (one is None) != (other is None):
        reasons.append("One found that nothing applied")
    elif one is not None and other is not None and abs(one - other) > most:
        reasons.append(f"The totals are {abs(one - other)} apart, and {most} is the bound")
    return reasons


def standing(questions: Iterable[Question], first: Marks, second: Marks, on: date) -> dict[str, str]:
    """Of two that are near enough the better mark stands: the benefit of the doubt is the person's."""
    known = table("marks", on).by_code

    def worth(mark: str) -> tuple[bool, int]:
        return known[mark]["counts"], known[mark]["hundredths"]

    return {each.code: max(first[each.code], second[each.code], key=worth) for each in questions}


def check_decision(
    questions: Sequence[Question], first: Marks, second: Marks, given: Marks, on: date
) -> dict[str, str]:
    """The moderator marks what differs, and only that; the rest stands as both found it."""
    decided = _marks(differing(questions, first, second), given, on)
    return {**standing(questions, first, second, on), **decided}


def check_words(text: str, field: str, longest: int, missing: str = "") -> str:
    said = text.strip()
    if missing and not said:
        raise RuleBroken(missing, field)
    if len(said) > longest:
        raise RuleBroken(f"Keep it to {longest} characters; this has {len(said)}.", field)
    return said


def tally(name: str, totals: Sequence[int], marks: Iterable[str], fewest: int) -> Tally:
    counts: dict[str, int] = {}
    for mark in marks:
        counts[mark] = counts.get(mark, 0) + 1
    percent = round(sum(totals) / len(totals)) if len(totals) >= fewest else None
    return Tally(name=name, count=len(totals), percent=percent, marks=counts)


def fewest(on: date) -> int:
    return int(table("bounds", on).by_code["fewest"]["number"])


def worth_of(mark: str, on: date) -> int | None:
    """In a hundred; none for a mark that counts neither way."""
    row = table("marks", on).by_code[mark]
    return int(row["hundredths"]) if row["counts"] else None
