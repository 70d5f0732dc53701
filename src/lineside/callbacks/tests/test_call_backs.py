"""Call-backs on the real database: asked for, rung by a call out, ended, opted out."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection, transaction

from lineside.callbacks import commands, queries
from lineside.callbacks.events import CallBackChanged
from lineside.callbacks.models import CallBack, OptOut
from lineside.callbacks.permissions import CanCallBack
from lineside.callbacks.testing import ALL_YES, RINGER, make_call, make_call_back
from lineside.callouts.commands import claim_call, tell_call_out
from lineside.callouts.models import CallOut
from lineside.contacts.queries import conversation
from lineside.contacts.testing import in_one_instant, make_message
from lineside.crimes.testing import make_crime
from lineside.incidents.queries import log
from lineside.incidents.testing import make_incident
from lineside.kernel.clock import now, uk_day
from lineside.kernel.errors import NotFound, NotPermitted, RuleBroken
from lineside.kernel.keys import uuid7
from lineside.kernel.models import AuditLine
from lineside.kernel.testing import an_actor, clock, events_of
from lineside.pole.testing import make_marker

pytestmark = pytest.mark.django_db


def ended(row, outcome, **more):
    commands.end_call(actor=RINGER, attempt_id=make_call(row).id, outcome=outcome, **more)
    row.refresh_from_db()
    return row


def test_the_call_is_placed_as_a_call_out_and_what_was_learnt_stands_at_the_contact():
    contact_id = make_message().id
    row = make_call_back(contact_id=contact_id)
    assert [each.reference for each in queries.board(RINGER)] == [row.reference]
    attempt = make_call(row)
    call = CallOut.objects.get(pk=attempt.call_out_id)
    assert (call.number, call.telephone, call.about_id) == ("07700900123", "201", contact_id)
    with pytest.raises(RuleBroken, match="Somebody rings them now"):
        make_call(row)
    commands.end_call(actor=RINGER, attempt_id=attempt.id, outcome="done", told="Coach C, by the door")
    assert (found := queries.call_back(RINGER, row.id)).row.state == "done"
    assert found.told == "Coach C, by the door"
    assert conversation(contact_id)[-1].text == f"Call-back {row.reference}, victim: Coach C, by the door"
    assert queries.board(RINGER) == []
    assert [each.facts["state"] for each in events_of(CallBackChanged)] == ["due", "due", "done"]


def test_of_a_crime_it_is_rung_and_written_in_the_log_of_its_incident():
    incident = make_incident(opening_code="HATE")
    row = make_call_back(actor=WITH_CRIMES, crime_id=make_crime(incident.id).id)
    assert (row.incident_id, row.contact_id) == (incident.id, None)
    ended(row, "done", told="Two of them")
    lines = [line.text for line in log(incident.id)]
    assert any(line.startswith("Calls 07700900123 (C-") for line in lines)
    assert lines[-1] == f"Call-back {row.reference}, victim: Two of them"


WITH_CRIMES = an_actor(*RINGER.permissions, "crimes.view", key=uuid7())


def test_a_machine_hears_set_words_that_tell_nothing_and_the_call_out_knows_of_the_machine():
    row = make_call_back(why="The knife on platform 3")
    attempt = make_call(row)
    claim_call(actor=DIALLER)
    for state in ("ringing", "up"):
        tell_call_out(actor=DIALLER, call_out_id=attempt.call_out_id, state=state)
    attempt = commands.end_call(actor=RINGER, attempt_id=attempt.id, outcome="voicemail", only_set_words=True)
    assert attempt.left_words.startswith("Hello, this is a message for Robin Vale. Please ring")
    assert row.reference in attempt.left_words
    assert "knife" not in attempt.left_words
    assert "police" not in attempt.left_words.lower()
    assert CallOut.objects.get(pk=attempt.call_out_id).outcome == "voicemail"


DIALLER = an_actor("callouts.dial", key=uuid7())


def test_it_is_tried_so_often_and_no_oftener_with_time_between():
    row = make_call_back()
    for tried in range(1, 6):
        row = ended(row, "no_answer")
        assert (row.tried, row.state) == (tried, "not_reached" if tried == 5 else "due")
        if tried < 5:
            with pytest.raises(RuleBroken, match="not again before"):
                make_call(row)
            CallBackClock.later(row)
    with pytest.raises(RuleBroken, match="has ended"):
        make_call(row)


class CallBackClock:
    """An hour has passed since the last attempt."""

    @staticmethod
    def later(row):
        from lineside.kernel.commands import command

        def pass_time(*, actor):
            CallBack.objects.filter(pk=row.pk).update(not_before=now())

        pass_time.__module__, pass_time.__name__ = "lineside.callbacks.tests.commands", f"pass_{uuid7().hex}"
        command(needs="callbacks.ring")(pass_time)(actor=RINGER)


def test_what_was_not_rung_after_all_does_not_count():
    row = ended(make_call_back(), "not_rung", words="The switch was away")
    assert (row.tried, row.not_before, row.state) == (0, None, "due")


def test_where_it_is_not_safe_nobody_rings_without_a_reason_on_record():
    make_marker("07700 900123", code="unsafe_contact")
    row = make_call_back()
    assert "safe" in queries.call_back(RINGER, row.id).unsafe
    with pytest.raises(RuleBroken):
        make_call(row)
    attempt = commands.begin_call(
        actor=RINGER, call_back_id=row.id, telephone="201", unsafe_reason="They are in danger now"
    )
    assert CallOut.objects.get(pk=attempt.call_out_id).unsafe_reason == "They are in danger now"


def test_an_opt_out_holds_for_good_for_every_spelling_and_for_routine_calls_alone():
    first, other = make_call_back(kind="quality"), make_call_back(kind="quality", number="+44 7700 900123")
    more = make_call_back()
    assert ended(first, "opted_out", words="They said so").state == "opted_out"
    for row in (other, more):
        row.refresh_from_db()
    assert (other.state, more.state) == ("opted_out", "due")
    with pytest.raises(RuleBroken, match="for good"):
        make_call_back(kind="quality", number="0044 7700 900123")
    with clock(now() + timedelta(days=3650)), pytest.raises(RuleBroken, match="for good"):
        make_call_back(kind="quality")
    commands.opt_out(actor=RINGER, number="07700900123", words="By letter, again")
    assert OptOut.objects.count() == 1


def test_the_questionnaire_is_answered_whole_and_counted_without_a_share():
    row = ended(make_call_back(kind="quality"), "done", answers={**ALL_YES, "safe": "unsaid"})
    assert (row.state, row.questionnaire, row.answers["safe"]) == ("done", "2026-11", "unsaid")
    today = uk_day(now())
    found = {each.code: each.counts for each in queries.answered(RINGER, today, today)}
    assert (found["listened"], found["safe"]) == ({"yes": 1}, {"unsaid": 1})
    half = make_call_back(kind="quality")
    with pytest.raises(RuleBroken, match="Answer"):
        ended(half, "done", answers={"listened": "yes"})
    half.refresh_from_db()
    assert half.state == "due"


def test_it_is_withdrawn_with_a_reason():
    row = make_call_back()
    with pytest.raises(RuleBroken, match="Say why"):
        commands.withdraw_call_back(actor=RINGER, call_back_id=row.id, why="")
    assert commands.withdraw_call_back(actor=RINGER, call_back_id=row.id, why="They rang us").state == "withdrawn"


def test_who_may_not_see_the_log_that_it_is_for_ends_nothing():
    hidden = make_call_back(incident_id=make_incident(opening_code="ASB", is_restricted=True).id)
    stranger = an_actor(*CanCallBack, "incidents.view", "incidents.log", key=uuid7())
    with pytest.raises(NotFound):
        commands.withdraw_call_back(actor=stranger, call_back_id=hidden.id, why="They rang us")
    attempt = make_call(hidden)
    with pytest.raises(NotFound):
        commands.end_call(actor=stranger, attempt_id=attempt.id, outcome="no_answer")
    hidden.refresh_from_db()
    assert (hidden.state, hidden.tried) == ("due", 0)


def opts_out():
    commands.opt_out(actor=RINGER, number="07700 900123", words="By letter")


@pytest.mark.django_db(transaction=True)
def test_an_opt_out_waits_for_nobody_elses_call_back():
    other = make_call_back(number="07700900456", kind="quality")
    mine = make_call_back(kind="quality")

    def in_a_thread():
        opts_out()
        connection.close()

    with transaction.atomic():
        CallBack.objects.select_for_update().get(pk=other.pk)  # somebody ends that one's call just now
        thread = Thread(target=in_a_thread)
        thread.start()
        thread.join(5)
        assert not thread.is_alive()
    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.state, other.state) == ("opted_out", "due")


@pytest.mark.django_db(transaction=True)
def test_two_who_put_one_opt_out_on_record_in_one_instant_put_it_there_once():
    assert in_one_instant(opts_out, opts_out) is None
    assert OptOut.objects.count() == 1


def test_whom_it_is_about_is_a_look_on_record_and_not_for_strangers_nor_of_a_restricted_log():
    row = make_call_back()
    queries.call_back(RINGER, row.id)
    line = AuditLine.objects.filter(kind="looked", name="callbacks.call_back").latest("id")
    assert (line.facts["subject"], line.why) == (str(row.id), f"Call-back: {row.reference}")
    with pytest.raises(NotPermitted):
        queries.call_back(an_actor(key=uuid7()), row.id)
    hidden = make_call_back(incident_id=make_incident(opening_code="ASB", is_restricted=True).id)
    with pytest.raises(NotFound):
        queries.call_back(an_actor(CanCallBack.VIEW, "incidents.view", key=uuid7()), hidden.id)
