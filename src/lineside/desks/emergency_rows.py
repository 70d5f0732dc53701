"""The live rows of a call on which nobody speaks or that was lost: questions and taps, keys heard, ringing back."""

from typing import Any
from uuid import UUID

from django.template.loader import render_to_string

from lineside.contacts import queries as contacts
from lineside.contacts.permissions import CanContact
from lineside.desks.live_row import LiveRow
from lineside.kernel.actors import Actor
from lineside.whereabouts.permissions import CanWhereabouts
from lineside.whereabouts.queries import OperatorEnquiryRow, operator_enquiries


def of_call(row: contacts.ContactRow) -> list[LiveRow]:
    """Nothing for what is no call."""
    if row.channel != "phone":
        return []
    facts = facts_of(row)
    state = render_to_string("desks/_tones.html", {"chosen": row, **facts})
    return [
        LiveRow(id=f"tones-{row.id}", needs=CanContact.VIEW, html=state),
        *(
            LiveRow(
                id=f"silent-{asked.id}",
                list=f"silent-{row.id}",
                needs=CanContact.VIEW,
                sort=asked.asked_at.isoformat(),
                html=render_to_string("desks/_silent_question.html", {"asked": asked}),
            )
            for asked in facts["silent_questions"]
        ),
        *(
            LiveRow(
                id=f"rung-{tried.id}",
                list=f"rung-{row.id}",
                needs=CanContact.VIEW,
                sort=tried.at.isoformat(),
                html=render_to_string("desks/_ring_back.html", {"tried": tried}),
            )
            for tried in facts["ring_backs"]
        ),
    ]


def of_operator(contact_id: UUID) -> list[LiveRow]:
    """Each 999 enquiry at its call, and at the supervisor's desk while it waits."""
    return [row for asked in operator_enquiries(contact_id) for row in _of_enquiry(asked)]


def _of_enquiry(asked: OperatorEnquiryRow) -> list[LiveRow]:
    return [
        LiveRow(
            id=f"operator-{asked.id}",
            list=f"operator-{asked.contact_id}",
            needs=CanContact.VIEW,
            sort=asked.asked_at.isoformat(),
            html=render_to_string("desks/_operator_enquiry.html", {"asked": asked}),
        ),
        LiveRow(
            id=f"enquiry-{asked.id}",
            list="enquiries",
            needs=CanContact.SUPERVISE,
            sort=asked.until.isoformat(),
            gone=bool(asked.outcome),
            html="" if asked.outcome else render_to_string("desks/_enquiry_row.html", {"asked": asked}),
        ),
    ]


def facts_of(row: contacts.ContactRow) -> dict[str, Any]:
    """What a desk shows of it; nothing for what is no call."""
    if row.channel != "phone":
        return {"silent_questions": [], "ring_backs": [], "tones": None, "operator_enquiries": []}
    asked = contacts.silent_questions(row.id)
    return {
        "silent_questions": asked,
        "ring_backs": contacts.ring_backs(row.id),
        "operator_enquiries": operator_enquiries(row.id),
        "tones": contacts.tones_of(row.id, asked),
    }


def kinds_of(row: contacts.ContactRow) -> dict[str, Any]:
    """What its head says of it: nobody speaks, a relay speaks."""
    return {"silent_kind": contacts.silent_kind(row), "relay_kind": contacts.relay_kind(row)}


def may_enquire(actor: Actor, row: contacts.ContactRow) -> bool:
    """Of a 999 call, whoever has the right may ask the operator, whoever has the call in hand."""
    return row.channel == "phone" and row.box_or_line.startswith("999") and actor.may(CanWhereabouts.ENQUIRE)
