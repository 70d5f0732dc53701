"""A passenger posts on Mastodon; a handler sees it with its picture and answers in public; an edit comes in. Live."""

import re

import pytest
from playwright.sync_api import expect
from tests.journeys.conftest import SCREENSHOTS, sign_in

from lineside.gateways.social.peer.__main__ import change
from lineside.gateways.social.peer.writing import post
from lineside.kernel.keys import uuid7

pytestmark = pytest.mark.timeout(240)


def test_a_passenger_who_posts_is_answered_where_they_posted(running, chromium):
    page = sign_in(chromium, running, "FCC supervisor", color_scheme="dark")
    page.goto(f"{running.address}/contact/")
    who = f"sam{uuid7().int % 100000}@rail.example"
    key = post(
        f"http://127.0.0.1:{running.mastodon_port}", who, "A man with a knife on platform 3 at Leeds", picture=True
    )

    arrived = page.locator("[data-row]", has_text=who.partition("@")[0]).first
    expect(arrived).to_be_visible()
    expect(arrived.locator(".tag", has_text="public")).to_be_visible()
    arrived.locator("a").first.click()
    talk = page.locator("[data-live-list^='talk-']")
    expect(talk).to_contain_text("platform 3 at Leeds")
    expect(talk).to_contain_text("platform.png")
    page.get_by_role("button", name=re.compile("^Take")).click()
    page.locator("#reply-template").select_option("seen")
    expect(page.locator("#reply-size")).to_contain_text("everybody can read this")
    page.locator("#reply-text").press_sequentially("Officers are coming.", delay=10)
    expect(page.locator("#reply-size")).to_contain_text("Officers are coming.")
    page.screenshot(path=SCREENSHOTS / "social.png")
    page.keyboard.press("Alt+r")
    expect(talk).to_contain_text("is dealing with it")
    expect(talk.locator(".tag", has_text="posted")).to_be_visible()

    change(running.mastodon_port, key, "@lineside A man with an umbrella on platform 3 at Leeds")
    expect(talk).to_contain_text("an umbrella")
    expect(talk).to_contain_text("with a knife")
    change(running.mastodon_port, key)
    expect(talk).to_contain_text("No longer there")
    page.emulate_media(color_scheme="light")
    page.screenshot(path=SCREENSHOTS / "social-light.png")
    assert page.faults == []
