"""Every change of a referral: sent, received, accepted, returned, sent again, shared with another agency."""

from uuid import UUID

from django.conf import settings

from lineside.contacts.queries import contact
from lineside.incidents.commands import add_log_entry, hold_closing, release_hold
from lineside.incidents.permissions import CanIncident
from lineside.incidents.queries import incident
from lineside.kernel.actors import Actor, system_actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken
from lineside.kernel.events import announce
from lineside.kernel.keys import uuid7
from lineside.kernel.models import locked
from lineside.safeguarding import rules
from lineside.safeguarding.events import ReferralChanged
from lineside.safeguarding.models import Referral, ReferralStep, Share
from lineside.safeguarding.permissions import CanSafeguard
from lineside.safeguarding.queries import may_read
from lineside.safeguarding.rules import ReferralFacts

__all__ = [
    "ReferralFacts",
    "accept_referral",
    "acknowledge_referral",
    "acknowledge_share",
    "refer",
    "return_referral",
    "send_referral_again",
    "share_referral",
]
# The log and its closing are written in the name of the room, which has the rights for that and no others.
WRITER = system_actor("safeguarding", CanIncident.LOG, CanIncident.HOLD, CanIncident.VIEW, CanIncident.VIEW_RESTRICTED)


@command(needs=CanSafeguard.REFER)
def refer(
    *, actor: Actor, content: ReferralFacts, contact_id: UUID | None = None, incident_id: UUID | None = None
) -> Referral:
    """`content` stays out of the trail: who is named and what was seen is for the unit, not for who reads the trail."""
    if (contact_id is None) == (incident_id is None):
        raise RuleBroken("A referral is made from one contact or from one incident.")
    if contact_id:
        contact(contact_id, actor)
    elif incident_id:
        incident(actor, incident_id)
    key, at, on = uuid7(), now(), uk_day(now())
    facts = rules.check_referral(content, on)
    row = Referral(
        id=key,
        reference=f"SG-{key.hex[-8:].upper()}",
        contact_id=contact_id,
        incident_id=incident_id,
        tables_on=on,
        due_at=rules.answer_by(facts.urgency, at, on),
        by_id=actor.id,
        by_name=actor.name,
    )
    _write(row, facts)
    row.save()
    return _stepped(row, actor, f"{facts.seen}\n{facts.basis_words}".strip())


@command(needs=CanSafeguard.REFER)
def send_referral_again(
    *, actor: Actor, referral_id: UUID, content: ReferralFacts, seen_version: int | None = None
) -> Referral:
    """What the unit missed is put right; the first words stay in the steps."""
    row = _locked(actor, referral_id, seen_version)
    rules.check_step(row.state, rules.SENT, by_referrer=False)
    on = uk_day(now())
    facts = rules.check_referral(content, on)
    _write(row, facts)
    row.tables_on, row.due_at = on, rules.answer_by(facts.urgency, now(), on)
    row.state, row.words = rules.SENT, ""
    row.save()
    return _stepped(row, actor, f"{facts.seen}\n{facts.basis_words}".strip())


@command(needs=CanSafeguard.WORK)
def acknowledge_referral(*, actor: Actor, referral_id: UUID, seen_version: int | None = None) -> Referral:
    """Somebody of the unit has it."""
    return _worked(actor, referral_id, seen_version, rules.RECEIVED, "")


@command(needs=CanSafeguard.WORK)
def accept_referral(*, actor: Actor, referral_id: UUID, words: str, seen_version: int | None = None) -> Referral:
    """The unit takes it on, and says what it does."""
    return _worked(actor, referral_id, seen_version, rules.ACCEPTED, rules.check_reason(words))


@command(needs=CanSafeguard.WORK)
def return_referral(*, actor: Actor, referral_id: UUID, words: str, seen_version: int | None = None) -> Referral:
    """It cannot be worked as it is, or is somebody else's; who referred is told why."""
    return _worked(actor, referral_id, seen_version, rules.RETURNED, rules.check_reason(words))


