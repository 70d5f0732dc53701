"""Opening an incident, its place, and who owns it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from lineside.incidents import rules
from lineside.incidents.commands.grading import attend_by, give_grade
from lineside.incidents.commands.holds import BY_THE_RECORDER, CRIME_OWED
from lineside.incidents.commands.log import save_with_line, write_line
from lineside.incidents.commands.passing import end_offer
from lineside.incidents.events import IncidentChanged, IncidentOpened
from lineside.incidents.models import ClosingHold, Incident
from lineside.incidents.permissions import CanIncident
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command, permit
from lineside.kernel.errors import RuleBroken
from lineside.kernel.events import announce
from lineside.kernel.keys import uuid7
from lineside.kernel.models import locked

OPENED_WITH = ("opening_codes", "nsir_categories", "nsir_qualifiers")
_NEXT = """
INSERT INTO incidents_daycount (id, version, created_at, day, last) VALUES (%s, 0, now(), %s, 1)
ON CONFLICT (day) DO UPDATE SET last = incidents_daycount.last + 1 RETURNING last
"""


@command(needs=CanIncident.OPEN)
def open_incident(*, actor: Actor, opening: rules.Opening, grading: rules.Grading | None = None) -> Incident:
    """Open an incident and its log, graded at once when it was assessed.

    A type that suggests a notifiable crime holds closing until that is decided, and so do words that tell one.
    """
    at = now()
    today = uk_day(at)
    code = rules.check_opening(opening, today)
    rules.check_crime_bar(opening, today)
    bar = rules.crime_bar(opening, today)
    first = rules.check_event_time(opening.first_contact_at, at) if opening.first_contact_at else at
    incident = _incident(actor, opening, code, first, at)
    write_line(actor, incident, f"Opened: {opening.summary.strip()}", kind="opened", event_at=first)
    if opening.is_exercise:
        write_line(actor, incident, rules.EXERCISE_LINE, kind="exercise")
    if bar.line:
        write_line(actor, incident, bar.line, kind=rules.CRIME_BAR)
    announce(IncidentOpened(incident_id=incident.id, opening_code=incident.opening_code))
    if grading:
        permit(actor, CanIncident.GRADE)
        give_grade(actor, incident, grading)
    # The day's serial is taken last: its row is locked until commit, and nobody should wait longer than that.
    incident.serial = _next_serial(today)
    incident.reference = f"{_prefix()}-{today:%Y%m%d}-{incident.serial:04d}"
    incident.save()
    if bar.is_owed:
        # New as it is, nothing can hold it yet, and IncidentOpened tells the recorders' worklist.
        ClosingHold(
            incident=incident,
            kind=rules.CRIME_DECISION,
            why=CRIME_OWED,
            released_how=BY_THE_RECORDER,
            placed_by=actor.name,
        ).save()
    return incident


@command(needs=CanIncident.LOCATE)
def relocate_incident(
    *, actor: Actor, incident_id: UUID, place_text: str, place: dict[str, Any], place_status: str, seen_version: int
) -> Incident:
    """Give the incident another place, with the reading that was chosen."""
    rules.check_place(place, place_status)
    incident = locked(Incident, incident_id, seen_version)
    for name, value in _place_facts(place_text, place).items():
        setattr(incident, name, value)
    incident.place_status = place_status
    if graded := rules.grades(uk_day(now())).get(incident.grade):
        incident.attend_by = attend_by(incident, graded)
    entry = write_line(actor, incident, f"Place ({place_status}): {incident.place_text}", kind="place")
    save_with_line(incident, entry, "place_status", "attend_by", *_place_facts(place_text, place))
    announce(IncidentChanged(incident_id=incident.id, what="place"))
    return incident


@command(needs=CanIncident.OPEN)
def mark_exercise(*, actor: Actor, incident_id: UUID, seen_version: int | None = None) -> Incident:
    """The log is an exercise from here on; there is no way back, or an exercise could be passed off as real."""
    incident = locked(Incident, incident_id, seen_version)
    if incident.is_exercise:
        raise RuleBroken(f"{incident} is marked as an exercise already.")
    incident.is_exercise = True
    save_with_line(incident, write_line(actor, incident, rules.EXERCISE_LINE, kind="exercise"), "is_exercise")
    announce(IncidentChanged(incident_id=incident.id, what="exercise"))
    return incident


@command(needs=CanIncident.OWN)
def take_ownership(*, actor: Actor, incident_id: UUID, desk: str, seen_version: int | None = None) -> Incident:
    """Make the one who asks the named owner, at one desk (control_room.md c.2 guard 5)."""
    incident = locked(Incident, incident_id, seen_version)
    was = incident.owner_name or incident.desk or "nobody"
    end_offer(actor, incident)
    incident.owner_id, incident.owner_name, incident.desk = actor.id, actor.name, desk or incident.desk
    if incident.state == "graded":
        incident.state = "queued"
    entry = write_line(actor, incident, f"Owned by {actor.name} at {incident.desk} (was {was}).", kind="owner")
    save_with_line(incident, entry, "owner_id", "owner_name", "desk", "state")
    announce(IncidentChanged(incident_id=incident.id, what="owner"))
    return incident


def _incident(actor: Actor, opening: rules.Opening, code: dict[str, Any], first: datetime, at: datetime) -> Incident:
    today = uk_day(at)
    return Incident(
        opened_on=today,
        opening_code=opening.opening_code,
        nsir_category=code["nsir"],
        qualifiers=list(opening.qualifiers),
        editions={name: rules.edition_of(name, today) for name in OPENED_WITH},
        first_contact_at=first,
        opened_at=at,
        is_happening_now=opening.is_happening_now,
        is_restricted=opening.is_restricted,
        is_exercise=opening.is_exercise,
        summary=opening.summary.strip(),
        place_status=opening.place_status,
        informant_name=opening.informant_name[:200],
        informant_number=opening.informant_number[:60],
        desk=opening.desk,
        owner_id=actor.id,
        owner_name=actor.name,
        opened_by_id=actor.id,
        opened_by_name=actor.name,
        **{**_place_facts(opening.place_text, opening.place), **_given(headcode=opening.headcode, area=opening.area)},
    )


def _given(**facts: str) -> dict[str, str]:
    return {name: value for name, value in facts.items() if value}


def _place_facts(text: str, place: dict[str, Any]) -> dict[str, Any]:
    return {
        "place_text": (place.get("name") or text)[:300],
        "place": place,
        "lat": place.get("lat"),
        "lon": place.get("lon"),
        "crs": place.get("crs") or "",
        "headcode": (place.get("headcode") or "")[:8],
        "area": (place.get("area") or "")[:10],
    }


def _next_serial(day: date) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [uuid7(), day])
        return int(cursor.fetchone()[0])


def _prefix() -> str:
    return str(settings.FORCE_PREFIX)
