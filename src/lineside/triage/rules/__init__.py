"""The rules of triage, by what they judge."""

from lineside.triage.rules.kinds import (
    any_kind_questions,
    gaps,
    kind_questions,
    kind_questions_of,
    kinds_edition,
    lines_of_kind,
    raise_by,
    raise_grade,
)
from lineside.triage.rules.reassessing import graded_with_clock, is_overdue, reassess_by
from lineside.triage.rules.repeats import Window, repeat_window
from lineside.triage.rules.thrive import (
    DATA,
    Answers,
    Proposal,
    Question,
    answer_in_words,
    check_answers,
    check_choice,
    check_not_graver,
    lines_of_log,
    propose_grade,
    question_set,
    questions_of,
)
from lineside.triage.rules.words import check_words, repeated, words_owed, words_to_compare
from lineside.triage.rules.worlds import check_same_world

__all__ = [
    "DATA",
    "Answers",
    "Proposal",
    "Question",
    "Window",
    "answer_in_words",
    "any_kind_questions",
    "check_answers",
    "check_choice",
    "check_not_graver",
    "check_same_world",
    "check_words",
    "gaps",
    "graded_with_clock",
    "is_overdue",
    "kind_questions",
    "kind_questions_of",
    "kinds_edition",
    "lines_of_kind",
    "lines_of_log",
    "propose_grade",
    "question_set",
    "questions_of",
    "raise_by",
    "raise_grade",
    "reassess_by",
    "repeat_window",
    "repeated",
    "words_owed",
    "words_to_compare",
]
