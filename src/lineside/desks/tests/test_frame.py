"""The top bar of every page: the site, and the bell with the alerts that nobody has looked at."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lineside.access.queries import actor_of
from lineside.alerts.commands import take_alert
from lineside.alerts.permissions import CanAlert
from lineside.alerts.testing import make_alert
from lineside.contacts.permissions import CanContact
from lineside.desks.rows import render
from lineside.people.testing import make_staff

pytestmark = pytest.mark.django_db
BELL = 'data-live-source="/alerts/bell/"'


def words(client, path):
    return " ".join(client.get(path).content.decode().split())


def bell_of(alert):
    (row,) = [each for each in render(f"alert:{alert.id}") if each.id == "alerts-bell"]
    return row


def test_the_site_of_the_staff_record_stands_in_the_top_bar_of_every_page(client, sign_in):
    account = sign_in(CanContact.VIEW)
    assert 'class="site"' not in words(client, "/contact/")  # no staff record says where they sit
    make_staff(account_id=account.id)
    assert '<abbr class="site" title="First Contact Centre">FCC</abbr>' in words(client, "/contact/")
    assert '<abbr class="site" title="First Contact Centre">FCC</abbr>' in words(
        client, "/supervise/"
    )  # a refusal has it too


def test_the_bell_counts_what_nobody_has_looked_at_and_no_longer_what_somebody_has_taken(client, sign_in):
    actor = actor_of(sign_in(*CanAlert, CanContact.VIEW))
    assert "0 new alerts</a>" in words(client, "/alerts/bell/")
    first, second = make_alert(), make_alert(sender_ref="B-2")
    assert "2 new alerts</a>" in words(client, "/alerts/bell/")
    take_alert(actor=actor, alert_id=first.id)
    assert "1 new alert</a>" in words(client, "/alerts/bell/")
    assert BELL in words(client, "/contact/")
    assert bell_of(second).html.strip() == client.get("/alerts/bell/").content.decode().strip()


def test_the_bell_is_live_for_who_may_see_alerts_and_for_nobody_else(client, sign_in):
    sign_in(CanContact.VIEW)
    assert BELL not in words(client, "/contact/")
    assert client.get("/alerts/bell/").status_code == 403
    row = bell_of(make_alert())
    assert (row.needs, row.list, row.restricted, row.area) == (CanAlert.VIEW, "bell", False, "")
    assert "1 new alert" in row.html


def test_however_many_alerts_there_are_one_statement_counts_them(client, sign_in):
    sign_in(CanAlert.VIEW)
    for number in range(7):
        make_alert(sender_ref=f"B-{number}")
    with CaptureQueriesContext(connection) as asked:
        assert "7 new alerts" in words(client, "/alerts/bell/")
    of_alerts = [each["sql"] for each in asked if "alerts_alert" in each["sql"]]
    assert len(of_alerts) == 1
    assert "COUNT" in of_alerts[0]
