"""The live stream: what changed reaches every desk that may see it and no other; nothing is lost, nothing is old."""

import re
import statistics
import time
from threading import Event, Thread

import pytest
from django.conf import settings
from django.db import OperationalError, connection, transaction

from lineside.access.commands import grant_roles, sign_out_everywhere
from lineside.access.permissions import CanAccess
from lineside.access.testing import ADMINISTRATOR
from lineside.desks import rows
from lineside.incidents.commands import add_log_entry
from lineside.incidents.testing import OPERATOR, make_incident
from lineside.kernel import live
from lineside.kernel.testing import an_actor
from lineside.site import exchange as exchange_module
from lineside.site.tests.listening import Desk, live_house, until

pytestmark = pytest.mark.django_db(transaction=True)
MINUTE = 60


@pytest.fixture
def house(monkeypatch):
    with live_house(monkeypatch) as made:
        yield made


def write(incident, text):
    add_log_entry(actor=OPERATOR, incident_id=incident.id, text=text)


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


@pytest.mark.parametrize("how", ["sign out", "lock", "role", "everywhere", "expired"])
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
    monkeypatch.setattr(rows, "render", slow)
    write(incident, "The older words")
    assert reached.wait(5)
    write(incident, "The newer words")
    time.sleep(0.4)  # many looks and merging times later it still waits for its turn
    assert desk.told(f"incident-{incident.id}") == []
    held.set()
    assert desk.shows(f"incident-{incident.id}", "The newer words")
    said = ["newer" in facts["html"] for facts in desk.told(f"incident-{incident.id}")]
    assert said == sorted(said)
    assert said[-1]


def test_a_desk_that_comes_back_is_given_all_that_it_missed(house):
    desk = Desk(house).open()
    before = make_incident("P", summary="Seen before it left")
    assert desk.shows(f"incident-{before.id}", "Seen before")
    cursor = desk.cursor()
    desk.leave()
    missed = [make_incident("P", summary=f"Missed {number}") for number in range(8)]
    write(before, "Said while it was away")
    assert desk.messages[-1][2].get("id") != f"incident-{missed[-1].id}"
    desk.open(last_event_id=cursor)
    for number, incident in enumerate(missed):
        assert desk.shows(f"incident-{incident.id}", f"Missed {number}")
    assert desk.shows(f"incident-{before.id}", "Said while it was away")


def test_the_cursor_of_a_quick_row_never_passes_a_slow_one(house, monkeypatch):
    """A desk that leaves between the two must be given the slow one when it comes back."""
    slow_one, quick_one = make_incident("P"), make_incident("P")
    held, reached, real = Event(), Event(), rows.render

    def render(topic):
        if topic == f"incident:{slow_one.id}":
            reached.set()
            held.wait(10)
        return real(topic)

    desk = Desk(house).open()
    monkeypatch.setattr(rows, "render", render)
    write(slow_one, "Slow to come")
    assert reached.wait(5)
    write(quick_one, "Quick to come")
    assert desk.shows(f"incident-{quick_one.id}", "Quick to come")
    cursor = desk.cursor()
    desk.leave()
    held.set()
    assert until(lambda: not house.exchange.owed)
    desk.open(last_event_id=cursor)
    assert desk.shows(f"incident-{slow_one.id}", "Slow to come")


def test_who_was_away_for_more_than_can_be_pushed_is_told_to_ask_for_all(house, monkeypatch):
    desk = Desk(house).open()
    incident = make_incident("P")
    assert desk.shows(f"incident-{incident.id}")
    cursor = desk.cursor()
    desk.leave()
    monkeypatch.setattr(live, "MOST_EVENTS", 3)
    for number in range(4):
        write(incident, f"Line {number}")
    desk.open(last_event_id=cursor)
    assert until(lambda: "again" in [event for event, *_ in desk.messages])


def test_a_page_made_before_its_stream_was_open_misses_nothing_between(house):
    """The page says where its facts end; its stream begins there."""
    desk, incident = Desk(house), make_incident("P")
    page = desk.browser.get("/control/").content.decode()
    cursor = re.findall(r'name="lineside-cursor" content="(\d+)"', page)[0]
    write(incident, "Said between the page and its stream")
    assert until(lambda: not house.exchange.owed)
    desk.open(query=f"cursor={cursor}")
    assert desk.shows(f"incident-{incident.id}", "Said between the page and its stream")


