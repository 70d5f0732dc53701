"""THRIVE: what must be answered, and the grade that the answers propose. A person decides; both are kept.

Tests for Immediate follow the National Call Handling Standards (control_room.md b.3): danger to life, use or immediate
threat of violence, serious injury. Nothing here can see who is free.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import Edition, in_force

DATA = Path(__file__).parent / "data"
Answers = dict[str, Any]
ON_TRACK = frozenset({"TRESP", "FATAL"})
LONGEST_WORDS = 2000


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

    @property
    def name(self) -> str:
        return f"thrive-{self.code}"

    @property
    def text_name(self) -> str:
        return f"thrive-{self.code}-text"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A grade and why: the first reason is the one that decided."""

    grade: str
    reasons: tuple[str, ...]


def question_set(on: date) -> tuple[Edition, tuple[Question, ...]]:
    edition = in_force(DATA / "questions", on)
    return edition, tuple(
        Question(
            code=row["code"],
            letter=row["letter"],
            label=row["label"],
            prompt=row["prompt"],
            answers=tuple((code, label) for code, label in row["answers"]),
            required=row["required"],
            many=row["many"],
        )
        for row in edition.rows
    )


def check_answers(answers: Answers, on: date) -> Answers:
    """Every required letter is answered, with answers of the set; words are kept beside them as `<code>_text`."""
    _, questions = question_set(on)
    kept: Answers = {}
    for question in questions:
        given = _given(answers, question)
        if question.required and not given:
            raise RuleBroken(f"Answer {question.letter} ({question.label}); 'not asked' is an answer too.", "answers")
        known = {code for code, _ in question.answers}
        if strange := [code for code in given if code not in known]:
            raise RuleBroken(f"{strange[0]!r} is not an answer to {question.label}.", "answers")
        kept[question.code] = given if question.many else (given[0] if given else "")
        words = str(answers.get(f"{question.code}_text", "")).strip()[:LONGEST_WORDS]
        if words:
            kept[f"{question.code}_text"] = words
    return kept


def propose_grade(answers: Answers, opening_code: str = "") -> Proposal:
    """The grade that follows from the risk, with the reasons in the order of their weight."""
    threat, harm, risk = (str(answers.get(code, "")) for code in ("threat", "harm", "risk"))
    vulnerable = [code for code in _list(answers.get("vulnerability")) if code not in {"none", "not_asked"}]
    reasons = _immediate(threat, harm, risk, opening_code)
    if reasons:
        return Proposal("I", tuple(reasons))
    reasons = _priority(threat, harm, risk, vulnerable)
    if reasons:
        return Proposal("P", tuple(reasons))
    if answers.get("investigation") in {"attend", "specialist"}:
        return Proposal("S", ("An officer is needed, and nobody is at risk now",))
    if "not_known" in (threat, harm, risk) or "not_asked" in (threat, harm, risk):
        return Proposal("P", ("Threat, harm or risk is not known: treat as Priority until it is",))
    return Proposal("R", ("No threat, no harm and no need to attend",))


def _immediate(threat: str, harm: str, risk: str, opening_code: str) -> list[str]:
    reasons = []
    if opening_code in ON_TRACK and threat != "past":
        reasons.append("A person is on or near the line")
    if harm == "life" and threat not in {"none", "past"}:
        reasons.append("Danger to life")
    if threat == "immediate" and harm in {"medium", "serious", "life", "not_known"}:
        reasons.append("Use or immediate threat of violence")
    if threat == "present" and harm == "serious" and risk in {"likely", "near_certain", "not_known"}:
        reasons.append("Serious harm is likely before we arrive")
    return reasons


def _priority(threat: str, harm: str, risk: str, vulnerable: list[str]) -> list[str]:
    reasons = []
    if threat in {"present", "immediate"}:
        reasons.append("It is still happening")
    if harm in {"serious", "life"}:
        reasons.append("The harm is serious")
    if risk in {"likely", "near_certain"} and threat != "none":
        reasons.append("It is likely to happen again before we arrive")
    if vulnerable and threat not in {"none", ""}:
        reasons.append(f"A vulnerable person: {', '.join(code.replace('_', ' ') for code in vulnerable)}")
    return reasons


def check_choice(proposed: Proposal, grade: str, reason: str) -> None:
    """Grading below the proposal needs a reason, in words."""
    order = "IPSRCE"
    if grade not in order or not grade:
        raise RuleBroken("That is not a grade in force.", "grade")
    if order.index(grade) > order.index(proposed.grade) and not reason.strip():
        raise RuleBroken(
            f"{proposed.grade} is proposed ({proposed.reasons[0]}); say why {grade} is enough.", "grade_reason"
        )


def _given(answers: Answers, question: Question) -> list[str]:
    return [str(code) for code in _list(answers.get(question.code)) if code]


def _list(value: Any) -> list[Any]:  # noqa: ANN401 - as it came from a form or from JSON
    if value is None or value == "":
        return []
    return list(value) if isinstance(value, list | tuple) else [value]
