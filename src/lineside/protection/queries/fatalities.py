"""Fatalities with their clocks."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from lineside.incidents.permissions import CanIncident
from lineside.incidents.queries import incident
from lineside.kernel.actors import Actor, system_actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import permit
from lineside.kernel.errors import NotFound
from lineside.protection import rules
from lineside.protection.models import Fatality, FatalityClass
from lineside.protection.permissions import CanProtect

if TYPE_CHECKING:
    from lineside.incidents.models import Incident

LIVE = system_actor("live rows", CanIncident.VIEW, CanIncident.VIEW_RESTRICTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassRow:
    """One classification as it was given."""

    number: int
    code: str
    label: str
    reason: str
    by_name: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FatalityRow:
    """The marks and clocks of a fatality; `classes` has every classification, the newest last."""

    incident_id: UUID
    timers: list[rules.Timer]
    classes: list[ClassRow]
    confirmed_at: datetime | None = None
    confirmed_by: str = ""
    driver_account: str = ""
    driver_account_at: datetime | None = None
    driver_account_by: str = ""
    handed_back_at: datetime | None = None
    handed_back_to: str = ""
    handed_back_by: str = ""

    @property
    def latest(self) -> ClassRow | None:
        return self.classes[-1] if self.classes else None


def fatality(actor: Actor, incident_id: UUID) -> FatalityRow | None:
    """Of an incident that was opened as one; None of any other."""
    permit(actor, CanProtect.VIEW)
    return fatality_of(incident(actor, incident_id))


def fatality_row(incident_id: UUID) -> FatalityRow | None:
    """For nobody in particular, as the live process asks."""
    with suppress(NotFound):
        return fatality_of(incident(LIVE, incident_id))
    return None


def fatality_of(known: "Incident") -> FatalityRow | None:
    """Its clocks run from the first contact, from the moment of opening on, whether or not anything was recorded."""
    on = uk_day(known.opened_at)
    if not rules.is_fatality(known.opening_code, on):
        return None
    row = Fatality.objects.filter(incident_id=known.id).first()
    given = list(row.classes.order_by("number")) if row else []
    marks = {
        rules.CONFIRM: row.confirmed_at if row else None,
        rules.ON_SCENE: known.first_at_scene_at,
        rules.CLASSIFY: given[0].created_at if given else None,
        rules.HAND_BACK: row.handed_back_at if row else None,
    }
    names = ("confirmed_at", "confirmed_by", "driver_account", "driver_account_at", "driver_account_by",
             "handed_back_at", "handed_back_to", "handed_back_by")  # fmt: skip
    facts = {name: getattr(row, name) for name in names} if row else {}
    return FatalityRow(
        incident_id=known.id,
        timers=rules.timers(known.first_contact_at, marks, on),
        classes=[_class(each) for each in given],
        **facts,
    )


def class_choices() -> list[tuple[str, str]]:
    return rules.classes(uk_day(now()))


def _class(found: FatalityClass) -> ClassRow:
    return ClassRow(
        number=found.number,
        code=found.code,
        label=rules.class_label(found.code, found.tables_on),
        reason=found.reason,
        by_name=found.by_name,
        created_at=found.created_at,
    )