@pytest.mark.parametrize("hostile", ["-1", "1e9", "9" * 40, "%27", "0x10", "\u0661"])
def test_a_cursor_that_is_no_number_is_left_unread(house, hostile):
    desk = Desk(house).open(last_event_id=hostile, query=f"cursor={hostile}")
    incident = make_incident("P")
    assert desk.shows(f"incident-{incident.id}")


def test_what_changes_while_the_database_drops_our_connections_is_shown_when_it_is_back(house):
    desk = Desk(house).open()
    incidents = [make_incident("P") for _ in range(3)]
    assert desk.shows(f"incident-{incidents[-1].id}")
    for incident in incidents:  # each said once, in the half second in which nobody listens
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            assert cursor.fetchone()[0] >= 1
        write(incident, "Said while nobody listened")
        assert desk.shows(f"incident-{incident.id}", "Said while nobody listened")
    assert not desk.over


def test_a_row_that_could_not_be_read_is_read_again_until_it_can(house, monkeypatch):
    desk, incident, tries, real = Desk(house).open(), make_incident("P"), [], rows.render
    assert desk.shows(f"incident-{incident.id}")

    def render(topic):
        tries.append(topic)
        if tries.count(topic) < 3:
            raise OperationalError("the connection is lost")
        return real(topic)

    monkeypatch.setattr(rows, "render", render)
    write(incident, "Said meanwhile")
    assert desk.shows(f"incident-{incident.id}", "Said meanwhile")
    assert tries.count(f"incident:{incident.id}") == 3


def test_a_row_that_cannot_be_made_stops_no_other(house, monkeypatch):
    desk, bad, good, real = Desk(house).open(), make_incident("P"), make_incident("P"), rows.render

    def render(topic):
        if topic == f"incident:{bad.id}":
            raise ValueError("a fault of ours")
        return real(topic)

    monkeypatch.setattr(rows, "render", render)
    write(bad, "Of no avail")
    write(good, "Shown")
    assert desk.shows(f"incident-{good.id}", "Shown")
    assert until(lambda: not house.exchange.owed)


def test_a_desk_whose_tail_has_stopped_gets_no_beat(house, monkeypatch):
    monkeypatch.setattr(exchange_module, "BEAT_SECONDS", 0.3)
    desk = Desk(house).open()
    assert until(lambda: sum(event == "beat" for event, *_ in desk.messages) > 2, 8)
    house.on_loop(house.exchange.tasks[0].cancel)
    time.sleep(0.6)
    beats = len(desk.messages)
    time.sleep(1)
    assert len(desk.messages) == beats


@pytest.fixture
def long_transaction():
    """A command whose transaction stays open for as long as the test wants; call it with what to do."""
    begun, stop = Event(), Event()
    threads = []

    def hold(work):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")  # which would have ended it after 5 s
            work()
            begun.set()
            stop.wait(90)
        connection.close()

    def begin(work):
        threads.append(Thread(target=hold, args=[work]))
        threads[0].start()
        assert begun.wait(10)

    def commit():
        stop.set()
        threads[0].join(10)

    yield begin, commit
    stop.set()
    for thread in threads:
        thread.join(10)


def test_desks_stay_live_while_a_transaction_writes_for_a_minute_and_its_news_comes_with_its_commit(
    house, long_transaction
):
    begin, commit = long_transaction
    desk, leaver = Desk(house).open(), Desk(house).open()
    held, other = make_incident("P"), make_incident("P")
    begin(lambda: write(held, "Written for a minute"))
    lags: list[float] = []
    cursor, began = "", time.monotonic()
    while time.monotonic() - began < MINUTE:
        moment, words = time.monotonic(), f"Meanwhile {len(lags)}."
        write(other, words)
        assert desk.shows(f"incident-{other.id}", words)
        lags.append(time.monotonic() - moment)
        if len(lags) == 20:
            cursor = leaver.cursor()
            leaver.leave()
        time.sleep(0.5)
    assert statistics.median(lags) < 1, lags
    assert "Written for a minute" not in str(desk.messages)
    commit()
    assert desk.shows(f"incident-{held.id}", "Written for a minute")
    # Its keys are older than all that was sent since; one that left meanwhile is given it too.
    leaver.open(last_event_id=cursor)
    assert leaver.shows(f"incident-{held.id}", "Written for a minute")
    assert leaver.shows(f"incident-{other.id}", "Meanwhile")
