"""Where nobody of ours is near, the local force is asked by one key from whom to send, and the log says what it is."""

import pytest
from playwright.sync_api import expect
from tests.journeys.by_keys import can_be_read, choose, tab_to
from tests.journeys.conftest import sign_in
from tests.journeys.test_live_desks import open_incident
from tests.journeys.test_pass_and_hand_over import type_line

pytestmark = pytest.mark.timeout(300)
FAR_NORTH = {"place_text": "thurso", "grade": "P", "grade_reason": "A weapon was seen"}


def test_the_local_force_is_asked_for_officers_where_ours_are_hours_away(running, chromium):
    key = open_incident(chromium, running, **FAR_NORTH)
    desk = sign_in(chromium, running, "Communications officer", color_scheme="dark")
    desk.goto(f"{running.address}/control/{key}/")
    expect(desk.locator("#freshness")).to_contain_text("live ")
    desk.evaluate("addEventListener('mousedown', () => window.wasClicked = true)")
    desk.keyboard.press("Alt+w")
    expect(desk.locator("#panel")).to_contain_text("mutual aid")
    expect(desk.locator("#aid-quantity")).to_have_value("1")
    can_be_read(desk, "mutual-aid")
    asked_for(desk, key)
    withdrawn(desk, key)
    assert not desk.evaluate("window.wasClicked")
    type_line(desk, "/res ASB2 ADV close", "Resulted and closed.", running, key)
    assert desk.faults == []


def asked_for(desk, key):
    choose(desk, "#aid-sent_as", "Exercise")  # the demonstration is no real system: nothing leaves it as Actual
    tab_to(desk, "button[data-command='Ask the local force for mutual aid']")
    desk.keyboard.press("Enter")
    expect(desk.locator("#panel")).to_contain_text("nobody there has accepted yet")
    log = desk.locator(f"[data-live-list=log-{key}]")
    expect(log).to_contain_text("NOT accepted yet")
    expect(log).to_contain_text("1 response unit")
    # What their system acknowledges changes the offer: a form that was opened before would be refused as stale.
    expect(desk.locator(f"#partners-of-{key}")).to_contain_text("their system has it, NOT accepted")


def withdrawn(desk, key):
    desk.keyboard.press("Alt+8")
    tab_to(desk, "[id^=withdraw-][id$=-words]")
    desk.keyboard.type("Ours are near after all")
    tab_to(desk, "button[data-command='Withdraw it, NPOL']")
    desk.keyboard.press("Enter")
    expect(desk.locator(f"#partners-of-{key}")).to_contain_text("withdrawn")
