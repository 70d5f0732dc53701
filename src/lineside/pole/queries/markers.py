"""The markers that stand on a number, an address or a handle."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from lineside.kernel.actors import Actor
from lineside.kernel.audit import record_sighting
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import permit
from lineside.kernel.errors import NotFound
from lineside.pole.models import Marker
from lineside.pole.permissions import CanPole
from lineside.pole.rules import (
    IDENTIFIER_KINDS,
    SAFE_CONTACT,
    SafeRule,
    check_why,
    marker_order,
    marker_row,
    marker_said,
    normal,
    unsafe_because,
)

MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkerRow:
    """A marker in the words of its table: whether its review is due, or when, by whom and why it was lifted."""

    id: UUID
    version: int
    code: str
    label: str
    kind: str
    known_by: str
    value: str
    words: str
    review_on: date
    is_due: bool
    by_name: str
    ways: list[str]
    safe_from: time | None
    safe_until: time | None
    lifted_at: datetime | None
    lifted_by: str
    lifted_why: str

    @property
    def rule(self) -> SafeRule:
        return SafeRule(ways=tuple(self.ways), safe_from=self.safe_from, safe_until=self.safe_until)


def markers_on(actor: Actor, values: Collection[str], why: str) -> list[MarkerRow]:
    """What stands on these numbers, addresses and handles in their comparable form, the gravest first."""
    permit(actor, CanPole.LOOK_UP)
    check_why(why)
    record_sighting(actor, "pole.markers_on", " ".join(values), why.strip())
    today = uk_day(now())
    order = marker_order(today)
    found = Marker.objects.filter(known_by__in=IDENTIFIER_KINDS, value__in=list(values), lifted_at=None)
    rows = [_marker(row, today) for row in found.order_by("id")[:MOST]]
    return sorted(rows, key=lambda row: order.index(row.code) if row.code in order else -1)


def unsafe_now(way: str, to: str) -> str:
    """Why this way to this number, address or handle is not safe now; empty when nothing stands against it.

    Each way out asks it itself, so it takes no actor: it tells nothing of anybody but how to keep them safe.
    """
    values = {normal(kind, to) for kind in IDENTIFIER_KINDS} - {""}
    if not values:
        return ""
    found = Marker.objects.filter(known_by__in=IDENTIFIER_KINDS, value__in=values, lifted_at=None).order_by("id")
    standing = [_marker(row, uk_day(now())) for row in found[:MOST]]
    return unsafe_because([row.rule for row in standing if row.kind == SAFE_CONTACT], way, to, now())


def kinds_standing_on(to: str) -> frozenset[str]:
    """Which kinds of marker stand on this number, address or handle: "warning", "safe_contact", "caller_policy".

    Asked by the rules that weigh a contact, so it takes no actor: no marker, no word and nobody's name is told.
    """
    values = {normal(kind, to) for kind in IDENTIFIER_KINDS} - {""}
    found = Marker.objects.filter(known_by__in=IDENTIFIER_KINDS, value__in=values, lifted_at=None).order_by()
    pairs = found.values_list("edition", "code").distinct() if values else ()
    return frozenset(str(marker_said(edition, code)["kind"]) for edition, code in pairs)


def marker_choices(actor: Actor) -> list[tuple[str, str]]:
    """The markers that this actor may place: all, or the rules of safe contact."""
    rows = [marker_row(code, uk_day(now())) for code in marker_order(uk_day(now()))]
    every = actor.may(CanPole.MARK)
    return [(row["code"], row["label"]) for row in rows if every or row["kind"] == SAFE_CONTACT]


def marker(actor: Actor, marker_id: UUID) -> MarkerRow:
    permit(actor, CanPole.LOOK_UP)
    row = Marker.objects.filter(pk=marker_id).first()
    if row is None:
        raise NotFound("There is no such marker.")
    record_sighting(actor, "pole.marker", row.value, "")
    return _marker(row, uk_day(now()))


def _marker(row: Marker, today: date) -> MarkerRow:
    said = marker_said(row.edition, row.code)
    return MarkerRow(
        id=row.id,
        version=row.version,
        code=row.code,
        label=str(said["label"]),
        kind=str(said["kind"]),
        known_by=row.known_by,
        value=row.value,
        words=row.words,
        review_on=row.review_on,
        is_due=row.lifted_at is None and row.review_on <= today,
        by_name=row.by_name,
        ways=row.ways,
        safe_from=row.safe_from,
        safe_until=row.safe_until,
        lifted_at=row.lifted_at,
        lifted_by=row.lifted_by,
        lifted_why=row.lifted_why,
    )
