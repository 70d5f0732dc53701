"""Somebody writes in private on X and is answered there; others post on Facebook and Bluesky for all to read. Live."""

import re

import pytest
from playwright.sync_api import expect
from tests.journeys.conftest import SCREENSHOTS, sign_in

from lineside.gateways.social.peer.writing import play
from lineside.kernel.keys import uuid7

pytestmark = pytest.mark.timeout(240)


def test_who_writes_in_private_is_answered_in_private(running, chromium):
    page = sign_in(chromium, running, "FCC supervisor", color_scheme="dark")
    page.goto(f"{running.address}/contact/")
    mark, at = uuid7().int % 100000, {name: f"http://127.0.0.1:{port}" for name, port in running.social_ports.items()}
    assert play(at["meta"], f"fay{mark}", "A fight at York") == {"answered": 200}
    play(at["bluesky"], f"sky{mark}.rail.example", "A fire at Crewe", picture=True)
    assert play(at["x"], f"sam{mark}", "He follows me at Leeds", private=True) == {"answered": 200}

    for who, seen in ((f"fay{mark}", "public"), (f"sky{mark}", "public"), (f"sam{mark}", "private")):
        arrived = page.locator("[data-row]", has_text=who).first
        expect(arrived).to_be_visible()
        expect(arrived.locator(".tag", has_text=seen)).to_be_visible()
    arrived.locator("a").first.click()
    talk = page.locator("[data-live-list^='talk-']")
    expect(talk).to_contain_text("follows me")
    page.get_by_role("button", name=re.compile("^Take")).click()
    page.locator("#reply-template").select_option("plain")
    page.locator("#reply-text").press_sequentially("Where are you now?", delay=10)
    expect(page.locator("#reply-size")).to_contain_text("Where are you now?")
    expect(page.locator("#reply-size")).not_to_contain_text("everybody can read this")
    page.screenshot(path=SCREENSHOTS / "social-private.png")
    page.keyboard.press("Alt+r")
    expect(talk.locator(".tag", has_text="posted")).to_be_visible()
    assert page.faults == []
