"""The gazetteer's files: the newest edition of each table, read quickly and once."""

import csv
import gzip
from datetime import date
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import Any

from lineside.kernel.rule_tables import SUFFIXES, load_edition

DATA = Path(__file__).parent / "data"
SHARED_ALIKE = {
    "sharealike/stations": "the newest stations",
    "sharealike/names": "second names of stations",
    "sharealike/locations": "junctions, sidings and most signals",
    "sharealike/features": "level crossings, tunnels, bridges and signal boxes",
}


def newest(table: str) -> Path | None:
    """The newest edition of a table; none where a share-alike table has been taken away."""
    folder = DATA / table
    paths = sorted(path for path in folder.iterdir() if path.name.endswith(SUFFIXES)) if folder.exists() else []
    return paths[-1] if paths else None


@cache
def body(table: str) -> str:
    """A table of values separated by commas, from its columns on."""
    path = newest(table)
    if path is None:
        return ""
    text = gzip.decompress(path.read_bytes()).decode() if path.suffix == ".gz" else path.read_text("utf-8")
    start = 0
    while text.startswith("#", start):
        start = text.index("\n", start) + 1
    return text[start:]


@cache
def since(table: str) -> date | None:
    """The day of the data of the newest edition; none where the table is not here. Reads its header alone."""
    path = newest(table)
    if path is None:
        return None
    if path.suffix == ".toml":
        return load_edition(path).in_force_from
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        heads = takewhile(lambda line: line.startswith("#"), lines)
        said = next(head.partition(":")[2] for head in heads if head.startswith("# in_force_from:"))
    return date.fromisoformat(said.strip())


@cache
def rows(table: str) -> tuple[dict[str, Any], ...]:
    path = newest(table)
    if path is not None and path.suffix == ".toml":
        return load_edition(path).rows
    columns, *lines = csv.reader(body(table).splitlines()) if path else [[]]
    return tuple(dict(zip(columns, line, strict=True)) for line in lines)


def absent() -> tuple[str, ...]:
    """Share-alike tables that are not here, so that whoever asks for a crossing can be told why it is unknown."""
    return tuple(table for table in SHARED_ALIKE if newest(table) is None)
