"""`lineside count`: reports in the counting format, one JSON line each in order, with no database and no network."""

import json
import sys
from pathlib import Path

from lineside.crimes.rules.counting import count_report, parse
from lineside.crimes.rules.counting.reading import LARGEST
from lineside.kernel.errors import RuleBroken

STDIN = "-"


def count_files(names: list[str]) -> None:
    """All of them or none: a file that cannot be counted is named in one sentence, and nothing is written."""
    lines = [json.dumps(_counted(name), ensure_ascii=False) + "\n" for name in names]
    sys.stdout.buffer.write("".join(lines).encode())


def _counted(name: str) -> dict[str, object]:
    try:
        return count_report(parse(_text(name)))
    except RuleBroken as refused:
        raise RuleBroken(f"{_shown(name)}: {refused.sentence}", refused.field) from None


def _text(name: str) -> bytes:
    # One byte more than is taken, so that a file without an end is not read to its end.
    try:
        if name == STDIN:
            return sys.stdin.buffer.read(LARGEST + 1)
        with Path(name).open("rb") as file:
            return file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else "it is no name of a file"
        raise RuleBroken(f"This file cannot be read: {why}.") from None


def _shown(name: str) -> str:
    return "standard input" if name == STDIN else name.encode("utf-8", "replace").decode()
