"""The lists of the crime desk by clock: late, with another force, to finalise; and how a recorded crime stands now."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from lineside.crimes import rules
from lineside.crimes.models import Crime, CrimeTransfer
from lineside.crimes.permissions import CanCrime
from lineside.crimes.queries import CrimeRow, WorklistRow, crime_row, waiting_row
from lineside.crimes.queries.finals import FinalRow, TransferRow, finals_in, flags_now, transfer_row
from lineside.crimes.rules.standing import CANCELLED, RECORDED
from lineside.incidents.queries import held_page, visible_to
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now
from lineside.kernel.commands import permit
from lineside.kernel.paging import Page, Paging, page_of

OPEN = ("sent", "accepted")


@dataclass(frozen=True, slots=True, kw_only=True)
class FinaliseRow:
    """A recorded crime that still has no outcome."""

    crime_id: UUID
    incident_id: UUID
    reference: str
    offence_class: str
    offence_code: str
    title: str
    place: str
    recorded_at: datetime
    area: str
    is_restricted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferOutRow:
    """A crime with another force: it waits for their answer, or they have taken it and it is not yet cancelled."""

    transfer_id: UUID
    crime_id: UUID
    incident_id: UUID
    reference: str
    offence_class: str
    title: str
    force: str
    state: str
    their_reference: str
    sent_at: datetime
    answered_at: datetime | None
    area: str
    is_restricted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CrimeStanding:
    """How a recorded crime stands: its flags in words, what was decided on it, where it was sent."""

    crime: CrimeRow
    flags: tuple[str, ...]
    finals: tuple[FinalRow, ...]
    transfers: tuple[TransferRow, ...]


def late_page(actor: Actor, paging: Paging) -> Page[WorklistRow]:
    """Reports on which nothing is decided and whose 24 hours are over, the oldest first (CRR p10)."""
    permit(actor, CanCrime.VIEW)
    return held_page(actor, rules.HOLD, waiting_row, paging, told_before=now() - rules.RECORD_WITHIN)


def transfers_out_page(actor: Actor, paging: Paging) -> Page[TransferOutRow]:
    """What other forces were asked to take, the longest sent first (CRR p25)."""
    permit(actor, CanCrime.VIEW)
    seen = _transfers_out().filter(crime__incident__in=visible_to(actor))
    return page_of(seen, ("sent_at", "id"), _transfer_out, paging)


def to_finalise_page(actor: Actor, paging: Paging) -> Page[FinaliseRow]:
    """Recorded crimes without an outcome that are with no other force, the longest recorded first."""
    permit(actor, CanCrime.VIEW)
    seen = _to_finalise().filter(incident__in=visible_to(actor))
    return page_of(seen, ("recorded_at", "id"), _finalise, paging)


def to_finalise_row(crime_id: UUID) -> FinaliseRow | None:
    """For the live process, which shows each row only to those who may see it; None when it is no longer owed."""
    found = _to_finalise().filter(id=crime_id).first()
    return _finalise(found) if found else None


def transfer_out_row(transfer_id: UUID) -> TransferOutRow | None:
    """The same of a crime that is with another force."""
    found = _transfers_out().filter(id=transfer_id).first()
    return _transfer_out(found) if found else None


def standings_of(incident_id: UUID) -> list[CrimeStanding]:
    """Each crime of an incident as it stands; ask for the incident first: that is where sight is decided."""
    named = {row.code: row.name for row in flags_now()}
    return [
        CrimeStanding(
            crime=crime_row(each),
            flags=tuple(named.get(flag, flag) for flag in each.flags),
            finals=tuple(finals_in(each.id)),
            transfers=tuple(transfer_row(row) for row in each.transfers.order_by("id")),
        )
        for each in Crime.objects.filter(incident_id=incident_id).order_by("id")
    ]


def _to_finalise() -> QuerySet[Crime]:
    """What was moved in from another system is nobody's to finalise by a clock here."""
    is_away = Exists(CrimeTransfer.objects.filter(crime=OuterRef("id"), state__in=OPEN))
    return Crime.objects.select_related("incident").filter(~is_away, state=RECORDED, origin="")


def _transfers_out() -> QuerySet[CrimeTransfer]:
    return (
        CrimeTransfer.objects.select_related("crime", "crime__incident")
        .filter(state__in=OPEN)
        .exclude(crime__state=CANCELLED)
    )


def _finalise(row: Crime) -> FinaliseRow:
    return FinaliseRow(
        crime_id=row.id,
        incident_id=row.incident_id,
        reference=row.reference,
        offence_class=row.offence_class,
        offence_code=row.offence_code,
        title=row.title,
        place=row.place_text,
        recorded_at=row.recorded_at,
        area=row.incident.area,
        is_restricted=row.incident.is_restricted,
    )


def _transfer_out(row: CrimeTransfer) -> TransferOutRow:
    return TransferOutRow(
        transfer_id=row.id,
        crime_id=row.crime_id,
        incident_id=row.crime.incident_id,
        reference=row.crime.reference,
        offence_class=row.crime.offence_class,
        title=row.crime.title,
        force=row.force,
        state=row.state,
        their_reference=row.reference,
        sent_at=row.sent_at,
        answered_at=row.answered_at,
        area=row.crime.incident.area,
        is_restricted=row.crime.incident.is_restricted,
    )
