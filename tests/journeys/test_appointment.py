"""A slot is agreed with a caller by keys: in the log, in the diary, above the board when near, and ended."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from tests.journeys.by_keys import choose, finds_nothing, tab_to
from tests.journeys.conftest import SCREENSHOTS
from tests.journeys.test_disruption import at_log
from tests.journeys.test_live_desks import open_incident

from lineside.kernel.clock import UK, now
from lineside.kernel.keys import uuid7

pytestmark = pytest.mark.timeout(300)


def test_a_slot_is_agreed_rearranged_and_ended_by_keys_and_the_diary_has_it(running, chromium):
    calm = {"thrive-threat": "none", "thrive-risk": "unlikely", "thrive-vulnerability": "none"}  # proposes Scheduled
    key = open_incident(chromium, running, **calm)
    page, reader = at_log(running, chromium, key, "light"), at_log(running, chromium, key, "dark")
    caller = f"Ms Bell {str(uuid7())[-6:]}"
    page.keyboard.press("Alt+4")
    expect(page.locator("#agree-begins")).to_be_visible()
    agree(page, caller)
    expect(reader.locator(f"#appointments-{key}")).to_contain_text("BX12, at Leeds")
    near = reader.locator("[data-live-list=appointments-near] li", has_text=caller)
    expect(near).to_contain_text("BX12", timeout=50_000)
    finds_nothing(page)
    finds_nothing(reader)
    page.screenshot(path=SCREENSHOTS / "appointment.png")
    reader.goto(f"{running.address}/diary/")
    expect(reader.locator("main")).to_contain_text(caller)
    finds_nothing(reader)
    reader.screenshot(path=SCREENSHOTS / "diary.png")
    end(page)
    # With the slot its target has gone, and with that its rung: the clock writes so, and the record changes once more.
    expect(page.locator(f"#incident-state-{key}")).not_to_contain_text("nobody there", timeout=60_000)
    page.reload()
    page.keyboard.press("Alt+l")
    page.keyboard.type("/res ASB2 ADV close")
    page.keyboard.press("Enter")
    expect(page.locator("#command .done")).to_contain_text("Resulted and closed.")
    assert [*page.faults, *reader.faults] == []


def agree(page, caller):
    begins = f"{(now() + timedelta(minutes=90)).astimezone(UK):%Y-%m-%d %H:%M}"
    for name, words in (("begins", begins), ("attends", "BX12"), ("place", ""), ("agreed_with", caller)):
        tab_to(page, f"#agree-{name}")
        page.keyboard.press("Control+a")
        page.keyboard.type(words or "Leeds")
    page.keyboard.press("Enter")
    expect(page.locator("#appointing .done")).to_contain_text("it stands in the diary")
    expect(page.locator("ol.log")).to_contain_text(f"Appointment agreed with {caller}")


def end(page):
    choose(page, "#end-appointment-how", "Kept: somebody was there")
    tab_to(page, "[data-end-appointment]")
    page.keyboard.press("Enter")
    expect(page.locator("ol.log")).to_contain_text("Kept: somebody was there")
