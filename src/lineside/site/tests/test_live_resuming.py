"""No change is lost: not by who was away, nor while the database was, nor behind a transaction that stays open."""

import re
import statistics
import time
from threading import Event, Thread

import pytest
from django.db import OperationalError, connection, transaction

from lineside.desks import rows
from lineside.incidents.testing import make_incident
from lineside.kernel import live
from lineside.site import exchange as exchange_module
from lineside.site.tests.listening import Desk, live_house, until, write

pytestmark = pytest.mark.django_db(transaction=True)
# Nothing in the tail goes by the length of a transaction: it outlasts each interval there is, and hundreds of looks.
HELD_SECONDS = 6


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


def test_a_change_committed_after_many_later_ones_comes_to_every_desk_and_delays_none(house, long_transaction):
    """Held for six seconds, not for a minute: longer than the beat, the check, the merging time and any retry."""
    assert max(exchange_module.BEAT_SECONDS, exchange_module.CHECK_SECONDS) < HELD_SECONDS
    begin, commit = long_transaction
    desk, leaver = Desk(house).open(), Desk(house).open()
    held, other = make_incident("P"), make_incident("P")
    begin(lambda: write(held, "Written long before"))
    lags: list[float] = []
    cursor, began = "", time.monotonic()
    while time.monotonic() - began < HELD_SECONDS or len(lags) <= 20:
        moment, words = time.monotonic(), f"Meanwhile {len(lags)}."
        write(other, words)
        assert desk.shows(f"incident-{other.id}", words)
        lags.append(time.monotonic() - moment)
        if len(lags) == 10:
            cursor = leaver.cursor()
            leaver.leave()
    assert statistics.median(lags) < 1, lags
    assert "Written long before" not in str(desk.messages)
    commit()
    assert desk.shows(f"incident-{held.id}", "Written long before")
    # Its keys are older than all that was sent since; one that left meanwhile is given it too.
    leaver.open(last_event_id=cursor)
    assert leaver.shows(f"incident-{held.id}", "Written long before")
    assert leaver.shows(f"incident-{other.id}", "Meanwhile")


def test_a_desk_that_resumes_after_a_restart_of_the_live_process_is_given_all_that_it_missed_once(
    monkeypatch, long_transaction
):
    begin, commit = long_transaction
    with live_house(monkeypatch) as before:
        desk = Desk(before).open()
        still, held = make_incident("P"), make_incident("P")
        assert desk.shows(f"incident-{still.id}")
        assert desk.shows(f"incident-{held.id}")
        assert until(lambda: not before.exchange.owed)
        begin(lambda: write(held, "Begun before it stopped"))
        for number in range(3):
            write(still, f"Seen {number}")
            assert desk.shows(f"incident-{still.id}", f"Seen {number}")
        cursor = desk.cursor()
    assert desk.over
    missed = [make_incident("P", summary=f"Missed {number}") for number in range(8)]
    commit()
    with live_house(monkeypatch) as after:
        desk.house = after
        desk.open(last_event_id=cursor)
        for number, incident in enumerate(missed):
            assert desk.shows(f"incident-{incident.id}", f"Missed {number}")
        assert desk.shows(f"incident-{held.id}", "Begun before it stopped")
        assert until(lambda: not after.exchange.owed)
        ends = desk.cursor()
        told = [facts["id"] for event, _, facts, _ in desk.messages if event == "row"]
        assert len(told) == len(set(told)), "told twice"
        write(still, "And on it goes")
        assert desk.shows(f"incident-{still.id}", "And on it goes")
        assert int(cursor) < int(ends) <= int(desk.cursor())
