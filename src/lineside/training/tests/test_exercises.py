"""An exercise from its start to its debrief."""

from datetime import timedelta

import pytest

from lineside.contacts.commands import take_contact
from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import make_call
from lineside.dispatch.permissions import CanDispatch
from lineside.incidents.commands import Opening
from lineside.incidents.permissions import CanIncident
from lineside.kernel.clock import now
from lineside.kernel.errors import NotPermitted, RuleBroken, Stale
from lineside.kernel.models import AuditLine
from lineside.kernel.policy import CAN_SET_POLICY
from lineside.kernel.testing import an_actor, clock
from lineside.pole.queries import kinds_standing_on
from lineside.training import commands, queries
from lineside.training.models import Exercise
from lineside.training.permissions import CanTrain
from lineside.training.testing import TRAINER, make_exercise, make_training_copy
from lineside.triage.commands import open_incident_from_contact
from lineside.triage.permissions import CanTriage
from lineside.triage.testing import CALM

pytestmark = pytest.mark.django_db
READER = an_actor(*CanTrain, CanContact.VIEW, CanIncident.VIEW, CanDispatch.VIEW, CAN_SET_POLICY, name="Tess Wardle")


TRAINEE = an_actor(*CanTriage, *CanContact, *CanIncident, name="Robin Vale")
WEAPON = Opening(summary="Knife on 1E23", opening_code="WEAPON", place_text="Leeds", place_status="approximate")
ANSWERS = {**CALM, "threat": "present", "threat_text": "A man with a knife"}


def started(**facts):
    return make_exercise(**facts)


def due():
    return [each.item for each in queries.to_play(TRAINER)]


def test_nothing_is_played_on_a_system_that_is_no_training_copy():
    with pytest.raises(RuleBroken, match="no training copy"):
        commands.start_exercise(actor=TRAINER, scenario="KNIFE", seed=7, trainees="Robin Vale")
    assert Exercise.objects.count() == 0


def test_one_exercise_at_a_time():
    started()
    with pytest.raises(RuleBroken, match="not ended yet"):
        commands.start_exercise(actor=TRAINER, scenario="TRESP", seed=7, trainees="Sam Ash")


def test_who_may_not_train_starts_nothing():
    make_training_copy()
    with pytest.raises(NotPermitted):
        commands.start_exercise(actor=an_actor(CanTrain.VIEW), scenario="KNIFE", seed=7, trainees="Sam Ash")


def test_what_is_due_comes_with_time_and_once():
    row, began = started(), now()
    assert due() == []
    with clock(began + timedelta(seconds=40)):
        assert due() == ["KNIFE-1"]
        commands.play_item(actor=TRAINER, exercise_id=row.id, item="KNIFE-1")
        assert due() == []
        with pytest.raises(RuleBroken, match="already"):
            commands.play_item(actor=TRAINER, exercise_id=row.id, item="KNIFE-1")
        with pytest.raises(RuleBroken, match="not due"):
            commands.play_item(actor=TRAINER, exercise_id=row.id, item="KNIFE-3")


def test_it_stands_while_it_is_paused_and_goes_on_where_it_stood():
    row, began = started(), now()
    with clock(began + timedelta(seconds=5)):
        row = commands.pause_exercise(actor=TRAINER, exercise_id=row.id, seen_version=row.version)
    with clock(began + timedelta(hours=1)):
        assert due() == []
        with pytest.raises(RuleBroken, match="paused already"):
            commands.pause_exercise(actor=TRAINER, exercise_id=row.id)
        row = commands.resume_exercise(actor=TRAINER, exercise_id=row.id, speed=2.0, seen_version=row.version)
        assert due() == []
    with clock(began + timedelta(hours=1, seconds=7)):
        assert due() == ["KNIFE-1"]


def test_the_second_of_two_trainers_is_told():
    row = started()
    seen = row.version
    commands.pause_exercise(actor=TRAINER, exercise_id=row.id, seen_version=seen)
    with pytest.raises(Stale):
        commands.end_exercise(actor=TRAINER, exercise_id=row.id, seen_version=seen)


def test_an_ended_exercise_plays_nothing_more():
    row = started()
    commands.end_exercise(actor=TRAINER, exercise_id=row.id)
    with clock(now() + timedelta(minutes=5)):
        assert due() == []
    with pytest.raises(RuleBroken, match="has ended"):
        commands.resume_exercise(actor=TRAINER, exercise_id=row.id)


def test_a_warning_stands_on_the_caller_before_the_call():
    row = started()
    [number] = {each.person.number for each in queries.planned_of(row) if each.item.marker}
    assert "warning" in kinds_standing_on(number)


def test_the_debrief_reads_what_was_done_beside_what_was_expected():
    row, began = started(), now()
    call = next(each for each in queries.planned_of(row) if each.item.code == "KNIFE-1")
    with clock(began + timedelta(seconds=20)):
        commands.play_item(actor=TRAINER, exercise_id=row.id, item="KNIFE-1")
        contact = make_call(number=call.person.number, line_type="999_BT", at=now())
    with clock(began + timedelta(seconds=28)):
        take_contact(actor=TRAINEE, contact_id=contact.id)
    with clock(began + timedelta(seconds=60)):
        open_incident_from_contact(
            actor=TRAINEE, contact_id=contact.id, opening=WEAPON, answers=ANSWERS, grade="P", reason="As told"
        )
    with clock(began + timedelta(seconds=400)):
        told = queries.debrief(READER, row.id)
    points = {point.code: point for point in told.points}
    assert {code: points[code].standing for code in ("KNIFE-1-T", "KNIFE-1-O", "KNIFE-1-C", "KNIFE-1-G")} == {
        "KNIFE-1-T": "met",
        "KNIFE-1-O": "met",
        "KNIFE-1-C": "met",
        "KNIFE-1-G": "other",
    }
    assert round(points["KNIFE-1-T"].after_s or 0) == 8
    assert points["KNIFE-1-G"].did == "grade P"
    assert (points["KNIFE-1-A"].standing, points["KNIFE-2-L"].standing) == ("missed", "waits")
    assert points["KNIFE-1-O"].reference
    assert [deed.who for deed in told.deeds] == ["Robin Vale"] * len(told.deeds)
    assert "take contact" in {deed.what for deed in told.deeds}


def test_what_one_may_not_see_is_in_no_debrief():
    row = started()
    with pytest.raises(NotPermitted):
        queries.debrief(an_actor(CanIncident.VIEW), row.id)


def test_what_the_trainer_remarks_is_kept_beside_its_point():
    row = started()
    commands.write_remark(actor=TRAINER, exercise_id=row.id, words=" Well asked. ", point="KNIFE-1-S")
    [remark] = queries.remarks_of(row.id)
    assert (remark.point, remark.words, remark.by_name) == ("KNIFE-1-S", "Well asked.", TRAINER.name)
    with pytest.raises(RuleBroken, match="no point"):
        commands.write_remark(actor=TRAINER, exercise_id=row.id, words="x", point="TRESP-1-T")
    with pytest.raises(RuleBroken, match="Write your remark"):
        commands.write_remark(actor=TRAINER, exercise_id=row.id, words="  ")


def test_the_trail_of_a_copy_says_what_it_is_before_anything_else():
    make_training_copy()
    [line] = AuditLine.objects.filter(name__endswith="set_policy")
    assert line.facts["name"] == queries.MARK
