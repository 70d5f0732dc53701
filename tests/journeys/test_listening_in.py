"""A supervisor is on a handler's call, by keys alone, and the handler sees who it is and how at their own seat."""

import re

import pytest
from playwright.sync_api import expect
from tests.journeys.by_keys import choose, finds_nothing, tab_to
from tests.journeys.conftest import SCREENSHOTS, sign_in
from tests.journeys.telephone import a_number
from tests.journeys.test_switch_asks import ring

pytestmark = pytest.mark.timeout(240)


@pytest.mark.usefixtures("_nobody_waits")
def test_a_supervisor_whispers_on_a_call_and_whoever_is_listened_to_sees_it_until_it_is_over(running, chromium):
    handler = sign_in(chromium, running, "Contact handler", color_scheme="dark")
    boss = sign_in(chromium, running, "FCC supervisor")
    handler.goto(f"{running.address}/contact/")
    boss.goto(f"{running.address}/supervise/")
    for page in (handler, boss):
        expect(page.locator("#freshness")).to_contain_text("live ")
    is_on_a_call(running, handler, "203")

    row = boss.locator("[data-live-list=seats] li", has_text="telephone 203")
    expect(row).to_contain_text("Listening in")  # live, once the call is in hand
    tab_to(boss, "[data-live-list=seats] li a[href^='/supervise/listening/']")
    boss.keyboard.press("Enter")
    expect(boss.locator("#sheet")).to_contain_text("is shown who listens and how")
    choose(boss, "#listen-mode", "Whisper to them alone")
    tab_to(boss, "#listen-why")
    boss.keyboard.type("Her first call on this line")
    tab_to(boss, "#listen-telephone")
    boss.keyboard.type("301")
    both_themes(boss, "listening-in-asked")
    boss.keyboard.press("Enter")

    words = "listens to the call, and may speak to its handler alone"
    here = handler.locator("[id^='heard-']")
    for told in (here, boss.locator("[id^='listening-']"), row):
        expect(told).to_contain_text(words)  # live, without a reload
    expect(here).not_to_contain_text("Her first call")
    both_themes(handler, "listened-to")
    both_themes(boss, "listening-in")

    tab_to(boss, "#sheet-in form button.main")
    boss.keyboard.press("Enter")
    expect(here).to_have_text("")
    expect(boss.locator("[id^='listening-']")).to_contain_text("was on the call")
    expect(row).not_to_contain_text(words)
    assert handler.faults == boss.faults == []


def is_on_a_call(running, handler, telephone):
    """Whoever sits there picks up; the call is in their hands."""
    handler.locator("#seat-state").select_option("available")
    handler.locator("#seat-telephone").fill(telephone)
    handler.keyboard.press("Enter")
    expect(handler.locator("#seat .faint")).to_contain_text("Available")
    ring(running, a_number())
    expect(handler.locator("[id^='rings-']")).to_contain_text(f"Your telephone {telephone} rings")
    handler.keyboard.press("Alt+a")
    expect(handler.locator("[id^='contact-head-']")).to_contain_text(re.compile("Taken by", re.IGNORECASE))


def both_themes(page, name):
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        page.wait_for_timeout(150)
        finds_nothing(page)
        page.screenshot(path=SCREENSHOTS / f"{name}-{theme}.png")
