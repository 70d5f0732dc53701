"""Who was told of it, who has said that all their persons are clear, and whether somebody is missing on the line."""

from uuid import UUID

from lineside.kernel.actors import Actor
from lineside.kernel.clock import now
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken, Stale
from lineside.protection import rules
from lineside.protection.commands.writing import changed, open_on, unsay
from lineside.protection.models import LineProtection, PartyStanding
from lineside.protection.permissions import CanProtect
from lineside.protection.queries.parties import PartyWordRow, parties_of, words_version

NONE_OPEN = "No line protection is open on this log."
SAID_SINCE = "Something was said of this line protection since you looked; look at it and send yours again."


@command(needs=CanProtect.WORK)
def record_told(*, actor: Actor, incident_id: UUID, sign: str, is_acknowledged: bool = True) -> int:
    """A party was told of every open protection of the log, and said that it heard; the number of protections.

    Who hears that the line is protected may go on it, so a yes that it said before does not stand any more.
    """
    name = _sign(sign)
    heard = "told of the line protection, and acknowledges" if is_acknowledged else "told of the line protection"
    found = open_on(actor, incident_id, f"{name} {heard}.")
    for row, party in _of(found, name):
        standing = _standing(row, party)
        standing.told_at, standing.told_by = standing.told_at or now(), standing.told_by or actor.name
        if is_acknowledged and standing.acknowledged_at is None:
            standing.acknowledged_at = now()
        if standing.word in rules.SETTLED:
            unsay(standing)
        standing.save()
    return _news(found)


@command(needs=CanProtect.WORK)
def record_word(
    *, actor: Actor, incident_id: UUID, sign: str, word: str, said_by: str, seen_words: int | None = None
) -> int:
    """A party says, for every open protection of the log, that all its persons are clear of the line, or are not.

    A later no takes an earlier yes, or an accepted risk, away. A yes stands for what whoever records it has seen; a no
    is taken whatever they saw.
    """
    name, who = _sign(sign), rules.said(said_by, "said_by", rules.LONGEST_NAME)
    rules.check_word(word, who)
    says = "all persons clear of the line" if word == rules.YES else "NOT all persons clear of the line"
    found = open_on(actor, incident_id, f"{name}: {says}, says {who}.")
    if word == rules.YES:
        _check_seen(incident_id, seen_words)
    for row, party in _of(found, name):
        standing = _standing(row, party)
        standing.word, standing.said_by, standing.word_at, standing.word_to = word, who, now(), actor.name
        standing.save()
    return _news(found)


@command(needs=CanProtect.WORK)
def record_person(*, actor: Actor, incident_id: UUID, person: str, says: str, seen_words: int | None = None) -> int:
    """Whether somebody is missing on the line: found, nobody was there, or missing; and who knows it, and how.

    That somebody is missing is taken whatever was seen before.
    """
    words = rules.said(says, "says", rules.LONGEST_WORDS)
    rules.check_person(person, words)
    found = open_on(actor, incident_id, f"Person on the line: {rules.PERSON[person]}. {words}")
    if not found:
        raise RuleBroken(NONE_OPEN)
    if person != rules.MISSING:
        _check_seen(incident_id, seen_words)
    for row in found:
        row.person, row.person_says, row.person_at, row.person_by = person, words, now(), actor.name
    return _news(found)


def _check_seen(incident_id: UUID, seen: int | None) -> None:
    """Power must not come back on a word that was given before another took it away. The log's lock is held."""
    if seen is not None and seen != words_version(incident_id):
        raise Stale(SAID_SINCE)


def _sign(sign: str) -> str:
    name = sign.strip().upper()[:12]
    if not name:
        raise RuleBroken("Name the unit or agency.", "sign")
    return name


def _of(found: list[LineProtection], sign: str) -> list[tuple[LineProtection, PartyWordRow]]:
    """The party of that sign, of each protection to which it is one, for each time that it was listed."""
    if not found:
        raise RuleBroken(NONE_OPEN)
    named = [(row, party) for row in found for party in parties_of(row) if party.sign == sign]
    if not named:
        known = ", ".join(dict.fromkeys(party.sign for row in found for party in parties_of(row))) or "nobody"
        raise RuleBroken(f"{sign} is no party to the line protection of this log; listed are: {known}.", "sign")
    return named


def _standing(row: LineProtection, party: PartyWordRow) -> PartyStanding:
    found = PartyStanding.objects.filter(protection=row, party_id=party.id).first()
    return found or PartyStanding(protection=row, party_id=party.id)


def _news(found: list[LineProtection]) -> int:
    for row in found:
        changed(row)
    return len(found)
