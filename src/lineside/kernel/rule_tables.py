"""Rule tables: dated data files, one an edition, each with its source and the day it came into force."""

import csv
import gzip
import hashlib
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from lineside.kernel.errors import RuleBroken

SUFFIXES = (".csv", ".csv.gz", ".toml")


@dataclass(frozen=True)
class Edition:
    """One edition of one table. Rows keep the order of the file; `key` names the columns that identify a row."""

    table: str
    edition: str
    meta: dict[str, str]
    rows: tuple[dict[str, Any], ...]

    @property
    def in_force_from(self) -> date:
        return date.fromisoformat(self.meta["in_force_from"])

    @property
    def in_force_to(self) -> date | None:
        return date.fromisoformat(self.meta["in_force_to"]) if self.meta.get("in_force_to") else None

    def key_of(self, row: dict[str, Any]) -> str:
        return "+".join(str(row[column]) for column in self.meta.get("key", "code").split("+"))

    @cached_property
    def by_code(self) -> dict[str, dict[str, Any]]:
        return {str(row["code"]): row for row in self.rows}


@cache
def load_edition(path: Path) -> Edition:
    table, stem = path.parent.name, path.name.split(".")[0]
    if path.suffix == ".toml":
        whole = tomllib.loads(path.read_text("utf-8"))
        rows = tuple(whole.pop("row", ()))
        return Edition(table, stem, {key: str(value) for key, value in whole.items()}, rows)
    lines = _text(path).splitlines()
    heads = [line for line in lines if line.startswith("#")]
    return Edition(table, stem, _meta(heads), tuple(csv.DictReader(lines[len(heads) :])))


@cache
def editions(folder: Path) -> tuple[Edition, ...]:
    """Every edition of a table, oldest first."""
    loaded = [load_edition(path) for path in sorted(folder.iterdir()) if path.name.endswith(SUFFIXES)]
    return tuple(sorted(loaded, key=lambda edition: edition.in_force_from))


def in_force(folder: Path, on: date) -> Edition:
    for edition in reversed(editions(folder)):
        if edition.in_force_from <= on and (edition.in_force_to is None or on <= edition.in_force_to):
            return edition
    raise RuleBroken(f"No edition of {folder.name} was in force on {on.isoformat()}; load one that was.")


def file_sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _meta(heads: list[str]) -> dict[str, str]:
    pairs = (head.lstrip("# ").split(":", 1) for head in heads if ":" in head)
    return {key.strip(): value.strip() for key, value in pairs}


def _text(path: Path) -> str:
    return gzip.decompress(path.read_bytes()).decode() if path.suffix == ".gz" else path.read_text("utf-8")
