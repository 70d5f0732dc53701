"""Orders as the radio system takes them and answers as it gives them, by the names of one mapping file. Pure."""

from dataclasses import dataclass

from lineside.exchanges.rules import Names

NEEDED = ("path.orders", "path.alive", "field.ref", "field.action", "field.issi", "answer.ref", "answer.result")
RESULTS = ("accepted", "done", "refused", "unknown")
LONGEST_ANSWER = 65_536


@dataclass(frozen=True, slots=True)
class Answer:
    """What the radio system says of one order."""

    outcome: str
    says: str


class Mapping(Names):
    """The one file between the radio system's names and ours."""

    def __init__(self, rows: dict[str, str]) -> None:
        super().__init__(rows, NEEDED, RESULTS)

    def order(self, facts: dict[str, str]) -> bytes:
        """The body of an order."""
        return self.body({**facts, "action": self.word("action", facts["action"])})

    def answer(self, raw: bytes, ref: str) -> Answer:
        """The answer to the order `ref`."""
        result, told = self.answered(raw, "answer.ref", ref, "order")
        return Answer(result, self.said(told, "reason"))
