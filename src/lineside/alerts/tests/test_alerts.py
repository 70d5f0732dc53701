"""An alert from its feed to its end: kept once, read before it is worked, checked by two, told to its sender."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from lineside.access.queries import actor_of_client, client_of
from lineside.access.testing import make_client_key
from lineside.alerts.commands import (
    Ending,
    acknowledge_do_not,
    begin_identity_check,
    confirm_identity_check,
    end_alert,
    receive_alert,
    take_alert,
    take_feedback,
)
from lineside.alerts.models import Activation, Alert, IdentityCheck
from lineside.alerts.permissions import CanAlert
from lineside.alerts.queries import alert as read
from lineside.alerts.queries import board, cameras_page, row_of, sent_page
from lineside.alerts.testing import (
    COMPARED,
    FEED,
    FIRST,
    SECOND,
    WORKING,
    alert_facts,
    make_activation,
    make_alert,
    make_alert_in_hand,
    taken_in,
)
from lineside.contacts.queries import contact
from lineside.contacts.testing import make_message
from lineside.incidents.testing import make_incident
from lineside.kernel.clock import now
from lineside.kernel.commands import command
from lineside.kernel.errors import NotFound, NotPermitted, RuleBroken, Stale
from lineside.kernel.keys import uuid7
from lineside.kernel.models import AuditLine
from lineside.kernel.testing import an_actor, clock
from lineside.ui.operations import PagingIn

pytestmark = pytest.mark.django_db
PAGING = PagingIn(cursor="", limit=50)
OTHER_FEED = an_actor(CanAlert.SEND, name="another feed", key=uuid7())
NOT_FOUND = Ending(outcome="not_found", words="Every door watched")


@command(needs=CanAlert.WORK)
def forge(*, actor, what, key, **facts):
    what.objects.filter(id=key).update(**facts)


def checked_by_two(alert, *, finding="match"):
    acknowledge_do_not(actor=SECOND, alert_id=alert.id)
    check = begin_identity_check(actor=FIRST, alert_id=alert.id, finding="match", compared=COMPARED)
    return confirm_identity_check(actor=SECOND, check_id=check.id, finding=finding, compared=COMPARED)


def test_the_same_number_of_one_sender_is_one_alert_and_of_another_sender_another():
    facts = alert_facts(sender_ref="N-1")
    first = receive_alert(actor=FEED, facts=facts)
    assert receive_alert(actor=FEED, facts=facts).id == first.id
    assert receive_alert(actor=OTHER_FEED, facts=facts).id != first.id
    with pytest.raises(RuleBroken, match="another alert"):
        receive_alert(actor=FEED, facts=alert_facts(sender_ref="N-1", summary="Something else"))


def test_who_sends_may_not_look_and_who_looks_may_not_send():
    with pytest.raises(NotPermitted):
        board(FEED)
    with pytest.raises(NotPermitted):
        receive_alert(actor=FIRST, facts=alert_facts())
    with pytest.raises(NotPermitted):
        take_alert(actor=an_actor(CanAlert.VIEW), alert_id=make_alert().id)


def test_nothing_is_done_with_an_alert_before_it_is_taken_and_what_must_not_be_done_is_read():
    alert = make_alert()
    with pytest.raises(RuleBroken, match="Take the alert"):
        end_alert(actor=FIRST, alert_id=alert.id, ending=NOT_FOUND)
    take_alert(actor=FIRST, alert_id=alert.id)
    with pytest.raises(RuleBroken, match="Read what must not be done"):
        end_alert(actor=FIRST, alert_id=alert.id, ending=NOT_FOUND)
    acknowledge_do_not(actor=FIRST, alert_id=alert.id)
    with pytest.raises(RuleBroken, match="Read what must not be done"):
        end_alert(actor=SECOND, alert_id=alert.id, ending=NOT_FOUND)  # one reads for nobody else
    assert end_alert(actor=FIRST, alert_id=alert.id, ending=NOT_FOUND).state == "no_action"


def test_two_who_reach_for_it_in_one_instant_the_second_is_told_who_has_it():
    alert = make_alert()
    take_alert(actor=FIRST, alert_id=alert.id, seen_version=alert.version)
    with pytest.raises(RuleBroken, match="Alex Reed has this alert"):
        take_alert(actor=SECOND, alert_id=alert.id, seen_version=alert.version)


def test_whose_page_is_older_than_the_alert_is_told():
    alert = make_alert_in_hand()
    with pytest.raises(Stale):
        end_alert(actor=FIRST, alert_id=alert.id, ending=NOT_FOUND, seen_version=alert.version - 1)


def test_an_arrest_is_recorded_only_after_two_persons_found_a_match_and_with_its_incident():
    alert, incident = make_alert_in_hand(), make_incident()
    arrest = Ending(outcome="arrested", words="At door 4", incident=incident.reference)
    check = begin_identity_check(actor=FIRST, alert_id=alert.id, finding="match", compared=COMPARED)
    with pytest.raises(RuleBroken, match="Two persons"):
        end_alert(actor=FIRST, alert_id=alert.id, ending=arrest)
    with pytest.raises(RuleBroken, match="second person"):
        confirm_identity_check(actor=FIRST, check_id=check.id, finding="match", compared=COMPARED)
    acknowledge_do_not(actor=SECOND, alert_id=alert.id)
    assert read(SECOND, alert.id).checks[0].first_finding == ""  # the second looks without being led
    confirm_identity_check(actor=SECOND, check_id=check.id, finding="match", compared=COMPARED)
    with pytest.raises(RuleBroken, match="no incident"):
        end_alert(actor=FIRST, alert_id=alert.id, ending=Ending(outcome="arrested", words="x", incident="99999999-X"))
    ended = end_alert(actor=FIRST, alert_id=alert.id, ending=arrest)
    assert (ended.state, ended.hit, ended.incident_id) == ("actioned", "hit", incident.id)


def test_neither_a_further_account_under_another_name_nor_a_machines_key_makes_the_second_look():
    alert = make_alert_in_hand()
    check = begin_identity_check(actor=FIRST, alert_id=alert.id, finding="match", compared=COMPARED)
    device = client_of(make_client_key(*WORKING, name="a device"))
    assert device
    machine = actor_of_client(device)
    for other in (an_actor(*WORKING, name="A. Reed (exercise)", key=uuid7()), machine):
        acknowledge_do_not(actor=other, alert_id=alert.id)
        with pytest.raises(RuleBroken, match="second person"):
            confirm_identity_check(actor=other, check_id=check.id, finding="match", compared=COMPARED)
    with pytest.raises(RuleBroken, match="machine's key"):
        begin_identity_check(actor=machine, alert_id=alert.id, finding="match", compared=COMPARED)


def test_two_who_differ_check_again():
    alert = make_alert_in_hand()
    assert checked_by_two(alert, finding="no_match").state == "differ"
    check = begin_identity_check(actor=FIRST, alert_id=alert.id, finding="match", compared=COMPARED)
    with pytest.raises(RuleBroken, match="waits for its second"):
        begin_identity_check(actor=SECOND, alert_id=alert.id, finding="match", compared=COMPARED)
    assert confirm_identity_check(actor=SECOND, check_id=check.id, finding="match", compared=COMPARED).state == (
        "confirmed"
    )


@pytest.mark.parametrize("by", [None, FIRST.id, uuid7()])
def test_the_database_holds_that_two_persons_stand_behind_a_match(by):
    alert = make_alert_in_hand()
    check = begin_identity_check(actor=FIRST, alert_id=alert.id, finding="match", compared=COMPARED)
    with pytest.raises(IntegrityError, match=r"alerts_two_persons|Two persons"), transaction.atomic():
        forge(actor=FIRST, what=IdentityCheck, key=check.id, state="confirmed", second_by_id=by)


@pytest.mark.parametrize("facts", [{"state": "no_action"}, {"outcome": "seen"}])
def test_the_database_holds_that_an_alert_ends_with_an_outcome(facts):
    with pytest.raises(IntegrityError, match="alerts_end_with_an_outcome"), transaction.atomic():
        forge(actor=FIRST, what=Alert, key=make_alert().id, **facts)


def test_the_sender_hears_hit_or_no_hit_of_its_own_alerts_and_says_that_it_has():
    alert, _ = make_alert_in_hand(), make_alert(OTHER_FEED)
    with pytest.raises(RuleBroken, match="ask again"):
        take_feedback(actor=FEED, alert_id=alert.id)
    end_alert(actor=FIRST, alert_id=alert.id, ending=NOT_FOUND, told_sender="Not on this train.")
    (told,) = sent_page(FEED, PAGING).items
    assert (told.hit, told.outcome, told.told_sender) == ("no_hit", "not_found", "Not on this train.")
    with pytest.raises(NotFound):
        take_feedback(actor=OTHER_FEED, alert_id=alert.id)
    at = take_feedback(actor=FEED, alert_id=alert.id).feedback_taken_at
    assert take_feedback(actor=FEED, alert_id=alert.id).feedback_taken_at == at


def test_the_board_holds_what_has_not_ended_and_what_nobody_has_stands_first():
    held = make_alert_in_hand()
    slow, quick = make_alert(kind="nbtc_inform"), make_alert()
    assert [row.id for row in board(FIRST)] == [quick.id, slow.id, held.id]
    acknowledge_do_not(actor=FIRST, alert_id=held.id)
    end_alert(actor=FIRST, alert_id=held.id, ending=NOT_FOUND)
    assert held.id not in {row.id for row in board(FIRST)}


def test_the_trail_tells_who_did_what():
    alert = make_alert_in_hand()
    checked_by_two(alert)
    trail = AuditLine.objects.filter(kind="did", name__startswith="alerts.").order_by("id")
    told = [(line.name, line.actor_name) for line in trail]
    assert told == [
        ("alerts.receive_alert", "test feed"),
        ("alerts.take_alert", "Alex Reed"),
        ("alerts.acknowledge_do_not", "Alex Reed"),
        ("alerts.acknowledge_do_not", "Kim Osei"),
        ("alerts.begin_identity_check", "Alex Reed"),
        ("alerts.confirm_identity_check", "Kim Osei"),
    ]


def test_a_feed_with_a_key_sends_twice_and_is_answered_with_one_alert(client):
    key = {"authorization": f"Bearer {make_client_key('alerts.send', name='NBTC')}"}
    body = {"sender_ref": "N-7", "kind": "tca_warrant", "summary": "Wanted", "subject": {"kind": "person", "name": "R"}}
    answers = [client.post("/api/v1/alerts", body, "application/json", headers=key) for _ in range(2)]
    assert [each.status_code for each in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert Alert.objects.count() == 1
    changed = client.post("/api/v1/alerts", {**body, "summary": "Other"}, "application/json", headers=key)
    assert changed.status_code == 422


def test_a_camera_has_90_seconds_and_its_next_activation_joins_the_burst():
    first = make_activation()
    again = make_activation()
    assert first is not None
    assert again is not None
    assert again.id == first.id
    row = row_of(first.id)
    assert row is not None
    assert (row.activations, row.look_by - row.received_at) == (2, timedelta(seconds=90))
    other = make_activation("LDS-CAM-2")
    assert other is not None
    assert other.id != first.id
    with clock(now() + timedelta(minutes=5)):
        later = make_activation()
    assert later is not None
    assert later.id != first.id


def test_a_mail_counts_once_and_only_when_it_is_a_cameras():
    mail = make_message(sender_address="a@cameras.example", subject="Camera activation: Leeds", text="Site LDS.")
    assert taken_in(mail.id)
    assert taken_in(mail.id) is None
    assert Activation.objects.count() == 1
    assert taken_in(make_message().id) is None


def test_a_burst_that_was_nothing_leaves_the_contact_desk_with_it_and_counts_against_the_camera():
    burst = make_activation()
    make_activation()
    assert burst is not None
    take_alert(actor=FIRST, alert_id=burst.id)
    end_alert(actor=FIRST, alert_id=burst.id, ending=Ending(outcome="animal"))
    mails = [contact(each.contact_id) for each in Activation.objects.all()]
    assert {(mail.state, mail.disposition) for mail in mails} == {("resolved", "alert_ended")}
    (rate,) = cameras_page(FIRST, PAGING).items
    assert (rate.camera, rate.wrong, rate.looked_at) == ("LDS-CAM-1", 1, 1)


def test_who_may_not_work_mail_ends_a_false_alarm_all_the_same():
    burst = make_activation()
    assert burst is not None
    guard = an_actor(*(CanAlert.VIEW, CanAlert.WORK), name="Al Guard", key=uuid7())
    take_alert(actor=guard, alert_id=burst.id)
    assert end_alert(actor=guard, alert_id=burst.id, ending=Ending(outcome="animal")).is_false_alarm
    assert contact(Activation.objects.get().contact_id).state == "waiting"


def test_many_cameras_are_counted_in_one_question(django_assert_num_queries):
    for number in (1, 2, 3):
        burst = make_activation(camera=f"LDS-CAM-{number}")
        assert burst is not None
        take_alert(actor=FIRST, alert_id=burst.id)
        end_alert(actor=FIRST, alert_id=burst.id, ending=Ending(outcome="animal"))
    with django_assert_num_queries(1):
        rates = cameras_page(FIRST, PAGING).items
    assert [(rate.camera, rate.wrong, rate.looked_at) for rate in rates] == [(f"LDS-CAM-{n}", 1, 1) for n in (1, 2, 3)]


def test_a_burst_in_which_there_was_somebody_leaves_its_mails_to_be_worked():
    burst = make_activation()
    assert burst is not None
    take_alert(actor=FIRST, alert_id=burst.id)
    end_alert(actor=FIRST, alert_id=burst.id, ending=Ending(outcome="gone", words="Over the fence"))
    assert contact(Activation.objects.get().contact_id).state == "waiting"
    rate = read(FIRST, burst.id).false_alarms
    assert rate
    assert rate.words == "0 of 1 false in 30 days"
