"""A sitting: locked and unlocked, idle, over at its end, ended from elsewhere."""

from datetime import timedelta

import pytest
from django.test import Client

from lineside.access import commands, queries
from lineside.access.events import SittingEnded
from lineside.access.models import Sitting
from lineside.access.testing import ADMINISTRATOR, PASSWORD, code_of, make_account, with_second_step
from lineside.kernel.clock import now
from lineside.kernel.testing import audit_lines, clock, events_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def secret():
    return with_second_step(make_account())


def enter(secret, steps=0, **where):
    client = Client(**where)
    client.post("/accounts/login/", {"login": "contact_handler", "password": PASSWORD})
    assert client.post("/accounts/2fa/authenticate/", {"code": code_of(secret, steps=steps)}).status_code == 302
    return client


def the_handler():
    account = queries.account_named("contact_handler")
    assert account
    return account


def key_of(client):
    return client.cookies["sessionid"].value


def test_a_locked_desk_shows_nothing_until_its_owner_gives_the_password(secret):
    client = enter(secret)
    answer = client.post("/session/lock/", headers={"Referer": "http://testserver/contact/?a=1"})
    assert answer.url == "/session/unlock/?next=%2Fcontact%2F%3Fa%3D1"
    assert client.get("/contact/").url == "/session/unlock/?next=%2Fcontact%2F"
    assert client.get("/api/v1/dispatch/units").status_code == 401
    assert queries.actor_of_session(key_of(client)) is None  # nor does the live stream
    assert client.post("/session/unlock/", {"password": "not it at all"}).status_code == 422
    before = key_of(client)
    assert client.post("/session/unlock/", {"password": PASSWORD, "next": "/contact/?a=1"}).url == "/contact/?a=1"
    assert key_of(client) != before
    assert client.get("/contact/").status_code == 200
    assert audit_lines()[-2:] == ["access.lock_sitting", "access.unlock_sitting"]


def test_a_part_of_a_page_asked_for_while_locked_says_where_the_door_is_and_changes_nothing(secret):
    client = enter(secret)
    client.post("/session/lock/")
    part = client.get("/contact/rows/", headers={"HX-Request": "true"})
    assert part.status_code == 401
    assert "what you typed is kept" in part.content.decode()
    assert part.headers["X-Lineside-Door"] == "/session/unlock/"


def test_five_wrong_passwords_at_a_locked_desk_end_the_sitting(secret):
    client = enter(secret)
    client.post("/session/lock/")
    for _ in range(5):
        answer = client.post("/session/unlock/", {"password": "not it at all"})
    assert answer.url == "/accounts/login/"
    assert Sitting.objects.filter(account_id__isnull=False).count() == 0


def test_the_way_back_from_a_lock_leads_to_no_other_host(secret):
    client = enter(secret)
    client.post("/session/lock/", headers={"Referer": "https://evil.example/contact/"})
    answer = client.post("/session/unlock/", {"password": PASSWORD, "next": "//evil.example/"})
    assert answer.url == "/"


def test_a_desk_that_nobody_touches_locks_and_one_that_is_touched_does_not(secret):
    client = enter(secret)
    for minutes in (20, 40, 60):
        with clock(now() + timedelta(minutes=minutes)):
            assert client.post("/session/here/").status_code == 204
    with clock(now() + timedelta(minutes=92)):
        assert queries.actor_of_session(key_of(client)) is None
        assert client.get("/contact/").url.startswith("/session/unlock/")
        assert client.post("/session/here/").status_code == 401
    assert audit_lines()[-1] == "access.lock_sitting"


def test_what_a_page_asks_for_by_itself_is_no_touch(secret):
    client = enter(secret)
    for minutes in (10, 20, 29):
        with clock(now() + timedelta(minutes=minutes)):
            itself = client.get("/contact/rows/", headers={"HX-Request": "true", "X-Lineside-By-Itself": "1"})
            assert itself.status_code == 200
    with clock(now() + timedelta(minutes=32)):
        assert client.get("/contact/").url.startswith("/session/unlock/")


def test_a_sitting_is_over_at_its_end_however_busy_it_was(secret):
    client = enter(secret)
    for hours in range(1, 27):
        with clock(now() + timedelta(minutes=30 * hours)):
            client.post("/session/here/")
            if hours % 7 == 0:  # saving the session moves no end
                client.post("/session/lock/")
                client.post("/session/unlock/", {"password": PASSWORD})
    sitting = Sitting.objects.get(account_id__isnull=False)
    assert sitting.began_at
    assert timedelta(hours=12, minutes=59) < sitting.expire_date - sitting.began_at <= timedelta(hours=13)


def test_the_policy_says_how_long(secret):
    for name, value in (("access.idle_minutes", 5), ("access.sitting_hours", 1)):
        commands.set_sign_in_policy(actor=ADMINISTRATOR, name=name, value=value, why="an exercise")
    client = enter(secret)
    sitting = Sitting.objects.get(account_id__isnull=False)
    assert sitting.began_at
    assert sitting.expire_date - sitting.began_at == timedelta(hours=1)
    with clock(now() + timedelta(minutes=7)):
        assert client.get("/contact/").url.startswith("/session/unlock/")


