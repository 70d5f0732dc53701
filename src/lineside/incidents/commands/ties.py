"""Duplicates and links: what an incident has to do with another."""

from datetime import timedelta
from uuid import UUID

from lineside.incidents import rules
from lineside.incidents.commands.holds import hold
from lineside.incidents.commands.log import save_with_line, write_line
from lineside.incidents.commands.passing import end_offer
from lineside.incidents.events import ClosingHeld, IncidentChanged, IncidentClosed
from lineside.incidents.models import ClosingHold, Incident, IncidentLink
from lineside.incidents.permissions import CanIncident
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken
from lineside.kernel.events import announce
from lineside.kernel.models import locked

MERGED = ("state", "closed_at", "master", "closing_code", "result_codes", "result_references", "editions")


@command(needs=CanIncident.LINK)
def mark_duplicate(*, actor: Actor, incident_id: UUID, master_id: UUID, seen_version: int | None = None) -> Incident:
    """Close this one as a duplicate of the master; both logs name the other (NSIR single incident rule)."""
    if incident_id == master_id:
        raise RuleBroken("An incident is not a duplicate of itself; name the other one.", "master")
    # Locks are taken by key, so that two people who merge both ways do not wait for each other for ever.
    pair = {key: locked(Incident, key) for key in sorted((incident_id, master_id))}
    incident, master = locked(Incident, incident_id, seen_version), pair[master_id]
    _check_pair(incident, master)
    _move_holds(actor, incident, master)
    incident.state, incident.closed_at, incident.master = "duplicate", now(), master
    end_offer(actor, incident)
    incident.closing_code, incident.result_codes = "AD4", ["DUP"]
    incident.result_references = {"DUP": master.reference}
    incident.editions = {**incident.editions, **rules.result_editions(uk_day(now()))}
    entry = write_line(actor, incident, f"Duplicate of {master}.", kind="duplicate")
    save_with_line(incident, entry, *MERGED)
    _take_over_clock(incident, master)
    # The words of a restricted log stay in it: whoever may read the master may not read them.
    said = "." if incident.is_restricted and not master.is_restricted else f": {incident.summary}"
    other = write_line(actor, master, f"{incident} is a duplicate of this{said}", kind="duplicate")
    save_with_line(master, other, "first_contact_at", "dispatch_by", "attend_by")
    announce(IncidentClosed(incident_id=incident.id))
    announce(IncidentChanged(incident_id=master.id, what="duplicate"))
    # The crime clock stands with the holds, and it may just have moved.
    announce(ClosingHeld(incident_id=master.id, kind=rules.CRIME_DECISION))
    return incident


def _check_pair(incident: Incident, master: Incident) -> None:
    if master.state in rules.ENDED:
        raise RuleBroken(f"{master} is closed; choose an open incident as the master.", "master")
    if incident.state in rules.ENDED:
        raise RuleBroken("It is closed already.")
    rules.check_same_world(one=incident.is_exercise, other=master.is_exercise)
    held = ClosingHold.objects.filter(incident=incident, released_at=None).order_by("id")
    rules.check_merging(held.values_list("kind", flat=True))
    if incident.crime_references:
        raise RuleBroken(
            f"Crime {incident.crime_references[0]} is recorded on it; make the other one the duplicate, or link them."
        )


def _move_holds(actor: Actor, incident: Incident, master: Incident) -> None:
    """What closing waited for is owed still: the master waits for it now."""
    for each in ClosingHold.objects.filter(incident=incident, released_at=None):
        hold(actor, master, each.kind, f"{each.why} ({incident})", each.released_how)
        each.released_at, each.released_by, each.release_reason = now(), actor.name, f"duplicate of {master}"
        each.save()
        announce(ClosingHeld(incident_id=incident.id, kind=each.kind))


def _take_over_clock(incident: Incident, master: Incident) -> None:
    # One incident, however many tell of it: its clocks run from the first who did (CRR p10 for the 24 hours).
    later = master.first_contact_at - incident.first_contact_at
    if later <= timedelta(0):
        return
    master.first_contact_at -= later
    master.dispatch_by = master.dispatch_by and master.dispatch_by - later
    master.attend_by = master.attend_by and master.attend_by - later


@command(needs=CanIncident.LINK)
def link_incidents(*, actor: Actor, incident_id: UUID, other_id: UUID, kind: str = "linked", why: str = "") -> UUID:
    """Link two incidents; both logs say so."""
    if incident_id == other_id:
        raise RuleBroken("An incident is not linked to itself; name the other one.", "other")
    pair = {key: locked(Incident, key) for key in sorted((incident_id, other_id))}
    read = rules.read_link(why, uk_day(now()))
    kind = read.kind if kind == rules.LINKED else kind[:20]
    one, other = (pair[other_id], pair[incident_id]) if read.is_turned else (pair[incident_id], pair[other_id])
    between = IncidentLink.objects.filter(one=one, other=other)
    # Where nothing is said of how, any link between the two says it already.
    known = (between.filter(kind=kind) if why.strip() or kind != rules.LINKED else between.order_by("id")).first()
    if known:
        return known.id
    if kind == rules.CHILD:
        _check_child(one, other)
    link = IncidentLink(one=one, other=other, kind=kind, why=why[:300])
    link.save()
    for here, there, said in ((incident_id, other_id, read.here), (other_id, incident_id, read.there)):
        entry = write_line(actor, pair[here], said.format(other=pair[there]), kind="link")
        save_with_line(pair[here], entry)
        announce(IncidentChanged(incident_id=here, what="link"))
    return link.id


def _check_child(child: Incident, parent: Incident) -> None:
    def parent_of(log: Incident) -> str:
        found = IncidentLink.objects.filter(one=log, kind=rules.CHILD).select_related("other").first()
        return str(found.other) if found else ""

    has_children = IncidentLink.objects.filter(other=child, kind=rules.CHILD).exists()
    rules.check_child(has_parent=parent_of(child), parent_of_other=parent_of(parent), has_children=has_children)
