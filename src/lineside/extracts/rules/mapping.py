"""The mapping file: which column of an old system's extract tells what, in which code, date format and encoding."""

import codecs
import re
import tomllib
from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from lineside.extracts.rules.kinds import KINDS
from lineside.kernel.errors import RuleBroken

SOURCE = re.compile(r"[A-Z0-9][A-Z0-9 .-]{0,19}")
ISO = "iso"
OF_A_SECTION = {"file", "encoding", "delimiter", "dates", "zone", "columns"}
OF_A_COLUMN = {"column", "columns", "join", "fixed", "codes", "otherwise", "empty", "remove", "replace", "dates"}


@dataclass(frozen=True, slots=True, kw_only=True)
class From:
    """Where one thing is told: some columns, or nowhere and fixed; and how what stands there is read."""

    columns: tuple[str, ...] = ()
    join: str = " "
    fixed: str | None = None
    codes: Table[str, str] = field(default_factory=dict)
    otherwise: str | None = None
    empty: str = ""
    replace: tuple[tuple[str, str], ...] = ()
    dates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One extract: its file, how that is written, and what its columns tell."""

    kind: str
    file: str
    encoding: str
    delimiter: str
    zone: ZoneInfo
    told: Table[str, From]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """All that is moved in from one old system."""

    source: str
    sections: tuple[Section, ...]


def read_mapping(text: str) -> Mapping:
    """The whole file or a refusal that names the place; sections come in the order in which they are moved in."""
    try:
        whole = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RuleBroken(f"The mapping is no TOML: {error}.") from error
    source = whole.pop("source", "")
    if not isinstance(source, str) or not SOURCE.fullmatch(source):
        raise RuleBroken('Name the old system at the top, as source = "OLD CAD": capitals and digits, 20 at most.')
    if unknown := [name for name in whole if name not in KINDS]:
        raise RuleBroken(f"There is no kind of record {unknown[0]!r}; there are {', '.join(KINDS)}.")
    sections = tuple(_section(kind, whole[kind]) for kind in KINDS if kind in whole)
    if not sections:
        raise RuleBroken(f"The mapping names nothing to move in; give it a section, as [{next(iter(KINDS))}].")
    return Mapping(source=source, sections=sections)


def _section(kind: str, table: object) -> Section:
    facts = _table(table, f"[{kind}]", OF_A_SECTION)
    told = _table(facts.get("columns", {}), f"[{kind}.columns]", {each.name for each in KINDS[kind]})
    dates = _texts(facts.get("dates", [ISO]), f"dates in [{kind}]")
    found = {name: _from(value, f"{name} in [{kind}.columns]", dates) for name, value in told.items()}
    if lacking := [each.name for each in KINDS[kind] if each.is_needed and each.name not in found]:
        raise RuleBroken(f"[{kind}.columns] does not say where {lacking[0]} stands; give it a column or a fixed value.")
    return Section(
        kind=kind,
        file=_text(facts.get("file"), f"file in [{kind}]"),
        encoding=_encoding(_text(facts.get("encoding", "utf-8"), f"encoding in [{kind}]")),
        delimiter=_delimiter(facts.get("delimiter", ","), kind),
        zone=_zone(_text(facts.get("zone", "Europe/London"), f"zone in [{kind}]")),
        told=found,
    )


def _from(value: object, where: str, dates: tuple[str, ...]) -> From:
    if isinstance(value, str):
        return From(columns=(value,), dates=dates)
    facts = _table(value, where, OF_A_COLUMN)
    columns = (facts["column"],) if "column" in facts else _texts(facts.get("columns", []), f"columns of {where}")
    fixed = facts.get("fixed")
    if bool(columns) == (fixed is not None):
        raise RuleBroken(f"{where} needs a column, or columns, or a fixed value, and only one of them.")
    otherwise = facts.get("otherwise")
    return From(
        columns=tuple(_text(each, f"column of {where}") for each in columns),
        join=_text(facts.get("join", " "), f"join of {where}", may_be_empty=True),
        fixed=None if fixed is None else _text(fixed, f"fixed of {where}", may_be_empty=True),
        codes=_codes(facts.get("codes", {}), f"codes of {where}"),
        otherwise=None if otherwise is None else _text(otherwise, f"otherwise of {where}", may_be_empty=True),
        empty=_text(facts.get("empty", ""), f"empty of {where}", may_be_empty=True),
        replace=_replacing(facts, where),
        dates=_texts(facts["dates"], f"dates of {where}") if "dates" in facts else dates,
    )


def _replacing(facts: dict[str, Any], where: str) -> tuple[tuple[str, str], ...]:
    removed = _texts(facts.get("remove", []), f"remove of {where}")
    return (*((each, "") for each in removed), *_codes(facts.get("replace", {}), f"replace of {where}").items())


def _table(value: object, where: str, known: set[str]) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise RuleBroken(f"{where} must be a table of names and values.")
    if unknown := [name for name in value if name not in known]:
        raise RuleBroken(f"{where} knows no {unknown[0]!r}; it knows {', '.join(sorted(known))}.")
    return value


def _text(value: object, where: str, *, may_be_empty: bool = False) -> str:
    if not isinstance(value, str) or not (value or may_be_empty):
        raise RuleBroken(f"{where[:1].upper()}{where[1:]} must be a text in quotation marks.")
    return value


def _texts(value: object, where: str) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise RuleBroken(f"{where[:1].upper()}{where[1:]} must be a list of texts.")
    return tuple(_text(each, where) for each in value)


def _codes(value: object, where: str) -> dict[str, str]:
    if not isinstance(value, dict):
        raise RuleBroken(f"{where[:1].upper()}{where[1:]} must be a table from their code to ours.")
    return {key: _text(each, f"{key} in {where}", may_be_empty=True) for key, each in value.items()}


def _encoding(name: str) -> str:
    try:
        known = codecs.lookup(name).name
    except LookupError as error:
        raise RuleBroken(f"There is no encoding {name!r}; utf-8, cp1252 and utf-16 are such.") from error
    return "utf-8-sig" if known == "utf-8" else known  # what begins an old file, a mark of order, is no part of a name


def _delimiter(value: object, kind: str) -> str:
    if not isinstance(value, str) or len(value) != 1 or value in '"\r\n':
        raise RuleBroken(f"The delimiter in [{kind}] is one character, as a comma, a semicolon or a tab.")
    return value


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError) as error:
        raise RuleBroken(f"There is no time zone {name!r}; Europe/London and UTC are such.") from error
