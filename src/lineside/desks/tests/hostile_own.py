"""The presses of the officers' own page, which answers in plain words and keeps what was typed by itself."""

from itertools import count

from lineside.desks.tests.hostile import Ask, Form
from lineside.dispatch.commands import Outfit, assign_unit, book_on_unit
from lineside.dispatch.models import UnitMessage
from lineside.dispatch.queries import own_unit
from lineside.dispatch.testing import CONTROLLER
from lineside.incidents.testing import make_incident
from lineside.people.models import Staff
from lineside.people.testing import on_staff

SIGNS = count(100)


def my_job(actor):
    """The one unit of whoever presses, which was sent."""
    on_staff(actor)
    if own := own_unit(actor):
        unit_id, incident_id = own.unit.id, own.unit.incident_id
    else:
        officer = Staff.objects.get(account_id=actor.id).id
        outfit = Outfit(kind="single", members=(officer,), driver_id=officer)
        unit_id = book_on_unit(actor=CONTROLLER, call_sign=f"BX{next(SIGNS)}", area="B", outfit=outfit).id
        incident_id = make_incident("P").id
        assign_unit(actor=CONTROLLER, unit_id=unit_id, incident_id=incident_id)
    told = UnitMessage.objects.filter(unit_id=unit_id)[0]
    keys = {"unit_id": str(unit_id), "incident_id": str(incident_id), "message_id": str(told.id)}
    return Ask(carried=keys)


def pressed(**filled):
    return Form(filled | {"event_at": ""}, set(filled) | {"event_at"}, my_job, is_plain=True)


OWN = {
    "own-state": pressed(unit_id="", state="5"),
    "own-line": pressed(incident_id="", text="Knife recovered"),
    "own-step": pressed(message_id="", step="read"),
    "own-photo": pressed(incident_id="", words="The bag"),
    "own-emergency": pressed(),
}
