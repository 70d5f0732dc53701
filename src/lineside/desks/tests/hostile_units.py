"""The forms about units at the control desk, as a person fills them in."""

from itertools import count

from lineside.desks.tests.hostile import Ask, Form
from lineside.dispatch.commands import (
    VehicleFacts,
    assign_unit,
    record_state,
    record_vehicle,
    ring_fence_unit,
    take_off_road,
)
from lineside.dispatch.models import Unit, UnitMessage
from lineside.dispatch.queries import unit_row
from lineside.dispatch.testing import CONTROLLER, make_unit
from lineside.incidents.testing import make_incident
from lineside.kernel.clock import now
from lineside.people.models import Staff
from lineside.people.testing import make_staff

SIGNS = count(100)


def a_unit(_actor):
    return Ask((make_unit(f"B{next(SIGNS)}").id,))


def row_of(made):
    row = unit_row(made.args[0])
    assert row
    return row


def with_its_crew(made):
    return Ask(made.args, row_of(made).crew_mark)


def with_its_fence(made):
    return Ask(made.args, row_of(made).fence_mark)


def a_unit_at_work(actor):
    made = a_unit(actor)
    assign_unit(actor=CONTROLLER, unit_id=made.args[0], incident_id=make_incident(grade="P").id)
    return made


def a_message(actor):
    made = a_unit_at_work(actor)
    return Ask((made.args[0], UnitMessage.objects.get(unit_id=made.args[0]).id))


def a_unit_kept(actor):
    made = a_unit(actor)
    until = now().replace(year=now().year + 1)
    ring_fence_unit(actor=CONTROLLER, unit_id=made.args[0], for_what="Wembley", why="Final", until=until)
    return with_its_fence(made)


def a_crew_to_change(actor):
    if not Staff.objects.filter(collar_number="C1042").exists():  # a form is sent more than once
        make_staff("C1042")
    return with_its_crew(a_unit(actor))


def a_unit_to_keep(actor):
    return with_its_fence(a_unit(actor))


def a_unit_to_leave(actor):
    return with_its_crew(a_unit(actor))


def a_confidential_message(actor):
    made = a_unit(actor)
    record_state(actor=CONTROLLER, unit_id=made.args[0], state=12)
    return made


def a_unit_to_send(_actor):
    if not Unit.objects.filter(call_sign="BX19").exists():  # a form is sent more than once
        make_unit("BX19")
    return Ask((make_incident(grade="P").id,))


PLATES = count(1)


def a_vehicle(_actor):
    facts = VehicleFacts(registration=f"LX71 {next(PLATES):03d}", kind="van")
    row = record_vehicle(actor=CONTROLLER, facts=facts)
    return Ask((row.id,), row.version)


def one_off_road(actor):
    ask = a_vehicle(actor)
    row = take_off_road(actor=CONTROLLER, vehicle_id=ask.args[0], why="Clutch")
    return Ask((row.id,), row.version)


UNITS = {
    "vehicle-record": Form(
        {"registration": "LX71 ZZZ", "kind": "van", "name": "4", "base": "Leeds", "area": "", "equipment": "ram"},
        {"kind", "area"},
    ),
    "vehicle-off-road": Form({"why": "Clutch", "until": "2099-12-01 18:00"}, set(), a_vehicle),
    "vehicle-on-road": Form({}, set(), one_off_road),
    "unit-book": Form(
        {
            "call_sign": "BX99",
            "kind": "pair",
            "area": "B",
            "post": "Euston",
            "crew": "PC Hale",
            "vehicle": "",
            "radios": "",
            "talkgroup": "BTP 1",
            "until": "",
        },
        {"kind", "area"},
    ),
    "unit-crew": Form({"crew": "C1042"}, set(), a_crew_to_change),
    "unit-place": Form({"text": "kgx p9"}, set(), a_unit),
    "unit-well": Form({"by": "PC Hale"}, set(), a_unit_at_work),
    "unit-accepted": Form({"by": "PC Hale"}, set(), a_message),
    "unit-fence": Form({"for_what": "Wembley", "why": "Final", "until": "24/11/2036 19:00"}, set(), a_unit_to_keep),
    "unit-release": Form({}, set(), a_unit_kept),
    "unit-off": Form({}, set(), a_unit_to_leave),
    "unit-confidential": Form({}, set(), a_confidential_message),
    "control-send": Form({"units": "BX19", "warnings": ""}, {"warnings"}, a_unit_to_send),
}
