"""Reading referrals; each look at one is on record."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from lineside.contacts.queries import contact
from lineside.incidents.queries import incident, visible_to
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import permit
from lineside.kernel.errors import NotFound
from lineside.kernel.paging import Page, Paging, page_of
from lineside.safeguarding import rules
from lineside.safeguarding.models import Referral, ReferralStep, Share
from lineside.safeguarding.permissions import CanSafeguard

MOST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralRow:
    """A referral as lists and the live stream show it: of whom, and what was seen, is not in it."""

    id: UUID
    version: int
    reference: str
    contact_id: UUID | None
    incident_id: UUID | None
    kind: str
    urgency: str
    tables_on: date
    due_at: datetime
    state: str
    by_id: UUID | None
    by_name: str
    unit_name: str
    created_at: datetime

    @property
    def kind_words(self) -> str:
        return rules.label_of("kinds", self.kind, self.tables_on)

    @property
    def urgency_words(self) -> str:
        return rules.label_of("urgencies", self.urgency, self.tables_on)

    @property
    def words(self) -> str:
        return rules.STATES[self.state]

    @property
    def is_with_the_unit(self) -> bool:
        return self.state in rules.WITH_THE_UNIT

    @property
    def is_overdue(self) -> bool:
        return rules.is_overdue(self.state, self.due_at, now())

    @property
    def is_over(self) -> bool:
        return self.state == rules.ACCEPTED

    @property
    def sort(self) -> str:
        return f"{self.due_at.isoformat()} {self.id}"

    @property
    def subject_id(self) -> UUID | None:
        return self.contact_id or self.incident_id


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRow:
    """One step, as it was taken."""

    state: str
    words: str
    by_name: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareRow:
    """What another agency was given."""

    id: UUID
    version: int
    agency: str
    agency_words: str
    document: dict[str, Any]
    by_name: str
    created_at: datetime
    their_reference: str
    acknowledged_at: datetime | None
    acknowledged_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeReferral:
    """A referral with whom it names; a look at it is on record."""

    row: ReferralRow
    subject: str
    seen: str
    basis: str
    basis_label: str
    basis_words: str
    risk: str
    risk_label: str
    risk_words: str
    unit_words: str
    steps: list[StepRow]
    shares: list[ShareRow]

    @property
    def version(self) -> int:
        return self.row.version


def worklist(actor: Actor) -> list[ReferralRow]:
    """What the unit has not accepted, by when it is to be answered; of an incident only for who may see it."""
    permit(actor, CanSafeguard.VIEW)
    seen = _seen(actor)
    with_the_unit = seen.filter(state__in=rules.WITH_THE_UNIT).order_by("due_at", "id")[:MOST]
    # However many were returned and never sent again, they hide none that waits.
    returned = seen.filter(state=rules.RETURNED).order_by("-due_at", "-id")[:MOST]
    return sorted([*_rows(with_the_unit), *_rows(returned)], key=lambda row: row.sort)


def worklist_page(actor: Actor, paging: Paging) -> Page[ReferralRow]:
    permit(actor, CanSafeguard.VIEW)
    return page_of(_seen(actor).exclude(state=rules.ACCEPTED), ("due_at", "id"), _row, paging)


def overdue(actor: Actor) -> list[ReferralRow]:
    permit(actor, CanSafeguard.VIEW)
    late = _seen(actor).filter(state__in=rules.WITH_THE_UNIT, due_at__lt=now())
    return _rows(late.order_by("due_at", "id")[:MOST])


def referrals_of(actor: Actor, *, contact_id: UUID | None = None, incident_id: UUID | None = None) -> list[ReferralRow]:
    """Those made from one contact or one log, oldest first."""
    permit(actor, CanSafeguard.VIEW)
    if contact_id:
        contact(contact_id, actor)
        return _rows(Referral.objects.filter(contact_id=contact_id).order_by("id"))
    if incident_id is None:
        return []
    incident(actor, incident_id)
    return _rows(Referral.objects.filter(incident_id=incident_id).order_by("id"))


def referral_row(referral_id: UUID) -> ReferralRow | None:
    """For the live stream, which asks each desk what it may see."""
    found = _rows(Referral.objects.filter(pk=referral_id))
    return found[0] if found else None


def referral(actor: Actor, referral_id: UUID) -> WholeReferral:
    """The unit reads all of it, and who made it reads their own."""
    permit(actor, CanSafeguard.VIEW)
    found = Referral.objects.filter(pk=referral_id).first()
    if found is None or not may_read(actor, found):
        raise NotFound("There is no such referral, or not one that you may read.")
    steps = ReferralStep.objects.filter(referral=found).order_by("id")
    return WholeReferral(
        row=_row(found),
        subject=found.subject,
        seen=found.seen,
        basis=found.basis,
        basis_label=rules.label_of("bases", found.basis, found.tables_on),
        basis_words=found.basis_words,
        risk=found.risk,
        risk_label=rules.label_of("rara", found.risk, found.tables_on) if found.risk else "",
        risk_words=found.risk_words,
        unit_words=found.words,
        steps=[StepRow(**{name: getattr(each, name) for name in StepRow.__slots__}) for each in steps],
        shares=[share_row(each) for each in Share.objects.filter(referral=found).order_by("id")],
    )


def may_read(actor: Actor, row: Referral) -> bool:
    """The unit and who made it, where they may see its incident; nobody changes what they may not read."""
    return (actor.may(CanSafeguard.WORK) or row.by_id == actor.id) and _seen(actor).filter(pk=row.pk).exists()


def share(actor: Actor, share_id: UUID) -> ShareRow:
    """What an agency was given, for the unit."""
    permit(actor, CanSafeguard.WORK)
    found = Share.objects.filter(pk=share_id).first()
    if found is None:
        raise NotFound("There is no such share.")
    referral(actor, found.referral_id)
    return share_row(found)


def referral_of_share(share_id: UUID) -> UUID:
    found = Share.objects.filter(pk=share_id).values_list("referral_id", flat=True).first()
    if found is None:
        raise NotFound("There is no such share.")
    return found


def choices(name: str) -> list[tuple[str, str]]:
    """Code and words of `kinds`, `bases`, `urgencies` or `mapping` in force today."""
    return [(row["code"], row["label"]) for row in rules.table(name, uk_day(now())).rows]


def advice_on(urgency: str) -> str:
    """What is told to who refers something of this urgency."""
    return str(rules.table("urgencies", uk_day(now())).by_code.get(urgency, {}).get("says", ""))


def share_row(row: Share) -> ShareRow:
    names = [name for name in ShareRow.__slots__ if name != "agency_words"]
    words = rules.label_of("mapping", row.agency, uk_day(row.created_at))
    return ShareRow(agency_words=words, **{name: getattr(row, name) for name in names})


def _seen(actor: Actor) -> QuerySet[Referral]:
    """From here each query starts: a referral of an incident that the actor may not see is not there."""
    if not actor.may("incidents.view"):
        return Referral.objects.filter(incident=None)
    return Referral.objects.filter(Q(incident=None) | Q(incident__in=visible_to(actor)))


def _rows(found: QuerySet[Referral]) -> list[ReferralRow]:
    return [_row(each) for each in found]


def _row(row: Referral) -> ReferralRow:
    return ReferralRow(**{name: getattr(row, name) for name in ReferralRow.__slots__})
