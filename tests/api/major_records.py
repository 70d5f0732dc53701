"""A major incident with its task, its turn and a contact that it is proposed for, in the state each deed asks for."""

from collections.abc import Callable
from uuid import UUID

from lineside.contacts.testing import make_taken_contact
from lineside.incidents.testing import make_incident
from lineside.kernel.actors import Actor
from lineside.major_incidents.testing import make_attaching, make_major_task, make_turn

Ids = dict[str, UUID]


def records(_: Actor) -> Ids:
    major = make_attaching()
    return {
        "major_incident_id": major.id,
        "major_task_id": make_major_task(major=major).id,
        "call_turn_id": make_turn(major).id,
    }


def undeclared(_: Actor) -> Ids:
    return {"incident_id": make_incident("I").id}


def proposed(actor: Actor) -> Ids:
    return {"contact_id": make_taken_contact(actor, subject="Smoke", text="There is smoke in the subway").id}


READY: dict[str, Callable[[Actor], Ids]] = {
    "declare_major": undeclared,
    "attach_to_major": proposed,
    "decline_major": proposed,
}
