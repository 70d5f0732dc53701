"""A crime is recorded or classified anew, something happens in its case: the clocks of its victims begin."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from lineside.contacts.commands import one_at_a_time
from lineside.crimes.permissions import CanCrime
from lineside.crimes.queries import CrimeRow, crime, recent_of
from lineside.crimes.queries.finals import classified, nation_of_crime
from lineside.incidents.queries import incident as seen_incident
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken
from lineside.kernel.keys import uuid7
from lineside.pole.commands import link_person, record_person
from lineside.pole.queries import VICTIM, PersonFacts, PersonRow, Subject, linked_to, people, people_known_by
from lineside.victims.commands.before import await_news, await_told
from lineside.victims.commands.keeping import bring_nearer, changed, note, open_duties, owe_step, victim_of
from lineside.victims.models import Step, Victim
from lineside.victims.permissions import CanVictim
from lineside.victims.queries import READER, READS_OPEN, WHY
from lineside.victims.rules import said
from lineside.victims.rules.clocks import check_step
from lineside.victims.rules.standing import (
    BEREAVED,
    BUSINESS,
    STANDINGS,
    Added,
    bases_by_sign,
    check_added,
    repeat_words,
    standing_of,
    window,
)
from lineside.victims.rules.tables import REGIMES, label_of, table

RECORDED = "recorded"


@command(needs=CanVictim.WATCH)
def open_care(*, actor: Actor, crime_id: UUID) -> int:  # noqa: ARG001 - the audit line names the actor
    """Every victim of a recorded crime has their clocks, once, whatever desk recorded it; how many were new."""
    one_at_a_time(f"victims of {crime_id}")
    row = crime(READER, crime_id)
    links = linked_to(READER, "crime", crime_id, WHY)
    wanted = [link.person_id for link in links if link.role == VICTIM and link.person_id]
    known = set(Victim.objects.filter(crime_id=crime_id).values_list("person_id", flat=True))
    found = people(READER, [key for key in wanted if key not in known], WHY)
    for person in found:
        _begin(row, person, standing_of(person.kind, person.born_on, uk_day(now())))
    return len(found)


@command(needs=CanVictim.WATCH)
def classify_anew(*, actor: Actor, crime_id: UUID, was: str, became: str) -> int:  # noqa: ARG001 - as above
    """Another class may be among the most serious: its victims are told, and their needs are assessed anew."""
    row = crime(READER, crime_id)
    if was == became:
        return 0  # flags were set, and nobody is told of that
    key, reason = classified(READER, crime_id, became)
    why = f"From {was} to {became}. {reason}"[:500]
    found = list(Victim.objects.select_for_update().filter(crime_id=crime_id).order_by("id"))
    for each in found:
        was_enhanced = each.is_enhanced
        _weigh(each, row)
        if each.is_enhanced and not was_enhanced:
            bring_nearer(each)
        open_duties(each, "reclassified", f"class {key or became}"[:60], now(), step_words=why)
        changed(each)
    return len(found)


@command(needs=CanVictim.STEP)
def record_step(*, actor: Actor, crime_id: UUID, step: str, at: datetime, words: str = "") -> Step:
    """Something happened in the case: every victim of it is owed to be told. The same step is recorded once."""
    one_at_a_time(f"victims of {crime_id}")
    row = crime(actor.also(CanCrime.VIEW), crime_id)
    report_at = seen_incident(actor, row.incident_id).first_contact_at
    kept = check_step(step, words, at, now(), report_at)
    if known := Step.objects.filter(crime_id=crime_id, code=step, at=at).first():
        return known
    made = Step(crime_id=crime_id, code=step, words=kept, at=at, by_name=actor.name[:200])
    made.save()
    for each in Victim.objects.select_for_update().filter(crime_id=crime_id).order_by("id"):
        owe_step(each, made)
        await_news(each, step)
        note(each, actor, "step", f"{label_of('steps', step, uk_day(now()))}. {kept}".strip())
        changed(each)
    return made


@command(needs=CanVictim.CARE)
def add_victim(*, actor: Actor, crime_id: UUID, added: Added) -> Victim:
    """A bereaved relative, or a witness who was harmed by what they saw: a victim whom the record does not name."""
    one_at_a_time(f"victims of {crime_id}")  # a step that is recorded meanwhile is owed to this one too
    row = crime(actor, crime_id)
    why = check_added(added)
    facts = PersonFacts(
        name=added.name,
        born_on=added.born_on,
        phones=(added.phone,) if added.phone else (),
        emails=(added.email,) if added.email else (),
    )
    made = record_person(actor=actor, person=facts)
    link_person(actor=actor, person_id=made.id, subject=Subject(kind="crime", id=crime_id, role="involved"))
    [person] = people(READER, [made.id], WHY)
    stands = standing_of(person.kind, person.born_on, uk_day(now()))
    victim = _begin(row, person, BEREAVED if added.standing == BEREAVED else stands)
    note(victim, actor, "added", why)
    return victim


@command(needs=CanVictim.CARE)
def correct_victim(
    *, actor: Actor, victim_id: UUID, standing: str, regime: str, words: str, seen_version: int | None = None
) -> Victim:
    """Age, loss or place were not as the record had them: what is owed besides is opened, and nothing is taken back."""
    row = victim_of(actor, victim_id, seen_version)
    if standing not in STANDINGS or (standing == BUSINESS) != (row.standing == BUSINESS):
        raise RuleBroken("Say what they are before the Code: a person does not become a business.", "standing")
    if regime not in REGIMES:
        raise RuleBroken("Say which Code it is; choose from the list.", "regime")
    why = said(words, "words", "Say what showed it.")
    row.standing, row.regime = standing, regime
    _weigh(row, crime(READER, row.crime_id))
    if row.is_enhanced:
        bring_nearer(row)
    open_duties(row, RECORDED, RECORDED, now())
    await_told(row)
    note(row, actor, "corrected", f"{STANDINGS[standing]}, {REGIMES[regime]}: {why}")
    return changed(row)


def _begin(row: CrimeRow, person: PersonRow, standing: str) -> Victim:
    at, key = now(), uuid7()
    happened = seen_incident(READER, row.incident_id)
    victim = Victim(
        id=key,
        reference=f"V-{key.hex[-8:].upper()}",
        crime_id=row.id,
        incident_id=row.incident_id,
        person_id=person.id,
        crime_reference=row.reference,
        name=person.name[:200],
        standing=standing,
        regime=nation_of_crime(READER, row.id),
        edition=table("rights", uk_day(at)).edition,
        report_at=happened.first_contact_at,
    )
    _weigh(victim, row)
    frame = window(uk_day(at))
    victim.repeat_words = repeat_words(earlier := _earlier(person, row), frame)
    victim.repeat_count, victim.repeat_edition = len(earlier), frame.edition
    victim.save()
    if not row.origin:  # what an old system owed its victims began and ended there
        open_duties(victim, RECORDED, RECORDED, row.recorded_at)
    for step in Step.objects.filter(crime_id=row.id).order_by("id"):
        owe_step(victim, step)
    await_told(victim)
    return changed(victim)


def _weigh(victim: Victim, row: CrimeRow) -> None:
    """The signs of the record add bases; they take none away that a person has put there."""
    signs = bases_by_sign(victim.standing, row.offence_class, _opening_code(row), uk_day(now()))
    more = [code for code in signs if code not in victim.bases]
    victim.bases = [*victim.bases, *more]
    if more and not victim.is_enhanced and not victim.declines_enhanced:
        victim.is_enhanced = victim.by_sign = True


def _opening_code(row: CrimeRow) -> str:
    return seen_incident(READER, row.incident_id).opening_code


def _earlier(person: PersonRow, row: CrimeRow) -> Sequence[str]:
    """References of crimes against them in the window: by this record, and by any with the same number or address."""
    same = {person.id: person}
    for value in person.identifiers:
        kind = "email" if "@" in value else "phone"
        same |= {each.id: each for each in people_known_by(READER, kind, value, WHY)}
    against = {
        part.id for each in same.values() for part in each.parts if part.kind == "crime" and part.role == VICTIM
    } - {row.id}
    since = now() - timedelta(days=window(uk_day(now())).days)
    # Of a restricted log nobody else is to learn that it exists, not by a count either.
    return [each.reference for each in recent_of(READS_OPEN, against, since)]
