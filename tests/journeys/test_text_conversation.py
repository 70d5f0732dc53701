"""A passenger texts 61016; a handler answers and sees it delivered; the passenger texts again. No page is reloaded."""

import re

import pytest
from playwright.sync_api import expect
from tests.journeys.conftest import SCREENSHOTS, sign_in

from lineside.gateways.text.peer import Handset
from lineside.kernel.keys import uuid7

pytestmark = pytest.mark.timeout(240)
WORDS = (
    "There is a man with a knife on the 08:14 from Leeds, coach C. He shouts at everybody and a girl is crying. "
    "We are hiding in the toilet and we cannot call because he would hear us. Please come."
)


def test_a_passenger_who_cannot_speak_is_answered_by_text(running, chromium):
    page = sign_in(chromium, running, "FCC supervisor", color_scheme="dark")
    page.goto(f"{running.address}/contact/")
    number = f"07700900{int(uuid7().int % 1000):03d}"
    shown = f"+44{number[1:]}"
    handset = Handset("127.0.0.1", running.centre_port)
    handset.send(number, WORDS)

    arrived = page.locator("[data-row]", has_text=shown).first
    expect(arrived).to_be_visible()  # two parts joined, without a reload
    arrived.locator("a").first.click()
    expect(page.locator("[data-live-list^='talk-']")).to_contain_text("would hear us. Please come.")
    page.get_by_role("button", name=re.compile("^Take")).click()
    page.locator("#reply-template").select_option("where")
    expect(page.locator("#reply-size")).to_contain_text("1 text")
    page.locator("#reply-text").press_sequentially("Stay hidden. ", delay=10)
    expect(page.locator("#reply-size")).to_contain_text("Stay hidden.")
    page.screenshot(path=SCREENSHOTS / "text.png")
    page.keyboard.press("Alt+r")
    talk = page.locator("[data-live-list^='talk-']")
    expect(talk).to_contain_text("which train are you on")
    expect(talk.locator(".tag", has_text="delivered")).to_be_visible()

    handset.send(number, "Coach C, now past Wakefield")
    handset.close()
    expect(talk).to_contain_text("now past Wakefield")
    page.emulate_media(color_scheme="light")
    page.screenshot(path=SCREENSHOTS / "text-light.png")
    assert page.faults == []
