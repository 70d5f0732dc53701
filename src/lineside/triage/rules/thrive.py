"""THRIVE: what must be answered, and the grade that the answers propose. A person decides; both are kept.

Tests for Immediate follow the National Call Handling Standards (control_room.md b.3): danger to life, use or immediate
threat of violence, serious injury. Nothing here can see who is free.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from lineside.kernel.clock import UK
from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import Edition, editions, in_force

DATA = Path(__file__).parent.parent / "data"
Answers = dict[str, Any]
LONGEST_WORDS = 2000
LONGEST_LINE = 3500  # of a log, with room for who said it
URGENCY = "IPSRCE"
NOT_ASKED, NOT_KNOWN = "not_asked", "not_known"
NO_FINDING = frozenset({"none", "no", NOT_KNOWN, NOT_ASKED, ""})


@dataclass(frozen=True, slots=True)
class Question:
    """One letter of the set."""

    code: str
    letter: str
    label: str
    prompt: str
    answers: tuple[tuple[str, str], ...]
    required: bool
    many: bool
    about: str = ""  # the set of a kind of incident to which it belongs; none for a letter of THRIVE
    is_factor: bool = False  # one of a list of risk factors, which are counted
    least_words: int = 0  # that belong beside an answer which is not `plain`
    plain: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"thrive-{self.code}"

    @property
    def text_name(self) -> str:
        return f"thrive-{self.code}-text"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A grade and why: the first reason is the one that decided; `edition` is of the conditions."""

    grade: str
    reasons: tuple[str, ...]
    edition: str = ""


def question_set(on: date) -> tuple[Edition, tuple[Question, ...]]:
    edition = in_force(DATA / "questions", on)
    return edition, questions_in(edition)


def questions_of(edition: str) -> tuple[Question, ...]:
    """The questions of a named edition, for an assessment that was made under it."""
    found = next((each for each in editions(DATA / "questions") if each.edition == edition), None)
    return questions_in(found) if found else ()


def answer_in_words(question: Question, answers: Answers) -> str:
    """What was answered, and the words beside it; nothing where nothing was."""
    labels = dict(question.answers)
    chosen = ", ".join(labels.get(str(code), str(code)) for code in as_list(answers.get(question.code)))
    return ". ".join(part for part in (chosen, str(answers.get(f"{question.code}_text", ""))) if part)


def questions_in(edition: Edition) -> tuple[Question, ...]:
    return tuple(
        Question(
            code=row["code"],
            letter=row["letter"],
            label=row["label"],
            prompt=row["prompt"],
            answers=tuple((code, label) for code, label in row["answers"]),
            required=row["required"],
            many=row["many"],
            about=row.get("about", ""),
            is_factor=row.get("factor", False),
            least_words=row.get("least_words", 0),
            plain=tuple(row.get("plain", ())),
        )
        for row in edition.rows
    )


def check_answers(answers: Answers, on: date, also: tuple[Question, ...] = ()) -> Answers:
    """Every required letter, and what the kind of incident asks `also`, is answered, with answers of the set.

    Words are kept beside them as `<code>_text`. Of a list of risk factors nothing is kept while none was answered; once
    one was, the others were not asked.
    """
    questions = (*question_set(on)[1], *also)
    asked = {name for question in questions for name in (question.code, f"{question.code}_text")}
    if strange := [name for name in answers if name not in asked]:
        raise RuleBroken(f"{str(strange[0])[:40]!r} is not a question of this set.", "answers")
    kept: Answers = {}
    begun = {question.about for question in also if question.is_factor and _given(answers, question)}
    for question in questions:
        given = _given(answers, question) or ([NOT_ASKED] if question.is_factor else [])
        if question.is_factor and question.about not in begun:
            continue
        _check_given(question, given)
        kept[question.code] = given if question.many else (given[0] if given else "")
        if words := _words(answers.get(f"{question.code}_text", ""), question):
            kept[f"{question.code}_text"] = words
    return kept


