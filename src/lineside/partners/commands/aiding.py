"""The local force is asked for officers where it is there much sooner than ours (control_room.md c.5)."""

from uuid import UUID

from lineside.incidents.queries import incident as incident_of
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken
from lineside.partners import rules
from lineside.partners.commands.sending import ask_agency, send_to_agency
from lineside.partners.models import Transfer
from lineside.partners.permissions import CanPartner


@command(needs=CanPartner.WORK)
def ask_mutual_aid(*, actor: Actor, incident_id: UUID, agency: str, wanted: rules.Wanted, status: str = "") -> Transfer:
    """Officers of a police force are asked for, and it is offered the incident first if it has not got it.

    As with every offer nothing has been taken before a person there accepts it, and the log stays ours.
    """
    force = rules.agency_of(agency, uk_day(now()))
    if force.kind != rules.POLICE:
        raise RuleBroken(f"{force.label} is no police force; offer it the incident instead.", "agency")
    asked, log = rules.check_wanted(wanted), incident_of(actor, incident_id)
    transfer = Transfer.objects.filter(incident=log, agency=force.code, state__in=rules.OPEN).first()
    if transfer is None:
        headline = f"Mutual aid for {log.reference}: {asked.quantity} {asked.kind}"
        facts = rules.Offer(
            headline=headline[: rules.LONGEST_HEADLINE], words=f"{log.summary}. {asked.why}", status=status
        )
        transfer = send_to_agency(actor=actor, incident_id=incident_id, agency=force.code, facts=facts)
    return ask_agency(actor=actor, transfer_id=transfer.id, wanted=asked)
