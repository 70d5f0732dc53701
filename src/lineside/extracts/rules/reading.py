"""A row of an extract as the mapping reads it: values by their names, or the reason why it cannot be read."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from lineside.extracts.rules.kinds import DAY, KINDS, MOMENT, NUMBER, TEXT, YES
from lineside.extracts.rules.mapping import ISO, From, Section
from lineside.kernel.errors import RuleBroken

Row = Sequence[str]
Read = dict[str, Any]
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # a NUL, or a byte that the encoding does not know
WORDS = {"yes": True, "y": True, "true": True, "t": True, "1": True,
         "no": False, "n": False, "false": False, "f": False, "0": False, "": False}  # fmt: skip
SHOWN = 60


class RowReader:
    """Reads the rows of one extract, whose first line named these columns."""

    def __init__(self, section: Section, header: Sequence[str]) -> None:
        self.header = tuple(each.strip() for each in header)
        forms = {each.name: each for each in KINDS[section.kind]}
        places = {name: place for place, name in enumerate(self.header)}
        self.fields = [
            (name, forms[name].is_needed, _text_of(told, places, section), _form_of(forms[name].form, told, section))
            for name, told in section.told.items()
        ]

    def read(self, row: Row) -> Read:
        if len(row) != len(self.header):
            raise RuleBroken(f"The row has {len(row)} columns where the first line has {len(self.header)}.")
        found: Read = {}
        for name, is_needed, text_of, form in self.fields:
            text = text_of(row)
            if is_needed and not text:
                raise RuleBroken(f"{name}: there is nothing.")
            try:
                found[name] = form(text)
            except (ValueError, OverflowError) as error:
                raise RuleBroken(f"{name}: {error}") from error
        return found

    def reference(self, row: Row) -> str:
        """The number of a row that cannot be read, if it can be told."""
        for name, _, text_of, _ in self.fields:
            if name == "reference" and len(row) == len(self.header):
                try:
                    return UNSTORABLE.sub("", text_of(row))[:200]
                except RuleBroken:
                    return ""
        return ""


def _text_of(told: From, places: Mapping[str, int], section: Section) -> Callable[[Row], str]:
    if told.fixed is not None:
        fixed = told.fixed
        return lambda _: fixed
    if missing := [name for name in told.columns if name not in places]:
        raise RuleBroken(
            f"{section.file} has no column {missing[0]!r}; it has {', '.join(places)[:300]}. Correct the mapping."
        )
    wanted = [places[name] for name in told.columns]

    def text_of(row: Row) -> str:
        text = told.join.join(part for place in wanted if (part := row[place].strip()))
        for old, new in told.replace:
            text = text.replace(old, new)
        if UNSTORABLE.search(text):
            raise RuleBroken(f"{told.columns[0]} holds bytes that are not {section.encoding}; correct it.")
        text = text.strip() or told.empty
        return _coded(text, told) if told.codes and text else text

    return text_of


def _coded(text: str, told: From) -> str:
    if text in told.codes:
        return told.codes[text]
    if told.otherwise is not None:
        return told.otherwise
    raise RuleBroken(f"{told.columns[0]}: the mapping has no code for {text[:SHOWN]!r}.")


def _form_of(form: str, told: From, section: Section) -> Callable[[str], Any]:
    forms: dict[str, Callable[[str], Any]] = {
        TEXT: str,
        YES: _yes,
        NUMBER: _number,
        DAY: lambda text: _day(text, told.dates),
        MOMENT: lambda text: _moment(text, told.dates, section.zone),
    }
    return forms[form]


def _yes(text: str) -> bool:
    if text.lower() not in WORDS:
        raise ValueError(f"{text[:SHOWN]!r} is neither yes nor no.")
    return WORDS[text.lower()]


def _number(text: str) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        raise ValueError(f"{text[:SHOWN]!r} is no number.") from None


def _day(text: str, dates: Sequence[str]) -> date | None:
    return _when(text, dates).date() if text else None


def _moment(text: str, dates: Sequence[str], zone: ZoneInfo) -> datetime | None:
    if not text:
        return None
    found = _when(text, dates)
    return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)


def _when(text: str, dates: Sequence[str]) -> datetime:
    for form in dates:
        try:
            # The zone is the section's.
            return datetime.fromisoformat(text) if form == ISO else datetime.strptime(text, form)  # noqa: DTZ007
        except ValueError:
            continue
    raise ValueError(f"{text[:SHOWN]!r} is no date of the form {' or '.join(dates)}.")
