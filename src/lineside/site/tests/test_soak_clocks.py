"""What a soak calls a fault of a clock or of a log, without a node."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from lineside.simulator.tables import stations
from lineside.site.soak_before import FALL_DUE_S, earlier
from lineside.site.soak_clocks import (
    Grading,
    LogFacts,
    Promise,
    Rung,
    check_ladder,
    check_promises,
    check_targets,
    check_thrive,
)
from lineside.site.soak_facts import Read, log_faults, tables
from lineside.site.soak_plan import Planned, day
from lineside.site.soak_room import Look, Worked

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
TABLES = tables(date(2026, 11, 28))
LOG = LogFacts(id="a", name="A", first_contact_at=NOON, gradings=(Grading(at=NOON, grade="I"),), rung_lines=1,
               dispatch_by=NOON + timedelta(minutes=3), attend_by=NOON + timedelta(minutes=15))  # fmt: skip


def after(minutes, seconds=0):
    return NOON + timedelta(minutes=minutes, seconds=seconds)


def rung(step="1", due=2, late=5, **changed):
    made = Rung(log="a", grade="I", step=step, due_at=after(due), raised_at=after(due, late))
    return replace(made, **changed)


def ladder(log, rungs, read=4):
    """Faults, when the tables are read so many minutes after noon."""
    return check_ladder([log], rungs, TABLES, (NOON, after(read))).faults


def test_an_immediate_that_nobody_is_sent_to_has_its_first_rung_after_two_minutes():
    assert ladder(LOG, [rung()]) == []


def test_a_rung_that_fell_due_and_is_not_there_is_a_fault():
    assert ladder(replace(LOG, rung_lines=0), []) == ["A: I 1, due 12:02:00, was never raised"]


def test_a_rung_that_fell_due_a_moment_ago_may_be_there_or_not():
    assert ladder(replace(LOG, rung_lines=0), [], read=2.5) == []
    assert ladder(LOG, [rung()], read=2.5) == []


@pytest.mark.parametrize(
    ("rungs", "told"),
    [
        ([rung(), rung()], "A: I 1, due 12:02:00, was raised 2 times"),
        ([rung(late=90)], "A: I 1, due 12:02:00, was raised 90 s late"),
        ([rung(late=-30)], "A: I 1, due 12:02:00, was raised 30.0 s too early"),
        ([rung(), rung(step="3", due=8)], "A: I 3 was raised and never due"),
        ([rung(), rung(due=3)], "A: I 1 was raised and never due"),
    ],
)
def test_a_rung_that_is_doubled_late_early_or_without_reason_is_a_fault(rungs, told):
    assert ladder(replace(LOG, rung_lines=len(rungs)), rungs) == [told]


def test_what_fell_due_before_the_clocks_were_watched_is_late_from_then():
    began = after(3)
    assert check_ladder([LOG], [rung(late=65)], TABLES, (began, after(4))).faults == []
    assert check_ladder([LOG], [rung(late=30)], TABLES, (began, after(4))).faults == []


def test_a_rung_without_its_line_is_a_fault():
    assert ladder(replace(LOG, rung_lines=0), [rung()]) == ["A has 1 rungs and 0 lines of them"]


def test_a_unit_that_was_sent_stops_the_ladder_but_for_its_target():
    sent = replace(LOG, units=((after(1), None),), rung_lines=1)
    assert ladder(sent, [rung(step="overdue", due=15)], read=20) == []
    assert "A: I 1 was raised and never due" in ladder(sent, [rung()], read=20)


def test_a_unit_that_came_and_went_before_anybody_was_there_has_the_ladder_counted_from_then():
    left = replace(LOG, units=((after(1), after(5)),), rung_lines=1)
    assert ladder(left, [rung(due=7)], read=8.5) == []


def test_somebody_at_the_scene_and_a_result_stop_all_of_it():
    assert ladder(replace(LOG, there_at=after(1), rung_lines=0), [], read=30) == []
    assert ladder(replace(LOG, resulted_at=after(1), rung_lines=0), [], read=30) == []


def test_another_grade_has_another_ladder():
    lowered = replace(LOG, gradings=(*LOG.gradings, Grading(at=after(1), grade="P")), rung_lines=1)
    assert ladder(lowered, [rung(grade="P", due=16)], read=18) == []


def test_a_log_graded_after_its_target_is_overdue_from_its_grade():
    old = replace(LOG, first_contact_at=after(-60))
    assert ladder(old, [rung(step="overdue", due=-45, raised_at=after(0, 8))], read=1.5) == []


def test_what_a_person_writes_begins_the_silence_of_a_log_without_deployment_anew():
    quiet = replace(LOG, gradings=(Grading(at=NOON, grade="R"),), touched=(NOON, after(100)), rung_lines=1)
    assert ladder(quiet, [rung(grade="R", due=340)], read=350) == []
    assert "A: R 1 was raised and never due" in ladder(quiet, [rung(grade="R", due=240)], read=350)


def test_the_clocks_of_a_grade_are_counted_from_the_first_contact():
    assert check_targets([LOG], TABLES) == []
    wrong = check_targets([replace(LOG, attend_by=after(16))], TABLES)
    assert wrong == [f"A: attend_within stands at {after(16)} and not at {after(15)}"]
    assert check_targets([replace(LOG, gradings=())], TABLES) == ["A was never graded"]


def look(minutes, *listed):
    at = after(minutes).timestamp()
    return Look(at, at + 0.1, tuple((key, due.isoformat()) for key, due in listed))


@pytest.mark.parametrize(
    ("seen", "fault"),
    [
        (look(14), ""),
        (look(16, ("a", after(15))), ""),
        (look(16), "not listed"),
        (look(14, ("a", after(15))), "and was not"),
        (look(16, ("a", after(12))), "and was by 12:15:00"),
        (look(16, ("a", after(15)), ("a", after(15))), "listed 2 times"),
    ],
)
def test_a_look_lists_each_overdue_thrive_once_and_nothing_else(seen, fault):
    told = check_thrive([LOG], [seen], TABLES).faults
    assert (fault in " ".join(told)) if fault else told == []


def test_thrive_of_a_log_that_somebody_was_sent_to_is_due_much_later():
    assert check_thrive([replace(LOG, units=((after(1), None),))], [look(16)], TABLES).faults == []
    assert check_thrive([replace(LOG, closed_at=after(5))], [look(16)], TABLES).faults == []


PROMISE = Promise(id="p", due_at=after(5), done_at=None, missed_at=after(5, 4), told=2)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, []),
        ({"done_at": after(4), "missed_at": None, "told": 1}, []),
        ({"missed_at": None, "told": 1}, ["promise due 12:05:00 was missed and is not on record"]),
        ({"told": 3}, ["promise due 12:05:00 was announced 3 times"]),
        ({"missed_at": after(8)}, ["promise due 12:05:00 was raised 180 s late"]),
        ({"done_at": after(4)}, ["promise due 12:05:00 was kept in time and stands as missed"]),
    ],
)
def test_a_missed_promise_is_on_record_once_and_soon_and_a_kept_one_is_not(changed, told):
    assert check_promises([replace(PROMISE, **changed)], after(10)).faults == told


def test_before_a_soak_every_limit_of_the_editions_has_a_log_that_falls_due_within_its_first_minute():
    before = list(earlier(NOON))
    assert len(before) == len(FALL_DUE_S) * (len(TABLES.ladder) + len(TABLES.thrive))
    opened = [LogFacts(id=str(number), name="", first_contact_at=each.first_contact_at,
                       gradings=(Grading(at=each.opened_at, grade=each.grade),))
              for number, each in enumerate(before)]  # fmt: skip
    never = check_ladder(opened, [], TABLES, (NOON, after(3))).faults
    for row in TABLES.ladder:
        assert any(f" {row['grade']} {row['step']}, due 12:00:" in fault for fault in never), row


def test_the_day_brings_as_many_logs_as_the_profile_says():
    found = []
    for each in day(1, NOON):
        if each.at >= NOON + timedelta(days=1):
            break
        found.append(each)
    assert 550 < len(found) < 950  # 740 a day over the year, more in the evening of a Saturday
    assert {each.grade for each in found} == set("IPSR")
    assert [each.at for each in found] == sorted(each.at for each in found)


def worked(**changed):
    return replace(Worked(Planned("soak-1-1", NOON, "ASB", "P", 1, stations()[0], ())), id="a", **changed)


def read(*lines, state="closed", sent=()):
    kept = [("opened", "Opened"), ("grade", "Graded"), *lines]
    named = replace(LOG, name="X-1 (soak-1-1 ASB)")
    return Read(logs={"a": named}, lines={"a": kept}, states={"a": state}, sent={"a": list(sent)}, rungs=[],
                promises=[], holds={}, read_at=NOON)  # fmt: skip


SAID = [("note", text) for text in ("BX10 assigned.", "BX10: 5 Mobile.", "BX10: 6 On scene.", "BX10 clear.")]
TIMES = ("BX10", NOON, after(1), after(2), after(3))


def test_a_log_with_all_that_was_acknowledged_is_whole():
    log = worked(lines=["line 0", "line 1"], sent=["BX10"], was_resulted=True, was_closed=True)
    lines = [("note", "line 0"), *SAID, ("note", "line 1"), ("result", "Result: Words of advice")]
    assert log_faults(read(*lines, sent=[TIMES]), [log]) == []


@pytest.mark.parametrize(
    ("log", "kept", "fault"),
    [
        (worked(lines=["line 0"], was_closed=True), read(), "the line line 0 is there 0 times"),
        (worked(lines=["line 0"], was_closed=True), read(("note", "line 0"), ("note", "line 0")), "there 2 times"),
        (worked(lines=["0", "1"], was_closed=True), read(("note", "1"), ("note", "0")), "not in the order"),
        (worked(sent=["BX10"], was_closed=True), read(), "BX10 was sent and is not on it"),
        (worked(was_closed=True), read(*reversed(SAID), sent=[TIMES]), "the lines of BX10 are not whole"),
        (worked(was_closed=True), read(*SAID, sent=[("BX10", NOON, after(2), after(1), None)]), "out of order"),
        (worked(was_closed=True), read(state="resulted"), "its desk was told otherwise"),
        (worked(was_resulted=True), read(("result", "Result: NFA"), state="resulted"), "nothing holds it"),
        (worked(was_resulted=True, was_closed=True), read(), "its result is lost"),
    ],
)
def test_whatever_a_log_lacks_is_told(log, kept, fault):
    assert fault in " ".join(log_faults(kept, [log]))


def test_a_log_that_is_lost_or_was_never_opened_is_told():
    assert log_faults(read(), [replace(worked(), id="b")]) == ["soak-1-1 is lost"]
    assert log_faults(read(), [replace(worked(), id="")]) == ["soak-1-1 was never opened"]
