"""Parts of the system on the desks: everybody sees what is down, the supervisor sees all."""

import pytest
from django.test import Client

from lineside.access.testing import make_account
from lineside.desks import rows
from lineside.heartbeats.commands import beat

pytestmark = pytest.mark.django_db


def browser_of(role):
    browser = Client()
    browser.force_login(make_account(role), backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser


def test_a_desk_shows_what_is_down_and_nothing_when_all_is_well():
    desk = browser_of("contact_handler")
    beat("e-mail in")
    assert "is down" not in desk.get("/outages/").content.decode()
    beat("e-mail in", is_well=False, says="the listener does not answer")
    shown = desk.get("/outages/").content.decode()
    assert "e-mail in" in shown
    assert "the listener does not answer" in shown


def test_the_row_is_pushed_when_a_part_turns():
    beat("e-mail in", is_well=False, says="connection <refused>")
    (row,) = rows.render("part:e-mail in")
    assert "connection &lt;refused&gt;" in row.html
    assert not row.gone
    beat("e-mail in")
    (row,) = rows.render("part:e-mail in")
    assert row.gone


def test_a_supervisor_takes_a_part_off_the_list_and_is_told_when_it_is_at_work():
    desk = browser_of("fcc_supervisor")
    beat("e-mail out")
    assert "at work" in desk.get("/supervise/").content.decode()
    refused = desk.post("/supervise/parts/retire/", {"part": "e-mail out", "reason": "Nobody replies by mail"})
    assert refused.status_code == 422
    assert "Only a part that is down" in refused.content.decode()
    assert "Nobody replies by mail" in refused.content.decode()
    beat("e-mail out", is_well=False)
    assert desk.post("/supervise/parts/retire/", {"part": "e-mail out", "reason": "Unused"}).status_code == 302
    assert "e-mail out" not in desk.get("/supervise/parts/").content.decode()
