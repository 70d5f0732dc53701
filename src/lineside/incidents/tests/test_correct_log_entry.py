"""A correction adds: the wrong line stays, numbered, and says which line puts it right."""

from datetime import timedelta

import pytest

from lineside.incidents import commands, queries
from lineside.incidents.events import LogEntryAdded
from lineside.incidents.models import LogEntry
from lineside.incidents.testing import OPERATOR, make_incident
from lineside.kernel.errors import NotFound, NotPermitted, RuleBroken
from lineside.kernel.keys import uuid7
from lineside.kernel.testing import an_actor, events_of

pytestmark = pytest.mark.django_db


def add(incident, text, **facts):
    return commands.add_log_entry(actor=OPERATOR, incident_id=incident.id, text=text, **facts)


def correct(entry, text, **facts):
    return commands.correct_log_entry(**{"actor": OPERATOR, "entry_id": entry, "text": text, **facts})


def test_the_wrong_line_stays_as_it_is_and_names_its_correction():
    incident = make_incident()
    wrong = add(incident, "Platform 8")
    right = correct(wrong, "Platform 9")
    first, second = queries.log(incident.id)[-2:]
    assert (first.id, first.text, first.corrected_by) == (wrong, "Platform 8", second.number)
    assert (second.id, second.text, second.corrects, second.kind) == (right, "Platform 9", first.number, "correction")
    assert second.event_at == first.event_at
    assert len(events_of(LogEntryAdded)) == 2
    assert LogEntry.objects.get(id=wrong).text == "Platform 8"


def test_a_correction_can_be_corrected_and_the_last_one_stands():
    incident = make_incident()
    wrong = add(incident, "Platform 8")
    second = correct(wrong, "Platform 9")
    correct(second, "Platform 10")
    correct(wrong, "Platform 11")
    lines = queries.log(incident.id)[-4:]
    numbers = [line.number for line in lines]
    assert [line.corrected_by for line in lines] == [numbers[3], numbers[2], 0, 0]


def test_a_wrong_time_is_put_right():
    incident = make_incident()
    wrong = add(incident, "Man seen")
    earlier = incident.opened_at - timedelta(minutes=20)
    correct(wrong, "Man seen", event_at=earlier)
    assert queries.log(incident.id)[-1].event_at == earlier


@pytest.mark.parametrize("text", ["", "Platform 8", "bell\x07", "x" * 8001])
def test_a_correction_that_says_nothing_new_or_cannot_be_kept_is_refused(text):
    incident = make_incident()
    wrong = add(incident, "Platform 8")
    with pytest.raises(RuleBroken) as refused:
        correct(wrong, text)
    assert refused.value.field == "text"
    assert queries.log(incident.id)[-1].id == wrong


def test_there_is_no_correction_of_no_line_and_none_without_the_right():
    with pytest.raises(NotFound):
        correct(uuid7(), "Platform 9")
    with pytest.raises(NotPermitted):
        correct(add(make_incident(), "Platform 8"), "Platform 9", actor=an_actor("incidents.view"))


def test_a_line_is_found_by_its_number():
    incident = make_incident()
    wrong = add(incident, "Platform 8")
    assert queries.line_numbered(incident.id, 2).id == wrong
    with pytest.raises(NotFound, match="no line 9"):
        queries.line_numbered(incident.id, 9)


@pytest.mark.parametrize("hours", [1, -25])
def test_a_line_of_an_impossible_time_is_refused(hours):
    incident = make_incident()
    with pytest.raises(RuleBroken) as refused:
        add(incident, "Man seen", event_at=incident.first_contact_at + timedelta(hours=hours))
    assert refused.value.field == "event_at"


def test_event_time_and_recorded_time_are_two_things():
    incident = make_incident()
    earlier = incident.first_contact_at - timedelta(hours=3)
    add(incident, "Man seen", event_at=earlier)
    line = queries.log(incident.id)[-1]
    assert (line.event_at, line.recorded_at > earlier) == (earlier, True)