@command(needs=CanSafeguard.WORK)
def share_referral(*, actor: Actor, referral_id: UUID, agency: str, seen_version: int | None = None) -> Share:
    """Another agency is to be told: its document, by its own names, as it goes."""
    row = _locked(actor, referral_id, seen_version)
    if row.state != rules.ACCEPTED:
        raise RuleBroken("Accept the referral first; only the unit that has it tells other agencies.", "agency")
    if Share.objects.filter(referral=row, agency=agency).exists():
        raise RuleBroken("That agency has been told of this referral already.", "agency")
    document = rules.document(agency, _told(row), row.tables_on)
    share = Share(referral=row, agency=agency, document=document, by_name=actor.name)
    share.save()
    announce(ReferralChanged(referral_id=row.id, state=row.state))
    return share


@command(needs=CanSafeguard.WORK)
def acknowledge_share(*, actor: Actor, share_id: UUID, their_reference: str, seen_version: int | None = None) -> Share:
    """The agency said that it has it, under its own reference; until then it does not count as told."""
    share = locked(Share, share_id, seen_version, sees=lambda each: may_read(actor, each.referral))
    if share.acknowledged_at:
        raise RuleBroken("What the agency answered is on record already.")
    kept = " ".join(their_reference.split())[:80]
    if not kept:
        raise RuleBroken("Give the agency's own reference, or the name of who took it and when.", "their_reference")
    share.their_reference, share.acknowledged_at, share.acknowledged_by = kept, now(), actor.name
    share.save()
    announce(ReferralChanged(referral_id=share.referral_id, state=share.referral.state))
    return share


def _locked(actor: Actor, referral_id: UUID, seen_version: int | None) -> Referral:
    return locked(Referral, referral_id, seen_version, sees=lambda each: may_read(actor, each))


def _worked(actor: Actor, referral_id: UUID, seen_version: int | None, to: str, words: str) -> Referral:
    row = _locked(actor, referral_id, seen_version)
    rules.check_step(row.state, to, by_referrer=row.by_id is not None and row.by_id == actor.id)
    row.state, row.unit_name, row.words = to, actor.name, words
    row.save()
    return _stepped(row, actor, words)


def _write(row: Referral, facts: ReferralFacts) -> None:
    for name in ReferralFacts.__slots__:
        setattr(row, name, getattr(facts, name))


def _stepped(row: Referral, actor: Actor, words: str) -> Referral:
    ReferralStep(referral=row, state=row.state, words=words, by_name=actor.name).save()
    if row.incident_id:
        _write_in_log(row)
    announce(ReferralChanged(referral_id=row.id, state=row.state))
    return row


def _write_in_log(row: Referral) -> None:
    """The log says that there is a referral and how it stands; never of whom, nor what was seen."""
    assert row.incident_id  # noqa: S101 - only one from a log is written there
    kind = rules.label_of("kinds", row.kind, row.tables_on)
    text = f"Safeguarding referral {row.reference} ({kind}): {rules.STATES[row.state]}"
    add_log_entry(actor=WRITER, incident_id=row.incident_id, text=text, kind="safeguarding", source="safeguarding")
    others = Referral.objects.filter(incident_id=row.incident_id).exclude(state=rules.ACCEPTED)
    if row.state == rules.ACCEPTED and not others.exists():
        reason = f"{row.reference} accepted by {row.unit_name}."
        release_hold(actor=WRITER, incident_id=row.incident_id, kind=rules.HOLD, reason=reason)
    elif row.state == rules.SENT and incident(WRITER, row.incident_id).closed_at is None:
        why, how = "a safeguarding referral has not been accepted", "the safeguarding unit, which accepts it"
        hold_closing(actor=WRITER, incident_id=row.incident_id, kind=rules.HOLD, why=why, released_how=how)


def _told(row: Referral) -> dict[str, str]:
    """The facts of a referral, by our names, in words."""
    codes = {"kind": "kinds", "urgency": "urgencies", "basis": "bases"}
    worded = {name: rules.label_of(among, getattr(row, name), row.tables_on) for name, among in codes.items()}
    plain = {name: str(getattr(row, name)) for name in ("reference", "subject", "seen", "basis_words", "by_name")}
    return {**worded, **plain, "force": settings.FORCE, "at": row.created_at.isoformat()}
