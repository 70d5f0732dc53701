"""Deciding that no crime is recorded."""

from datetime import datetime
from uuid import UUID

from lineside.crimes.commands.filing import take_file
from lineside.crimes.events import NoCrimeDecided
from lineside.crimes.models import Crime, CrimeDecision
from lineside.crimes.permissions import CanCrime
from lineside.crimes.rules import HOLD, NoCrime, check_no_crime, record_by
from lineside.crimes.rules.standing import CANCELLED
from lineside.incidents.commands import add_log_entry, release_hold
from lineside.incidents.queries import incident as seen_incident
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken
from lineside.kernel.events import announce


@command(needs=CanCrime.DECIDE_NONE)
def decide_no_crime(
    *,
    actor: Actor,
    incident_id: UUID,
    reason_code: str,
    rationale: str,
    told_reporter_at: datetime | None = None,
    telling: str = "",
    seen_version: int | None = None,
) -> CrimeDecision:
    """Decide that the report ends without a crime. `telling` says how the reporting person was told, or why not."""
    at = now()
    incident = seen_incident(actor, incident_id)
    written = NoCrime(reason_code=reason_code, rationale=rationale, told_reporter_at=told_reporter_at, telling=telling)
    reason = check_no_crime(decision=written, first_report_at=incident.first_contact_at, now=at)
    take_file(incident_id, seen_version)
    _refuse_when_recorded(incident_id)
    decision = CrimeDecision(
        incident_id=incident_id,
        reason_code=reason.code,
        reason_name=reason.name,
        paragraph=reason.paragraph,
        leads_to=reason.leads_to,
        edition=reason.edition,
        rationale=rationale.strip(),
        told_reporter_at=told_reporter_at,
        telling=telling.strip(),
        decided_at=at,
        is_late=at > record_by(incident.first_contact_at),
        decided_by_id=actor.id,
        decided_by_name=actor.name[:200],
    )
    decision.save()
    text = f"No crime recorded: {reason.name} ({reason.paragraph})."
    add_log_entry(actor=actor, incident_id=incident_id, text=text, kind="crime", source="crimes")
    release_hold(actor=actor, incident_id=incident_id, kind=HOLD, reason=text)
    announce(NoCrimeDecided(incident_id=incident_id, reason_code=reason.code))
    return decision


def _refuse_when_recorded(incident_id: UUID) -> None:
    if recorded := Crime.objects.filter(incident_id=incident_id).exclude(state=CANCELLED).first():
        raise RuleBroken(
            f"Crime {recorded.reference} is recorded on this incident; it can only be cancelled, by its code."
        )
