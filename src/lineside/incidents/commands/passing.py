"""Passing an incident on: offered by its owner, theirs until somebody at the other desk accepts (c.2 guard 5)."""

from contextlib import suppress
from uuid import UUID

from lineside.access.queries import actor_of_account
from lineside.incidents import queries, rules
from lineside.incidents.commands.log import save_with_line, write_line
from lineside.incidents.events import IncidentChanged, IncidentOffered
from lineside.incidents.models import Incident, Passing
from lineside.incidents.permissions import CanIncident
from lineside.kernel.actors import Actor, system_actor
from lineside.kernel.clock import now
from lineside.kernel.commands import command
from lineside.kernel.errors import Refusal, RuleBroken
from lineside.kernel.events import announce
from lineside.kernel.models import locked
from lineside.people import commands as people
from lineside.people import queries as rota

OFFER_CLOCK = system_actor("the clock of offers", CanIncident.ESCALATE)
OWNER = ("owner_id", "owner_name", "desk", "state")


@command(needs=CanIncident.OWN)
def offer_incident(
    *, actor: Actor, incident_id: UUID, to: str, why: str = "", seen_version: int | None = None
) -> Incident:
    """Offer it to a site, an area or a desk; until somebody there accepts, it stays whose it is."""
    incident = _seen(actor, incident_id, seen_version)
    rules.check_offering(
        state=incident.state,
        owner_id=incident.owner_id,
        owner=incident.owner_name,
        asker_id=actor.id,
        is_offered=queries.open_offer(incident.id) is not None,
    )
    code, label = rules.find_target(to, queries.places_to_pass())
    words = rules.refusal_reason(why) if why.strip() else ""
    offered = Passing(
        incident=incident,
        from_id=actor.id,
        from_name=actor.name,
        from_desk=incident.desk,
        to=code,
        to_label=label[:120],
        why=words,
    )
    offered.save()
    said = f"Offered to {label} by {actor.name}{': ' + words if words else '.'}"
    _written(actor, incident, offered, said)
    return incident


@command(needs=CanIncident.OWN)
def accept_incident(*, actor: Actor, incident_id: UUID, desk: str = "") -> Incident:
    """Take what was offered: from here it is theirs, at their desk.

    Of two who accept in the same instant the row's lock lets one through; the other is told that it is answered.
    """
    incident, offered = _answered(actor, incident_id, rules.ACCEPTED)
    was = f"{incident.owner_name}, {incident.desk}".strip(", ")
    _give(incident, actor.id, actor.name, desk or queries.desk_of(actor) or offered.to)
    _written(actor, incident, offered, f"Accepted: owned by {actor.name} at {incident.desk} (was {was}).")
    return incident


@command(needs=CanIncident.OWN)
def refuse_incident(*, actor: Actor, incident_id: UUID, reason: str) -> Incident:
    """It stays whose it is, with the reason."""
    words = rules.refusal_reason(reason)
    incident, offered = _answered(actor, incident_id, rules.REFUSED)
    offered.refused_why = words
    offered.save()
    said = f"Not accepted by {actor.name}: {words} It stays with {rules.owner_in_words(incident.owner_name)}."
    _written(actor, incident, offered, said)
    return incident


@command(needs=CanIncident.OWN)
def keep_incident(*, actor: Actor, incident_id: UUID) -> Incident:
    """Its owner takes the offer back."""
    incident = _seen(actor, incident_id)
    offered = _open(incident)
    if offered is None:
        raise RuleBroken("It is not on offer.")
    # Where nobody owned it, whoever offered it is the one who may take that back.
    if actor.id not in (incident.owner_id, offered.from_id):
        raise RuleBroken(f"{offered.from_name} offered it; accept it, refuse it, or take it over with /own.")
    _end(actor, offered, rules.TAKEN_BACK)
    _written(actor, incident, offered, f"Offer to {offered.to_label} taken back by {actor.name}.")
    return incident


@command(needs=CanIncident.OWN)
def hand_over_logs(*, actor: Actor, from_id: UUID, to_id: UUID) -> int:
    """All that somebody owns goes to a named person at their desk, in one step; how many."""
    heir = next((each for each in rota.on_duty(queries.ROTA) if each.account_id == to_id), None)
    if heir is None or to_id == from_id:
        raise RuleBroken("Choose somebody else who is booked on now.", "to")
    if actor.id != from_id and not actor.may(CanIncident.HEAR_FROM_SECOND):
        raise RuleBroken("Those logs are somebody else's; they hand them over, or their supervisor does.")
    moved = 0
    for key in sorted(row.id for row in queries.owned_by(from_id)):
        incident = locked(Incident, key)
        if incident.owner_id != from_id or incident.closed_at is not None:
            continue  # somebody took it over, or closed it, while the others moved
        _check_heir_sees(to_id, heir.name, incident)
        was = incident.owner_name
        end_offer(actor, incident)
        _give(incident, heir.account_id, heir.name, heir.desk)
        entry = write_line(
            actor, incident, f"Handed over: owned by {heir.name} at {heir.desk} (was {was}).", kind="owner"
        )
        save_with_line(incident, entry, *OWNER)
        announce(IncidentChanged(incident_id=incident.id, what="owner"))
        moved += 1
    return moved


