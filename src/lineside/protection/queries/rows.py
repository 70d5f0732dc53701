"""Protections as the register, the log and the bar of every desk show them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from lineside.incidents.permissions import CanIncident
from lineside.incidents.queries import visible_to
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now
from lineside.kernel.commands import permit
from lineside.kernel.errors import NotFound
from lineside.kernel.paging import Page, Paging, page_of
from lineside.protection import rules
from lineside.protection.models import LineProtection, RiskDecision
from lineside.protection.permissions import CanProtect
from lineside.protection.queries.parties import PartyWordRow, parties_of, words_of

RECENT = timedelta(hours=24)
MOST_RECENT = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskRow:
    """A decision on a risk: who asks and why, for whom, and who decided."""

    id: UUID
    state: str
    why: str
    signs: list[str]
    covers_person: bool
    asked_by: str
    created_at: datetime
    decided_by: str
    decided_at: datetime | None
    declined_why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectionRow:
    """One protection with its parties, and what a restore waits for."""

    id: UUID
    version: int
    incident_id: UUID
    reference: str
    area: str
    is_restricted: bool
    number: int
    level: rules.Level
    state: str
    section: str
    reason: str
    nature: str
    elr: str
    limits: str
    lines: str
    location: str
    access: str
    requested_by: str
    requested_at: datetime
    confirm_by: datetime
    given_by: str
    given_role: str
    confirmed_at: datetime | None
    control_reference: str
    confirmed_to: str
    person: str
    person_says: str
    person_at: datetime | None
    person_by: str
    restore_requested_by: str
    restore_requested_at: datetime | None
    restored_by: str
    restored_role: str
    restored_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_why: str
    parties: list[PartyWordRow]
    risks: list[RiskRow]
    waits: list[str]

    @property
    def level_code(self) -> str:
        return self.level.code

    @property
    def level_label(self) -> str:
        return self.level.label

    @property
    def never(self) -> str:
        return self.level.never

    @property
    def state_label(self) -> str:
        return rules.STATES[self.state]

    @property
    def person_label(self) -> str:
        return rules.PERSON[self.person]

    @property
    def reason_label(self) -> str:
        return rules.reason_label(self.reason)

    @property
    def is_open(self) -> bool:
        return self.state in rules.OPEN

    @property
    def is_late(self) -> bool:
        return rules.is_late(self.state, self.confirm_by, now())

    @property
    def must_stop(self) -> bool:
        """The restore was asked for, and since then somebody is not clear."""
        return self.state == rules.RESTORE_ASKED and bool(self.waits)

    @property
    def asked_risk(self) -> RiskRow | None:
        return next((each for each in self.risks if each.state == "asked"), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """What every desk shows while a protection is open: how many, the gravest level, since when, what is overdue."""

    count: int
    level: rules.Level | None = None
    oldest: datetime | None = None
    confirm_by: datetime | None = None
    confirm_since: datetime | None = None
    must_stop: int = 0


def bar() -> Bar:
    """Of every log, also of those that a reader may not see: it names no place and nobody."""
    found = list(_whole(LineProtection.objects.filter(state__in=rules.OPEN, protects=True)))
    if not found:
        return Bar(count=0)
    gravest = max((rules.level_of(each.level, each.edition) for each in found), key=lambda level: level.rank)
    waiting = min(
        (each for each in found if each.state == rules.REQUESTED), key=lambda row: row.confirm_by, default=None
    )
    stops = sum(bool(_waits(each, parties_of(each))) for each in found if each.state == rules.RESTORE_ASKED)
    return Bar(
        count=len(found),
        level=gravest,
        oldest=min(each.requested_at for each in found),
        confirm_by=waiting.confirm_by if waiting else None,
        confirm_since=waiting.requested_at if waiting else None,
        must_stop=stops,
    )


def register(actor: Actor) -> list[ProtectionRow]:
    """All that are open, the gravest level first, then the oldest; then those that ended lately, the newest first."""
    if not actor.may(CanIncident.VIEW):
        return []
    seen = _seen(actor)
    rows = [row_of(each) for each in _whole(seen.filter(state__in=rules.OPEN))]
    return sorted(rows, key=lambda row: (-row.level.rank, row.requested_at)) + recent(actor)


def recent(actor: Actor) -> list[ProtectionRow]:
    since = now() - RECENT
    ended = _seen(actor).filter(
        Q(restored_at__gte=since) | Q(withdrawn_at__gte=since) | Q(state=rules.TOLD, confirmed_at__gte=since)
    )
    return [row_of(each) for each in _whole(ended).order_by("-requested_at")[:MOST_RECENT]]


def page(actor: Actor, paging: Paging) -> Page[ProtectionRow]:
    """Every protection that the actor may see, the oldest first."""
    return page_of(_whole(_seen(actor)), ("id",), row_of, paging)


def page_of_log(actor: Actor, incident_id: UUID, paging: Paging) -> Page[ProtectionRow]:
    return page_of(_whole(_seen(actor).filter(incident_id=incident_id)), ("number", "id"), row_of, paging)


def of_log(incident_id: UUID) -> list[ProtectionRow]:
    """All of a log by their numbers, for whoever was let see the log."""
    return [row_of(each) for each in _whole(LineProtection.objects.filter(incident_id=incident_id)).order_by("number")]


def has_any(incident_id: UUID) -> bool:
    return LineProtection.objects.filter(incident_id=incident_id).exists()


def protection(actor: Actor, protection_id: UUID) -> ProtectionRow:
    found = _whole(_seen(actor).filter(id=protection_id)).first()
    if found is None:
        raise NotFound("There is no such line protection.")
    return row_of(found)


def row(protection_id: UUID) -> ProtectionRow | None:
    """For nobody in particular, as the live process asks."""
    found = _whole(LineProtection.objects.filter(id=protection_id)).first()
    return row_of(found) if found else None


def protection_of_risk(actor: Actor, risk_id: UUID) -> ProtectionRow:
    found = RiskDecision.objects.filter(id=risk_id).first()
    if found is None:
        raise NotFound("There is no such risk decision.")
    return protection(actor, found.protection_id)


def _seen(actor: Actor) -> QuerySet[LineProtection]:
    permit(actor, CanProtect.VIEW)
    return LineProtection.objects.filter(incident__in=visible_to(actor))


def _whole(found: QuerySet[LineProtection]) -> QuerySet[LineProtection]:
    return found.select_related("incident").prefetch_related("risks")


def _waits(protection: LineProtection, parties: list[PartyWordRow]) -> list[str]:
    if not protection.protects or protection.state not in rules.OPEN:
        return []
    return rules.waits_for(words_of(parties), protection.person)


OWN = (
    "id", "version", "incident_id", "number", "state", "section", "reason", "nature", "elr", "limits", "lines",
    "location", "access", "requested_by", "requested_at", "confirm_by", "given_by", "given_role", "confirmed_at",
    "control_reference", "confirmed_to", "person", "person_says", "person_at", "person_by", "restore_requested_by",
    "restore_requested_at", "restored_by", "restored_role", "restored_at", "withdrawn_at", "withdrawn_why",
)  # fmt: skip


def row_of(found: LineProtection) -> ProtectionRow:
    parties = parties_of(found)
    return ProtectionRow(
        **{name: getattr(found, name) for name in OWN},
        reference=found.incident.reference,
        area=found.incident.area,
        is_restricted=found.incident.is_restricted,
        level=rules.level_of(found.level, found.edition),
        parties=parties,
        risks=[_risk(each) for each in sorted(found.risks.all(), key=lambda risk: risk.id)],
        waits=_waits(found, parties),
    )


def _risk(found: RiskDecision) -> RiskRow:
    names = RiskRow.__slots__
    return RiskRow(**{name: getattr(found, name) for name in names})
