"""An event has a topic because a desk shows it: each topic of each event makes a row, and a page has room for it."""

from dataclasses import fields
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import get_type_hints
from uuid import UUID

import pytest

from lineside.contacts.commands import begin_hearing_gap, record_dead_letter
from lineside.contacts.testing import GATEWAY, make_message
from lineside.desks import rows
from lineside.dispatch.testing import make_unit
from lineside.heartbeats.commands import beat
from lineside.incidents.testing import make_incident
from lineside.kernel.clock import now
from lineside.kernel.events import KINDS, Event
from lineside.kernel.keys import uuid7
from lineside.people.testing import make_duty, make_staff

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


def a_part():
    beat("e-mail in", is_well=False, says="the listener does not answer")
    return "e-mail in"


# What a topic speaks of, so that there is something to show.
MADE = {
    "contact": lambda: make_message().id,
    "crime": a_crime_decision,
    "dead_letter": lambda: record_dead_letter(actor=GATEWAY, gateway="email", sha256="0" * 64, raw_id=None, why="x").id,
    "duty": lambda: make_duty(make_staff()).id,
    "gap": lambda: begin_hearing_gap(actor=GATEWAY, gateway="telephony", started_at=now(), why="x").id,
    "holds": a_crime_decision,
    "incident": lambda: make_incident("P").id,
    "log": lambda: make_incident("P").id,
    "part": a_part,
    "unit": lambda: make_unit().id,
}


def kinds_of(event):
    facts = {field.name: PLAIN[get_type_hints(event)[field.name]]() for field in fields(event)}
    return {topic.partition(":")[0] for topic in event(**facts).topics} - {ENDS_STREAMS}


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
        shown = [row for row in rows.render(f"{kind}:{MADE[kind]()}") if row.html]
        assert shown, f"{name} has the topic {kind}, which no desk shows: see desks/rows.py"
        assert [row.id for row in shown if not has_room(row)] == []
        for row in shown:
            assert f'id="{row.id}"' in row.html, "the browser could not find it again"


def test_nothing_is_rendered_that_no_event_asks_for():
    asked = {kind for event in WITH_TOPICS.values() for kind in kinds_of(event)}
    assert set(MADE) - asked == set()
    assert {*rows._RENDERERS, "part"} - asked == set()
