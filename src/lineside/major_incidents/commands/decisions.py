"""The decision log of a major incident."""

from uuid import UUID

from lineside.kernel.actors import Actor
from lineside.kernel.commands import command
from lineside.major_incidents import rules
from lineside.major_incidents.commands.declaring import open_major, tell_log
from lineside.major_incidents.models import MajorDecision
from lineside.major_incidents.permissions import CanMajor
from lineside.major_incidents.rules import JointDecision


@command(needs=CanMajor.WORK)
def record_major_decision(*, actor: Actor, major_incident_id: UUID, facts: JointDecision) -> MajorDecision:
    """What was known, weighed, refused and decided: numbered, and sealed with its line of the log."""
    row = open_major(actor, major_incident_id)  # under its lock, so that no two have one number
    kept = rules.check_decision(facts)
    number = MajorDecision.objects.filter(major_incident=row).count() + 1
    entry = tell_log(actor, row, rules.decision_line(kept, number), "decision")
    parts = {name: getattr(kept, name) for name in JointDecision.__slots__}
    made = MajorDecision(major_incident=row, number=number, entry_id=entry, by_id=actor.id, by_name=actor.name, **parts)
    made.save()
    return made
