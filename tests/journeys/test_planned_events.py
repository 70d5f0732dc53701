"""An event is planned by keys alone; a log of its place and time inherits it, live."""

import pytest
from playwright.sync_api import expect
from tests.journeys.by_keys import can_be_read, choose, tab_to
from tests.journeys.conftest import sign_in
from tests.journeys.test_action_cards import at_log, type_line
from tests.journeys.test_live_desks import open_incident
from tests.journeys.test_promise_and_referral import press

pytestmark = pytest.mark.timeout(400)
ORDER = {
    "name": "Leeds v Hull, football",
    "starts_at": "today 00:01",
    "ends_at": "tomorrow 23:00",
    "stations": "LDS",
    "silver": "Inspector Robin Vale",
    "talkgroup": "EVENT 2",
}


def test_an_event_is_planned_and_a_log_of_its_place_and_time_inherits_it_by_keys(running, chromium):
    page = sign_in(chromium, running, "FCR supervisor", color_scheme="dark")
    figure = planned(page, running)
    before = figure.inner_text()
    key = open_incident(chromium, running)
    expect(figure).not_to_have_text(before)
    log = at_log(running, chromium, key, "light")
    expect(log.locator("[id^='cards-state-']")).to_contain_text(f"Event {ORDER['name']}")
    can_be_read(log, "log-of-an-event")
    over(page)
    type_line(log, "/res ASB2 ADV close")  # what a journey brings it ends
    expect(log.locator("#command .done")).to_contain_text("Resulted and closed.")
    assert [*page.faults, *log.faults] == []


def planned(page, running):
    """What cannot be read is refused beside its field, and what was typed stays."""
    page.goto(f"{running.address}/events/")
    expect(page.locator("#freshness")).to_contain_text("live ")
    page.keyboard.press("n")
    expect(page.locator("#event-name")).to_be_visible()
    for field, words in {**ORDER, "ends_at": "late"}.items():
        tab_to(page, f"#event-{field}")
        page.keyboard.type(words)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#event-ends_at-refusal")).to_be_visible()
    can_be_read(page, "event-refused")
    tab_to(page, "#event-ends_at")
    page.keyboard.press("Control+a")
    page.keyboard.type(ORDER["ends_at"])
    page.keyboard.press("Control+Enter")
    expect(page.locator("#event-title")).to_contain_text(ORDER["name"])
    expect(page.locator("[data-live-list='events']")).to_contain_text(ORDER["name"])
    can_be_read(page, "event")
    return page.locator("[id^='event-tote-'] dd").first  # logs


def over(page):
    press(page, "summary[data-command='End or cancel the event']")
    tab_to(page, "#over-reason")
    page.keyboard.type("The journey has seen it")
    choose(page, "#over-is_cancelled", "It took place")
    tab_to(page, "form[action$='/end/'] button")
    page.keyboard.press("Enter")
    expect(page.locator("#chosen .done")).to_contain_text("The event is over.")
    expect(page.locator("[data-live-list='events']")).not_to_contain_text(ORDER["name"])
