"""The live rows of the registrar's desk: findings, sweeps, dip samples."""

from typing import Any
from uuid import UUID

from django.template.loader import render_to_string

from lineside.compliance import queries
from lineside.compliance.permissions import CanCompliance
from lineside.desks.live_row import LiveRow
from lineside.incidents.permissions import CanIncident
from lineside.incidents.queries import incident_row


def finding(finding_id: UUID) -> list[LiveRow]:
    row = queries.finding_row(finding_id)
    if row is None:
        return []
    html = render_to_string("desks/_finding_row.html", {"row": row}) if row.stands else ""
    seen = _audience(row.incident_id, is_restricted=queries.is_of_restricted_contact(row))
    if row.incident_id is None and not seen["restricted"]:
        seen["restricted"] = True  # a hint alone: its desk asks for it by the right to see contacts
    return [LiveRow(id=f"finding-{row.id}", list="findings", sort=row.sort, gone=not row.stands, html=html, **seen)]


def sample(sample_id: UUID) -> list[LiveRow]:
    row = queries.sample_row(sample_id)
    if row is None:
        return []
    html = "" if row.is_over else render_to_string("desks/_sample_row.html", {"row": row})
    seen = _audience(row.incident_id)
    return [LiveRow(id=f"sample-{row.id}", list="samples", sort=row.sort, gone=row.is_over, html=html, **seen)]


def sweep(sweep_id: UUID) -> list[LiveRow]:
    row = queries.sweep_row(sweep_id)
    if row is None:
        return []
    html = render_to_string("desks/_sweep_row.html", {"row": row})
    return [LiveRow(id=f"sweep-{row.id}", list="sweeps", needs=CanCompliance.VIEW, sort=row.sort, html=html)]


def _audience(incident_id: UUID | None, *, is_restricted: bool = False) -> dict[str, Any]:
    """Who may see the record may see what is found of it."""
    known = incident_row(incident_id) if incident_id else None
    restricted = is_restricted or bool(known and known.is_restricted)
    needs = CanIncident.VIEW_RESTRICTED if restricted else CanCompliance.VIEW
    return {"needs": needs, "area": known.area if known else "", "restricted": restricted}
