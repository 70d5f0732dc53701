"""A journalist asks, the press officer on duty has it, and what was cleared is said and kept, by keys alone."""

import re
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect
from tests.journeys.by_keys import choose, finds_nothing, tab_to, walk_to
from tests.journeys.conftest import SCREENSHOTS, sign_in

from lineside.kernel.clock import UK
from lineside.kernel.keys import uuid7

pytestmark = pytest.mark.timeout(240)


def test_a_journalist_is_answered_with_what_was_cleared(running, chromium):
    page = sign_in(chromium, running, "FCC supervisor", color_scheme="dark")
    on_duty(page, running)
    outlet = f"The Vale Post {str(uuid7())[-6:]}"
    page.goto(f"{running.address}/press/")
    expect(page.locator("#freshness")).to_contain_text("live ")
    page.goto(f"{running.address}/press/?new=1")
    asked = {"outlet": outlet, "journalist": "Sam Ash", "reached_by": "07700 900124", "asks": "Why is Leeds closed?",
             "answer_by": "2099-12-01 20:00"}  # fmt: skip
    for name, words in asked.items():
        tab_to(page, f"#asks-{name}")
        page.keyboard.type(words)
    finds_nothing(page)
    press(page, "[data-command='Write this enquiry down']")
    row = page.locator("[data-row]", has_text=outlet)
    expect(row).to_contain_text("nobody has it yet")  # live
    opened = page.locator("#chosen > *").first.element_handle()
    walk_to(page, outlet)
    opened.wait_for_element_state("hidden")  # the panel of before is gone, and no key falls on it
    press(page, "[data-command='The press officer on duty has it']")
    expect(row).to_contain_text("with the press officer")
    said(page)
    choose(page, "#end-outcome", "Answered")
    press(page, "[data-command='Close this enquiry']")
    expect(row).to_have_count(0)
    page.emulate_media(color_scheme="light")
    finds_nothing(page)
    page.screenshot(path=SCREENSHOTS / "press-closed-light.png")
    assert page.faults == []


def on_duty(page, running):
    """Whoever is on duty from an earlier run still is."""
    page.goto(f"{running.address}/press/?duty=1")
    if page.get_by_text("No press officer is on duty now").count():
        here = datetime.now(UK)
        hours = {"begins_at": here - timedelta(minutes=2), "ends_at": here + timedelta(hours=8)}
        typed = {"name": "Robin Vale", "number": "07700 900123"}
        for name, words in {**typed, **{at: f"{each:%Y-%m-%d %H:%M}" for at, each in hours.items()}}.items():
            tab_to(page, f"#duty-{name}")
            page.keyboard.type(words)
        press(page, "[data-command='Put this press officer on duty']")
    expect(page.locator("#chosen")).to_contain_text(re.compile("On duty for the press: Robin Vale"))
    finds_nothing(page)


def said(page):
    tab_to(page, "#said-words")
    page.keyboard.type("Officers are at the scene.")
    press(page, "[data-command='Keep what was said']")
    expect(page.locator("#said-cleared_by-refusal")).to_contain_text("who cleared it")
    tab_to(page, "#said-cleared_by")
    page.keyboard.type("Supt Holt")
    page.screenshot(path=SCREENSHOTS / "press-said.png")
    press(page, "[data-command='Keep what was said']")
    expect(page.locator("#chosen .lines")).to_contain_text("cleared by Supt Holt")


def press(page, selector):
    tab_to(page, selector)
    page.keyboard.press("Enter")