def _check_given(question: Question, given: list[str]) -> None:
    if question.required and not given:
        asked = f"{question.about}: {question.label}" if question.about else f"{question.letter} ({question.label})"
        raise RuleBroken(f"Answer {asked}; 'not asked' is an answer too.", "answers")
    known = {code for code, _ in question.answers}
    if strange := [code for code in given if code not in known]:
        raise RuleBroken(f"{strange[0][:40]!r} is not an answer to {question.label}.", "answers")
    if len(given) > 1 and not question.many:
        raise RuleBroken(f"Give one answer to {question.label}.", "answers")
    if len(given) > 1 and not NO_FINDING.isdisjoint(given):
        raise RuleBroken(f"{question.label}: what was found, or that nothing was; not both.", "answers")


def _words(given: object, question: Question) -> str:
    words = str(given or "").strip()
    if len(words) > LONGEST_WORDS:
        raise RuleBroken(
            f"{question.label}: {len(words)} characters; {LONGEST_WORDS} fit. Put the rest in the log.", "answers"
        )
    if any(unicodedata.category(letter) in ("Cc", "Cs") and letter not in "\r\n\t" for letter in words):
        raise RuleBroken(f"{question.label} holds control characters; paste it as plain text.", "answers")
    return words


def propose_grade(answers: Answers, opening_code: str, on: date) -> Proposal:
    """The grade of the first condition that holds, with every reason for it; the edition lists the gravest first."""
    edition = in_force(DATA / "proposals", on)
    holding = [row for row in edition.rows if _holds(row, answers, opening_code)]
    grade: str = holding[0]["grade"]
    reasons = [row["reason"] for row in holding if row["grade"] == grade]
    if found := _findings(answers):
        reasons.append(f"Vulnerability: {', '.join(found)}")
    return Proposal(grade, tuple(reasons), edition.edition)


def _holds(row: dict[str, Any], answers: Answers, opening_code: str) -> bool:
    if row["types"] and opening_code not in row["types"]:
        return False
    if any(_is_among(answers.get(code), wanted) for code, wanted in row["unless"].items()):
        return False
    return all(_is_among(answers.get(code), wanted) for code, wanted in row["when"].items())


def _is_among(given: object, wanted: list[str]) -> bool:
    codes = [str(code) for code in as_list(given)]
    if "*" in wanted:
        return any(code not in NO_FINDING for code in codes)
    return any(code in wanted for code in codes)


def _findings(answers: Answers) -> list[str]:
    return [str(code).replace("_", " ") for code in as_list(answers.get("vulnerability")) if code not in NO_FINDING]


def check_choice(proposed: Proposal, grade: str, reason: str) -> None:
    """Grading below the proposal needs a reason, in words."""
    if not grade or grade not in URGENCY:
        raise RuleBroken("That is not a grade in force.", "grade")
    if URGENCY.index(grade) > URGENCY.index(proposed.grade) and not reason.strip():
        raise RuleBroken(
            f"{proposed.grade} is proposed ({proposed.reasons[0]}); say why {grade} is enough.", "grade_reason"
        )


def check_not_graver(proposed: str, stands: str) -> None:
    """What joins a log is no graver than the log, or it would wait with it."""
    if not stands or URGENCY.index(proposed) < URGENCY.index(stands):
        raise RuleBroken(
            f"THRIVE proposes {proposed}, graver than the log's {stands or 'none'}; open an incident of its own.",
            "answers",
        )


def _given(answers: Answers, question: Question) -> list[str]:
    return [str(code) for code in as_list(answers.get(question.code)) if code]


def as_list(value: Any) -> list[Any]:  # noqa: ANN401 - as it came from a form or from JSON
    if value is None or value == "":
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def lines_of_log(notes: Iterable[tuple[datetime, str]]) -> list[tuple[datetime, str]]:
    """What was written down while listening as few lines of a log, each note with its own time, none cut."""
    lines: list[tuple[datetime, str]] = []
    for at, text in notes:
        note = f"{at.astimezone(UK):%H:%M:%S} {text}"
        if lines and len(lines[-1][1]) + len(note) < LONGEST_LINE:
            lines[-1] = (lines[-1][0], f"{lines[-1][1]}\n{note}")
        else:
            lines.append((at, note))
    return lines
