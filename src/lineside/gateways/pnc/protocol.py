"""Questions as the national database takes them and answers as it gives them, by one mapping file. Pure."""

from dataclasses import dataclass
from typing import Any

from lineside.exchanges.rules import Names, Unreadable, plain

NEEDED = ("path.ask", "field.ref", "field.kind", "field.purpose", "field.originator", "answer.ref", "answer.result",
          "answer.records", "record.id", "result.matched", "result.none")  # fmt: skip
RESULTS = ("matched", "none", "refused")
LONGEST_ANSWER, MOST_RECORDS, LONGEST_LINE = 262_144, 50, 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the database says: for the eyes of who asked, but for the numbers of its records."""

    state: str
    records: tuple[tuple[tuple[str, str], ...], ...] = ()  # of each record its lines: label, what it says
    record_ids: tuple[str, ...] = ()
    says: str = ""


class Mapping(Names):
    """The one file between the database's names and ours: `show.` names what of a record is shown, in its order."""

    def __init__(self, rows: dict[str, str]) -> None:
        super().__init__(rows, NEEDED, RESULTS)
        self._shown = [(name.removeprefix("show."), wire) for name, wire in rows.items() if name.startswith("show.")]

    def question(self, facts: dict[str, str]) -> bytes:
        """The body of a question."""
        words = {name: self.word(name, facts[name]) for name in ("kind", "purpose")}
        return self.body({**facts, **words})

    def answer(self, raw: bytes, ref: str) -> Answer:
        """The answer to the question `ref`; one to another question shows nobody's record."""
        state, told = self.answered(raw, "answer.ref", ref, "question")
        return self._matched(told) if state == "matched" else Answer(state=state, says=self.said(told, "reason"))

    def _matched(self, told: dict[str, Any]) -> Answer:
        records = told.get(self.rows["answer.records"])
        if not isinstance(records, list) or not records or not all(isinstance(each, dict) for each in records):
            raise Unreadable("It tells of a match and holds no record.")
        if len(records) > MOST_RECORDS:
            raise Unreadable(f"It holds more than {MOST_RECORDS} records; ask again with more to go by.")
        ids = tuple(plain(each.get(self.rows["record.id"]), 40) for each in records)
        return Answer(state="matched", records=tuple(self._lines(each) for each in records), record_ids=ids)

    def _lines(self, record: dict[str, Any]) -> tuple[tuple[str, str], ...]:
        lines = [(label.replace("_", " "), _said(record.get(wire))) for label, wire in self._shown]
        return tuple((label, said) for label, said in lines if said)


def _said(value: object) -> str:
    parts = value if isinstance(value, list) else [value]
    return ", ".join(plain(each, LONGEST_LINE) for each in parts)
