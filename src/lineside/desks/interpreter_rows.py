"""What a contact shows of its interpreters, live: one element without inputs."""

from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.urls import reverse

from lineside.contacts.queries import ContactRow
from lineside.desks.live_row import LiveRow
from lineside.interpreters import queries
from lineside.interpreters.permissions import CanInterpret
from lineside.ui.pages import Asking


def interpreter(contact_id: UUID) -> list[LiveRow]:
    html = render_to_string("desks/_interpreters.html", _facts(contact_id))
    return [LiveRow(id=f"interpreters-{contact_id}", needs=CanInterpret.VIEW, html=html)]


def interpreters_at(request: Asking, chosen: ContactRow) -> dict[str, Any]:
    if not request.actor.may(CanInterpret.VIEW):
        return {"interpreters": None}
    panel = reverse("desks:contact-interpreting", args=[chosen.id]) if request.actor.may(CanInterpret.ASK) else ""
    return _facts(chosen.id) | {"interpreters_panel": panel}


def _facts(contact_id: UUID) -> dict[str, Any]:
    return {
        "interpreters": queries.interpreters_of(contact_id),
        "statement": queries.statement_of(contact_id),
        "interpreters_for": contact_id,
    }
