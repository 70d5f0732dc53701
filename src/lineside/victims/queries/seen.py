"""Which victims an actor sees: those of incidents that they see, and no trace of any other."""

from uuid import UUID

from django.db.models import QuerySet

from lineside.incidents.queries import visible_to
from lineside.kernel.actors import Actor
from lineside.kernel.commands import permit
from lineside.kernel.errors import NotFound
from lineside.victims.models import Victim
from lineside.victims.permissions import CanVictim


def seen_by(actor: Actor) -> QuerySet[Victim]:
    permit(actor, CanVictim.VIEW)
    return Victim.objects.filter(incident__in=visible_to(actor))


def victim_of_duty(actor: Actor, victim_duty_id: UUID) -> UUID:
    return _key(seen_by(actor).filter(duties=victim_duty_id))


def victim_of_letter(actor: Actor, letter_id: UUID) -> UUID:
    return _key(seen_by(actor).filter(letters=letter_id))


def victim_of_complaint(actor: Actor, complaint_id: UUID) -> UUID:
    return _key(seen_by(actor).filter(complaints=complaint_id))


def _key(found: QuerySet[Victim]) -> UUID:
    key: UUID | None = found.values_list("id", flat=True).first()
    if key is None:
        raise NotFound("There is no such victim.")
    return key
