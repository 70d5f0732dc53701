"""One record of every kind that a path can name, and the state in which each deed can be done."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from tests.api import around_desks, ladder_records
from tests.api.emergency_records import asked_operator, dead_position, silent_call, silent_without_question

from lineside.access.queries import actor_of_client, client_of
from lineside.access.testing import make_account, make_client_key
from lineside.callouts.commands import claim_call, place_call, tell_call_out
from lineside.contacts.commands import record_dead_letter
from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import GATEWAY, make_call, make_message, make_taken_contact
from lineside.crimes.testing import make_crime
from lineside.dispatch.commands import assign_unit
from lineside.dispatch.testing import make_unit
from lineside.files.commands import record_scan
from lineside.files.permissions import CanFile
from lineside.files.testing import make_file
from lineside.gateways.email.commands import take_in_dead as take_in_dead_mail
from lineside.gateways.email.protocol import read_letter
from lineside.gateways.email.rules import Mail
from lineside.gateways.social.commands import take_in_dead as take_in_dead_post
from lineside.gateways.social.rules import Dead as DeadPost
from lineside.gateways.telephony.calls import CallEvent
from lineside.gateways.telephony.commands import take_in_dead as take_in_dead_call
from lineside.gateways.text.commands import take_in_dead as take_in_dead_text
from lineside.gateways.text.rules import Dead as DeadText
from lineside.gateways.web.commands import Sent
from lineside.gateways.web.commands import take_in_dead as take_in_dead_report
from lineside.heartbeats.commands import beat
from lineside.incidents import commands as incidents
from lineside.incidents import queries
from lineside.incidents.testing import make_incident
from lineside.kernel.actors import Actor, system_actor
from lineside.kernel.clock import now
from lineside.kernel.keys import uuid7
from lineside.people.commands import book_on, sign_off
from lineside.people.testing import PLANNER, make_duty, make_staff
from lineside.pole.testing import make_marker
from lineside.queues.commands import call_for_help, choose_state, declare_surge, end_surge
from lineside.queues.permissions import CanQueue
from lineside.queues.queries import surge
from lineside.site.api import api
from lineside.site.document import operations

SITTER = Actor(id=uuid7(), name="Kim Osei", permissions=frozenset(map(str, CanQueue)))
Ids = dict[str, UUID]
TAKER = system_actor("tests", CanContact.RECEIVE, CanFile.STORE)
RAW = b"From: sam@passenger.example\r\nTo: fcc@force.example\r\nSubject: Smoke\r\n\r\nI see smoke.\r\n"
ALL_RIGHTS = sorted({operation.view_func.keeps.needs for operation in operations(api)})
# What a room asks for beside the operation's own right, within its command.
BESIDE = ("incidents.view_restricted", "incidents.lower_immediate", "incidents.attend", "incidents.hold",
          "incidents.hear_from_second",
          "intelligence.view", "pole.record", "pole.look_up", "files.store", "contacts.deliver",
          "people.book_others")  # fmt: skip


@dataclass
class Asker:
    """An API client with its key, or a person who is signed in, and who they act as."""

    key: str
    actor: Actor
    headers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.headers = self.headers or {"authorization": f"Bearer {self.key}"}


def an_asker(*scopes: str, name: str = "tests") -> Asker:
    key = make_client_key(*scopes, name=name)
    client = client_of(key)
    assert client
    return Asker(key, actor_of_client(client))


def one_who_may_do_all(name: str = "may do all") -> Asker:
    return an_asker(*ALL_RIGHTS, *BESIDE, name=name)


def records(actor: Actor) -> Ids:
    """A record for each name that stands in a path or ends with _id in a body."""
    incident = make_incident(grade="P", actor=actor, opening_code="HATE")
    letter = record_dead_letter(
        actor=GATEWAY, gateway="email", sha256="0" * 64, raw_id=None, why="It could not be read."
    )
    in_other_hands = one_who_may_do_all("another").actor
    make_call(switch_call_id="8812")  # by the switch's own number, which stands in no path
    return {
        **dialled(actor),
        **asked_operator(in_other_hands),
        "question_id": silent_call(in_other_hands)["question_id"],
        **around_desks.records(actor),
        **ladder_records.records(actor),
        "incident_id": incident.id,
        "other_id": make_incident().id,
        "contact_id": make_message().id,
        "crime_id": make_crime(make_incident(opening_code="HATE").id).id,
        "unit_id": make_unit("BX19").id,
        "attachment_id": make_file().id,
        "entry_id": queries.log(incident.id)[0].id,
        "dead_letter_id": letter.id,
        "account_id": make_account("trainer", username="somebody").id,
        "client_id": an_asker(name="somebody else").actor.id,
        "staff_id": make_staff().id,
        "marker_id": make_marker().id,
        "duty_id": make_duty(make_staff("C2000")).id,
        "sign_off_id": sign_off(
            actor=PLANNER, staff_id=make_staff("C2002").id, code="mail", evidence="Seen at work"
        ).id,
        "help_id": call_for_help(actor=SITTER, contact_id=uuid7(), reference="C-1", why="A knife").id,
        "surge_id": declare_surge(actor=SITTER, why="A train stopped in a tunnel").id,
        "to_id": choose_state(actor=SITTER, state="available").account_id,
    }


def dialled(actor: Actor) -> Ids:
    call = place_call(actor=actor, number="07700900123", telephone="201", about_id=make_message().id)
    claim_call(actor=actor)
    return {"call_out_id": call.id}


def picked_up(actor: Actor) -> Ids:
    ids = dialled(actor)
    for state in ("ringing", "up"):
        tell_call_out(actor=actor, call_out_id=ids["call_out_id"], state=state)
    return ids


def taken(actor: Actor) -> Ids:
    return {"contact_id": make_taken_contact(actor).id}


def to_call_back(_: Actor) -> Ids:
    call = make_call(switch_call_id="c1", at=now() - timedelta(minutes=2))
    return {"contact_id": make_call("abandoned", switch_call_id="c1").id or call.id}


def ready_to_close(actor: Actor) -> Ids:
    incident = make_incident(grade="P", actor=actor)
    incidents.result_incident(
        actor=actor, incident_id=incident.id, closing_code="ASB2", result_codes=("ADV",), seen_version=incident.version
    )
    return {"incident_id": incident.id}


def closed(actor: Actor) -> Ids:
    ids = ready_to_close(actor)
    incidents.close_incident(actor=actor, incident_id=ids["incident_id"])
    return ids


def held(actor: Actor) -> Ids:
    incident = make_incident(actor=actor)
    incidents.hold_closing(actor=actor, incident_id=incident.id, kind="statement", why="To be taken.")
    return {"incident_id": incident.id}


def assigned(actor: Actor) -> Ids:
    unit = make_unit("BX14")
    assign_unit(actor=actor, unit_id=unit.id, incident_id=make_incident().id)
    return {"unit_id": unit.id}


def reviewed(actor: Actor) -> Ids:
    ids = ready_to_close(actor)
    incidents.send_for_review(actor=actor, incident_id=ids["incident_id"])
    return ids


def deferred(actor: Actor) -> Ids:
    key = make_incident(grade="S", actor=actor).id
    incidents.defer_incident(actor=actor, incident_id=key, until=now() + timedelta(minutes=9), reason="They sleep.")
    return {"incident_id": key}


def dead_mail(actor: Actor) -> Ids:
    content = Mail(raw=RAW, letter=read_letter(RAW), boxes=("fcc",), sha256="1" * 64, received_at=now())
    return {"dead_letter_id": take_in_dead_mail(actor=TAKER, content=content, why="It could not be read.")}


def dead_call(actor: Actor) -> Ids:
    event = CallEvent(event_id="e9", call_id="c9", kind="offered", at=now(), number="07700 900123")
    return {"dead_letter_id": take_in_dead_call(actor=TAKER, gateway="telephony", event=event, why="Refused.")}


def dead_text(_: Actor) -> Ids:
    content = DeadText(link="smsc", raw=b"\x00\x00\x00\x10 not a packet", why="It could not be read.")
    return {"dead_letter_id": take_in_dead_text(actor=TAKER, content=content)}


def dead_report(_: Actor) -> Ids:
    facts = {"what": {"kind": "other", "text": "A bag was left on the train."}, "you": {"how": "none"}}
    content = Sent(key_sha256="2" * 64, link_sha256="3" * 64, facts=facts, at=now())
    return {"dead_letter_id": take_in_dead_report(actor=TAKER, content=content, why="It was refused.")}


def dead_post(_: Actor) -> Ids:
    status = {"id": "7", "created_at": "2026-11-26T09:14:07Z", "content": "<p>Smoke at Leeds</p>",
              "visibility": "public", "uri": "https://social.example/7",
              "account": {"acct": "sam@passenger.example", "username": "sam"}}  # fmt: skip
    content = DeadPost(
        account="@force@social.example", platform="mastodon", raw=json.dumps(status).encode(), why="It was refused."
    )
    return {"dead_letter_id": take_in_dead_post(actor=TAKER, content=content)}


def in_quarantine(_: Actor) -> Ids:
    file = make_file()
    record_scan(actor=system_actor("scanner", CanFile.SCAN), attachment_id=file.id, state="infected", says="Eicar")
    return {"attachment_id": file.id}


def a_part_that_is_down(_: Actor) -> Ids:
    beat("gateway sms", is_well=False, says="no bind")
    return {}


def on_the_rota(_: Actor) -> Ids:
    return {"duty_id": make_duty(make_staff("C2001")).id}


def booked_on(actor: Actor) -> Ids:
    ids = on_the_rota(actor)
    book_on(actor=actor, duty_id=ids["duty_id"])
    return ids


def no_surge(actor: Actor) -> Ids:
    found = surge()
    assert found
    return {"surge_id": end_surge(actor=actor, surge_id=found.id).id}


def of_no_kind(actor: Actor) -> Ids:
    return {"incident_id": make_incident(grade="P", actor=actor, opening_code="ASB").id}


def ungraded(actor: Actor) -> Ids:
    return {"incident_id": make_incident(actor=actor).id}


# The state that a deed asks for, where a new record is not in it.
READY: dict[str, Callable[[Actor], Ids]] = {
    "mark_silent": silent_without_question,
    "mark_relay": silent_without_question,
    "ask_silently": silent_without_question,
    "record_ring_back": silent_without_question,
    "ask_operator": silent_without_question,
    "retry_dead_position": dead_position,
    **around_desks.READY,
    **ladder_records.READY,
    "tell_call_out": dialled,
    "say_who_answered": picked_up,
    "return_contact": taken,
    "transfer_contact": taken,
    "ask_for_help": taken,
    "declare_surge": no_surge,
    "resolve_contact": taken,
    "reply_to_contact": taken,
    "open_from_contact": taken,
    "attach_contact": taken,
    "decide_call_back": to_call_back,
    "close_incident": ready_to_close,
    "reopen_incident": closed,
    "send_for_review": ready_to_close,
    "reject_review": reviewed,
    "requeue_incident": deferred,
    "retry_dead_mail": dead_mail,
    "retry_dead_call": dead_call,
    "retry_dead_text": dead_text,
    "retry_dead_report": dead_report,
    "retry_dead_post": dead_post,
    "review_file": in_quarantine,
    "retire_part": a_part_that_is_down,
    "release_hold": held,
    "clear_unit": assigned,
    "cancel_incident": ungraded,
    "regrade_incident": of_no_kind,
    "book_off": booked_on,
}


# What lies ahead of any example's own date.
TO_COME = dict.fromkeys(("until", "due_at", "begins"), (now() + timedelta(hours=1)).isoformat())


def filled_in(body: Any, ids: Ids) -> Any:
    """The example with the keys of records that are there."""
    if isinstance(body, dict):
        return {
            key: TO_COME.get(key) or (str(ids[key]) if key in ids else filled_in(value, ids))
            for key, value in body.items()
        }
    if isinstance(body, list):
        return [filled_in(each, ids) for each in body]
    return body
