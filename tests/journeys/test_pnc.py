"""Somebody looks into the PNC by keys, sees the record once, and the look-up stands on record without it."""

import pytest
from playwright.sync_api import expect
from tests.journeys.by_keys import choose, finds_nothing, tab_to
from tests.journeys.conftest import SCREENSHOTS, sign_in

pytestmark = pytest.mark.timeout(240)


def test_a_record_is_shown_once_and_the_look_up_stays_on_record(running, chromium):
    page = sign_in(chromium, running, "Contact handler", color_scheme="dark")
    page.goto(f"{running.address}/pnc/")
    tab_to(page, "[name=name]")
    page.keyboard.type("Robin Vale")
    choose(page, "[name=purpose]", "Wanted or missing")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".refusal")).to_contain_text("Say why you look")
    assert page.locator("[name=name]").input_value() == "Robin Vale"
    finds_nothing(page)
    tab_to(page, "[name=reason]")
    page.keyboard.type("At the barrier now")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".record")).to_contain_text("WANTED: FAILED TO APPEAR")
    finds_nothing(page)
    page.screenshot(path=SCREENSHOTS / "pnc-record.png")
    page.goto(f"{running.address}/pnc/")
    expect(page.locator(".lines")).to_contain_text("Robin Vale")
    expect(page.locator(".lines")).to_contain_text("1 matched")
    expect(page.locator("main")).not_to_contain_text("FAILED TO APPEAR")
    page.emulate_media(color_scheme="light")
    finds_nothing(page)
    page.screenshot(path=SCREENSHOTS / "pnc-on-record-light.png")
    assert page.faults == []
