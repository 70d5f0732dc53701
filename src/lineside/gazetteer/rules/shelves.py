"""Long tables under their codes, made into places and lines only when one is asked for: a cold start reads few."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from lineside.gazetteer.rules.mileage import Line
from lineside.gazetteer.rules.names import Place

Row = dict[str, Any]


class Shelf(Mapping[str, Sequence[Place]]):
    """Rows by one of their codes."""

    def __init__(self, rows: Iterable[tuple[str, Row]], place: Callable[[Row], Place]) -> None:
        self._rows: dict[str, list[Row]] = {}
        for code, row in rows:
            self._rows.setdefault(code, []).append(row)
        self._place = place

    def __getitem__(self, code: str) -> Sequence[Place]:
        return [self._place(row) for row in self._rows[code]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


class Lines(Mapping[str, Line]):
    """Engineer's lines, each with its waymarks out of the one long text that holds them in order."""

    def __init__(self, limits: Iterable[Row], waymarks: Callable[[str], Iterable[Row]]) -> None:
        self._limits = {row["code"]: row for row in limits}
        self._waymarks = waymarks
        self._made: dict[str, Line] = {}

    def __getitem__(self, elr: str) -> Line:
        if elr not in self._made:
            row = self._limits[elr]
            marks = sorted((int(mark["at"]), float(mark["lat"]), float(mark["lon"])) for mark in self._waymarks(elr))
            self._made[elr] = Line(elr, row["unit"], int(row["first"]), int(row["last"]), tuple(marks))
        return self._made[elr]

    def __contains__(self, elr: object) -> bool:
        return elr in self._limits

    def __iter__(self) -> Iterator[str]:
        return iter(self._limits)

    def __len__(self) -> int:
        return len(self._limits)
