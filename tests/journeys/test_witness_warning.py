"""A mail of the CJU becomes a request that is checked, tried, settled and answered, by keys alone."""

import re

import pytest
from playwright.sync_api import expect
from tests.journeys.by_keys import choose, finds_nothing, tab_to, walk_to
from tests.journeys.conftest import SCREENSHOTS, sign_in

from lineside.gateways.email.peer import send_mail, write_mail
from lineside.kernel.keys import uuid7

pytestmark = pytest.mark.timeout(240)
ASKED = """Case: {case}
Court: Leeds Crown Court
Hearing: 2099-12-01 10:00
Warn by: 2099-11-30 22:00
Witness: Robin Vale; 07700 900123; interpreter, Polish
"""


def test_a_witness_is_warned_for_the_cju_and_the_cju_is_answered(running, chromium):
    page = sign_in(chromium, running, "Contact handler", color_scheme="dark")
    page.goto(f"{running.address}/witnesses/")
    expect(page.locator("#freshness")).to_contain_text("live ")
    case = f"45BT{uuid7().int % 10**9}"
    raw = write_mail("CJU <cju.leeds@force.example>", "fcc@lineside.example", f"Witness warning {case}",
                     ASKED.format(case=case))  # fmt: skip
    send_mail(("127.0.0.1", running.smtp_port), ["fcc@lineside.example"], raw)
    expect(page.locator("[data-row]", has_text=case)).to_contain_text("to be checked")
    walk_to(page, case)
    expect(page.locator("#asked-case_ref")).to_have_value(re.compile("45BT"))
    finds_nothing(page)
    page.screenshot(path=SCREENSHOTS / "witness-check.png")
    press(page, "[data-command='Checked: warn these witnesses']")
    ring_twice(page, case)
    answer(page, case)
    assert page.faults == []


def ring_twice(page, case):
    """A machine hears the set words; the second call reaches the witness."""
    press(page, "[data-ring-witness]")
    expect(page.locator("blockquote")).to_contain_text("this is a message for Robin Vale")
    assert case not in page.locator("blockquote").inner_text()
    choose(page, "[name=outcome]", "Left the set words on an answering machine")
    tab_to(page, "[name=only_set_words]")
    page.keyboard.press("Space")
    finds_nothing(page)
    page.screenshot(path=SCREENSHOTS / "witness-call.png")
    press(page, "[data-end-call]")
    expect(page.locator("#chosen .lines")).to_contain_text("Left: Hello")
    press(page, "[data-ring-witness]")
    expect(page.locator("blockquote")).to_be_visible()
    choose(page, "[name=outcome]", "Spoke to the witness, who knows the day")
    press(page, "[data-end-call]")
    expect(page.locator("#chosen .tag.good")).to_contain_text("knows the day")


def answer(page, case):
    """The CJU is answered from the mail that is in hand, and the request leaves the list."""
    close = "[data-command='Answer the CJU and close']"
    press(page, close)
    expect(page.locator("#close-refused")).to_contain_text("Take the contact first")
    here = page.url
    press(page, "#chosen header a")
    take = page.get_by_role("button", name=re.compile("^Take"))
    expect(take).to_be_visible()
    page.keyboard.press("Alt+t")
    expect(take).to_have_count(0)
    page.goto(here)
    press(page, close)
    expect(page.locator(".told-cju")).to_contain_text("Robin Vale: Spoke to the witness")
    expect(page.locator("[data-row]", has_text=case)).to_have_count(0)  # live, off the list
    page.emulate_media(color_scheme="light")
    finds_nothing(page)
    page.screenshot(path=SCREENSHOTS / "witness-closed-light.png")


def press(page, selector):
    tab_to(page, selector)
    page.keyboard.press("Enter")
