"""The files of an old system: their rows as text, whatever they are written in, and the rows that were rejected."""

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol

from lineside.extracts.queries import Section
from lineside.kernel.errors import RuleBroken

LARGEST_CELL = 10_000_000
AT_ONCE = 5000
ROW, WHY = "lineside row", "lineside why"
# What is no text in these is left in place, so that one broken row is rejected and the rest is read.
WHOLE = ("utf-8", "cp", "iso8859", "ascii", "latin", "mac")


class Rows(Protocol):
    """The rows of a file with the names of its columns, and how much of it has been read."""

    header: list[str]

    def __iter__(self) -> Iterator[list[str]]: ...

    def share(self) -> float: ...

    def close(self) -> None: ...


class CsvRows:
    """A CSV file; an empty line is no row."""

    def __init__(self, section: Section, path: Path) -> None:
        csv.field_size_limit(LARGEST_CELL)
        self.raw, self.size, self.path = path.open("rb"), max(1, path.stat().st_size), path
        errors = "surrogateescape" if section.encoding.startswith(WHOLE) else "strict"
        self.text = io.TextIOWrapper(self.raw, section.encoding, errors, newline="")
        self.lines = csv.reader(self.text, delimiter=section.delimiter, strict=False)
        self.header = [name.strip() for name in next(iter(self), [])]
        if not self.header:
            self.close()
            raise RuleBroken(f"{path.name} is empty; its first line names the columns.")

    def __iter__(self) -> Iterator[list[str]]:
        try:
            yield from (row for row in self.lines if row)
        except (csv.Error, UnicodeError) as error:
            raise RuleBroken(f"{self.path.name}, line {self.lines.line_num}: {error}; correct the file.") from error

    def share(self) -> float:
        return self.raw.tell() / self.size

    def close(self) -> None:
        self.text.close()


class ParquetRows:
    """A Parquet file, each value as ISO text."""

    def __init__(self, path: Path) -> None:
        try:
            from pyarrow import parquet  # noqa: PLC0415 - it is an extra
        except ImportError as error:
            raise RuleBroken("Parquet needs the extra lineside[parquet]; install it, or give CSV.") from error
        self.file: Any = parquet.ParquetFile(path)
        self.header = [str(name) for name in self.file.schema_arrow.names]
        self.done, self.size = 0, max(1, int(self.file.metadata.num_rows))

    def __iter__(self) -> Iterator[list[str]]:
        for batch in self.file.iter_batches(batch_size=AT_ONCE):
            for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                self.done += 1
                yield ["" if value is None else _text(value) for value in row]

    def share(self) -> float:
        return self.done / self.size

    def close(self) -> None:
        self.file.close()


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "surrogateescape")
    return str(value.isoformat()) if hasattr(value, "isoformat") else str(value)


def rows_of(section: Section, path: Path) -> Rows:
    return ParquetRows(path) if path.suffix == ".parquet" else CsvRows(section, path)


def digest_of_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_rejects(section: Section, path: Path, into: Path, rejected: Iterable[tuple[int, str]]) -> Path | None:
    """The rejected rows as they stood, each with its place and the reason: corrected, it is an extract itself."""
    whys: Mapping[int, str] = dict(rejected)
    name = into / f"{path.stem}.{section.kind}.rejects.csv"
    if not whys:
        name.unlink(missing_ok=True)  # those of an earlier run have been put right
        return None
    partly = name.with_suffix(".part")
    partly.unlink(missing_ok=True)
    partly.touch(0o600)  # names and numbers of people
    encoding = section.encoding if path.suffix != ".parquet" else "utf-8-sig"
    with (
        closing(rows_of(section, path)) as rows,
        partly.open("w", encoding=encoding, errors="surrogateescape", newline="") as file,
    ):
        writer = csv.writer(file, delimiter=section.delimiter)
        writer.writerow([*rows.header, ROW, WHY])
        for number, row in enumerate(rows, start=1):
            if number in whys:
                whole = [*row, *[""] * (len(rows.header) - len(row))][: len(rows.header)]
                writer.writerow([*whole, number, _written(whys[number], encoding)])
    partly.replace(name)
    return name


def _written(why: str, encoding: str) -> str:
    """The reason in the file's own letters."""
    return why.encode(encoding, "replace").decode(encoding, "replace")
