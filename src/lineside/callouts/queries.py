"""Reading calls out."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from lineside.callouts.models import CallOut
from lineside.callouts.permissions import CanCallOut
from lineside.callouts.rules import DIALLED_WITHIN, ENDED, HEARD_OF_WITHIN, LONGEST_CALL, OPEN, OUTCOMES, QUEUED, STATES
from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import contact
from lineside.incidents.queries import incident
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now
from lineside.kernel.commands import permit
from lineside.kernel.errors import NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOutRow:
    """One call out as it is shown."""

    id: UUID
    contact_id: UUID
    reference: str
    about_id: UUID | None
    incident_id: UUID | None
    number: str
    telephone: str
    unsafe_reason: str
    state: str
    outcome: str
    says: str
    by_id: UUID | None
    by_name: str
    created_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    version: int

    @property
    def words(self) -> str:
        return OUTCOMES[self.outcome] if self.outcome else STATES[self.state]

    @property
    def is_over(self) -> bool:
        return self.state == ENDED

    @property
    def subject_id(self) -> UUID | None:
        return self.about_id or self.incident_id


def calls_about(actor: Actor, contact_id: UUID) -> list[CallOutRow]:
    """Calls placed for a contact, oldest first."""
    permit(actor, CanContact.VIEW)
    contact(contact_id, actor)
    return _rows(Q(about_id=contact_id))


def calls_for(actor: Actor, incident_id: UUID) -> list[CallOutRow]:
    """Calls placed from a log, oldest first."""
    incident(actor, incident_id)
    return _rows(Q(incident_id=incident_id))


def call_out(call_out_id: UUID) -> CallOutRow:
    """For the live stream, which asks each desk what it may see."""
    found = _rows(Q(pk=call_out_id))
    if not found:
        raise NotFound("There is no such call out.")
    return found[0]


def call_out_of(actor: Actor, call_out_id: UUID) -> CallOutRow:
    """One call, for whoever may see what it is for."""
    permit(actor, CanContact.VIEW)
    row = call_out(call_out_id)
    if row.incident_id:
        incident(actor, row.incident_id)
    return row


def telephone_of(actor: Actor) -> str:
    """The telephone from which this person rang last, so that it is typed once."""
    permit(actor, CanCallOut.PLACE)
    mine = CallOut.objects.filter(by_id=actor.id).order_by("-id").values_list("telephone", flat=True)
    return mine.first() or ""


def dialled_and_open() -> list[tuple[UUID, str]]:
    """What a gateway claimed and has not told the end of: key and state."""
    return list(CallOut.objects.filter(state__in=OPEN).exclude(state=QUEUED).values_list("id", "state"))


def is_any_queued() -> bool:
    return CallOut.objects.filter(state=QUEUED).exists()


def overdue() -> list[tuple[UUID, str]]:
    """What no gateway has dialled in time, or has told nothing more of."""
    at = now()
    late = Q(state=QUEUED, created_at__lt=at - DIALLED_WITHIN)
    silent = Q(state__in=("dialling", "ringing", "unsure"), dialled_at__lt=at - HEARD_OF_WITHIN)
    found = CallOut.objects.filter(late | silent | Q(state="up", dialled_at__lt=at - LONGEST_CALL))
    return list(found.values_list("id", "state"))


def _rows(which: Q) -> list[CallOutRow]:
    names = [name for name in CallOutRow.__slots__ if name != "reference"]
    found = CallOut.objects.filter(which).order_by("id").values(*names, "contact__reference")
    return [CallOutRow(reference=facts.pop("contact__reference"), **facts) for facts in found]
