"""What warns whoever is sent: the markers that stand on how the incident's informant is known."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from lineside.dispatch import rules
from lineside.dispatch.models import Deployment, UnitMessage
from lineside.dispatch.permissions import CanDispatch
from lineside.incidents import queries as incidents
from lineside.kernel.actors import Actor
from lineside.pole import queries as pole

if TYPE_CHECKING:
    from lineside.incidents.models import Incident

WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """A warning that stands, in its own words."""

    id: UUID
    label: str
    words: str

    @property
    def said(self) -> str:
        return f"{self.label}: {self.words}" if self.words else self.label


def warnings_of(actor: Actor, incident_id: UUID) -> list[Warned]:
    """What has to be ticked before anybody is sent there; the look at a person's markers is on record."""
    return warnings_on(actor, incidents.incident(actor, incident_id))


def warnings_on(actor: Actor, incident: "Incident") -> list[Warned]:
    number = incident.informant_number
    if not number or WARNING not in pole.kinds_standing_on(number):
        return []
    values = {pole.normal_phone(number), pole.normal_email(number)} - {""}
    found = pole.markers_on(actor, sorted(values), f"before a unit is sent to {incident.reference}")
    return [Warned(id=each.id, label=each.label, words=each.words) for each in found if each.kind == WARNING]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """A unit that was sent, and the warnings that it was told with."""

    at: datetime
    call_sign: str
    warnings: tuple[str, ...]


def sendings(actor: Actor, incident_ids: Collection[UUID], until: datetime) -> dict[UUID, list[Sending]]:
    """Incident -> who was sent to it, the first before the next; without covert units for who may not see them."""
    sent = Deployment.objects.filter(incident_id__in=incident_ids, assigned_at__lte=until).select_related("unit")
    if not actor.may(CanDispatch.VIEW_COVERT):
        sent = sent.filter(unit__is_covert=False)
    told: dict[tuple[UUID, UUID], tuple[str, ...]] = {}
    for said in UnitMessage.objects.filter(incident_id__in=incident_ids, sent_at__lte=until):
        told[said.incident_id, said.unit_id] = (*told.get((said.incident_id, said.unit_id), ()), *said.warnings)
    found: dict[UUID, list[Sending]] = {}
    for each in sent.order_by("assigned_at"):
        words = tuple(dict.fromkeys(told.get((each.incident_id, each.unit_id), ())))
        at = Sending(at=each.assigned_at, call_sign=each.unit.call_sign, warnings=words)
        found.setdefault(each.incident_id, []).append(at)
    return found


def summary_of(incident: "Incident") -> str:
    row = incidents.as_row(incident)
    return rules.summary(
        reference=row.reference, grade=row.grade, what=row.opening_label, place=row.place, words=row.summary
    )
