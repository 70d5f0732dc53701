"""The live rows of referrals: on the unit's list, and at the contact or in the log that they were made from."""

from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.urls import reverse

from lineside.desks.live_row import LiveRow
from lineside.incidents.permissions import CanIncident
from lineside.incidents.queries import incident_row
from lineside.safeguarding import queries
from lineside.safeguarding.permissions import CanSafeguard
from lineside.ui.pages import Asking


def referral(referral_id: UUID) -> list[LiveRow]:
    row = queries.referral_row(referral_id)
    if row is None:
        return []
    audience: dict[str, Any] = {"needs": CanSafeguard.VIEW}
    if row.incident_id:
        known = incident_row(row.incident_id)
        if known is None:
            return []
        if known.is_restricted:
            audience["needs"] = CanIncident.VIEW_RESTRICTED
        audience |= {"area": known.area, "restricted": known.is_restricted}
    gone = row.is_over
    listed = "" if gone else render_to_string("desks/_referral_row.html", {"row": row})
    small = render_to_string("desks/_referral_line.html", {"row": row})
    return [
        LiveRow(id=f"referral-{row.id}", list="referrals", sort=row.sort, gone=gone, html=listed, **audience),
        LiveRow(
            id=f"referral-line-{row.id}", list=f"referrals-{row.subject_id}", sort=str(row.id), html=small, **audience
        ),
    ]


def referrals_of(request: Asking, *, contact_id: UUID | None = None, incident_id: UUID | None = None) -> dict[str, Any]:
    """What a contact or a log shows of its referrals, and where another is made."""
    if not request.actor.may(CanSafeguard.VIEW):
        return {"referrals": None}
    name = "desks:contact-referring" if contact_id else "desks:log-referring"
    key = contact_id or incident_id
    return {
        "referrals": queries.referrals_of(request.actor, contact_id=contact_id, incident_id=incident_id),
        "referrals_panel": reverse(name, args=[key]) if request.actor.may(CanSafeguard.REFER) else "",
        "referrals_for": key,
    }
