"""An event has a topic because a desk shows it: each topic of each event makes a row, and a page has room for it."""

from dataclasses import fields
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import get_type_hints
from uuid import UUID

import pytest

from lineside.alerts.testing import make_alert
from lineside.appointments.commands import look_at_all
from lineside.appointments.testing import make_appointment
from lineside.callbacks.testing import make_call_back
from lineside.callouts.commands import place_call
from lineside.callouts.permissions import CanCallOut
from lineside.compliance.testing import make_finding, make_sample, make_sweep
from lineside.contacts.commands import begin_hearing_gap, record_dead_letter
from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import GATEWAY, make_call, make_message
from lineside.desks import rows
from lineside.dispatch.commands import record_position
from lineside.dispatch.testing import CONTROLLER, make_photo, make_unit
from lineside.disruption.testing import make_stranded
from lineside.entries.testing import make_methane
from lineside.files.commands import record_scan
from lineside.files.permissions import CanFile
from lineside.files.testing import make_file
from lineside.handovers.testing import make_sheet
from lineside.heartbeats.commands import beat
from lineside.incidents.testing import make_incident, make_offer
from lineside.intelligence.testing import make_report
from lineside.interception.testing import make_plan
from lineside.interpreters.testing import make_interpreter
from lineside.kernel.actors import system_actor
from lineside.kernel.clock import now
from lineside.kernel.events import KINDS, MAY_WAIT, Event
from lineside.kernel.keys import uuid7
from lineside.kernel.testing import an_actor, clock
from lineside.major_incidents.testing import make_major
from lineside.officer_emergencies.testing import make_emergency
from lineside.partners.testing import make_transfer
from lineside.people.testing import make_duty, make_staff
from lineside.pole.permissions import CanPole
from lineside.press.testing import make_enquiry
from lineside.procedures.testing import make_card, make_event
from lineside.promises.commands import record_missed
from lineside.promises.testing import PROMISER, make_promise
from lineside.protection.testing import make_in_force
from lineside.quality.testing import make_review
from lineside.queues.commands import call_for_help, choose_state, declare_surge
from lineside.queues.permissions import CanQueue
from lineside.radios.testing import make_lost_radio
from lineside.safeguarding.testing import make_referral
from lineside.sickness.testing import make_absence
from lineside.training.testing import make_exercise
from lineside.trains.testing import make_train
from lineside.victims.testing import make_victim
from lineside.whereabouts.testing import make_fix
from lineside.witnesses.testing import make_warning

pytestmark = pytest.mark.django_db
PACKAGE = Path(rows.__file__).parents[1]
TEMPLATES = "".join(path.read_text() for path in PACKAGE.glob("*/templates/**/*.html"))
PLAIN = {UUID: uuid7, str: lambda: "said", datetime: now, list[str]: lambda: [str(uuid7())], int: lambda: 1}
ENDS_STREAMS = "account"  # shown by no row: it ends the person's streams, which the live process's own tests prove

for module in PACKAGE.glob("**/events.py"):  # an event is known once its room's file is read
    import_module(".".join(module.relative_to(PACKAGE.parent).with_suffix("").parts))
WITH_TOPICS = {name: kind for name, kind in KINDS.items() if kind.topics is not Event.topics and ".tests." not in name}


def a_crime_decision():
    return make_incident(opening_code="HATE").id


def a_file_with_harm():
    file = make_file(name="harm.exe")
    scanner = system_actor("scanner", CanFile.SCAN)
    return record_scan(actor=scanner, attachment_id=file.id, state="infected", says="Test.Harm").id


def a_part():
    beat("e-mail in", is_well=False, says="the listener does not answer")
    return "e-mail in"


def a_caller_located():
    call = make_call()
    make_fix()
    return call.id


SITTER = an_actor(*CanQueue)


def a_seat():
    return choose_state(actor=SITTER, state="available").id


def make_near():
    """An appointment of which the desk was reminded."""
    row = make_appointment()
    with clock(row.begins_at - timedelta(hours=1)):
        look_at_all()
    return row


def a_call_out():
    ringer = an_actor(*CanCallOut, *CanContact, CanPole.LOOK_UP)
    return place_call(actor=ringer, number="07700900123", telephone="201", about_id=make_message().id).id


def late_promise():
    row = make_promise()
    with clock(row.due_at + timedelta(minutes=1)):
        return record_missed(actor=PROMISER, promise_id=row.id).id


