"""The live rows of promised updates: in the lists of the contact desk, at their contact, and with the supervisor."""

from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.urls import reverse

from lineside.contacts.queries import ContactRow
from lineside.desks.live_row import LiveRow
from lineside.promises import queries
from lineside.promises.permissions import CanPromise
from lineside.ui.pages import Asking


def promise(promise_id: UUID) -> list[LiveRow]:
    row = queries.promise_row(promise_id)
    if row is None:
        return []
    late = row.is_open and row.missed_at is not None
    return [
        _in_list(row, f"promises-{row.by_id}", "own", gone=not row.is_open),
        _in_list(row, "promises", "team", gone=not row.is_open),
        _in_list(row, "promises-overdue", "overdue", gone=not late),
        _in_list(row, f"promises-{row.contact_id}", "contact", gone=False),
    ]


def _in_list(row: queries.PromiseRow, name: str, where: str, *, gone: bool) -> LiveRow:
    html = "" if gone else render_to_string("desks/_promise_row.html", {"row": row, "where": where})
    return LiveRow(
        id=f"promise-{where}-{row.id}", list=name, needs=CanPromise.VIEW, sort=row.sort, gone=gone, html=html
    )


def promises_of_contact(request: Asking, chosen: ContactRow) -> dict[str, Any]:
    """What the contact shows of its promises, and where another is given."""
    if not request.actor.may(CanPromise.VIEW):
        return {"promises": None}
    panel = reverse("desks:contact-promises", args=[chosen.id]) if request.actor.may(CanPromise.MAKE) else ""
    return {"promises": queries.promises_of(request.actor, chosen.id), "promises_panel": panel}
