"""Trouble on 1A23: the log shows where it is, a call is chosen to meet it, and its delay is told until dealt with."""

import subprocess
import sys

import pytest
from playwright.sync_api import expect
from tests.journeys.by_keys import choose, finds_nothing, tab_to
from tests.journeys.conftest import SCREENSHOTS, sign_in

from lineside.kernel.keys import uuid7

pytestmark = pytest.mark.timeout(300)


def delay(running, minutes):
    port = (running.var / "demo" / "rail-peer-port").read_text()
    peer = [sys.executable, "-m", "lineside.gateways.rail_feeds.peer", "--port", port]
    subprocess.run([*peer, "--say", f"1A23 {minutes}"], check=True, timeout=60)


def test_a_train_is_met_by_a_plan_whose_slip_is_told_until_somebody_deals_with_it(running, chromium, switch):
    desk = sign_in(chromium, running, "Communications officer", color_scheme="dark")
    summary = f"A man strikes at passengers {str(uuid7())[-6:]}"
    asked = {"opening_code": "ASB", "place_status": "unknown", "headcode": "1A23", "is_happening_now": True}
    key = switch.post("incidents", asked | {"summary": summary})["id"]
    desk.goto(f"{running.address}/control/{key}/")
    expect(desk.locator(".trains")).to_contain_text("1A23")
    expect(desk.locator(".calls-ahead").first).to_contain_text("Next")
    expect(desk.locator(".trains")).to_contain_text("reported")
    desk.evaluate("addEventListener('mousedown', () => window.wasClicked = true)")
    plan(desk, key)
    delay(running, 45)
    alarms = desk.locator("[data-live-list=train-alarms] li", has_text="1A23")
    expect(alarms.first).to_contain_text("later than when this was chosen")
    desk.emulate_media(color_scheme="light")
    finds_nothing(desk)
    desk.screenshot(path=SCREENSHOTS / "train-alarm.png")
    deal(desk)
    expect(desk.locator(f"#meeting-{key}")).not_to_contain_text("later than")
    delay(running, 0)
    end(desk, key)
    assert desk.faults == []
    assert not desk.evaluate("window.wasClicked")
    desk.reload()  # the record has changed beside the line; what is sent answers to what is seen
    desk.keyboard.press("Alt+l")
    desk.keyboard.type("/res ASB2 ADV")
    desk.keyboard.press("Enter")
    expect(desk.locator("#command .done")).to_contain_text("Resulted")


def plan(desk, key):
    desk.keyboard.press("Alt+7")
    expect(desk.locator("#meet-option")).to_be_visible()
    first = desk.locator("#meet-option option").nth(1).inner_text()
    choose(desk, "#meet-option", first)
    tab_to(desk, "#meet-coach")
    desk.keyboard.type("C")
    desk.keyboard.press("Enter")
    expect(desk.locator(f"#meeting-{key}")).to_contain_text("coach C")
    expect(desk.locator("ol.log")).to_contain_text("Meet 1A23")
    desk.screenshot(path=SCREENSHOTS / "train-plan.png")
    tab_to(desk, "[name=action][value=hold]")
    desk.keyboard.press("Enter")
    expect(desk.locator("ol.log")).to_contain_text("Asked of TOC control: Hold the train at the platform.")


def deal(desk):
    desk.reload()
    desk.evaluate("addEventListener('mousedown', () => window.wasClicked = true)")
    desk.keyboard.press("Alt+7")
    expect(desk.locator("[data-deal-alarm]")).to_be_visible()
    tab_to(desk, "[id^='deal-'][name=words]")
    desk.keyboard.type("Control holds it; BX12 waits there")
    desk.keyboard.press("Enter")
    expect(desk.locator("#meeting")).to_contain_text("Dealt with.")
    expect(desk.locator("[data-live-list=train-alarms] li")).to_have_count(0)


def end(desk, key):
    choose(desk, "#end-meeting-how", "The train was met")
    tab_to(desk, "[data-end-meeting]")
    desk.keyboard.press("Enter")
    expect(desk.locator("ol.log")).to_contain_text("The train was met")
    expect(desk.locator(f"#meeting-{key} .tag")).to_have_count(1)  # what is still not answered
