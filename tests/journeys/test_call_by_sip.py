"""A 999 call comes by SIP through Kamailio, and its place stands beside it at the contact desk."""

import re

import pytest
from playwright.sync_api import expect
from tests.journeys.by_keys import finds_nothing
from tests.journeys.conftest import SCREENSHOTS, sign_in
from tests.journeys.telephone import a_number
from tests.journeys.test_telephone_call import open_row, queued

from lineside.gateways.telephony import sipping

pytestmark = [
    pytest.mark.timeout(240),
    pytest.mark.skipif(not sipping.is_installed(), reason="kamailio and sip-tester are not installed"),
]


HOSTILE = '<!DOCTYPE presence SYSTEM "http://elsewhere.example/x"><presence/>'


def test_a_call_by_sip_is_at_the_desk_with_its_place_and_one_with_a_bad_place_says_so(running, chromium):
    port = int(re.findall(r"sipping call --port (\d+)", (running.var / "demo.out").read_text())[0])
    page = sign_in(chromium, running, "Contact handler", color_scheme="dark")
    page.goto(f"{running.address}/contact/")
    expect(page.locator("#freshness")).to_contain_text("live ")
    number, name, other = a_number(), f"Ana {a_number()[-6:]}", f"Bo {a_number()[-6:]}"
    caller = sipping.ring(port, number, sipping.pidf(53.7949, -1.5477, 30), name=name)
    expect(queued(page, name)).to_be_visible()
    open_row(page, name)
    told = page.locator("[data-live-list^='whereabouts-'] > li", has_text="SIP, the handset itself")
    expect(told.first).to_contain_text("53.79490,-1.54770 ± 30 m")
    finds_nothing(page)
    page.screenshot(path=SCREENSHOTS / "call-by-sip.png")
    assert caller.wait(30) == 0
    caller = sipping.ring(port, number, HOSTILE, name=other)
    expect(queued(page, other)).to_be_visible()
    open_row(page, other)
    expect(page.locator("[id^='whereabouts-state-']")).to_contain_text("could not be taken")
    page.emulate_media(color_scheme="light")
    finds_nothing(page)
    page.screenshot(path=SCREENSHOTS / "call-by-sip-light.png")
    assert caller.wait(30) == 0
    assert page.faults == []