def late_victim():
    """One to whom the limit of a right is over, so that the supervisor's list has them too."""
    with clock(now() - timedelta(days=9)):
        row = make_victim()
    return row.id


# What a topic speaks of, so that there is something to show.
def a_unit_that_moved():
    unit = make_unit()
    record_position(actor=CONTROLLER, unit_id=unit.id, lat=53.795, lon=-1.547)
    return unit.id


MADE = {
    "at": a_unit_that_moved,
    "alert": lambda: make_alert().id,
    "callout": a_call_out,
    "card": lambda: make_card().incident_id,
    "event": lambda: make_event().id,
    "callback": lambda: make_call_back().id,
    "contact": lambda: make_message().id,
    "crime": a_crime_decision,
    "dead_letter": lambda: record_dead_letter(actor=GATEWAY, gateway="email", sha256="0" * 64, raw_id=None, why="x").id,
    "duty": lambda: make_duty(make_staff()).id,
    "file": a_file_with_harm,
    "gap": lambda: begin_hearing_gap(actor=GATEWAY, gateway="telephony", started_at=now(), why="x").id,
    "handover": lambda: make_sheet().id,
    "holds": a_crime_decision,
    "incident": lambda: make_incident("P").id,
    "log": lambda: make_incident("P").id,
    "part": a_part,
    "officer_emergency": lambda: make_emergency().id,
    "passing": lambda: make_offer().id,
    "promise": late_promise,
    "protection": lambda: make_in_force().id,
    "fatality": lambda: make_incident("I", opening_code="FATAL").id,
    "referral": lambda: make_referral().id,
    "interpreter": lambda: make_interpreter().contact_id,
    "major": lambda: make_major().incident_id,
    "methane": lambda: make_methane().incident_id,
    "radio": lambda: make_lost_radio().id,
    "absence": lambda: make_absence(dead=True).id,
    "photos": lambda: make_photo().incident_id,
    "press": lambda: make_enquiry().id,
    "exercise": lambda: make_exercise().id,
    "report": lambda: make_report().id,
    "finding": lambda: make_finding().id,
    "sample": lambda: make_sample().id,
    "sweep": lambda: make_sweep().id,
    "review": lambda: make_review().id,
    "seat": a_seat,
    "help": lambda: call_for_help(actor=SITTER, contact_id=uuid7(), reference="C-1", why="A knife").id,
    "staff": lambda: make_staff().id,
    "surge": lambda: declare_surge(actor=SITTER, why="A stopped train").id,
    "transfer": lambda: make_transfer().id,
    "train": lambda: make_train().id,
    "interception": lambda: make_plan().incident_id,
    "appointment": lambda: make_near().incident_id,
    "disruption": lambda: make_stranded().incident_id,
    "unit": lambda: make_unit().id,
    "victim": late_victim,
    "warning": lambda: make_warning().id,
    "whereabouts": a_caller_located,
}


def kinds_of(event):
    facts = {field.name: PLAIN[get_type_hints(event)[field.name]]() for field in fields(event)}
    return {topic.removeprefix(MAY_WAIT).partition(":")[0] for topic in event(**facts).topics} - {ENDS_STREAMS}


def has_room(row):
    """A page holds the list that the row goes to, or an element that it takes the place of."""
    lists = {
        row.list,
        f"{row.list.partition('-')[0]}-{{{{",
    }  # a list has a name, or one for each key: log-{{ chosen.id }}
    if row.list:
        return any(f'data-live-list="{each}' in TEMPLATES for each in lists)
    return f'id="{row.id[:-36]}' in TEMPLATES


@pytest.mark.parametrize("name", sorted(name for name, event in WITH_TOPICS.items() if kinds_of(event)))
def test_every_topic_of_every_event_is_shown_by_a_desk(name):
    for kind in kinds_of(WITH_TOPICS[name]):
        assert kind in MADE, (
            f"{name} has the topic {kind}: say here how one is made, and in desks/rows.py what shows it"
        )
        shown = [row for row in rows.render(f"{kind}:{MADE[kind]()}") if row.html or row.moved]
        assert shown, f"{name} has the topic {kind}, which no desk shows: see desks/rows.py"
        assert [row.id for row in shown if not has_room(row)] == []
        for row in shown:
            assert row.moved or f'id="{row.id}"' in row.html, "the browser could not find it again"


def test_nothing_is_rendered_that_no_event_asks_for():
    asked = {kind for event in WITH_TOPICS.values() for kind in kinds_of(event)}
    assert set(MADE) - asked == set()
    assert {*rows._RENDERERS, "part"} - asked == set()
