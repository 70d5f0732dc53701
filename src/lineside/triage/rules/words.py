"""The words beside an answer: which are owed, and which stand in an earlier assessment already.

Free text for each letter has a minimum, and words copied from an earlier log are flagged (control_room.md b.1). Neither
holds up help: an Immediate grade goes at once, and its words are owed.
"""

from collections.abc import Iterable

from lineside.kernel.errors import RuleBroken
from lineside.triage.rules.thrive import NO_FINDING, URGENCY, Answers, Question, as_list

IMMEDIATE = URGENCY[0]
WORTH_COMPARING = 4  # [design] fewer words are alike by chance: "a knife seen"


def words_owed(questions: Iterable[Question], answers: Answers) -> tuple[str, ...]:
    """The labels of the letters whose answer is graver than none, and says too little of why."""
    return tuple(
        question.label
        for question in questions
        if _is_grave(question, answers) and len(_words(answers, question.code)) < question.least_words
    )


def check_words(questions: tuple[Question, ...], answers: Answers, grade: str) -> None:
    """The words are asked for in one sentence, for all letters together; never of an Immediate grade."""
    owed = words_owed(questions, answers)
    if owed and grade != IMMEDIATE:
        least = max(question.least_words for question in questions)
        raise RuleBroken(f"Say in words why, at least {least} each: {', '.join(owed)}.", "answers")


def words_to_compare(answers: Answers) -> dict[str, str]:
    """Words worth comparing -> the code of the question beside which they stand; case, stops and spaces aside."""
    found = {}
    for name in answers:
        words = _words(answers, name.removesuffix("_text")) if name.endswith("_text") else []
        if len(words) >= WORTH_COMPARING:
            found[" ".join(words)] = name.removesuffix("_text")
    return found


def repeated(answers: Answers, earlier: Iterable[Answers]) -> list[str]:
    """The codes of the questions whose words stand in an earlier assessment, beside whichever question."""
    mine = words_to_compare(answers)
    known = {words for each in earlier for words in words_to_compare(each)}
    return [code for words, code in mine.items() if words in known]


def _is_grave(question: Question, answers: Answers) -> bool:
    given = {str(code) for code in as_list(answers.get(question.code))}
    return bool(question.least_words and given - NO_FINDING - set(question.plain))


def _words(answers: Answers, code: str) -> list[str]:
    text = str(answers.get(f"{code}_text", "")).casefold()
    return "".join(letter if letter.isalnum() else " " for letter in text).split()
