"""The live rows of units: on the board, on the page of their own crew, and the photos they sent to a log."""

from collections.abc import Collection
from functools import lru_cache
from uuid import UUID

from django.template.loader import render_to_string
from markupsafe import Markup

from lineside.desks import officer_emergency_rows
from lineside.desks.live_row import LiveRow
from lineside.dispatch import queries
from lineside.dispatch.permissions import CanDispatch
from lineside.incidents.permissions import CanIncident
from lineside.incidents.queries import incident_row
from lineside.ui.jinja import iso, moment

ROWS_KEPT = 4000  # markup of rows that boards share, about 2 kB each


@lru_cache(maxsize=ROWS_KEPT)
def unit_row(unit: queries.UnitRow) -> Markup:
    """A unit's row, made once for all that it shows; ages and clocks run in the browser."""
    ages = queries.position_ages()
    return Markup(render_to_string("desks/_unit_row.html", {"unit": unit, "ages": ages}))  # noqa: S704 - escaped as it was made


def unit(unit_id: UUID) -> list[LiveRow]:
    """On the boards and on its own page; the fixes of one in an emergency are shown where that is."""
    found = queries.unit_row(unit_id)
    if found is None:
        return []
    return [_on_boards(found), _own_page(unit_id), *officer_emergency_rows.of_units([unit_id])]


def moved(unit_ids: Collection[UUID]) -> list[LiveRow]:
    """Of units on duty only where they are, a few bytes each; of a covert one each desk asks for what it may see."""
    found = [_moved(row) for row in queries.positions_of(unit_ids)]
    return [*found, *officer_emergency_rows.of_units(unit_ids)]


def _moved(row: queries.PositionRow) -> LiveRow:
    return LiveRow(
        id=f"unit-{row.id}",
        list="units" if row.is_covert else "",
        needs=CanDispatch.VIEW,
        area=row.area,
        restricted=row.is_covert,
        moved={"lat": row.lat, "lon": row.lon, "fix": iso(row.position_at), "said": moment(row.position_at)},
    )


def _on_boards(found: queries.UnitRow) -> LiveRow:
    gone = not found.is_on_duty
    return LiveRow(
        id=f"unit-{found.id}",
        list="units",
        needs=CanDispatch.VIEW,
        area=found.area,
        sort=found.call_sign,
        # Of a covert unit each desk asks for what it may see.
        restricted=found.is_covert,
        gone=gone,
        html="" if gone else unit_row(found),
    )


def log_of_own(incident_id: UUID) -> list[LiveRow]:
    """The pages of the officers who are at the incident are told that its log changed."""
    return [_own_page(unit_id) for unit_id in queries.unit_keys_at(incident_id)]


def photos(incident_id: UUID) -> list[LiveRow]:
    incident = incident_row(incident_id)
    if incident is None:
        return []
    return [
        LiveRow(
            id=f"photo-{photo.id}",
            list=f"photos-{incident_id}",
            needs=CanIncident.VIEW_RESTRICTED if incident.is_restricted else CanIncident.VIEW,
            area=incident.area,
            restricted=incident.is_restricted,
            sort=str(photo.id),
            html=render_to_string("desks/_photo_row.html", {"photo": photo}),
        )
        for photo in queries.photos_of(incident_id)
    ]


def _own_page(unit_id: UUID) -> LiveRow:
    """Only a hint: the page asks for itself, and that request knows whose crew the officer is in."""
    return LiveRow(id=f"own-unit-{unit_id}", needs=CanDispatch.CREW, restricted=True)
