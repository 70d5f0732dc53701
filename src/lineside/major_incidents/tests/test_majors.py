"""A major incident: declared and stood down, contacts proposed and answered, counted, called out, decided."""

from datetime import timedelta

import pytest
from django.db import connection

from lineside.contacts.queries import contact as contact_row
from lineside.contacts.testing import make_message, make_taken_contact
from lineside.dispatch.permissions import CanDispatch
from lineside.entries.commands import correct_methane, draft_methane, log_methane
from lineside.entries.events import MethaneChanged
from lineside.entries.permissions import CanEnter
from lineside.entries.testing import LETTERS
from lineside.incidents.queries import log
from lineside.incidents.testing import make_incident
from lineside.kernel.clock import now
from lineside.kernel.errors import NotFound, NotPermitted, RuleBroken
from lineside.kernel.testing import an_actor, clock
from lineside.major_incidents.commands import (
    answer_turn,
    attach_to_major,
    count_on_tote,
    declare_major,
    decline_major,
    end_major_task,
    note_own_incident,
    pass_turn_on,
    pass_turns_on,
    record_major_decision,
    ring_turn,
    stand_major_down,
    switch_attach_mode_off,
    switch_attach_mode_on,
    tell_of_tasks,
)
from lineside.major_incidents.models import CallTurn, MajorDecision, MajorIncident, ToteChange
from lineside.major_incidents.permissions import CanMajor
from lineside.major_incidents.queries import (
    answers_of_contact,
    cascade_of,
    major_decisions,
    majors_open,
    owed,
    proposals,
    tasks_of,
    tote_of,
)
from lineside.major_incidents.reactions import declare_by_methane
from lineside.major_incidents.testing import (
    DIRECTOR,
    a_mode,
    joint_decision,
    make_attaching,
    make_major,
    make_major_task,
    make_turn,
)
from lineside.procedures.queries import cards_of
from lineside.triage.queries import assessments, incidents_of
from lineside.triage.testing import CALM

pytestmark = pytest.mark.django_db
THRIVE = {**CALM, "threat": "past", "threat_text": "It was an hour ago and is over"}


def lines(major):
    return [each.text for each in log(major.incident_id)]


def smoke(text="There is smoke in the subway at Leeds", **facts):
    return make_taken_contact(DIRECTOR, subject="Smoke", text=text, **facts)


def test_a_declared_one_is_on_the_list_until_it_is_stood_down():
    major = make_major()
    assert [row.id for row in majors_open(DIRECTOR)] == [major.id]
    stand_major_down(actor=DIRECTOR, major_incident_id=major.id, reason="All are out", seen_version=major.version)
    assert majors_open(DIRECTOR) == []
    assert lines(major)[-1] == "Major incident stood down by Inspector Robin Vale: All are out"
    assert not CallTurn.objects.filter(state__in=("next", "waiting", "rung")).exists()


def test_it_is_declared_once_and_again_only_after_it_was_stood_down():
    major = make_major()
    with pytest.raises(RuleBroken, match="declared it already"):
        make_major(incident_id=major.incident_id)
    stand_major_down(actor=DIRECTOR, major_incident_id=major.id, reason="All are out")
    again = make_major(incident_id=major.incident_id)
    assert (again.id, again.times_declared, again.over_at) == (major.id, 2, None)
    assert len(cascade_of(again.id, 2)[0].turns) == len(cascade_of(again.id, 1)[0].turns)


def test_its_action_card_is_on_from_the_beginning():
    assert "MAJOR" in [card.code for card in cards_of(make_major().incident_id)]


def test_only_who_may_direct_declares_one():
    handler = an_actor(*(right for right in DIRECTOR.permissions if right != CanMajor.DIRECT))
    with pytest.raises(NotPermitted):
        declare_major(actor=handler, incident_id=make_incident("I").id, reason="Smoke in the subway")


def test_one_of_a_restricted_log_is_not_there_for_others():
    incident = make_incident("I", is_restricted=True)
    major = make_major(incident_id=incident.id)
    others = an_actor(*(right for right in DIRECTOR.permissions if right != "incidents.view_restricted"))
    assert majors_open(others) == []
    with pytest.raises(NotFound):
        count_on_tote(actor=others, major_incident_id=major.id, line="p1", have=1, told_by="Fire")


def test_a_methane_that_declares_it_opens_its_board_and_one_that_cancels_closes_it():
    writer = an_actor(*CanEnter, *CanDispatch, *DIRECTOR.permissions, name="Kim Osei")
    incident = make_incident("I")
    row = draft_methane(actor=writer, incident_id=incident.id)
    for stage, is_open in (("declared", True), ("cancelled", False)):
        row = correct_methane(actor=writer, methane_id=row.id, letters=LETTERS, stage=stage)
        declare_by_methane(MethaneChanged(incident_id=incident.id, number=row.number))
        assert MajorIncident.objects.filter(over_at=None).exists() is not is_open  # a version that is not in the log
        log_methane(actor=writer, methane_id=row.id)
        declare_by_methane(MethaneChanged(incident_id=incident.id, number=row.number))
        assert MajorIncident.objects.filter(over_at=None).exists() is is_open
    assert "by Kim Osei: Major incident declared" in MajorIncident.objects.get().declared_why


