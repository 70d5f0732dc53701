"""The escalation ladder as it stands: what has reached whom, who has seen it, and who holds each rung now."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from lineside.incidents import rules
from lineside.incidents.models import ClosingHold, Incident, RungReached, RungSeen
from lineside.incidents.permissions import CanIncident
from lineside.incidents.queries.lines import lines_of
from lineside.incidents.queries.rows import IncidentRow, as_row, visible_to
from lineside.kernel.actors import Actor, system_actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import permit
from lineside.kernel.paging import Page, Paging, page_of
from lineside.people import queries as people
from lineside.people.permissions import CanPeople

OnRecord = tuple[UUID, str, str, datetime]  # incident, grade, step, counted since
ROTA = system_actor("the ladder", CanPeople.VIEW)
_ATTACHED = ClosingHold.objects.filter(
    incident=OuterRef("pk"), kind__startswith=rules.ATTACHED, released_at=None
)  # a unit is on it


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Who has seen that it stands on a rung, and when."""

    by: str
    at: datetime
    silent_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachedRow:
    """An incident that has reached somebody: whom, since when it waits, what comes next, who has seen it."""

    incident: IncidentRow
    level: int
    reached: str
    since: datetime
    words: str
    next_at: datetime | None
    next_reaches: str
    seen: tuple[Seen, ...]
    is_silent: bool

    @property
    def id(self) -> UUID:
        return self.incident.id


def heard_from(actor: Actor) -> int:
    """The lowest rung that this actor is told of: 1 as dispatcher, 2 as supervisor, 3 as duty inspector; 0 for none."""
    if not actor.may(CanIncident.HEAR):
        return 0
    if actor.may(CanIncident.HEAR_FROM_SECOND):
        return 2
    return 3 if actor.may(CanIncident.HEAR_FROM_THIRD) else 1


def level_label(level: int) -> str:
    """What the role on this rung is called; nothing for none."""
    label, _ = rules.levels(uk_day(now())).get(level, ("", ()))
    return label


def holders(level: int) -> tuple[str, ...]:
    """Who is booked on now in the roles that hold this rung."""
    _, roles = rules.levels(uk_day(now())).get(level, ("", ()))
    return tuple(each.name for each in people.on_duty(ROTA) if each.role in roles)


def has_units(incident_id: UUID) -> bool:
    held = ClosingHold.objects.filter(incident_id=incident_id, kind__startswith=rules.ATTACHED, released_at=None)
    return held.exists()


def standing_of(incident: Incident, *, has_units: bool, at: datetime | None = None) -> rules.Standing:
    """The rungs of the incident in hand."""
    moment = at or now()
    if incident.closed_at is not None or not incident.grade:
        return rules.Standing()
    facts = rules.Waiting(
        grade=incident.grade,
        state=incident.state,
        has_units=has_units,
        waiting_since=incident.waiting_since or incident.assessed_at or incident.opened_at,
        first_contact_at=incident.first_contact_at,
        attend_by=incident.attend_by,
        touched_at=_touched_at(incident) if incident.grade == "R" else None,
        setting=rules.setting_of(incident.crs, str(incident.place.get("kind") or "")),
        is_recorded=bool(incident.crime_references),
    )
    return rules.standing(facts, moment, uk_day(moment))


def level_now(incident: Incident, *, has_units: bool) -> int:
    return standing_of(incident, has_units=has_units).level


def _touched_at(incident: Incident) -> datetime | None:
    """When a person last wrote in its log; what the clock writes touches nothing, nor that it was seen."""
    by_a_person = lines_of(incident.id, incident).filter(by_id__isnull=False).exclude(kind="rung")
    last: datetime | None = by_a_person.aggregate(last=Max("at"))["last"]
    return last


def on_the_ladder() -> list[tuple[Incident, rules.Standing]]:
    """Every open incident that stands on a rung, or did; for the clock."""
    graded = tuple(rules.ladder(uk_day(now())))
    open_ones = Incident.objects.filter(closed_at=None).filter(
        Q(grade__in=graded, state__in=rules.NOT_THERE) | Q(rung__gt=0)
    )
    found = open_ones.annotate(is_attended=Exists(_ATTACHED)).order_by("id")
    return [(each, standing_of(each, has_units=each.is_attended)) for each in found]


def recorded_rungs(keys: list[UUID]) -> set[OnRecord]:
    """Which rungs of these incidents are on record."""
    found = RungReached.objects.filter(incident_id__in=keys)
    return set(found.values_list("incident_id", "grade", "step", "counted_since"))


def reached(actor: Actor, *, all_of_them: bool = False) -> list[ReachedRow]:
    """What has reached this actor's role and is not silent for them; with `all_of_them` the silent as well."""
    level = heard_from(actor)
    found = _reached(actor).filter(rung__gte=level) if level else Incident.objects.none()
    rows = [_row(actor, each) for each in found.annotate(is_attended=Exists(_ATTACHED)).prefetch_related("seen")]
    rows.sort(key=lambda row: ("IPSRC".find(row.incident.grade), row.since, row.id))
    return [row for row in rows if all_of_them or not row.is_silent]


def reached_by_anybody(actor: Actor) -> list[ReachedRow]:
    """All that stands on a rung, whomever it has reached, of what the actor may see."""
    found = _reached(actor).annotate(is_attended=Exists(_ATTACHED)).prefetch_related("seen").order_by("id")
    return [_row(actor, each) for each in found]


def reached_page(actor: Actor, paging: Paging) -> Page[ReachedRow]:
    """All that stands on a rung, whomever it reached, of what the actor may see."""
    permit(actor, CanIncident.HEAR)
    found = _reached(actor).annotate(is_attended=Exists(_ATTACHED)).prefetch_related("seen")
    return page_of(found, ("id",), lambda each: _row(actor, each), paging)


def _reached(actor: Actor) -> QuerySet[Incident]:
    return visible_to(actor).filter(closed_at=None, rung__gt=0)


def _row(actor: Actor, incident: Incident) -> ReachedRow:
    stands = standing_of(incident, has_units=incident.is_attended)  # type: ignore[attr-defined]
    top = max(stands.reached, key=lambda due: (due.rung.level, due.at), default=None)
    begun = incident.waiting_since or incident.opened_at
    seen = sorted((each for each in incident.seen.all() if each.created_at >= begun), key=lambda each: each.id)
    return ReachedRow(
        incident=as_row(incident),
        level=incident.rung,
        reached=level_label(incident.rung),
        since=top.since if top else begun,
        words=rules.why_in_words(top) if top else "It reached them under its earlier grade",
        next_at=stands.next.at if stands.next else None,
        next_reaches=level_label(stands.next.rung.level) if stands.next else "",
        seen=tuple(Seen(by=each.by_name, at=each.created_at, silent_until=each.silent_until) for each in seen),
        is_silent=any(_silences(each, actor, incident) for each in seen),
    )


def _silences(seen: RungSeen, actor: Actor, incident: Incident) -> bool:
    return seen.by_id == actor.id and seen.level >= incident.rung and seen.silent_until > now()
