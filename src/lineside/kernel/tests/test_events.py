"""Events: written with the command, told to reactions once, read back as they were announced."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import connection

from lineside.kernel import events
from lineside.kernel.commands import command
from lineside.kernel.events import Event, announce, read_event, when
from lineside.kernel.keys import uuid7
from lineside.kernel.models import EventRecord, Reacted
from lineside.kernel.policy import CAN_SET_POLICY
from lineside.kernel.testing import an_actor
from lineside.kernel.worker import react_to

ALEX = an_actor(CAN_SET_POLICY)
HEARD: list[Event] = []


@dataclass(frozen=True, kw_only=True)
class KettleBoiled(Event):
    kettle_id: UUID
    at: datetime
    cups: int

    @property
    def topics(self):
        return (f"kettle:{self.kettle_id}",)


@dataclass(frozen=True, kw_only=True)
class KettleIgnored(Event):
    kettle_id: UUID


@when(KettleBoiled)
def pour(event: KettleBoiled) -> None:
    HEARD.append(event)


@command(needs=CAN_SET_POLICY)
def boil(*, actor):
    announce(KettleBoiled(kettle_id=uuid7(), at=datetime(2026, 4, 1, tzinfo=UTC), cups=2))
    announce(KettleIgnored(kettle_id=uuid7()))


def jobs():
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, args->>'event_id' FROM procrastinate_jobs")
        return cursor.fetchall()


@pytest.mark.django_db
def test_an_event_defers_one_job_and_none_without_a_listener():
    boil(actor=ALEX)
    assert EventRecord.objects.count() == 2
    row = EventRecord.objects.get(name__endswith="KettleBoiled")
    ours = {str(each) for each in EventRecord.objects.values_list("id", flat=True)}  # others' jobs stay in the queue
    assert [job for job in jobs() if job[1] in ours] == [("kernel.react", str(row.id))]
    assert row.topics == [f"kettle:{row.facts['kettle_id']}"]


@pytest.mark.django_db
def test_a_reaction_hears_the_event_as_it_was_announced_and_once():
    HEARD.clear()
    boil(actor=ALEX)
    row = EventRecord.objects.get(name__endswith="KettleBoiled")
    react_to(row.id)
    react_to(row.id)
    assert [read_event(row)] == HEARD
    assert isinstance(HEARD[0], KettleBoiled)
    assert HEARD[0].at == datetime(2026, 4, 1, tzinfo=UTC)
    assert Reacted.objects.count() == 1


def test_announcing_outside_a_command_is_refused():
    with pytest.raises(RuntimeError):
        announce(KettleIgnored(kettle_id=uuid7()))


def test_keys_sort_by_time_and_are_version_7():
    keys = [uuid7() for _ in range(2000)]
    assert keys == sorted(keys)
    assert {key.version for key in keys} == {7}
    assert events.event_name(KettleBoiled).endswith("KettleBoiled")