def test_a_contact_is_proposed_with_its_reasons_and_attached_by_a_person():
    major, contact = make_attaching(), smoke()
    found = proposals(DIRECTOR, contact_row(contact.id))
    assert [(each.major.id, each.life_signs) for each in found] == [(major.id, ())]
    assert "says 'smoke', 'subway'" in found[0].reasons
    attach_to_major(actor=DIRECTOR, contact_id=contact.id, major_incident_id=major.id, seen_version=contact.version)
    assert [row.id for row in incidents_of(DIRECTOR, contact.id)] == [major.incident_id]
    assert contact_row(contact.id).disposition == "attached_to_incident"
    assert f"{contact.reference} attached in call-attach mode by Inspector Robin Vale: " in lines(major)[-1]
    assert proposals(DIRECTOR, contact_row(contact.id)) == []
    assert [each.is_attached for each in answers_of_contact(DIRECTOR, contact.id)] == [True]


def test_nothing_is_proposed_while_the_mode_is_off_or_elsewhere():
    major, contact = make_major(), smoke()
    assert proposals(DIRECTOR, contact_row(contact.id)) == []
    with pytest.raises(RuleBroken, match="Call-attach mode is off"):
        attach_to_major(actor=DIRECTOR, contact_id=contact.id, major_incident_id=major.id)
    on = make_attaching(words=("balloon",), lat=51.5, lon=-0.1, place_text="Elsewhere")
    assert proposals(DIRECTOR, contact_row(contact.id)) == []
    switch_attach_mode_off(actor=DIRECTOR, major_incident_id=on.id, reason="Few still ring")


def test_a_life_at_risk_is_never_swallowed():
    major, contact = make_attaching(), smoke("There is smoke at Leeds and a man is not breathing")
    assert proposals(DIRECTOR, contact_row(contact.id))[0].life_signs == ("not breathing",)
    with pytest.raises(RuleBroken, match="answer THRIVE") as refused:
        attach_to_major(actor=DIRECTOR, contact_id=contact.id, major_incident_id=major.id)
    assert refused.value.field == "answers"
    assert contact_row(contact.id).is_open
    attach_to_major(actor=DIRECTOR, contact_id=contact.id, major_incident_id=major.id, answers=THRIVE)
    kept = assessments(major.incident_id)[-1]
    assert (kept.contact_id, kept.answers["threat"]) == (contact.id, "past")
    assert any(f"{contact.reference}, THRIVE: " in line for line in lines(major))


def test_what_is_graver_than_the_log_opens_its_own():
    incident = make_incident("P")
    make_major(incident_id=incident.id)
    major = switch_attach_mode_on(actor=DIRECTOR, major_incident_id=MajorIncident.objects.get().id, mode=a_mode())
    contact = smoke("There is smoke at Leeds and a man is not breathing")
    grave = {**CALM, "threat": "immediate", "threat_text": "He is not breathing and nobody helps", "harm": "life",
             "harm_text": "He may die before we come"}  # fmt: skip
    with pytest.raises(RuleBroken, match="graver than the log's P"):
        attach_to_major(actor=DIRECTOR, contact_id=contact.id, major_incident_id=major.id, answers=grave)


def test_what_is_something_else_stays_in_hand_with_the_reason_on_both():
    major, contact = make_attaching(), smoke()
    with pytest.raises(RuleBroken, match="something else"):
        decline_major(actor=DIRECTOR, contact_id=contact.id, major_incident_id=major.id, words="")
    decline_major(actor=DIRECTOR, contact_id=contact.id, major_incident_id=major.id, words="Smoke of a barbecue")
    assert contact_row(contact.id).is_open
    assert proposals(DIRECTOR, contact_row(contact.id)) == []
    assert lines(major)[-1].endswith("; Smoke of a barbecue")
    with pytest.raises(RuleBroken, match="answered this already"):
        decline_major(actor=DIRECTOR, contact_id=contact.id, major_incident_id=major.id, words="Smoke of a barbecue")
    attach_to_major(actor=DIRECTOR, contact_id=contact.id, major_incident_id=major.id)


def test_who_opens_an_incident_of_its_own_has_answered_by_that():
    major, contact, own = make_attaching(), make_message(subject="Smoke", text="smoke at Leeds"), make_incident()
    assert note_own_incident(actor=DIRECTOR, contact_id=contact.id, incident_id=own.id) == 1
    assert lines(major)[-1].endswith(f"; it is {own.reference} now")
    assert note_own_incident(actor=DIRECTOR, contact_id=contact.id, incident_id=own.id) == 0


