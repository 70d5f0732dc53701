"""Notices as the HR system takes them and its acknowledgements, by the names of one mapping file. Pure."""

import re
from dataclasses import dataclass

from lineside.exchanges.rules import Names

NEEDED = ("path.notices", "path.alive", "field.key", "field.kind", "field.collar_number", "answer.key", "answer.result")
RESULTS = ("kept", "known", "refused")
LONGEST_ANSWER = 65_536
WORD = re.compile(r"\w{4,}")
REPEATS = "Its answer repeats words of the reason and is not kept; ask the HR desk."


@dataclass(frozen=True, slots=True)
class Answer:
    """What the HR system says to one notice: kept or refused."""

    outcome: str
    says: str
    reference: str

    def apart_from(self, reason: str) -> "Answer":
        """Without its words where they repeat any of why somebody is sick, since they are kept for many to read."""
        whole, told = " ".join(reason.casefold().split()), f"{self.says} {self.reference}".casefold()
        repeats = set(WORD.findall(whole)) & set(WORD.findall(told)) or (
            whole and re.search(rf"\b{re.escape(whole)}\b", told)
        )
        return Answer(self.outcome, REPEATS, "") if repeats else self


class Mapping(Names):
    """The one file between the HR system's names and ours."""

    def __init__(self, rows: dict[str, str]) -> None:
        super().__init__(rows, NEEDED, RESULTS)

    def notice(self, facts: dict[str, str]) -> bytes:
        """The body of a notice."""
        return self.body({**facts, "kind": self.word("kind", facts["kind"])})

    def answer(self, raw: bytes, key: str) -> Answer:
        """The acknowledgement of the notice `key`."""
        result, told = self.answered(raw, "answer.key", key, "notice")
        says, reference = self.said(told, "reason"), self.said(told, "reference", 60)
        return Answer("refused" if result == "refused" else "kept", says, reference)
