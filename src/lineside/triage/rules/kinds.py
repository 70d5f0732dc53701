"""What a kind of incident asks beside THRIVE: Right Care Right Person, missing, HOT, domestic abuse, stalking, hate.

Asked where the incident was opened as such a kind, or where the letter V found it. An answer may raise the proposed
grade and never lowers it: that a question was not asked is not a no.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import Any

from lineside.kernel.rule_tables import editions, in_force
from lineside.triage.rules.factors import factors_in_words, gaps_of_factors, said_by_counts
from lineside.triage.rules.thrive import (
    DATA,
    NOT_ASKED,
    NOT_KNOWN,
    URGENCY,
    Answers,
    Proposal,
    Question,
    answer_in_words,
    as_list,
    questions_in,
)

KINDS = DATA / "kinds"
UNASKED = (NOT_ASKED, NOT_KNOWN)
WHERE_FOUND = "vulnerability"


def kinds_edition(on: date) -> str:
    """The edition in force; none before the first one was."""
    begun = [each for each in editions(KINDS) if each.in_force_from <= on]
    return in_force(KINDS, on).edition if begun else ""


def kind_questions(answers: Answers, opening_code: str, on: date) -> tuple[Question, ...]:
    """What is asked of this kind of incident, given what THRIVE has found so far."""
    wanted = {row["code"] for row in _asked(answers, opening_code, on)}
    return tuple(question for question in _all(kinds_edition(on)) if question.code in wanted)


def any_kind_questions(on: date) -> tuple[Question, ...]:
    return _all(kinds_edition(on))


def kind_questions_of(edition: str, answers: Answers) -> tuple[Question, ...]:
    """What was asked under a named edition, for an assessment that was made under it."""
    return tuple(question for question in _all(edition) if question.code in answers)


def raise_grade(proposed: Proposal, answers: Answers, opening_code: str, on: date) -> Proposal:
    """The proposal with what the kind's answers add: the gravest grade decides, its reasons first."""
    said = [
        (grade, reason)
        for row in _asked(answers, opening_code, on)
        for code, grade, reason in row["grades"]
        if code in as_list(answers.get(row["code"]))
    ]
    factors = tuple(question for question in kind_questions(answers, opening_code, on) if question.is_factor)
    return raise_by(proposed, [*said, *said_by_counts(factors, answers, on)])


def raise_by(proposed: Proposal, said: Iterable[tuple[str, str]]) -> Proposal:
    """The proposal with more grades and their reasons: the gravest decides, its reasons first; none lowers it."""
    found = list(said)
    gravest = min((proposed.grade, *(grade for grade, _ in found)), key=URGENCY.index)
    reasons = tuple(reason for grade, reason in found if grade == gravest)
    if gravest == proposed.grade:
        return replace(proposed, reasons=(*proposed.reasons, *reasons))
    return replace(proposed, grade=gravest, reasons=(*reasons, *proposed.reasons))


def gaps(questions: tuple[Question, ...], answers: Answers) -> tuple[str, ...]:
    """What nobody asked, and what was asked and nobody knew: each said apart, and of a list of factors how many."""
    alone = tuple(
        f"{question.label}: {'not asked' if given == NOT_ASKED else 'not known'}"
        for question in questions
        for given in as_list(answers.get(question.code))
        if given in UNASKED and not question.is_factor
    )
    return (*alone, *gaps_of_factors([question for question in questions if question.is_factor], answers))


def lines_of_kind(edition: str, answers: Answers) -> str:
    """What was asked of the kind, as it is read in a log; nothing where nothing was."""
    asked = groupby(kind_questions_of(edition, answers), lambda question: question.about)
    return "\n".join(f"{about}. {_line_of(tuple(questions), answers)}." for about, questions in asked)


def _line_of(questions: tuple[Question, ...], answers: Answers) -> str:
    if questions[0].is_factor:
        return factors_in_words(questions, answers)
    return "; ".join(f"{question.label}: {answer_in_words(question, answers)}" for question in questions)


def _asked(answers: Answers, opening_code: str, on: date) -> list[dict[str, Any]]:
    edition = kinds_edition(on)
    if not edition:
        return []
    found = {str(code) for code in as_list(answers.get(WHERE_FOUND))}
    return [
        row for row in in_force(KINDS, on).rows if opening_code in row["types"] or not found.isdisjoint(row["found"])
    ]


def _all(edition: str) -> tuple[Question, ...]:
    found = next((each for each in editions(KINDS) if each.edition == edition), None)
    return questions_in(found) if found else ()
