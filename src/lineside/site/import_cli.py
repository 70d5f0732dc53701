"""`lineside import`: people's old records, moved in from the systems that Lineside replaces."""

import getpass
import sys
from pathlib import Path
from typing import Annotated

import typer

from lineside.site.sentences import say

MAPPING = typer.Argument(metavar="MAPPING", help="The mapping file (TOML); the extracts lie beside it.")
DRY = typer.Option("--dry-run", help="Say the same totals and write the same rejects, and move nothing in.")
ONLY = typer.Option(help="Only these kinds, as persons,logs; else all that the mapping names.")
REJECTS = typer.Option(help="The folder for the rejected rows; else that of the mapping.")
BY = typer.Option(help="Who answers for it, by name, for the record; else who is signed in on this machine.")


def import_extracts(
    mapping: Annotated[Path, MAPPING],
    only: Annotated[str, ONLY] = "",
    rejects: Annotated[Path | None, REJECTS] = None,
    by: Annotated[str, BY] = "",
    *,
    dry_run: Annotated[bool, DRY] = False,
) -> None:
    """Move old records in by a mapping file: persons, logs, lines, occurrences, links, from CSV or Parquet.

    Cut off or killed, it is simply run again: it goes on where it was, and running it twice doubles nothing.
    """
    from lineside.site.cli import with_database  # noqa: PLC0415 - it imports this module

    with_database()
    from lineside.site.moving_in import Wanted, move_in_all  # noqa: PLC0415 - Django is ready only now

    kinds = tuple(part for each in only.split(",") if (part := each.strip()))
    wanted = Wanted(mapping=mapping, kinds=kinds, rejects=rejects or mapping.parent, by=by or _who(), is_dry=dry_run)
    told = move_in_all(say, wanted)
    sys.stdout.write("\n".join(told.lines) + "\n")
    if not told.adds_up:
        raise typer.Exit(1)


def _who() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a system user without a name
        return "an administrator"
