"""An Immediate to which nobody is sent reaches the dispatcher on whatever desk they are, until a unit is sent."""

import pytest
from playwright.sync_api import expect
from tests.journeys.by_keys import can_be_read, finds_nothing
from tests.journeys.conftest import SCREENSHOTS, sign_in
from tests.journeys.test_live_desks import open_incident

pytestmark = pytest.mark.timeout(480)
TWO_MINUTES = 200_000


def test_an_immediate_without_a_unit_cannot_scroll_away_and_goes_when_one_is_sent(chromium, running):
    key = open_incident(chromium, running, grade="I", grade_reason="Somebody is on the track")
    desk = sign_in(chromium, running, "Communications officer", color_scheme="dark")
    desk.goto(f"{running.address}/control/")
    desk.evaluate("window.neverReloaded = true; addEventListener('mousedown', () => window.wasClicked = true)")
    row = desk.locator(f"#incident-{key}")
    expect(row).to_contain_text("nobody there: dispatcher told", timeout=TWO_MINUTES)
    expect(desk.locator("#ladder-link")).to_contain_text("where nobody is")
    first = desk.locator("[data-live-list=incidents] tr").first
    expect(first).to_contain_text("nobody there")
    finds_nothing(desk)
    desk.screenshot(path=SCREENSHOTS / "ladder-board-dark.png")
    assert desk.evaluate("window.neverReloaded")

    other = see_it(chromium, running, key)
    send_a_unit(desk, key)
    expect(row).not_to_contain_text("nobody there")
    assert desk.faults == other.faults == []
    end(desk, key)


def see_it(chromium, running, key):
    other = sign_in(chromium, running, "Communications officer", color_scheme="light")
    other.goto(f"{running.address}/alerts/")  # the strip stands on every desk of theirs
    expect(other.locator("#ladder-link")).to_contain_text("where nobody is")
    other.keyboard.press("Alt+1")
    mine = other.locator(f"#reached-{key}")
    expect(mine).to_contain_text("the dispatcher is told")
    can_be_read(other, "ladder-page")
    mine.locator("button").focus()
    other.keyboard.press("Enter")
    expect(other.locator(".done")).to_contain_text("you have seen")
    expect(other.locator(f"#reached-{key}")).to_contain_text("Seen by")
    return other


def send_a_unit(desk, key):
    desk.goto(desk.url.split("/control")[0] + f"/control/{key}/")
    sign = desk.locator("[data-live-list=units] tr:has(.tag.good) [data-unit]").first.get_attribute("data-unit")
    desk.locator("#line").focus()
    desk.keyboard.type(f"/u {sign}")
    desk.keyboard.press("Enter")
    expect(desk.locator("#command .done")).to_contain_text(f"Sent {sign}.")
    desk.sent = sign


def end(desk, key):
    """What a journey brings it ends: the unit is free again, and the log has its result."""
    for line, said in ((f"/st {desk.sent} 2", "is in state 2"), ("/res ASB2 ADV", "Resulted")):
        desk.locator("#line").focus()
        desk.keyboard.type(line)
        desk.keyboard.press("Enter")
        expect(desk.locator("#command .done")).to_contain_text(said)
