"""`lineside suggest`: which classes a caller's words propose. Nothing is recorded by it."""

import json
import sys
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

import typer

TEXT = typer.Argument(help="What somebody said or typed.")
AS_JSON = typer.Option("--json", help="Print a list of class, title, score and because.")
LINES = typer.Option("--lines", help="One text a line from standard input.")


def suggest(
    text: Annotated[str, TEXT] = "", *, as_json: Annotated[bool, AS_JSON] = False, lines: Annotated[bool, LINES] = False
) -> None:
    """Propose Home Office classes for what was said: needs no database, network or sign-in."""
    from lineside.crimes import suggesting  # noqa: PLC0415 - its tables are read only when they are asked
    from lineside.kernel.clock import UK  # noqa: PLC0415

    today = datetime.now(UK).date()
    for said in texts(text, lines=lines):
        found = suggesting.suggest(said, today)
        if as_json or lines:
            answer = [each.as_json() for each in found]
            sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode() + b"\n")
            sys.stdout.buffer.flush()  # whoever asks line by line has the answer before the next question
        else:
            sys.stdout.write("\n".join(suggesting.sentences(found)) + "\n")


def texts(text: str, *, lines: bool) -> Iterator[str]:
    """The one text, or each line of standard input."""
    given = (line.rstrip(b"\n").removesuffix(b"\r") for line in sys.stdin.buffer)
    for line in given if lines else [text.encode("utf-8", "surrogateescape")]:
        yield line.decode("utf-8", "replace")
