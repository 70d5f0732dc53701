"""What the operations of units answer, and how they are told which."""

from datetime import datetime
from uuid import UUID

from ninja import Schema

from lineside.dispatch import queries
from lineside.kernel.errors import NotFound
from lineside.ui.pages import Asking


class UnitOut(Schema):
    id: UUID
    version: int
    call_sign: str
    crew: str
    area: str
    post: str
    state: int
    state_label: str
    state_at: datetime
    lat: float | None
    lon: float | None
    incident_id: UUID | None
    incident_reference: str


class UnitMessageOut(Schema):
    """How far a message to a unit got; what it said stays with who may see what the unit is on."""

    id: UUID
    unit_id: UUID
    sent_at: datetime
    delivered_at: datetime | None
    read_at: datetime | None
    accepted_at: datetime | None
    accepted_by_name: str


def unit_out(request: Asking, unit_id: UUID) -> queries.UnitRow:
    """The unit as whoever asks may see it."""
    row = queries.unit_row(unit_id, request.actor)
    if row is None:
        raise NotFound("There is no such unit.")
    return row
