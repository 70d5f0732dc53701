"""Who is listed on a log: units by the room that sends them, agencies by whoever works the log."""

from uuid import UUID

from lineside.incidents import rules
from lineside.incidents.commands.log import save_with_line, write_line
from lineside.incidents.events import IncidentChanged
from lineside.incidents.models import Incident, Party
from lineside.incidents.permissions import CanIncident
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken
from lineside.kernel.events import announce
from lineside.kernel.models import locked


@command(needs=CanIncident.LOG)
def list_party(*, actor: Actor, incident_id: UUID, sign: str, label: str = "") -> Party:
    """An agency works on it as well; one that is listed stays so, and is named anew by nothing."""
    name, words = rules.check_sign(sign), rules.check_label(label)
    incident = locked(Incident, incident_id)
    if incident.state in rules.ENDED:
        raise RuleBroken(f"{incident} is closed; reopen it first.", "sign")
    if found := Party.objects.filter(incident=incident, kind=rules.AGENCY, sign=name, left_at=None).first():
        return found
    party = list_on(actor, incident, rules.AGENCY, name, words)
    entry = write_line(actor, incident, f"{name}{f' ({words})' if words else ''} listed on this log.", kind="party")
    save_with_line(incident, entry)
    announce(IncidentChanged(incident_id=incident.id, what="party"))
    return party


@command(needs=CanIncident.LOG)
def note_party_left(*, actor: Actor, incident_id: UUID, sign: str) -> Party:
    """An agency has left; what it was listed for while it was there, it stays a party to."""
    name = rules.check_sign(sign)
    incident = locked(Incident, incident_id)
    found = Party.objects.filter(incident=incident, kind=rules.AGENCY, sign=name, left_at=None).first()
    if found is None:
        raise RuleBroken(f"No agency {name} is listed on this log; a unit leaves by being cleared.", "sign")
    found.left_at = now()
    found.save()
    save_with_line(incident, write_line(actor, incident, f"{name} has left.", kind="party"))
    announce(IncidentChanged(incident_id=incident.id, what="party"))
    return found


def list_on(actor: Actor, incident: Incident, kind: str, sign: str, label: str = "") -> Party:
    """On the incident in hand, whose lock is held; by our own clock, whatever the time that is told of it.

    Who comes again is listed anew, so that nothing said of the first time stands for the second.
    """
    take_off(incident, kind, sign)
    party = Party(incident=incident, kind=kind, sign=sign, label=label, listed_at=now(), listed_by=actor.name)
    party.save()
    return party


def take_off(incident: Incident, kind: str, sign: str) -> None:
    found = Party.objects.filter(incident=incident, kind=kind, sign=sign, left_at=None).first()
    if found:
        found.left_at = now()
        found.save()
