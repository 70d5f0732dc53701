"""What a scenario plays and when, how its clock runs, and what counts as done."""

from datetime import UTC, date, datetime, timedelta

import pytest

from lineside.kernel.errors import RuleBroken
from lineside.simulator.tables import kinds
from lineside.training import rules
from lineside.training.rules import Did, judge, plan

DAY, AT = date(2026, 11, 28), datetime(2026, 11, 28, 10, tzinfo=UTC)
CODES = [each.code for each in rules.scenarios(DAY)]


def after(seconds):
    return AT + timedelta(seconds=seconds)


def judged(kind, did, wants=(), within_s=60, until=600, logs=()):
    return judge(kind, within_s, wants, did, until=after(until), logs=logs)


@pytest.mark.parametrize("code", CODES)
def test_the_same_seed_plays_the_same_to_each_trainee(code):
    first, second = plan(code, 7, DAY, turn=0), plan(code, 7, DAY, turn=5)
    assert [(due.item.code, due.at_s, due.person.name) for due in first] == [
        (due.item.code, due.at_s, due.person.name) for due in second
    ]


@pytest.mark.parametrize("code", CODES)
def test_no_trainee_meets_the_numbers_of_the_one_before(code):
    of = [{due.person.number for due in plan(code, 7, DAY, turn=turn)} for turn in range(20)]
    assert all(not first & second for number, first in enumerate(of) for second in of[:number])


@pytest.mark.parametrize("code", CODES)
def test_everybody_who_rings_is_invented(code):
    for due in plan(code, 7, DAY):
        assert due.person.number.startswith(("07700900", "02079460"))
        assert due.person.address.endswith(".example")


def test_another_seed_is_another_exercise():
    assert [due.at_s for due in plan("KNIFE", 7, DAY)] != [due.at_s for due in plan("KNIFE", 8, DAY)]


def test_who_rings_twice_is_one_person():
    by = {due.item.code: due.person for due in plan("FOLLOW", 7, DAY)}
    assert by["FOLLOW-1"] == by["FOLLOW-3"] != by["FOLLOW-2"]


@pytest.mark.parametrize("code", CODES)
def test_each_expected_point_is_of_an_item_that_is_played_and_of_a_kind_that_is_known(code):
    items = {item.code for item in rules.items_of(code, DAY)}
    for point in rules.points_of(code, DAY):
        assert point.item in items
        assert point.kind in rules.KINDS
        assert point.kind != "one_log" or set(point.wants) <= items


def test_what_is_due_is_due_once():
    planned = plan("KNIFE", 7, DAY)
    first = rules.due_by(planned, set(), 30)
    assert [due.item.code for due in first] == ["KNIFE-1"]
    assert rules.due_by(planned, {"KNIFE-1"}, 30) == []
    assert len(rules.due_by(planned, set(), 10_000)) == len(planned)


def test_the_clock_stands_while_it_is_paused_and_runs_at_its_speed():
    def over(since, speed):
        return rules.elapsed(played_s=40, running_since=since, speed=speed, at=after(30))

    assert over(None, 1) == 40
    assert over(AT, 1) == 70
    assert over(AT, 2) == 100


@pytest.mark.parametrize("speed", [0, 3, -1, float("nan")])
def test_a_speed_that_nobody_stated_is_refused(speed):
    with pytest.raises(RuleBroken, match="speeds"):
        rules.check_speed(speed)


@pytest.mark.parametrize("seed", [0, -1, 1_000_000])
def test_a_seed_is_a_whole_number_that_can_be_said(seed):
    with pytest.raises(RuleBroken, match="seed"):
        rules.check_seed(seed)


def test_trainees_are_named_once_each():
    assert rules.check_trainees(" Robin  Vale\nSam Ash, Robin Vale;") == ["Robin Vale", "Sam Ash"]
    with pytest.raises(RuleBroken, match="Name who"):
        rules.check_trainees(" , \n")


def test_what_has_not_come_in_yet_is_not_missed():
    assert judged("taken", Did()).standing == "waits"


def test_nothing_done_in_its_time_is_missed_and_before_that_still_to_come():
    assert judged("taken", Did(came_at=AT), until=30).standing == "waits"
    assert judged("taken", Did(came_at=AT), until=61).standing == "missed"


def test_a_grade_in_time_is_met_and_told_with_its_seconds():
    found = judged("grade", Did(came_at=AT, grades=((after(50), "I"),)), ("I",))
    assert (found.standing, found.after_s, found.did) == ("met", 50, "grade I")


def test_a_grade_that_came_late_is_late():
    assert judged("grade", Did(came_at=AT, grades=((after(70), "I"),)), ("I",)).standing == "late"


def test_a_grade_that_was_put_right_counts_from_when_it_was():
    did = Did(came_at=AT, grades=((after(20), "P"), (after(90), "I")))
    assert judged("grade", did, ("I",)).standing == "late"
    assert judged("grade", Did(came_at=AT, grades=((after(20), "P"),)), ("I",)).standing == "other"


def test_sent_without_the_warning_is_a_warning_missed():
    sent = Did(came_at=AT, assigned=((after(30), "BX12"),))
    assert judged("warned", sent).standing == "other"
    assert judged("warned", sent).did == "sent without the warning"
    told = Did(came_at=AT, assigned=((after(30), "BX12"),), warned=((after(30), "Violent"),))
    assert judged("warned", told).standing == "met"


def test_the_second_report_belongs_to_the_log_of_the_first():
    did = Did(came_at=AT, opened=((after(30), "TRAINING-20261128-0002"),))
    assert judged("one_log", did, logs=("TRAINING-20261128-0002",)).standing == "met"
    assert judged("one_log", did, logs=("TRAINING-20261128-0001",)).standing == "other"


def test_a_letter_that_needs_no_log_is_otherwise_where_one_was_opened():
    assert judged("resolved", Did(came_at=AT, resolved=((after(30), "lost_property"),))).standing == "met"
    assert judged("resolved", Did(came_at=AT, opened=((after(30), "TRAINING-20261128-0002"),))).standing == "other"


def test_code_and_place_are_read_from_the_log():
    did = Did(came_at=AT, opened=((after(30), "x"),), code="WEAPON", crs="LDS")
    assert judged("code", did, ("WEAPON",)).standing == "met"
    assert judged("place", did, ("YRK",)).standing == "other"
    assert judged("place", Did(came_at=AT), ("YRK",)).standing == "missed"


def test_what_was_written_is_found_by_its_words_and_by_its_kind():
    did = Did(came_at=AT, lines=((after(20), "note", "Man in Coach C"), (after(40), "protection", "Trains stopped")))
    assert judged("said", did, ("coach c",)).standing == "met"
    assert judged("said", did, ("platform 10",)).standing == "missed"
    assert judged("line", did, ("protection",)).after_s == 40


def test_every_subject_of_the_simulator_is_left_to_it():
    assert "ASB" in kinds()  # the kind that a played call borrows, whose own is what the trainee finds out
