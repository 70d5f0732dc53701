"""The live rows of where a caller is: each position once, what was asked, and all of them drawn."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string

from lineside.contacts import queries as contacts
from lineside.contacts.permissions import CanContact
from lineside.desks.emergency_rows import of_operator
from lineside.desks.live_row import LiveRow
from lineside.incidents import queries as incidents
from lineside.incidents.permissions import CanIncident
from lineside.kernel.actors import Actor
from lineside.kernel.errors import NotFound
from lineside.triage.queries import contact_keys_of, incident_keys_of
from lineside.whereabouts.queries import (
    FixRow,
    enquiries_of,
    fixes_of,
    metres_at_odds,
    metres_from,
    refused_of,
    sharpest,
)

MOST_CALLERS = 12
SIDE = 120.0  # of the drawing, in its own units
SMALLEST = 25.0  # metres that the drawing shows at least to each side
MOST_DRAWN = 8
ROUND = (10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 25_000, 50_000, 100_000)


@dataclass(frozen=True, slots=True)
class Circle:
    x: float
    y: float
    r: float
    is_best: bool


@dataclass(frozen=True, slots=True)
class Scheme:
    """The positions by their distance from the sharpest, north up, with a bar of so many metres."""

    circles: list[Circle]
    bar: float
    bar_m: int


def whereabouts(contact_id: UUID) -> list[LiveRow]:
    try:
        row = contacts.contact(contact_id)
    except NotFound:
        return []
    facts = facts_of(row)
    state = render_to_string("desks/_whereabouts_state.html", {"chosen": row, **facts})
    return [
        LiveRow(id=f"whereabouts-state-{contact_id}", needs=CanContact.VIEW, html=state),
        *(
            LiveRow(
                id=f"fix-{fix.id}",
                list=f"whereabouts-{contact_id}",
                needs=CanContact.VIEW,
                sort=sort_of(fix),
                html=render_to_string("desks/_fix.html", {"fix": fix, "sort": sort_of(fix)}),
            )
            for fix in facts["fixes"]
        ),
        *of_operator(contact_id),
        *(row for key in incident_keys_of(contact_id) for row in callers(key)),
    ]


def callers(incident_id: UUID) -> list[LiveRow]:
    """Where the callers of an incident are, above its log."""
    row = incidents.incident_row(incident_id)
    if row is None:
        return []
    html = render_to_string("desks/_callers.html", {"chosen_id": row.id, "callers": callers_of(row.id)})
    return [
        LiveRow(
            id=f"incident-callers-{row.id}",
            needs=CanIncident.VIEW_RESTRICTED if row.is_restricted else CanContact.VIEW,
            area=row.area,
            restricted=row.is_restricted,
            html=html,
        )
    ]


def callers_of(incident_id: UUID, actor: Actor | None = None) -> list[dict[str, Any]]:
    """Each call of the incident of which a position was told, the newest call first, with all of them drawn."""
    if actor is not None and not actor.may(CanContact.VIEW):
        return []
    rows = [contacts.contact(key) for key in contact_keys_of(incident_id)[-MOST_CALLERS:]]
    found = [{"contact": row, **facts_of(row, actor)} for row in reversed(rows) if row.channel == "phone"]
    return [each for each in found if each["fixes"]]


def facts_of(row: contacts.ContactRow, actor: Actor | None = None) -> dict[str, Any]:
    """What the contact desk shows of where a caller is; nothing for what is no call."""
    if row.channel != "phone":
        nothing: dict[str, Any] = {"fixes": [], "enquiries": [], "refused": [], "scheme": None, "best": None}
        return {**nothing, "at_odds": None, "fix_sort": sort_of}
    fixes = fixes_of(row, actor)
    return {
        "fixes": fixes,
        "enquiries": enquiries_of(row.id),
        "refused": refused_of(row.id),
        "scheme": scheme(fixes),
        "best": sharpest(fixes),
        "at_odds": metres_at_odds(fixes),
        "fix_sort": sort_of,
    }


def sort_of(fix: FixRow) -> str:
    """The newest first."""
    return f"{10**13 - int(fix.received_at.timestamp() * 1000):014d}"


def scheme(fixes: list[FixRow]) -> Scheme | None:
    """Circles of uncertainty around each position, so that it is seen at once whether they agree."""
    best = sharpest(fixes)
    if best is None:
        return None
    others = [fix for fix in fixes if fix.lat is not None and fix.lon is not None and fix is not best]
    drawn = [best, *others[: MOST_DRAWN - 1]]
    places = [metres_from(best, fix) for fix in drawn]
    reach = max(
        SMALLEST, *(max(abs(x), abs(y)) + (fix.uncertainty_m or 0) for (x, y), fix in zip(places, drawn, strict=True))
    )
    scale = SIDE / 2 * 0.95 / reach
    circles = [
        Circle(
            round(SIDE / 2 + x * scale, 1),
            round(SIDE / 2 - y * scale, 1),
            round(max((fix.uncertainty_m or 0) * scale, 2.0), 1),
            is_best=fix is best,
        )
        for (x, y), fix in zip(places, drawn, strict=True)
    ]
    bar_m = max((each for each in ROUND if each <= reach), default=ROUND[0])
    return Scheme(circles[::-1], round(bar_m * scale, 1), bar_m)
