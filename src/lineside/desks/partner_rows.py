"""The live rows of partner agencies: what a log and a contact show, and the bar of whom somebody has to ring."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import ContactRow
from lineside.desks.live_row import LiveRow
from lineside.incidents.permissions import CanIncident
from lineside.kernel.actors import Actor
from lineside.partners import queries
from lineside.partners.permissions import CanPartner
from lineside.ui.pages import Asking

if TYPE_CHECKING:
    from lineside.incidents.models import Incident

PARTNER = "partner"


def leaves_as_exercise(chosen: "Incident") -> bool:
    """Whether what is told of this log leaves as Exercise alone: it is one, or all of this system is no live one."""
    return chosen.is_exercise or settings.ENVIRONMENT != "LIVE"


def transfer(transfer_id: UUID) -> list[LiveRow]:
    """The bar, and what the log of it shows; before there is a log, what its contact shows."""
    row = queries.row(transfer_id)
    if row is None:
        return []
    needs = CanIncident.VIEW_RESTRICTED if row.is_restricted else CanPartner.VIEW
    facts: dict[str, Any] = {"area": row.area, "restricted": row.is_restricted}
    bar = LiveRow(
        id=f"ring-{row.id}",
        list="partner-rings",
        needs=CanIncident.VIEW_RESTRICTED if row.is_restricted else CanPartner.WORK,
        sort=row.offered_at.isoformat(),
        html=ring(row) if row.stands_out else "",
        gone=not row.stands_out,
        **facts,
    )
    shown = [bar]
    if row.incident_id:
        shown.append(LiveRow(id=f"partners-of-{row.incident_id}", needs=needs, html=of_log(row.incident_id), **facts))
    if row.contact_id:
        shown.append(LiveRow(id=f"offered-{row.contact_id}", needs=CanContact.VIEW, html=of_contact(row.contact_id)))
    return shown


def ring(row: queries.TransferRow) -> str:
    return render_to_string("desks/_ring_row.html", {"row": row})


def rings(actor: Actor) -> str:
    return "".join(ring(row) for row in queries.to_ring(actor))


def of_log(incident_id: UUID) -> str:
    facts = {"transfers": queries.of_log(incident_id), "partners_for": incident_id}
    return render_to_string("desks/_partner_state.html", facts)


def of_contact(contact_id: UUID) -> str:
    facts = {"offers": queries.of_contact(contact_id), "offers_for": contact_id}
    return render_to_string("desks/_offered_state.html", facts)


def partners_of(request: Asking, chosen: "Incident") -> dict[str, Any]:
    """What a log shows of agencies, and where the forms are fetched."""
    if not request.actor.may(CanPartner.VIEW):
        return {"transfers": None}
    may = request.actor.may(CanPartner.WORK)
    return {
        "transfers": queries.of_log(chosen.id),
        "partners_for": chosen.id,
        "partners_panel": reverse("desks:log-partners", args=[chosen.id]) if may else "",
    }


def offers_of(request: Asking, chosen: ContactRow) -> dict[str, Any]:
    """What a contact that an agency offered shows of that."""
    if chosen.channel != PARTNER or not request.actor.may(CanPartner.VIEW):
        return {"offers": None}
    may = request.actor.may(CanPartner.WORK)
    return {
        "offers": queries.of_contact(chosen.id),
        "offers_for": chosen.id,
        "offers_panel": reverse("desks:contact-partners", args=[chosen.id]) if may else "",
    }
