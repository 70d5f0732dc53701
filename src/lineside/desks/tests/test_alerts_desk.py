"""Every kind of alert has its page, however little its sender said."""

from datetime import timedelta

import pytest
from django.urls import reverse

from lineside.alerts.commands import end_alert, take_feedback
from lineside.alerts.permissions import CanAlert
from lineside.alerts.rules import NAMED_BY, Ending, Journey, Subject, kind_row, table
from lineside.alerts.testing import FEED, FIRST, make_activation, make_alert, make_alert_in_hand
from lineside.contacts.permissions import CanContact
from lineside.kernel.clock import now, uk_day
from lineside.kernel.models import AuditLine
from lineside.kernel.testing import clock

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("code", [code for code in table("kinds", uk_day(now())).by_code if code != "camera"])
def test_each_kind_is_shown_with_what_must_not_be_done_on_top(client, sign_in, code):
    sign_in(CanAlert.VIEW, CanAlert.WORK)
    row = kind_row(code, uk_day(now()))
    subject = Subject(kind=row["subjects"][0], **{NAMED_BY[row["subjects"][0]][0]: "Vale"})
    alert = make_alert(kind=code, subject=subject, journey=Journey(), do_not=())
    page = client.get(reverse("desks:alert", args=[alert.id])).content.decode()
    assert row["label"] in page
    assert ("<b>Do not</b>" in page) == bool(row["do_not"])
    assert AuditLine.objects.filter(kind="looked", name="alerts.alert").exists()


def test_who_may_only_look_is_offered_no_deed(client, sign_in):
    alert, burst = make_alert(), make_activation()
    assert burst
    sign_in(CanAlert.VIEW)
    for each in (alert, burst):
        page = client.get(reverse("desks:alert", args=[each.id])).content.decode()
        assert 'data-key="alt+t"' not in page
        assert client.post(reverse("desks:alert-take", args=[each.id])).status_code == 403


def test_an_overdue_alert_and_an_answer_that_nobody_fetched_stand_with_the_supervisor(client, sign_in):
    sign_in(CanContact.SUPERVISE, CanContact.VIEW, CanAlert.VIEW)
    late, told = make_alert(), make_alert_in_hand()
    ending = Ending(outcome="not_found", words="Not on the train.")
    end_alert(actor=FIRST, alert_id=told.id, ending=ending, told_sender="Nobody of that name")
    rows = reverse("desks:owed-rows", args=["alerts"])
    assert "alert-owed-" not in client.get(rows).content.decode()
    with clock(now() + timedelta(minutes=16)):
        page = client.get(rows).content.decode()
        assert f'id="alert-owed-{late.id}"' in page
        assert "answer not fetched" in page
        take_feedback(actor=FEED, alert_id=told.id)
        page = client.get(rows).content.decode()
    assert f'id="alert-owed-{told.id}"' not in page
    assert f'id="alert-owed-{late.id}"' in page


def test_a_supervisor_without_the_right_to_alerts_is_told_of_none(client, sign_in):
    sign_in(CanContact.SUPERVISE, CanContact.VIEW)
    late = make_alert()
    with clock(now() + timedelta(minutes=16)):
        assert late.reference not in client.get(reverse("desks:owed-rows", args=["alerts"])).content.decode()


def test_who_has_no_right_to_alerts_sees_none(client, sign_in):
    sign_in("incidents.view")
    assert client.get(reverse("desks:alerts")).status_code == 403


def test_that_the_sender_was_told_by_telephone_is_recorded_at_the_desk_by_keys(client, sign_in):
    sign_in(CanAlert.VIEW, CanAlert.WORK)
    alert = make_alert_in_hand()
    ending = Ending(outcome="not_found", words="Not on the train.")
    alert = end_alert(actor=FIRST, alert_id=alert.id, ending=ending)
    page = reverse("desks:alert", args=[alert.id])
    assert 'data-key="alt+p"' in client.get(page).content.decode()
    deed, htmx = reverse("desks:alert-told", args=[alert.id]), {"HX-Request": "true"}
    seen = {"seen_version": alert.version}
    refused = client.post(deed, seen | {"whom": "", "at": "16:30"}, headers=htmx)
    assert (refused.status_code, "16:30" in refused.content.decode()) == (422, True)
    client.post(deed, seen | {"whom": "Sgt Vale, NBTC", "at": ""}, headers=htmx)
    shown = client.get(page).content.decode()
    assert "Sgt Vale, NBTC was told" in shown
    assert 'data-key="alt+p"' not in shown
