"""Recording a crime, and classifying it anew."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from lineside.crimes.commands.filing import next_reference, take_file
from lineside.crimes.commands.standing import offices_of, say_on_log, standing_of, take_crime
from lineside.crimes.events import CrimeReclassified, CrimeRecorded
from lineside.crimes.models import Classification, Crime
from lineside.crimes.permissions import CanCrime
from lineside.crimes.proposals import reason_of
from lineside.crimes.rules import (
    Choice,
    Item,
    Offence,
    Party,
    Report,
    check_classification,
    check_lateness,
    check_report,
    check_text,
)
from lineside.crimes.rules.changing import RECLASSIFY, Change, check_change, facts_of_classes
from lineside.incidents.commands import note_crime
from lineside.incidents.queries import incident as seen_incident
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken
from lineside.kernel.events import announce
from lineside.pole.commands import (
    link_location,
    link_person,
    link_thing,
    record_location,
    record_person,
    record_thing,
)
from lineside.pole.queries import LocationFacts, PersonFacts, Subject, ThingFacts


@command(needs=CanCrime.RECORD)
def record_crime(*, actor: Actor, incident_id: UUID, report: Report, seen_version: int | None = None) -> Crime:
    """Record a crime on an incident, with its people and things; the incident need no longer wait for it."""
    at = now()
    incident = seen_incident(actor, incident_id)
    offence = check_classification(report.choice, uk_day(at), report.committed_from)
    check_report(report, offence, at)
    is_late = check_lateness(first_report_at=incident.first_contact_at, recorded_at=at, late_reason=report.late_reason)
    take_file(incident_id, seen_version)
    crime = Crime(
        incident_id=incident_id,
        summary=report.summary.strip(),
        place_text=(report.place_text or incident.place_text).strip(),
        committed_from=report.committed_from,
        committed_to=report.committed_to,
        first_report_at=incident.first_contact_at,
        recorded_at=at,
        is_late=is_late,
        late_reason=report.late_reason.strip() if is_late else "",
        recorded_by_id=actor.id,
        recorded_by_name=actor.name[:200],
    )
    is_there = crime.place_text == incident.place_text
    _put_down_place(actor, crime, report.place or (incident.place if is_there else {}))
    for party in report.parties:
        with named(party.role, "parties"):
            _put_down_party(actor, crime, party)
    for item in report.items:
        with named(item.role, "items"):
            _put_down_item(actor, crime, item)
    crime.reference = next_reference(at)
    _classify(crime, offence, actor, reason_of(offence, incident.opening_code, uk_day(at)))
    _tell_incident(actor, crime, is_late=is_late)
    announce(CrimeRecorded(incident_id=incident_id, crime_id=crime.id, reference=crime.reference))
    return crime


@command(needs=CanCrime.RECLASSIFY)
def reclassify_crime(
    *,
    actor: Actor,
    crime_id: UUID,
    choice: Choice,
    reason: str,
    confirmed: Collection[str] = (),
    seen_version: int | None = None,
) -> Crime:
    """Give the crime another class, from the edition in force now; the earlier one stays in its history."""
    crime, at = take_crime(actor, crime_id, seen_version), now()
    if not reason.strip():
        raise RuleBroken("Say what showed that the classification was wrong.", "reason")
    check_text(reason, "reason")
    offence = check_classification(choice, uk_day(at), crime.committed_from)
    was = f"{crime.offence_class} {crime.offence_code}"
    if (was, crime.title) == (f"{offence.offence_class} {offence.code}", offence.title):
        raise RuleBroken("It is classified so already.", "offence_class")
    change = Change(what=RECLASSIFY, rationale=f"Reason: {reason.strip()}", confirmed=frozenset(confirmed))
    more = facts_of_classes(crime.offence_class, offence.offence_class, uk_day(at))
    check_change(change, standing_of(crime), at, offices_of(actor), more)
    _classify(crime, offence, actor, reason.strip())
    became = f"{crime.offence_class} {crime.offence_code}"
    say_on_log(actor, crime, f"Crime {crime.reference} reclassified from {was} to {became}: {reason.strip()}")
    announce(CrimeReclassified(incident_id=crime.incident_id, crime_id=crime.id, was=was, now=became))
    return crime


def _classify(crime: Crime, offence: Offence, actor: Actor, reason: str) -> None:
    crime.offence_code, crime.offence_class, crime.class_title = (
        offence.code,
        offence.offence_class,
        offence.class_title,
    )
    crime.title, crime.statute, crime.max_sentence = offence.title, offence.statute, offence.max_sentence
    crime.victim_or_state, crime.edition = offence.victim_or_state, offence.edition
    crime.save()
    Classification(
        crime=crime,
        offence_code=offence.code,
        offence_class=offence.offence_class,
        title=offence.title,
        statute=offence.statute,
        edition=offence.edition,
        reason=reason,
        by_id=actor.id,
        by_name=actor.name[:200],
    ).save()


@contextmanager
def named(role: str, field: str) -> Iterator[None]:
    """A refusal of the register, said of whom or what it is."""
    try:
        yield
    except RuleBroken as broken:
        raise RuleBroken(f"{role[:40].replace('_', ' ').capitalize()}: {broken.sentence}", field) from broken


def _put_down_place(actor: Actor, crime: Crime, place: dict[str, Any]) -> None:
    if crime.place_text:
        location = record_location(actor=actor, location=LocationFacts(name=crime.place_text, place=place))
        link_location(actor=actor, location_id=location.id, subject=Subject(kind="crime", id=crime.id, role="scene"))


def _put_down_party(actor: Actor, crime: Crime, party: Party) -> None:
    person_id = party.person_id
    if person_id is None:
        facts = PersonFacts(
            name=party.name,
            kind=party.kind,
            born_on=party.born_on,
            description=party.description,
            phones=(party.phone,) if party.phone.strip() else (),
            emails=(party.email,) if party.email.strip() else (),
        )
        person_id = record_person(actor=actor, person=facts).id
    link_person(actor=actor, person_id=person_id, subject=Subject(kind="crime", id=crime.id, role=party.role))


def _put_down_item(actor: Actor, crime: Crime, item: Item) -> None:
    facts = ThingFacts(kind=item.kind, description=item.description, mark=item.mark, value_pence=item.value_pence)
    thing = record_thing(actor=actor, thing=facts)
    link_thing(actor=actor, thing_id=thing.id, subject=Subject(kind="crime", id=crime.id, role=item.role))


def _tell_incident(actor: Actor, crime: Crime, *, is_late: bool) -> None:
    late = f" Late: {crime.late_reason}" if is_late else ""
    text = f"Crime {crime.reference} recorded: {crime.offence_class} {crime.offence_code} {crime.title}.{late}"
    note_crime(actor=actor, incident_id=crime.incident_id, reference=crime.reference, text=text[:8000])
