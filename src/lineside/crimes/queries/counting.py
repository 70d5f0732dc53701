"""What the counting rules say of a report before its crime is recorded, with the crimes of its log; nothing is kept."""

from typing import Any
from uuid import UUID

from lineside.crimes.permissions import CanCrime
from lineside.crimes.queries import CrimeRow, crimes_of, parties_and_things
from lineside.crimes.rules import Report
from lineside.crimes.rules.counting import count_report
from lineside.crimes.rules.counting.recorded import HowTold, RecordedAct, report_to_count
from lineside.incidents.queries import incident as seen_incident
from lineside.kernel.actors import Actor
from lineside.kernel.commands import permit

__all__ = ["HowTold", "count_beside"]
UNNAMED = "unknown"


def count_beside(actor: Actor, incident_id: UUID, report: Report, told: HowTold) -> dict[str, Any]:
    """The decisions in the counting format, as `lineside count` gives them; the last act is the one of this report."""
    permit(actor, CanCrime.VIEW)
    incident = seen_incident(actor, incident_id)
    live = [crime for crime in crimes_of(incident_id) if crime.state != "cancelled"]
    acts = [*(_recorded(actor, crime) for crime in live), _reported(report)]
    return count_report(report_to_count(acts, incident.first_contact_at, told))


def _recorded(actor: Actor, crime: CrimeRow) -> RecordedAct:
    linked = parties_and_things(actor, crime.id)
    victims = [row.name for row in linked if row.role == "victim"]
    return RecordedAct(
        offence=crime.offence_code,
        offence_class=crime.offence_class,
        victim=victims[0] if victims else "",
        suspects=tuple(row.name for row in linked if row.role == "suspect" and row.name != UNNAMED),
    )


def _reported(report: Report) -> RecordedAct:
    victim = next((party for party in report.parties if party.role == "victim"), None)
    suspects = [party.name for party in report.parties if party.role == "suspect" and party.name != UNNAMED]
    return RecordedAct(
        offence=report.choice.code,
        offence_class=report.choice.offence_class,
        victim=victim.name if victim else "",
        victim_kind=victim.kind if victim else "person",
        suspects=tuple(suspects),
        begins=report.committed_from,
        ends=report.committed_to,
    )
