"""The live stream: what changed reaches every desk that may see it and no other; nothing is lost, nothing is old."""

import time
from datetime import timedelta
from threading import Event

import pytest
from django.conf import settings
from django.db import connection

from lineside.access.commands import end_sittings, grant_roles, lock_account, sign_out_everywhere
from lineside.access.permissions import CanAccess
from lineside.access.testing import ADMINISTRATOR
from lineside.desks import rows
from lineside.heartbeats.commands import beat
from lineside.incidents.testing import make_incident
from lineside.kernel.clock import now
from lineside.kernel.testing import an_actor, clock
from lineside.site import exchange as exchange_module
from lineside.site.tests.listening import Desk, until, write

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_change_comes_to_each_open_desk_as_its_row_and_its_line(house):
    desks = [Desk(house).open() for _ in range(3)]
    incident = make_incident("P")
    write(incident, "Both have left by the east doors")
    for desk in desks:
        assert desk.shows(f"incident-{incident.id}", "Both have left by the east doors")
        assert until(
            lambda desk=desk: (
                "Both have left"
                in "".join(f["html"] for _, _, f, _ in desk.messages if f.get("list") == f"log-{incident.id}")
            )
        )


def test_a_desk_of_another_area_gets_nothing_of_it_and_loses_a_row_that_moves_away(house):
    here, elsewhere = Desk(house).open(), Desk(house, areas=("B",)).open()
    incident = make_incident("P")
    assert here.shows(f"incident-{incident.id}", "Two people shouting")
    assert until(lambda: elsewhere.told(f"incident-{incident.id}"))
    assert {facts["gone"] for facts in elsewhere.told(f"incident-{incident.id}")} == {True}
    assert "Two people" not in str(elsewhere.messages)


def test_nobody_without_a_sitting_or_from_another_origin_hears_anything(house):
    desk = Desk(house)
    desk.cookie = f"{settings.SESSION_COOKIE_NAME}=made-up"
    assert desk.open().status == 401


def test_a_restricted_row_is_never_in_the_stream(house):
    officer = Desk(house).open()
    supervisor = Desk(house, "fcr_supervisor").open()
    incident = make_incident("P", is_restricted=True, summary="A name that is kept", place_text="Kept place")
    write(incident, "Words that are kept")
    plain = make_incident("P")
    assert officer.shows(f"incident-{plain.id}", "Two people")
    assert supervisor.shows(f"incident-{plain.id}", "Two people")
    assert officer.told(f"incident-{incident.id}") == []
    assert "kept" not in str(officer.messages)
    hints = [facts for event, _, facts, _ in supervisor.messages if event == "hint"]
    assert f"incident-{incident.id}" in {facts["id"] for facts in hints}
    assert {facts["html"] for facts in hints} == {""}
    assert "kept" not in str(supervisor.messages)
    # The hint is all there is: the row is asked for, and that request is checked.
    path = f"/control/{incident.id}/row/"
    assert "A name that is kept" in supervisor.browser.get(path).content.decode()
    assert officer.browser.get(path).status_code == 404


@pytest.mark.parametrize(
    "how", ["sign out", "lock", "role", "everywhere", "ended for them", "account locked", "expired"]
)
def test_a_persons_streams_end_within_two_seconds_and_nothing_more_is_sent(house, how):
    desk, other = Desk(house).open(), Desk(house).open()
    moment = time.monotonic()
    if how == "sign out":
        desk.browser.post("/accounts/logout/")
    elif how == "lock":
        desk.browser.post("/session/lock/")
    elif how == "role":
        grant_roles(actor=ADMINISTRATOR, account_id=desk.account.id, names=["auditor"])
    elif how == "everywhere":
        sign_out_everywhere(actor=an_actor(CanAccess.SIGN_IN, key=desk.account.id))
    elif how == "ended for them":
        end_sittings(actor=ADMINISTRATOR, account_id=desk.account.id, reason="Left the desk open")
    elif how == "account locked":
        lock_account(actor=ADMINISTRATOR, account_id=desk.account.id, reason="Left the force")
    else:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE access_sitting SET expire_date = now() WHERE account_id = %s", [desk.account.id])
    assert until(lambda: desk.over, 4)
    assert time.monotonic() - moment < 2
    assert desk.messages[-1][0] == "ended"
    incident = make_incident("P")
    assert other.shows(f"incident-{incident.id}")
    assert desk.told(f"incident-{incident.id}") == []
    if how != "role":
        assert desk.open().status == 401


def test_a_change_of_role_is_heard_at_once_and_the_new_stream_has_the_new_rights(house, monkeypatch):
    monkeypatch.setattr(exchange_module, "CHECK_SECONDS", 60)
    time.sleep(1.2)  # the look that had begun with the old interval is over
    desk = Desk(house).open()
    grant_roles(actor=ADMINISTRATOR, account_id=desk.account.id, names=["auditor"])
    assert until(lambda: desk.over, 1.5)
    assert desk.open().status == 200
    assert {each.actor.may("incidents.grade") for each in house.exchange.desks} == {False}


def test_changes_within_the_merging_time_are_one_row_and_the_last_is_the_newest(house):
    desk = Desk(house).open()
    incident = make_incident("P")
    for number in range(12):
        write(incident, f"Line {number}")
    assert desk.shows(f"incident-{incident.id}", "Line 11")
    came = [facts["html"] for facts in desk.told(f"incident-{incident.id}")]
    assert len(came) < 12
    assert "Line 11" in came[-1]


def test_renders_of_one_topic_never_overtake_each_other_so_an_older_row_never_follows_a_newer(house, monkeypatch):
    """The first render reads, and is then held up; without turns the second would read and send before it."""
    incident = make_incident("P")
    held, reached, at_once = Event(), Event(), []
    real = rows.render

    def slow(topic):
        found = real(topic)
        if topic == f"incident:{incident.id}":
            at_once.append(1)
            first = not reached.is_set()
            reached.set()
            if first:
                held.wait(5)
            assert sum(at_once) == 1, "two renders of one topic at once"
            at_once.pop()
        return found

    desk = Desk(house).open()
    write(incident, "The first words")
    assert desk.shows(f"incident-{incident.id}", "The first words")  # the opening's own row has come
    came = len(desk.told(f"incident-{incident.id}"))
    monkeypatch.setattr(rows, "render", slow)
    write(incident, "The older words")
    assert reached.wait(5)
    write(incident, "The newer words")
    time.sleep(0.4)  # many looks and merging times later it still waits for its turn
    assert len(desk.told(f"incident-{incident.id}")) == came
    held.set()
    assert desk.shows(f"incident-{incident.id}", "The newer words")
    said = ["newer" in facts["html"] for facts in desk.told(f"incident-{incident.id}")[came:]]
    assert said == sorted(said)
    assert said[-1]


def test_a_worker_that_died_is_shown_on_every_open_desk_although_no_worker_looks(house, monkeypatch):
    monkeypatch.setattr(exchange_module, "EVERY", 0.1)
    with clock(now() - timedelta(minutes=5)):
        beat("worker")
    desk = Desk(house, "fcr_supervisor").open()
    assert until(lambda: desk.shows("outage-worker", "worker"), 8)
