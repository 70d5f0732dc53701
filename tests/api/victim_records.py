"""Victims in the state that each deed asks for."""

from datetime import UTC, datetime
from uuid import UUID

from lineside.kernel.actors import Actor
from lineside.kernel.testing import clock
from lineside.victims.commands import Asked, take_complaint, write_letter
from lineside.victims.testing import CARER, duty_of, make_victim

Ids = dict[str, UUID]


def a_victim(_: Actor) -> Ids:
    row = make_victim()
    return {"victim_id": row.id, "victim_duty_id": duty_of(row.id, "confirmation").id}


def complained(actor: Actor) -> Ids:
    ids = a_victim(actor)
    made = take_complaint(actor=CARER, victim_id=ids["victim_id"], words="Nobody told me that he was on bail.")
    return {**ids, "complaint_id": made.id}


def records(actor: Actor) -> Ids:
    ids = complained(actor)
    asked = Asked(template="confirmation", language="en", way="post", address="1 Vale Row, Leeds")
    return {**ids, "letter_id": write_letter(actor=CARER, victim_id=ids["victim_id"], asked=asked).id}


def reported_before_the_example(_: Actor) -> Ids:
    with clock(datetime(2026, 11, 2, 8, tzinfo=UTC)):
        return {"crime_id": make_victim().crime_id}


READY = {
    "record_case_step": reported_before_the_example,
    "keep_victim_duty": a_victim,
    "answer_victim_complaint": complained,
    "send_victim_letter": records,
}
