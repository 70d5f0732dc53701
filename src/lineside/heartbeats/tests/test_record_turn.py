"""A part that beats, is in trouble, falls silent, comes back."""

from datetime import timedelta

import pytest
from django.db import connection, transaction

from lineside.heartbeats.commands import Pulse, beat, find_silent, record_turn, retire_part
from lineside.heartbeats.permissions import CanHeartbeat
from lineside.heartbeats.queries import heartbeats, parts_down
from lineside.kernel.actors import NOBODY
from lineside.kernel.clock import now
from lineside.kernel.errors import NotPermitted, RuleBroken
from lineside.kernel.models import AuditLine, EventRecord
from lineside.kernel.testing import an_actor

pytestmark = pytest.mark.django_db


def turns():
    return [row.name.split(".")[1] for row in EventRecord.objects.order_by("id")]


def test_a_part_that_works_beats_without_a_line_of_audit():
    beat("mail in")
    beat("mail in")
    assert [row.part for row in heartbeats()] == ["mail in"]
    assert parts_down() == []
    assert AuditLine.objects.count() == 0


def test_silence_is_announced_once_and_the_return_once():
    beat("mail in")
    later = now() + timedelta(seconds=31)
    assert find_silent(later) == ["mail in"]
    assert find_silent(later) == []
    assert [row.part for row in parts_down()] == ["mail in"]
    beat("mail in")
    beat("mail in")
    assert turns() == ["GatewayDown", "GatewayUp"]
    assert parts_down() == []
    assert AuditLine.objects.filter(name="heartbeats.record_turn").count() == 2


def test_trouble_is_announced_with_its_words_although_the_part_still_beats():
    beat("mail out", is_well=False, says="mail.example:25: connection refused")
    beat("mail out", is_well=False, says="mail.example:25: connection refused")
    (row,) = parts_down()
    assert row.why == "mail.example:25: connection refused"
    assert turns() == ["GatewayDown"]


def test_a_part_at_work_says_nothing_of_what_would_ail_it():
    beat("live", is_well=True, says="hears of no changes")
    assert [row.why for row in heartbeats()] == [""]


def test_a_part_that_stops_says_so():
    pulse = Pulse("live")
    pulse.beat()
    pulse.stop()
    assert [(row.part, row.why) for row in parts_down()] == [("live", "stopped")]


def test_a_beat_that_cannot_be_kept_stops_nobody():
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute("ALTER TABLE heartbeats_heartbeat RENAME TO elsewhere")
        with transaction.atomic():
            beat("live")
        transaction.set_rollback(True)
    assert heartbeats() == []


def test_a_quick_loop_is_heard_of_now_and_then_and_at_once_when_it_turns():
    pulse = Pulse("mail out")
    pulse.beat()
    first = heartbeats()[0].at
    pulse.beat()
    assert heartbeats()[0].at == first
    pulse.beat(is_well=False, says="connection refused")
    assert [row.why for row in parts_down()] == ["connection refused"]


def test_only_a_part_that_is_down_is_taken_off_the_list_and_only_with_a_reason():
    beat("mail out")
    supervisor = an_actor(CanHeartbeat.RETIRE)
    with pytest.raises(RuleBroken, match="Only a part that is down"):
        retire_part(actor=supervisor, part="mail out", reason="No replies by mail any more")
    beat("mail out", is_well=False)
    with pytest.raises(RuleBroken, match="Say why"):
        retire_part(actor=supervisor, part="mail out", reason=" ")
    retire_part(actor=supervisor, part="mail out", reason="No replies by mail any more")
    assert heartbeats() == []


def test_nobody_turns_a_part_without_the_right():
    with pytest.raises(NotPermitted):
        record_turn(actor=NOBODY, part="live", is_down=True, why="")
