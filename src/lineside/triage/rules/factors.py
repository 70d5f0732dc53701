"""Lists of risk factors, as of DASH or a stalking screening: counted and shown. What somebody judges stands apart.

A count may raise the proposed grade and never lowers it; a factor that was not asked is no no.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from lineside.kernel.rule_tables import editions
from lineside.triage.rules.thrive import DATA, NOT_ASKED, NOT_KNOWN, Answers, Question, answer_in_words

YES = "yes"


def factors_in_words(factors: Sequence[Question], answers: Answers) -> str:
    """How many of a list are there and which, which nobody knew, and how many nobody asked."""
    parts = [f"{len(_with(factors, answers, YES))} of {len(factors)} yes"]
    parts[0] += _named([_told(each, answers) for each in _with(factors, answers, YES)])
    if unknown := _with(factors, answers, NOT_KNOWN):
        parts.append(f"not known{_named([each.label for each in unknown])}")
    if unasked := _with(factors, answers, NOT_ASKED):
        parts.append(f"{len(unasked)} not asked")
    if told := [each for each in factors if _words(each, answers) and answers.get(each.code) != YES]:
        parts += [f"{each.label}, {answer_in_words(each, answers)}" for each in told]
    return "; ".join(parts)


def gaps_of_factors(factors: Iterable[Question], answers: Answers) -> tuple[str, ...]:
    """Of each list that was begun: how many were not asked, how many not known."""
    found = []
    for about, group in groupby(factors, lambda question: question.about):
        questions = [question for question in group if question.code in answers]
        for code, words in ((NOT_ASKED, "not asked"), (NOT_KNOWN, "not known")):
            if count := len(_with(questions, answers, code)):
                found.append(f"{about}: {count} of {len(questions)} {words}")
    return tuple(found)


def said_by_counts(factors: Iterable[Question], answers: Answers, on: date) -> list[tuple[str, str]]:
    """Grade and reason of each list of which as many factors are there as its edition names."""
    table = [each for each in editions(DATA / "checklists") if each.in_force_from <= on]
    rows = {row["about"]: row for row in (table[-1].rows if table else ())}
    found = []
    for about, group in groupby(factors, lambda question: question.about):
        questions = list(group)
        count, row = len(_with(questions, answers, YES)), rows.get(about)
        if row and count >= row["at_least"]:
            found.append((str(row["grade"]), f"{row['reason']}: {count} of {len(questions)}"))
    return found


def _with(factors: Iterable[Question], answers: Answers, given: str) -> list[Question]:
    return [question for question in factors if answers.get(question.code) == given]


def _told(question: Question, answers: Answers) -> str:
    words = _words(question, answers)
    return f"{question.label} ({words})" if words else question.label


def _words(question: Question, answers: Answers) -> str:
    return str(answers.get(f"{question.code}_text", ""))


def _named(labels: Sequence[str]) -> str:
    return f" ({', '.join(labels)})" if labels else ""
