"""Who keeps the fleet writes a vehicle down, takes it off the road and puts it back. Keys alone."""

import pytest
from playwright.sync_api import expect
from tests.journeys.by_keys import can_be_read, choose, finds_nothing, tab_to
from tests.journeys.conftest import sign_in

from lineside.kernel.keys import uuid7

pytestmark = pytest.mark.timeout(240)


def test_a_vehicle_is_written_down_taken_off_the_road_and_put_back(running, chromium):
    page = sign_in(chromium, running, "FCR supervisor", color_scheme="dark")
    page.goto(f"{running.address}/vehicles/")
    plate = f"LX{str(uuid7())[-6:].upper()}"
    press(page, "[data-command='Write this vehicle down']")
    expect(page.locator("#vehicle-registration-refusal")).to_contain_text("as on the plate")
    tab_to(page, "#vehicle-registration")
    page.keyboard.type(plate)
    choose(page, "#vehicle-kind", "Van")
    finds_nothing(page)
    press(page, "[data-command='Write this vehicle down']")
    expect(page.locator("#vehicle-title")).to_contain_text(plate)
    expect(page.locator("[data-row]", has_text=plate)).to_contain_text("yes")
    tab_to(page, "#off-why")
    page.keyboard.type("Clutch")
    tab_to(page, "#off-until")
    page.keyboard.type("2099-12-01 18:00")
    press(page, "[data-command='Off the road']")
    expect(page.locator("#chosen .facts")).to_contain_text("off the road")
    can_be_read(page, "vehicles-off-road")
    press(page, "[data-command='Back on the road']")
    expect(page.locator("#chosen .facts")).not_to_contain_text("off the road")
    page.goto(f"{running.address}/vehicles/")
    expect(page.locator("[data-row]", has_text=plate)).to_contain_text("yes")
    assert page.faults == []


def press(page, selector):
    tab_to(page, selector)
    page.keyboard.press("Enter")
