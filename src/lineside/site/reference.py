"""The reference tables over the API: every edition that is shipped, whence it comes, its licence, and its rows."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

from ninja import Field, Query, Router, Schema

from lineside.kernel.clock import now, uk_day
from lineside.kernel.errors import RuleBroken
from lineside.kernel.paging import Page, page_in
from lineside.kernel.rule_tables import Edition, editions, in_force
from lineside.site.permissions import CanReference
from lineside.site.rule_checks import all_tables, table_name
from lineside.ui.operations import PageOut, PagingIn, reads
from lineside.ui.pages import Asking

router = Router()
PLAYED = "simulator"  # its tables are of no force


class EditionOut(Schema):
    """One edition of one table: whence it comes, and when it was in force."""

    table: str
    edition: str
    source: str
    publisher: str
    licence: str
    in_force_from: date
    in_force_to: date | None
    retrieved_on: str
    note: str
    rows: int


class ReferenceRowOut(Schema):
    """One row as it is in its edition, with the names of its columns."""

    table: str
    edition: str
    facts: dict[str, Any]


class RowsIn(PagingIn):
    """Which rows: of the edition in force today where none is named."""

    table: str = Field(max_length=100, description="As the list of tables names it: crimes.outcomes.")
    edition: str = Field("", max_length=20, description="As the list of tables names it: 2026-04.")
    code: Annotated[str, Field(max_length=80, description="Only the rows with this code.")] = ""


@router.get("/reference-tables", response=PageOut[EditionOut])
@reads(CanReference.READ)
def list_reference_tables(request: Asking, paging: Query[PagingIn]) -> Page[EditionOut]:  # noqa: ARG001
    """Every edition of every table, by name and then oldest first."""
    return page_in([_told(name, each) for name, folder in _tables().items() for each in editions(folder)], paging)


@router.get("/reference-rows", response=PageOut[ReferenceRowOut])
@reads(CanReference.READ)
def list_reference_rows(request: Asking, asked: Query[RowsIn]) -> Page[ReferenceRowOut]:  # noqa: ARG001
    """The rows of one edition in the order of its list, for what a record of its time meant."""
    edition = _edition(asked.table, asked.edition)
    rows = [row for row in edition.rows if asked.code in ("", str(row.get("code", "")))]
    page = page_in(rows, asked)
    return Page(
        [ReferenceRowOut(table=asked.table, edition=edition.edition, facts=row) for row in page.items], page.next
    )


def _tables() -> dict[str, Path]:
    named = {table_name(folder): folder for folder in all_tables()}
    return {name: folder for name, folder in sorted(named.items()) if name.partition(".")[0] != PLAYED}


def _edition(table: str, wanted: str) -> Edition:
    folder = _tables().get(table)
    if folder is None:
        raise RuleBroken("There is no such table; the list of tables names them.", "table")
    if not wanted:
        return in_force(folder, uk_day(now()))
    found = next((each for each in editions(folder) if each.edition == wanted), None)
    if found is None:
        raise RuleBroken(f"There is no such edition of {table}; the list of tables names them.", "edition")
    return found


def _told(table: str, edition: Edition) -> EditionOut:
    said = {name: edition.meta.get(name, "") for name in ("source", "publisher", "licence", "retrieved_on", "note")}
    return EditionOut(
        table=table,
        edition=edition.edition,
        in_force_from=edition.in_force_from,
        in_force_to=edition.in_force_to,
        rows=len(edition.rows),
        **said,
    )
