"""A 999 call rings; its position comes from the source and the handset, and is taken into the place box by hand."""

import re

import pytest
from playwright.sync_api import expect
from tests.journeys.by_keys import finds_nothing, tab_to
from tests.journeys.conftest import SCREENSHOTS, sign_in
from tests.journeys.telephone import a_number
from tests.journeys.test_telephone_call import open_row, queued

from lineside.gateways.text.peer import Handset
from lineside.kernel.clock import now
from lineside.kernel.keys import uuid7

pytestmark = pytest.mark.timeout(240)
FROM_THE_SOURCE = "0"  # a last digit by which the source knows a mobile at Leeds, at first by its cell


def test_a_999_callers_position_is_seen_as_it_comes_and_taken_into_the_place_box(running, chromium, switch):
    page = sign_in(chromium, running, "Contact handler", color_scheme="dark")
    page.goto(f"{running.address}/contact/")
    expect(page.locator("#freshness")).to_contain_text("live ")
    number, call_id = a_number()[:-1] + FROM_THE_SOURCE, f"where-{str(uuid7())[-6:]}"
    switch.tell(call_id, "offered", number, line_type="999_BT")
    expect(queued(page, number).locator(".tag", has_text="ringing")).to_be_visible()
    open_row(page, number)
    page.keyboard.press("Alt+t")
    expect(page.locator("#note")).to_be_focused()

    told = page.locator("[data-live-list^='whereabouts-'] > li")
    expect(told.first).to_contain_text("± 1500 m")  # the source's, without a reload
    expect(told.first).to_contain_text("EISEC, cell of a mobile")
    page.locator("#note").press_sequentially("She says she is on the")
    texted(running, number, "-1.54770")
    newest = told.filter(has_text="AML, the handset itself").first
    expect(newest).to_contain_text("53.79490,-1.54770 ± 9 m")
    expect(page.locator("#note")).to_be_focused()  # what comes in moves no hands
    expect(page.locator("#note")).to_have_value("She says she is on the")
    expect(page.locator("svg.scheme")).to_be_visible()
    finds_nothing(page)
    page.screenshot(path=SCREENSHOTS / "whereabouts.png")
    page.emulate_media(color_scheme="light")
    finds_nothing(page)
    page.screenshot(path=SCREENSHOTS / "whereabouts-light.png")

    tab_to(page, "[data-with='53.79490,-1.54770']")
    page.keyboard.press("Enter")
    expect(page.locator("#place")).to_have_value("53.79490,-1.54770")
    expect(page.locator("#place")).to_be_focused()
    expect(page.locator("#place-readings")).to_contain_text(re.compile("Leeds", re.IGNORECASE))
    assert page.faults == []


def texted(running, number, lon):
    """The handset's hidden text, by the network's message centre."""
    handset = Handset("127.0.0.1", running.centre_port)
    stamp = now().strftime("%Y%m%d%H%M%S")
    handset.send(number, f'A"ML=1;lt=+53.79490;lg={lon};rd=9;top={stamp};lc=83;pm=G')
    handset.close()
