"""Reading victims over HTTP."""

from typing import Any
from uuid import UUID

from ninja import Query, Router

from lineside.kernel.paging import Page
from lineside.ui.operations import PageOut, PagingIn, reads
from lineside.ui.pages import Asking
from lineside.victims import queries
from lineside.victims.api.shapes import VictimComplaintOut, VictimDutyOut, VictimLetterOut, VictimOut, WholeVictimOut
from lineside.victims.permissions import CanVictim

router = Router()


@router.get("/victims", response=PageOut[VictimOut])
@reads(CanVictim.VIEW, sighting="victims.worklist")
def list_victims_owed(request: Asking, paging: Query[PagingIn]) -> Page[queries.VictimRow]:
    """Victims to whom something is owed, the nearest limit first."""
    return queries.worklist_page(request.actor, paging)


@router.get("/victims/{uuid:victim_id}", response=WholeVictimOut)
@reads(CanVictim.VIEW, sighting="victims.victim")
def read_victim(request: Asking, victim_id: UUID) -> dict[str, Any]:
    """A victim with all that is owed, done and known."""
    return whole(request, victim_id)


@router.get("/victim-duties/{uuid:victim_duty_id}", response=VictimDutyOut)
@reads(CanVictim.VIEW, sighting="victims.duty")
def read_victim_duty(request: Asking, victim_duty_id: UUID) -> queries.DutyRow:
    return queries.duty(request.actor, victim_duty_id)


@router.get("/victim-letters/{uuid:letter_id}", response=VictimLetterOut)
@reads(CanVictim.VIEW, sighting="victims.letter")
def read_victim_letter(request: Asking, letter_id: UUID) -> queries.LetterRow:
    return queries.letter(request.actor, letter_id)


@router.get("/victim-complaints/{uuid:complaint_id}", response=VictimComplaintOut)
@reads(CanVictim.VIEW, sighting="victims.complaint")
def read_victim_complaint(request: Asking, complaint_id: UUID) -> dict[str, Any]:
    found = queries.complaint(request.actor, complaint_id)
    return {name: getattr(found, name) for name in VictimComplaintOut.model_fields}


def whole(request: Asking, victim_id: UUID) -> dict[str, Any]:
    found = queries.victim(request.actor, victim_id)
    of_row = {name: getattr(found.row, name) for name in VictimOut.model_fields}
    return {name: getattr(found, name) for name in WholeVictimOut.model_fields if name not in of_row} | of_row
