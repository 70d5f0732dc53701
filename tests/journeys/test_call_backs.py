"""Somebody is rung back for more, a machine hears set words, and they want no routine calls; by keys alone."""

import re

import pytest
from playwright.sync_api import expect
from tests.journeys.by_keys import choose, finds_nothing, tab_to, walk_to
from tests.journeys.conftest import SCREENSHOTS, sign_in
from tests.journeys.telephone import a_number

from lineside.kernel.keys import uuid7

pytestmark = pytest.mark.timeout(300)
MACHINE = "3"  # the last digit by which the demonstration's switch knows how a call goes
LATER = "2099-11-30 22:00"


def test_somebody_is_rung_back_and_wants_no_routine_calls(running, chromium, switch):
    page = sign_in(chromium, running, "Contact handler", color_scheme="dark")
    number, mark = a_number()[:-1] + MACHINE, str(uuid7())[-6:]
    asked = switch.post("incidents", {"opening_code": "ASB", "place_status": "unknown", "summary": f"Shouted at {mark}",
                                      "informant_name": f"Robin {mark}", "informant_number": number})  # fmt: skip
    page.goto(f"{running.address}/quality/call-backs/?incident={asked['id']}")
    expect(page.locator("#freshness")).to_contain_text("live ")
    expect(page.locator("#ask-name")).to_have_value(f"Robin {mark}")
    choose(page, "#ask-kind", "Rung for more about what happened")
    tab_to(page, "#ask-why")
    page.keyboard.type("Which coach they sat in")
    tab_to(page, "#ask-due_by")
    page.keyboard.type(LATER)
    finds_nothing(page)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#callback-title")).to_contain_text("B-")
    reference = page.locator("#callback-title").inner_text().split()[0]
    expect(page.locator("[data-row]", has_text=reference)).to_contain_text("tried 0 of 5")  # live
    a_machine_hears_set_words(page, reference)
    no_more_such_calls(page, number)
    page.emulate_media(color_scheme="light")
    walk_to(page, reference)
    expect(page.locator("#chosen")).to_contain_text("opted out")
    finds_nothing(page)
    page.screenshot(path=SCREENSHOTS / "call-back-light.png", full_page=True)
    assert page.faults == []


def a_machine_hears_set_words(page, reference):
    """The switch rings and hears a machine, live; only the set words are left, and it counts as one attempt."""
    tab_to(page, "#ring-telephone")
    page.keyboard.press("Control+a")
    page.keyboard.type("201")
    page.keyboard.press("Enter")
    expect(page.locator("blockquote")).to_contain_text(reference)
    assert "coach" not in page.locator("blockquote").inner_text()
    expect(page.locator("[data-live-list^='callouts-'] > li").last).to_contain_text("voicemail")
    choose(page, "#end-outcome", "Left the set words on an answering machine")
    tab_to(page, "[name=only_set_words]")
    page.keyboard.press("Space")
    finds_nothing(page)
    page.screenshot(path=SCREENSHOTS / "call-back.png", full_page=True)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#chosen ol[aria-label=Calls]")).to_contain_text("Left: Hello")
    expect(page.locator("[data-row]", has_text=reference)).to_contain_text("tried 1 of 5")


def no_more_such_calls(page, number):
    page.goto(re.sub(r"call-backs/.*", "call-backs/", page.url))
    tab_to(page, "#chosen details summary")
    page.keyboard.press("Enter")
    tab_to(page, "#opt-out-number")
    page.keyboard.type(number)
    tab_to(page, "#opt-out-words")
    page.keyboard.type("They wrote to us")
    page.keyboard.press("Enter")
    expect(page.locator("#chosen .done")).to_contain_text("for good")
    finds_nothing(page)
