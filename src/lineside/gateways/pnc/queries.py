"""Look-ups as who made them, and who reviews them, sees them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from lineside.gateways.pnc import rules
from lineside.gateways.pnc.models import PncLookUp
from lineside.gateways.pnc.permissions import CanPnc
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import permit
from lineside.kernel.paging import Page, Paging, page_of

KINDS, MOST = [*rules.KINDS.items()], 100


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUpRow:
    """One look-up, without anything that a record said."""

    id: UUID
    version: int
    kind: str
    asked: dict[str, str]
    purpose: str
    reason: str
    originator: str
    reference: str
    by_name: str
    asked_at: datetime
    state: str
    answered_at: datetime | None
    matches: int
    record_ids: list[str]
    answer_sha256: str
    says: str

    @property
    def purpose_label(self) -> str:
        """In the words of the edition by which it was asked."""
        return rules.purpose_label(self.purpose, uk_day(self.asked_at))

    @property
    def words(self) -> str:
        return f"{self.matches} matched" if self.state == rules.MATCHED else rules.WORDS[self.state]


def purposes() -> list[tuple[str, str]]:
    return [(row["code"], row["label"]) for row in rules.purposes(uk_day(now())).rows]


def look_ups(actor: Actor) -> list[LookUpRow]:
    """One's own, the newest first; everybody's to who reviews them."""
    return [row_of(each) for each in _seen_by(actor).order_by("-id")[:MOST]]


def look_up_page(actor: Actor, paging: Paging) -> Page[LookUpRow]:
    return page_of(_seen_by(actor), ("-id",), row_of, paging)


def row_of(found: PncLookUp) -> LookUpRow:
    return LookUpRow(**{name: getattr(found, name) for name in LookUpRow.__dataclass_fields__})


def _seen_by(actor: Actor) -> QuerySet[PncLookUp]:
    if actor.may(CanPnc.REVIEW):
        return PncLookUp.objects.all()
    permit(actor, CanPnc.LOOK_UP)
    return PncLookUp.objects.filter(by_id=actor.id)
