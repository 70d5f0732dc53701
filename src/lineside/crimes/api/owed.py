"""The API of what is owed on crimes: the lists of the crime desk, and what stands in the way of a decision."""

from uuid import UUID

from ninja import Query, Router, Schema

from lineside.crimes.api.finals import CrimeCancelIn, CrimeOutcomeIn, cancelling, claimed
from lineside.crimes.api.records import WaitingOut
from lineside.crimes.permissions import CanCrime
from lineside.crimes.queries import WorklistRow, weighing, worklists
from lineside.kernel.paging import Page, page_in
from lineside.ui.operations import Moment, PageOut, PagingIn, reads
from lineside.ui.pages import Asking

router = Router()


class CrimeToFinaliseOut(Schema):
    crime_id: UUID
    incident_id: UUID
    reference: str
    offence_class: str
    offence_code: str
    title: str
    place: str
    recorded_at: Moment
    area: str


class CrimeTransferOutOut(Schema):
    transfer_id: UUID
    crime_id: UUID
    incident_id: UUID
    reference: str
    offence_class: str
    title: str
    force: str
    state: str
    their_reference: str
    sent_at: Moment
    answered_at: Moment | None
    area: str


class CrimeObstacleOut(Schema):
    """Why it may not be decided so: a sentence, its paragraph, and the key of the request that mends it."""

    code: str
    says: str
    paragraph: str
    field: str


@router.get("/crimes/late", response=PageOut[WaitingOut])
@reads(CanCrime.VIEW)
def list_late_crimes(request: Asking, paging: Query[PagingIn]) -> Page[WorklistRow]:
    """Incidents whose crime decision is past its 24 hours, the oldest first report first."""
    return worklists.late_page(request.actor, paging)


@router.get("/crimes/to-finalise", response=PageOut[CrimeToFinaliseOut])
@reads(CanCrime.VIEW)
def list_crimes_to_finalise(request: Asking, paging: Query[PagingIn]) -> Page[worklists.FinaliseRow]:
    """Recorded crimes without an outcome that are with no other force, the longest recorded first."""
    return worklists.to_finalise_page(request.actor, paging)


@router.get("/crimes/transfers-out", response=PageOut[CrimeTransferOutOut])
@reads(CanCrime.VIEW)
def list_transfers_out(request: Asking, paging: Query[PagingIn]) -> Page[worklists.TransferOutRow]:
    """Crimes that another force was asked to take, until it declines or the crime is cancelled as C1."""
    return worklists.transfers_out_page(request.actor, paging)


@router.post("/crimes/{uuid:crime_id}/outcomes/weigh", response=PageOut[CrimeObstacleOut])
@reads(CanCrime.VIEW)
def weigh_outcome(
    request: Asking, crime_id: UUID, asked: CrimeOutcomeIn, paging: Query[PagingIn]
) -> Page[weighing.ObstacleRow]:
    """Everything that stands in the way of giving it so, each with its paragraph; nothing is given or kept by it."""
    return page_in(weighing.outcome_obstacles(request.actor, crime_id, claimed(asked)), paging)


@router.post("/crimes/{uuid:crime_id}/cancel/weigh", response=PageOut[CrimeObstacleOut])
@reads(CanCrime.VIEW)
def weigh_cancelling(
    request: Asking, crime_id: UUID, asked: CrimeCancelIn, paging: Query[PagingIn]
) -> Page[weighing.ObstacleRow]:
    """Everything that stands in the way of cancelling it so; nothing is cancelled or kept by it."""
    return page_in(weighing.cancelling_obstacles(request.actor, crime_id, cancelling(asked)), paging)