def _check_heir_sees(account_id: UUID, name: str, incident: Incident) -> None:
    heir = actor_of_account(account_id)
    if heir is None or not (heir.may(CanIncident.VIEW) and queries.sees(heir, incident)):
        raise RuleBroken(f"{name} may not see {incident.reference}; pass that one on by itself first.", "to")


@command(needs=CanIncident.OWN)
def leave_desk(*, actor: Actor, duty_id: UUID, to_id: UUID) -> int:
    """Hand over all that one owns and book off, both or neither; how many logs moved."""
    leaver = rota.duty(queries.ROTA, duty_id).account_id
    moved = hand_over_logs(actor=actor, from_id=leaver, to_id=to_id) if leaver else 0
    people.book_off(actor=actor, duty_id=duty_id)
    return moved


@command(needs=CanIncident.ESCALATE)
def tell_of_offer(*, actor: Actor, passing_id: UUID) -> Incident:
    """Nobody has accepted within the time: the supervisor is told, once (c.2: ownership not accepted, 2 min)."""
    incident = locked(Incident, Passing.objects.values_list("incident_id", flat=True).get(id=passing_id))
    offered = locked(Passing, passing_id)
    if offered.answered_at is not None or offered.told_at is not None:
        raise RuleBroken("It is answered, or the supervisor was told already.")
    offered.told_at = now()
    offered.save()
    whose = rules.owner_in_words(incident.owner_name)
    said = f"Nobody at {offered.to_label} has accepted it; it is still {whose}'s. The supervisor is told."
    _written(actor, incident, offered, said)
    return incident


def tell_of_offers() -> int:
    """Every offer that stands too long; how many."""
    told = 0
    for key in queries.offers_not_accepted():
        with suppress(Refusal):
            tell_of_offer(actor=OFFER_CLOCK, passing_id=key)
            told += 1
    return told


def end_offer(actor: Actor, incident: Incident) -> None:
    """Whoever takes the incident over by another way, or ends it, ends what was on offer; its lock is held."""
    if offered := _open(incident):
        _end(actor, offered, rules.TAKEN_BACK)
        announce(IncidentOffered(incident_id=incident.id, passing_id=offered.id, state=offered.state))


def check_owns_nothing(account_id: UUID | None, name: str) -> None:
    """Guard 5: nobody leaves their desk as the owner of an open incident."""
    count = queries.owned_count(account_id) if account_id else 0
    if count:
        raise RuleBroken(rules.own_words(count, name), "to")


def _seen(actor: Actor, incident_id: UUID, seen_version: int | None = None) -> Incident:
    return locked(Incident, incident_id, seen_version, lambda found: queries.sees(actor, found))


def _open(incident: Incident) -> Passing | None:
    return Passing.objects.select_for_update().filter(incident=incident, answered_at=None).first()


def _answered(actor: Actor, incident_id: UUID, state: str) -> tuple[Incident, Passing]:
    incident = _seen(actor, incident_id)
    offered = _open(incident)
    rules.check_answering(
        is_open=offered is not None, offered_by=offered.from_id if offered else None, answerer=actor.id
    )
    assert offered is not None  # noqa: S101 - the rule has just said so
    _end(actor, offered, state)
    return incident, offered


def _end(actor: Actor, offered: Passing, state: str) -> None:
    offered.state, offered.answered_at = state, now()
    offered.answered_by_id, offered.answered_by = actor.id, actor.name
    offered.save()


def _give(incident: Incident, owner_id: UUID | None, name: str, desk: str) -> None:
    incident.owner_id, incident.owner_name, incident.desk = owner_id, name, (desk or incident.desk)[:40]
    if incident.state == "graded":
        incident.state = "queued"


def _written(actor: Actor, incident: Incident, offered: Passing, said: str) -> None:
    entry = write_line(actor, incident, said, kind="owner")
    save_with_line(incident, entry, *OWNER)
    announce(IncidentOffered(incident_id=incident.id, passing_id=offered.id, state=offered.state))


people.before_leaving(check_owns_nothing)
