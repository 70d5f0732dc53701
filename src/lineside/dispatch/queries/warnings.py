"""What warns whoever is sent: the markers that stand on how the incident's informant is known."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from lineside.dispatch import rules
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


def summary_of(incident: "Incident") -> str:
    row = incidents.as_row(incident)
    return rules.summary(
        reference=row.reference, grade=row.grade, what=row.opening_label, place=row.place, words=row.summary
    )
