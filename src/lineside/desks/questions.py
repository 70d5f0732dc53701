"""THRIVE's answers as a form sends them: each letter's choice, and the words beside it."""

from typing import Any

from django.http import QueryDict

from lineside.triage.queries import any_questions


def answers_in(sent: QueryDict) -> dict[str, Any]:
    """The answers given, by the letter's code; nothing where nothing was chosen."""
    given: dict[str, Any] = {}
    for question in any_questions():
        chosen = [code[:60] for code in sent.getlist(question.name)][:20]
        if chosen:
            given[question.code] = chosen if question.many else chosen[0]
        if words := sent.get(question.text_name, "").strip():
            given[f"{question.code}_text"] = words
    return given


def asked_in(sent: QueryDict) -> dict[str, list[str]]:
    """What was sent for each input, so that a refused form keeps it."""
    return {name: [str(value) for value in sent.getlist(name)] for name in sent if name.startswith("thrive-")}
