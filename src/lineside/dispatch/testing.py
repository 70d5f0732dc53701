"""Makers for tests: units, the officers in them, and a photo."""

from itertools import count
from uuid import UUID

from lineside.access.testing import open_account_of
from lineside.dispatch import commands, queries
from lineside.dispatch.models import Unit, UnitPhoto
from lineside.dispatch.permissions import CanDispatch
from lineside.incidents.testing import make_incident
from lineside.kernel.actors import Actor
from lineside.kernel.keys import uuid7
from lineside.kernel.testing import an_actor
from lineside.people.testing import make_staff

CONTROLLER = an_actor(*CanDispatch, "incidents.view", name="Chris Vale")
COLLARS = count(50_000)
# As much of a JPEG as tells what it is.
PHOTO = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(64)


def make_unit(call_sign: str = "BX12", actor: Actor = CONTROLLER, area: str = "B") -> Unit:
    return commands.book_on_unit(actor=actor, call_sign=call_sign, area=area, post="King's Cross", crew="PC Hale")


def make_officer(name: str = "PC Hale") -> tuple[Actor, UUID]:
    """An officer with an account and a staff record, and the key of the record."""
    officer = an_actor(CanDispatch.CREW, name=name, key=uuid7())
    open_account_of(officer)
    return officer, make_staff(f"T{next(COLLARS)}", role="officer", account_id=officer.id).id


def row_of(unit: Unit, actor: Actor | None = CONTROLLER) -> queries.UnitRow:
    """The unit as this actor sees it."""
    row = queries.unit_row(unit.id, actor)
    assert row is not None
    return row


def own_of(officer: Actor) -> queries.OwnUnit:
    """What the officer's page shows."""
    own = queries.own_unit(officer)
    assert own is not None
    return own


def make_crewed(call_sign: str = "BX12", area: str = "B") -> tuple[Unit, Actor]:
    """A unit on duty with one officer in it, who may use the page."""
    officer, staff_id = make_officer()
    unit = commands.book_on_unit(
        actor=CONTROLLER,
        call_sign=call_sign,
        area=area,
        post="King's Cross",
        outfit=commands.Outfit(kind="single", members=(staff_id,), driver_id=staff_id),
    )
    return unit, officer


def make_photo() -> UnitPhoto:
    """A photo that an officer sent to the incident they were sent to."""
    (unit, officer), incident = make_crewed(), make_incident(grade="P")
    commands.assign_unit(actor=CONTROLLER, unit_id=unit.id, incident_id=incident.id)
    return commands.send_photo(
        actor=officer, incident_id=incident.id, content=PHOTO, name="platform 9.jpg", media_type="image/jpeg"
    )
