"""The API of who is told before a crime is given its outcome or leaves the count."""

from uuid import UUID

from ninja import Query, Router, Schema

from lineside.crimes.permissions import CanCrime
from lineside.crimes.queries import finals
from lineside.kernel.paging import Page, page_in
from lineside.ui.operations import Moment, PageOut, PagingIn, reads
from lineside.ui.pages import Asking

router = Router()


class CrimeTellingOut(Schema):
    """Somebody who is told before a decision, and what came of it."""

    subject_id: UUID
    reference: str
    about: str
    settled_at: Moment | None
    told_at: Moment | None
    words: str
    by_name: str
    used_at: Moment | None


@router.get("/crimes/{uuid:crime_id}/tellings", response=PageOut[CrimeTellingOut])
@reads(CanCrime.VIEW, sighting="crimes.tellings")
def list_crime_tellings(request: Asking, crime_id: UUID, paging: Query[PagingIn]) -> Page[finals.TellingRow]:
    """Who is told before its outcome or before it leaves the count; what is not settled stands in the way."""
    return page_in(finals.tellings_of(request.actor, crime_id), paging)
