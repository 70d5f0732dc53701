"""A M/ETHANE declares a major incident from the command line, by keys; its card is on, and who was told is shown."""

import pytest
from playwright.sync_api import expect
from tests.journeys.by_keys import can_be_read, choose, finds_nothing, tab_to
from tests.journeys.test_action_cards import at_log, type_line
from tests.journeys.test_live_desks import open_incident
from tests.journeys.test_promise_and_referral import press

pytestmark = pytest.mark.timeout(400)


def test_a_major_incident_is_declared_and_others_are_told_by_keys(running, chromium):
    key = open_incident(chromium, running)
    page, reader = at_log(running, chromium, key, "light"), at_log(running, chromium, key, "dark")
    state = reader.locator("[id^='methane-state-']")
    type_line(page, "/me")
    # The panel has the hands: Tab would leave its button, and come back to it only after every row of the board.
    expect(page.locator("#panel-methane [data-command='Draft a M/ETHANE from what was said']")).to_be_focused()
    page.keyboard.press("Enter")
    expect(state).to_contain_text("a draft that nobody has read")
    declared(page)
    expect(state).to_contain_text("Major incident declared")
    expect(reader.locator("[id^='cards-state-']")).to_contain_text("Major incident")
    both_open(page)
    told(page)
    expect(state).to_contain_text("told: Ambulance control")
    finds_nothing(reader)
    reader.keyboard.press("Control+k")
    reader.keyboard.type("IIMARCH")
    reader.keyboard.press("Enter")
    expect(reader.locator("#briefing-title")).to_contain_text("Briefing")
    can_be_read(reader, "briefing", full_page=True)
    cancelled(page)
    assert [*page.faults, *reader.faults] == []


def declared(page):
    for letter in page.locator("#panel-methane textarea").all():
        tab_to(page, f"#{letter.get_attribute('id')}")
        if not letter.input_value():
            page.keyboard.type("Not known")
    choose(page, "#panel-methane-stage", "Major incident declared")
    into_the_log(page)


def into_the_log(page):
    press(page, "#panel-methane [data-command='Save this M/ETHANE']")
    expect(page.locator("[id^='methane-state-']")).to_contain_text("saved, not in the log")
    press(page, "#panel-methane [data-command='Put the saved M/ETHANE into the log']")
    expect(page.locator("[id^='methane-state-']")).to_contain_text("in the log")
    expect(page.locator("#panel-told-agency")).to_be_visible()


def both_open(page):
    """The same report, also above the log: neither's labels and refusals are the other's."""
    page.keyboard.press("Alt+x")
    expect(page.locator("#methane-stage")).to_be_visible()
    press(page, "#panel-methane [data-command='Write down who was told of this M/ETHANE']")
    expect(page.locator("#panel-told-agency-refusal")).to_contain_text("Say which agency was told")
    can_be_read(page, "methane-panel")


def told(page):
    expect(page.locator("#panel-told-agency")).to_be_focused()  # what is refused takes the hands back to it
    page.keyboard.type("Ambulance control")
    tab_to(page, "#panel-told-whom")
    page.keyboard.type("Jo Reid")
    press(page, "#panel-methane [data-command='Write down who was told of this M/ETHANE']")
    expect(page.locator("[data-live-list^='log-']")).to_contain_text("told by telephone to Ambulance control: Jo Reid")


def cancelled(page):
    """What a journey brings it ends: a declaration that does not stand, and its card."""
    choose(page, "#panel-methane-stage", "Cancelled")
    into_the_log(page)
