"""The named decision by which a line may come back although somebody is not clear: two persons, one a supervisor."""

from uuid import UUID

from lineside.kernel.actors import Actor
from lineside.kernel.clock import now
from lineside.kernel.commands import command
from lineside.kernel.errors import NotFound, RuleBroken
from lineside.people.queries import check_is_person, is_second_to
from lineside.protection import rules
from lineside.protection.commands.writing import begin, changed
from lineside.protection.models import LineProtection, PartyStanding, RiskDecision
from lineside.protection.permissions import CanProtect
from lineside.protection.queries.parties import parties_of, words_of

ASKED, DECLINED = "asked", "declined"
SECOND = "A second person of supervisor rank decides: not who asked, and both by the accounts of their staff records."


@command(needs=CanProtect.WORK)
def ask_to_accept_risk(*, actor: Actor, protection_id: UUID, why: str, seen_version: int | None = None) -> RiskDecision:
    """Ask a supervisor to accept it for those who are not clear now; nobody who is listed later is covered by it."""
    check_is_person(actor)
    reason = rules.said(
        why, "why", rules.LONGEST_WORDS, "Say why the line should come back although not all are clear."
    )
    row = begin(actor, protection_id, f"{actor.name} asks that the risk is accepted: {reason}", seen_version)
    if row.state not in rules.OPEN or not row.protects:
        raise RuleBroken("This protection is not in force; there is no risk to accept.")
    if row.risks.filter(state=ASKED).exists():
        raise RuleBroken("This is asked already and waits for a supervisor.")
    owed = [each for each in parties_of(row) if not each.is_settled]
    misses = row.person not in rules.PERSON_SETTLED
    if not owed and not misses:
        raise RuleBroken("Everybody is clear and the person accounted for; ask for the restore.")
    risk = RiskDecision(
        protection=row,
        parties=[str(each.id) for each in owed],
        signs=rules.not_clear(words_of(owed)),
        covers_person=misses,
        why=reason,
        asked_by_id=actor.id,
        asked_by=actor.name,
    )
    risk.save()
    changed(row)
    return risk


@command(needs=CanProtect.ACCEPT_RISK)
def accept_risk(*, actor: Actor, risk_id: UUID, seen_protection: int | None = None) -> RiskDecision:
    """The second person accepts it, by name, for exactly those whom it was asked for, as it stands."""
    row, risk = _asked(actor, risk_id, "the risk is ACCEPTED", seen=seen_protection)
    risk.state = rules.ACCEPTED
    _decide(actor, risk)
    at = now()
    standings = {each.party_id: each for each in PartyStanding.objects.filter(protection=row)}
    for party in parties_of(row):
        if str(party.id) in risk.parties and not party.is_settled:
            standing = standings.get(party.id) or PartyStanding(protection=row, party_id=party.id)
            standing.word, standing.said_by = rules.ACCEPTED, f"{risk.asked_by}, {actor.name}"[:120]
            standing.word_at, standing.word_to = at, actor.name
            standing.save()
    if risk.covers_person and row.person not in rules.PERSON_SETTLED:
        row.person, row.person_says, row.person_at, row.person_by = rules.ACCEPTED, risk.why, at, actor.name
    changed(row)
    return risk


@command(needs=CanProtect.ACCEPT_RISK)
def decline_risk(*, actor: Actor, risk_id: UUID, why: str, seen_protection: int | None = None) -> RiskDecision:
    reason = rules.said(why, "why", rules.LONGEST_WORDS, "Say why it is not accepted.")
    row, risk = _asked(actor, risk_id, "the risk is NOT accepted", reason, seen_protection)
    risk.state, risk.declined_why = DECLINED, reason
    _decide(actor, risk)
    changed(row)
    return risk


def _asked(
    actor: Actor, risk_id: UUID, text: str, reason: str = "", seen: int | None = None
) -> tuple[LineProtection, RiskDecision]:
    """The decision that waits, with the lock of its log and protection, for who may be the second."""
    found = RiskDecision.objects.filter(id=risk_id).first()
    if found is None:
        raise NotFound("There is no such risk decision.")
    for_whom = ", ".join([*found.signs, *(["the person on the line"] if found.covers_person else [])])
    words = f"{text} for {for_whom}, by {actor.name}; asked by {found.asked_by}: {reason or found.why}"
    row = begin(actor, found.protection_id, words, seen)
    risk = RiskDecision.objects.select_for_update().get(id=risk_id)
    if risk.state != ASKED or row.state not in rules.OPEN:
        raise RuleBroken("This does not wait for a decision any more.")
    if not is_second_to(actor, risk.asked_by_id):
        raise RuleBroken(SECOND)
    return row, risk


def _decide(actor: Actor, risk: RiskDecision) -> None:
    risk.decided_by_id, risk.decided_by, risk.decided_at = actor.id, actor.name, now()
    risk.save()
