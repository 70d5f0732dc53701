"""Who is, and who was, listed on a log."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from lineside.incidents.models import Party
from lineside.incidents.queries.rows import incident
from lineside.kernel.actors import Actor
from lineside.kernel.paging import Page, Paging, page_of


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyRow:
    """One unit or agency, for one time that it was listed."""

    id: UUID
    kind: str
    sign: str
    label: str
    listed_at: datetime
    left_at: datetime | None


def parties_since(incident_id: UUID, since: datetime, until: datetime | None = None) -> list[PartyRow]:
    """Everybody who was listed at any time from then on; who has left is among them."""
    found = Party.objects.filter(Q(left_at=None) | Q(left_at__gte=since), incident_id=incident_id)
    if until:
        found = found.filter(listed_at__lte=until)
    return [_row(each) for each in found.order_by("listed_at", "id")]


def parties_page(actor: Actor, incident_id: UUID, paging: Paging) -> Page[PartyRow]:
    incident(actor, incident_id)
    return page_of(Party.objects.filter(incident_id=incident_id), ("listed_at", "id"), _row, paging)


def _row(party: Party) -> PartyRow:
    return PartyRow(
        id=party.id,
        kind=party.kind,
        sign=party.sign,
        label=party.label,
        listed_at=party.listed_at,
        left_at=party.left_at,
    )
