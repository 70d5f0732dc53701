"""What closing waits for."""

from collections.abc import Callable
from datetime import datetime
from functools import reduce
from operator import or_
from typing import TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from lineside.incidents.models import ClosingHold, Incident
from lineside.incidents.queries.rows import IncidentRow, as_row, visible_to
from lineside.kernel.actors import Actor
from lineside.kernel.paging import Page, Paging, page_of

R = TypeVar("R")


def holds(incident_id: UUID) -> list[ClosingHold]:
    return list(_open_holds(incident_id).order_by("id"))


def holds_page(incident_id: UUID, paging: Paging) -> Page[ClosingHold]:
    return page_of(_open_holds(incident_id), ("id",), lambda hold: hold, paging)


def _open_holds(incident_id: UUID) -> QuerySet[ClosingHold]:
    return ClosingHold.objects.filter(incident_id=incident_id, released_at=None)


def held_page(
    actor: Actor, kind: str, row: Callable[[Incident], R], paging: Paging, told_before: datetime | None = None
) -> Page[R]:
    """Those of them that the actor may see, page by page; with `told_before` those that came to us before it."""
    found = _held(visible_to(actor), kind)
    if told_before is not None:
        found = found.filter(first_contact_at__lt=told_before)
    return page_of(found, ("first_contact_at", "id"), row, paging)


def held_list(actor: Actor, kind: str) -> list[Incident]:
    """The same, all of them, the oldest first contact first."""
    return list(_held(visible_to(actor), kind).order_by("first_contact_at"))


def held_by_kinds(actor: Actor, beginnings: tuple[str, ...]) -> list[tuple[IncidentRow, ClosingHold]]:
    """Open holds whose kind begins so, with the log that they are on, of what the actor may see."""
    wanted = reduce(or_, (Q(kind__startswith=each) for each in beginnings), Q(pk=None))
    found = ClosingHold.objects.select_related("incident").filter(wanted, released_at=None)
    seen = found.filter(incident__in=visible_to(actor)).order_by("id")
    return [(as_row(each.incident), each) for each in seen]


def held(incident_id: UUID, kind: str) -> Incident | None:
    """The incident, when this kind of hold lies open on it."""
    return _held(Incident.objects.filter(id=incident_id), kind).first()


def _held(among: QuerySet[Incident], kind: str) -> QuerySet[Incident]:
    return among.filter(id__in=ClosingHold.objects.filter(kind=kind, released_at=None).values("incident_id"))