def test_signing_out_everywhere_ends_every_browser(secret):
    here, there = enter(secret), enter(secret, steps=1)
    here.post("/session/end-all/")
    assert there.get("/contact/").url.startswith("/accounts/login/")
    assert queries.actor_of_session(key_of(there)) is None
    assert [event.facts["why"] for event in events_of(SittingEnded)][-1] == "signed out everywhere"


def test_a_person_sees_their_sittings_and_ends_one(secret):
    here = enter(secret, REMOTE_ADDR="10.0.0.7", HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Firefox/145.0")
    there = enter(secret, steps=1, REMOTE_ADDR="10.0.0.8", HTTP_USER_AGENT="Mozilla/5.0 (X11; Linux) Chrome/140.0")
    page = here.get("/me/").content.decode()
    assert "Firefox on Windows" in page
    assert "10.0.0.8" in page
    assert key_of(there) not in page
    other = next(row for row in queries.sittings_of(the_handler().id) if "Chrome" in row.browser)
    here.post(f"/me/sittings/{other.mark}/end/")
    assert there.get("/contact/").status_code == 302
    assert here.get("/contact/").status_code == 200


def test_nobody_ends_another_persons_sitting_by_its_mark(secret, client, sign_in):
    enter(secret)
    mark = queries.sittings_of(the_handler().id)[0].mark
    sign_in(username="somebody.else")
    assert client.post(f"/me/sittings/{mark}/end/").status_code == 404
    assert Sitting.objects.filter(account_id=the_handler().id).count() == 1


def test_a_new_password_asks_for_the_present_one_and_ends_the_other_sittings(secret):
    here, there = enter(secret), enter(secret, steps=1)
    new = {"password": "another four words entirely", "again": "another four words entirely"}
    assert here.post("/me/password/", {"current": "wrong words", **new}).status_code == 422
    assert here.post("/me/password/", {"current": PASSWORD, "password": "short", "again": "short"}).status_code == 422
    assert here.post("/me/password/", {"current": PASSWORD, **new}).status_code == 302
    assert here.get("/contact/").status_code == 200
    assert there.get("/contact/").status_code == 302


def test_a_new_telephone_asks_for_fresh_proof_and_takes_the_old_ones_place(secret):
    client = enter(secret)
    with clock(now() + timedelta(minutes=16)):
        assert client.get("/me/second-step/").url == "/me/prove/?next=%2Fme%2Fsecond-step%2F"
        assert client.post("/me/prove/", {"password": "wrong", "next": "/me/second-step/"}).status_code == 422
        assert client.post("/me/prove/", {"password": PASSWORD, "next": "//evil.example"}).url == "/"
        page = client.get("/me/second-step/").content.decode()
        new = page.partition('class="secret">')[2].partition("<")[0].replace(" ", "")
        code = code_of(new, at=now().timestamp())
        assert "shown only now" in client.post("/me/second-step/", {"code": code}).content.decode()
    client.post("/accounts/logout/")
    client.post("/accounts/login/", {"login": "contact_handler", "password": PASSWORD})
    assert client.post("/accounts/2fa/authenticate/", {"code": code_of(secret, steps=1)}).status_code == 200
    with clock(now() + timedelta(minutes=18)):
        fresh = code_of(new, at=now().timestamp())
        assert client.post("/accounts/2fa/authenticate/", {"code": fresh}).status_code == 302


def test_another_persons_page_in_the_same_browser_sends_nothing_in_their_name(secret):
    client = enter(secret)
    account = the_handler()
    other = make_account("trainer")
    mine = client.get("/contact/rows/", headers={"HX-Request": "true", "X-Lineside-Person": str(account.id)})
    theirs = client.get("/contact/rows/", headers={"HX-Request": "true", "X-Lineside-Person": str(other.id)})
    assert mine.status_code == 200
    assert theirs.status_code == 401
    assert "Somebody else has signed in" in theirs.content.decode()


def test_cookies_are_for_this_host_and_no_script_reads_the_sittings(secret):
    client = enter(secret)
    assert client.cookies["sessionid"]["httponly"]
    assert client.cookies["browser"]["httponly"]
    assert client.cookies["sessionid"]["samesite"] == "Lax"
    assert client.cookies["sessionid"]["domain"] == ""


def test_a_change_of_roles_changes_what_may_be_done_with_the_next_request(secret):
    client = enter(secret)
    account = the_handler()
    stamp = queries.stamps_of_sessions([key_of(client)])[key_of(client)]
    assert client.get("/contact/").status_code == 200
    commands.grant_roles(actor=ADMINISTRATOR, account_id=account.id, names=["administrator"])
    assert client.get("/contact/").status_code == 403
    assert queries.stamps_of_sessions([key_of(client)])[key_of(client)] != stamp  # so that its streams end
