"""What is wrong with the rule tables: disorder, duplicates, lost codes, gaps in dates, sources and licences, bytes."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from lineside.kernel.rule_tables import SUFFIXES, Edition, file_sha256, load_edition

PACKAGE = Path(__file__).resolve().parents[1]
NEEDED = ("source", "publisher", "licence", "in_force_from", "retrieved_on")
SHARE_ALIKE, APART = ("BY-SA", "Open Database", "ODbL"), "sharealike"
SHIPPED = "site/shipped.sha256"
UNREADABLE = (OSError, ValueError, EOFError)  # TOML, CSV and gzip errors are among them


def all_tables(package: Path = PACKAGE) -> tuple[Path, ...]:
    """Every folder that holds editions, below the `data` folder of any room."""
    files = (file for data in package.rglob("data") for file in data.rglob("*") if file.name.endswith(SUFFIXES))
    return tuple(sorted({file.parent for file in files if file.parent.name != "data"}))


def table_name(folder: Path, package: Path = PACKAGE) -> str:
    """The room and the table, since two rooms may have a table of one name: `crimes.offences`."""
    return ".".join(part for part in folder.relative_to(package).parts if part != "data")


def check_tables(paths: Iterable[Path]) -> list[str]:
    """One sentence for each fault; none means that the tables can be relied on."""
    return [finding for folder in paths for finding in _check_table(folder)]


def check_shipped(package: Path = PACKAGE) -> list[str]:
    """Editions that went out with a version are what they were, to the byte: an upgrade refuses any other."""
    findings = []
    for line in (package / SHIPPED).read_text("utf-8").splitlines():
        sha256, name = line.split(maxsplit=1)
        path = package / name
        if not path.is_file():
            findings += [] if APART in path.parts else [f"{name} is not here, though it was shipped."]
        elif file_sha256(path) != sha256:
            findings.append(f"{name} is not what was shipped; a change needs a new edition.")
    return findings


def _check_table(folder: Path) -> list[str]:
    findings: list[str] = []
    sound: list[Edition] = []
    for path in sorted(file for file in folder.iterdir() if file.name.endswith(SUFFIXES)):
        try:
            edition = load_edition(path)
            faults = [*_heads(edition), *_rows(edition), *_licensed(edition, folder)]
        except UNREADABLE as error:
            findings.append(f"{folder.name} {path.name} cannot be read: {error}")
            continue
        findings += faults
        if not faults:
            sound.append(edition)
    for older, newer in pairwise(sound):
        findings += [*_dates(older, newer), *_lost(older, newer)]
    return findings


def _heads(edition: Edition) -> list[str]:
    missing = [f"{_name(edition)} does not say its {key}." for key in NEEDED if not edition.meta.get(key)]
    if missing:
        return missing
    until = edition.in_force_to  # reading it also proves the dates
    if until and until < edition.in_force_from:
        return [f"{_name(edition)} ends before it begins."]
    return []


def _rows(edition: Edition) -> list[str]:
    if not edition.rows:
        return [f"{_name(edition)} has no rows."]
    columns = edition.meta.get("key", "code").split("+")
    for number, row in enumerate(edition.rows, start=1):
        if fault := _row(row, columns):
            return [f"{_name(edition)}, row {number}: {fault}"]
    keys = [tuple(str(row[column]) for column in columns) for row in edition.rows]
    findings = [f"{_name(edition)} has {'+'.join(key)} twice." for key, count in Counter(keys).items() if count > 1]
    if "order" not in edition.meta:
        early = next((key for before, key in pairwise(keys) if key < before), None)
        findings += [f"{_name(edition)} is out of order at {'+'.join(early)}."] if early else []
    return findings


def _row(row: dict[str, Any], columns: list[str]) -> str:
    if None in row or None in row.values():
        return "the number of cells is not that of the columns."
    lacking = [column for column in columns if column not in row]
    if lacking:
        return f"there is no {lacking[0]}."
    return "" if str(row[columns[0]]).strip() else f"the {columns[0]} is empty."


def _licensed(edition: Edition, folder: Path) -> list[str]:
    """Share-alike tables stand apart; and where a licence asks for its notice, the notice stands beside the table."""
    licence = edition.meta.get("licence", "")
    shared = any(word in licence for word in SHARE_ALIKE)
    findings = []
    if shared != (APART in folder.parts):
        where = f"lies outside {APART}/" if shared else f"is not share-alike and lies in {APART}/"
        findings.append(f"{_name(edition)} {where}.")
    others_mit = licence.startswith("MIT") and edition.meta.get("publisher") != "Lineside"
    if (shared or others_mit) and not (folder / "LICENCE.md").is_file():
        findings.append(f"{_name(edition)} has no LICENCE.md beside it, which its licence asks for.")
    return findings


def _dates(older: Edition, newer: Edition) -> list[str]:
    if newer.in_force_from <= older.in_force_from:
        return [f"{_name(newer)} does not come into force after {older.edition}."]
    until = older.in_force_to
    if until and newer.in_force_from - until > timedelta(days=1):
        return [f"{newer.table} has a gap: nothing is in force between {until} and {newer.in_force_from}."]
    if until and newer.in_force_from <= until:
        return [f"{newer.table} has two editions in force on {newer.in_force_from}."]
    return []


def _lost(older: Edition, newer: Edition) -> list[str]:
    """A code may leave only by name: `retired` in the new edition's header lists those that go."""
    retired = {code.strip() for code in newer.meta.get("retired", "").split(",")}
    lost = sorted(_codes(older) - _codes(newer) - retired)
    return [f"{_name(newer)} has lost {code}, which is not among its retired codes." for code in lost]


def _codes(edition: Edition) -> set[str]:
    return {str(row["code"]) if "code" in row else edition.key_of(row) for row in edition.rows}


def _name(edition: Edition) -> str:
    return f"{edition.table} {edition.edition}"
