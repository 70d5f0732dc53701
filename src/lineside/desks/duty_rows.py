"""The live rows of the rota."""

from uuid import UUID

from django.template.loader import render_to_string

from lineside.desks.live_row import LiveRow
from lineside.kernel.clock import now
from lineside.people import queries as people
from lineside.people.permissions import CanPeople


def duty(duty_id: UUID) -> list[LiveRow]:
    row = people.duty_row(duty_id)
    if row is None:
        return []
    facts = {"row": row, "at": now(), "sites": people.sites(row.day), "sort": sort_of(row)}
    html = render_to_string("desks/_duty_row.html", facts)
    return [LiveRow(id=f"duty-{row.id}", list=f"rota-{row.day}", needs=CanPeople.VIEW, sort=sort_of(row), html=html)]


def sort_of(row: people.DutyRow) -> str:
    """Shift after shift, and in it site by site and desk by desk, the tenth after the ninth."""
    name, _, number = row.desk.rpartition(" ")
    place = f"{name} {int(number):03d}" if number.isdigit() else row.desk
    return f"{row.begins_at:%Y%m%d%H%M} {list(people.sites(row.day)).index(row.site):02d} {place} {row.collar_number}"