def test_the_tote_keeps_what_each_count_was_and_who_told_it():
    major = make_major()
    for have, teller in ((3, "Ambulance commander"), (5, "Fire commander")):
        count_on_tote(actor=DIRECTOR, major_incident_id=major.id, line="p1", have=have, told_by=teller)
    count_on_tote(actor=DIRECTOR, major_incident_id=major.id, line="fire", wanted=4, told_by="Fire commander")
    rows = {row.code: row for _, found in tote_of(major.id) for row in found}
    assert (rows["p1"].have, [each.have for each in rows["p1"].changes]) == (5, [5, 3])
    assert (rows["fire"].have, rows["fire"].wanted, rows["p2"].have) == (None, 4, None)
    assert "Tote, P1 immediate: 3 to 5; told by Fire commander" in lines(major)
    assert set(ToteChange.objects.values_list("entry_id", flat=True)) <= {each.id for each in log(major.incident_id)}


def test_a_task_has_an_owner_and_a_clock_and_is_ended_once():
    task = make_major_task()
    with clock(task.due_at + timedelta(minutes=1)):
        assert tell_of_tasks() == 1
        assert tell_of_tasks() == 0
        assert [each.text for each in owed(DIRECTOR)] == ["task of BX12 is overdue: Open the reception centre"]
        with pytest.raises(RuleBroken, match="given up"):
            end_major_task(actor=DIRECTOR, major_task_id=task.id, is_done=False)
        end_major_task(actor=DIRECTOR, major_task_id=task.id, words="Open in the ticket hall")
        assert owed(DIRECTOR) == []
        with pytest.raises(RuleBroken, match="ended this task already"):
            end_major_task(actor=DIRECTOR, major_task_id=task.id)
    assert [each.is_done for each in tasks_of(task.major_incident_id)] == [True]


def test_the_next_in_line_has_the_turn_when_nobody_answers_in_time():
    turn = make_turn()
    ring_turn(actor=DIRECTOR, call_turn_id=turn.id)
    with clock(now() + timedelta(minutes=turn.minutes, seconds=1)):
        pass_turns_on()
        states = [each.state for each in cascade_of(turn.major_incident_id, 1)[0].turns]
    assert states == ["timed_out", "next", "waiting"]


def test_who_is_coming_fills_the_role():
    turn = make_turn()
    ring_turn(actor=DIRECTOR, call_turn_id=turn.id)
    with pytest.raises(RuleBroken, match="who is coming"):
        answer_turn(actor=DIRECTOR, call_turn_id=turn.id, answer="coming")
    answer_turn(actor=DIRECTOR, call_turn_id=turn.id, answer="coming", who="Ade Bello")
    role = cascade_of(turn.major_incident_id, 1)[0]
    assert (role.is_filled, [each.state for each in role.turns]) == (True, ["coming", "waiting", "waiting"])
    with pytest.raises(RuleBroken, match="answer already"):
        answer_turn(actor=DIRECTOR, call_turn_id=turn.id, answer="declined")


def test_the_supervisor_is_told_when_nobody_on_the_list_is_coming():
    turn = make_turn()
    role = turn.role
    for _ in range(CallTurn.objects.filter(role=role).count()):
        row = CallTurn.objects.get(role=role, state="next")
        answer_turn(actor=DIRECTOR, call_turn_id=row.id, answer="no_answer")
    assert cascade_of(turn.major_incident_id, 1)[0].is_exhausted
    assert [each.text for each in owed(DIRECTOR)] == ["nobody on the list is coming as Force duty officer"]
    assert "nobody on the list is coming. The supervisor is told." in lines(turn.major_incident)[-1]


def test_the_supervisor_is_told_of_whom_nobody_rang_and_their_turn_stays():
    turn = make_turn()
    with pytest.raises(RuleBroken, match="not over"):
        pass_turn_on(actor=DIRECTOR, call_turn_id=turn.id)
    with clock(now() + timedelta(minutes=turn.minutes, seconds=1)):
        pass_turn_on(actor=DIRECTOR, call_turn_id=turn.id)
        assert [each.text for each in owed(DIRECTOR)] == [
            "nobody has rung Force duty officer on shift (Force duty officer)"
        ]
        ring_turn(actor=DIRECTOR, call_turn_id=turn.id)
        assert owed(DIRECTOR) == []


def test_a_decision_is_numbered_whole_and_as_its_sealed_line():
    major = make_major()
    with pytest.raises(RuleBroken, match="Options refused"):
        record_major_decision(actor=DIRECTOR, major_incident_id=major.id, facts=joint_decision(refused=""))
    for _ in range(2):
        record_major_decision(actor=DIRECTOR, major_incident_id=major.id, facts=joint_decision())
    assert [(row.number, row.is_as_sealed) for row in major_decisions(major.id)] == [(1, True), (2, True)]
    assert "Options refused, and why: Hold and search, since the smoke thickens" in lines(major)[-1]
    with connection.cursor() as cursor:  # as one who has the database in their hands
        cursor.execute("SELECT set_config('lineside.command', 'test', true)")
    MajorDecision.objects.filter(number=1).update(decision="Stay")
    assert [row.is_as_sealed for row in major_decisions(major.id)] == [False, True]
