"""A signaller rings the control desk: the log is opened, worked, closed, reopened and corrected by keys alone."""

import re

import pytest
from playwright.sync_api import expect
from tests.journeys.by_keys import fill_opening, finds_nothing, note, walk_to
from tests.journeys.conftest import SCREENSHOTS, sign_in
from tests.journeys.telephone import a_number

from lineside.kernel.keys import uuid7

pytestmark = pytest.mark.timeout(240)
ANSWERS = {"threat": "present", "harm": "low", "risk": "possible", "investigation": "attend", "vulnerability": "staff",
           "scene": "not_needed", "prevention": "given"}  # fmt: skip


def test_a_call_at_control_becomes_a_log_that_is_worked_closed_reopened_and_corrected_by_its_line(
    running, chromium, switch
):
    desk = sign_in(chromium, running, "Communications officer", color_scheme="dark")
    other = sign_in(chromium, running, "Communications officer", color_scheme="light")
    for page in (desk, other):
        page.goto(f"{running.address}/control/")
        expect(page.locator("#freshness")).to_contain_text("live ")
    desk.evaluate("window.neverReloaded = true; addEventListener('mousedown', () => window.wasClicked = true)")
    key = take_and_open(desk, switch, str(uuid7())[-6:])
    send_and_arrive(desk, key)
    close(desk, key)
    reopen_and_correct(desk, other, key)
    assert desk.faults == other.faults == []
    assert desk.evaluate("window.neverReloaded && !window.wasClicked")


def take_and_open(desk, switch, mark):
    """It rings, is taken, may be one that is known, and is opened; the key of its log."""
    number, call_id = a_number(), f"signal-{mark}"
    earlier, summary = f"Shouting by the gates {mark}", f"Youths throw ballast from platform 8 {mark}"
    known = {"opening_code": "ASB", "place_status": "unknown", "informant_number": number}
    switch.post("incidents", known | {"summary": earlier})
    switch.tell(call_id, "offered", number, line_type="SIGNALLER")
    expect(desk.locator("[data-live-list=calls] [data-row]", has_text=number)).to_contain_text("ringing")
    walk_to(desk, number)
    expect(desk.locator("#call-title")).to_contain_text(number)
    finds_nothing(desk)
    desk.keyboard.press("Alt+t")
    expect(desk.locator("#note")).to_be_focused()
    assert switch.is_taken(call_id)
    switch.tell(call_id, "answered", number, line_type="SIGNALLER", says="Youths on platform eight")
    note(desk, "Four youths, one in a red jacket")
    fill_opening(desk, summary, "ASB", ANSWERS)
    expect(desk.locator("#duplicates")).to_contain_text(earlier)
    expect(desk.locator("#duplicates")).to_contain_text("same caller")
    finds_nothing(desk)
    desk.screenshot(path=SCREENSHOTS / "control-call.png")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".logpane")).to_contain_text(summary)
    expect(desk.locator("#line")).to_be_focused()
    switch.tell(call_id, "ended", number, line_type="SIGNALLER")
    return desk.locator("ol.log").get_attribute("data-live-list").removeprefix("log-")


def send_and_arrive(desk, key):
    sign = desk.locator("[data-live-list=units] tr:has(.tag.good) [data-unit]").first.get_attribute("data-unit")
    type_line(desk, f"/u {sign}", said=f"Sent {sign}.")
    expect(state(desk, key)).to_contain_text("assigned")
    for number, word in ((5, "mobile"), (6, "on scene")):
        type_line(desk, f"/st {sign} {number}", said=f"{sign} is in state {number}.")
        expect(state(desk, key)).to_contain_text(word)
    type_line(desk, "Four youths spoken to")
    expect(log(desk, key)).to_contain_text("Four youths spoken to")
    refused(desk, "/close", "Result it first")
    type_line(desk, f"/st {sign} 2", said=f"{sign} is in state 2.")
    on_unit = desk.locator("[data-live-list=units] tr", has=desk.locator(f"[data-unit='{sign}']"))
    expect(on_unit.locator(".tag.good")).to_be_visible()


def close(desk, key):
    refused(desk, "/res ASB2 TRF", "reference")
    type_line(desk, "/res ASB2 ADV", said="Resulted ASB2 ADV.")
    expect(state(desk, key)).to_contain_text("resulted")
    type_line(desk, "/close", said="Closed.")
    expect(state(desk, key)).to_contain_text("closed")
    expect(desk.locator(f"#incident-{key}")).to_have_count(0)
    finds_nothing(desk)


def reopen_and_correct(desk, other, key):
    refused(desk, "/reopen", "Say why")
    type_line(desk, "/reopen the signaller rang again", said="Reopened; it is yours.")
    expect(other.locator(f"#incident-{key}")).to_be_visible()
    wrong = log(desk, key).locator("li", has_text="Four youths spoken to")
    number = wrong.locator(".number").inner_text()
    refused(desk, f"/fix {number}", "write what is right")
    type_line(desk, f"/fix {number} Three youths spoken to", said=f"Line {number} is corrected.")
    struck = log(desk, key).locator("li.corrected")
    expect(struck.locator("s")).to_have_text("Four youths spoken to")
    expect(struck).to_contain_text("Three youths spoken to")
    finds_nothing(desk)
    desk.screenshot(path=SCREENSHOTS / "control-line.png")
    desk.emulate_media(color_scheme="light")
    finds_nothing(desk)
    desk.screenshot(path=SCREENSHOTS / "control-line-light.png")
    type_line(desk, "/res ASB2 ADV close", said="Resulted and closed.")
    expect(state(desk, key)).to_contain_text("closed")
    expect(other.locator(f"#incident-{key}")).to_have_count(0)


def type_line(desk, text, said=""):
    """A line by keys alone; the hands stay on the line."""
    expect(desk.locator("#line")).to_be_focused()
    desk.keyboard.press("Control+a")
    desk.keyboard.type(text)
    desk.keyboard.press("Enter")
    if said:
        expect(desk.locator("#command .done")).to_contain_text(said)
    expect(desk.locator("#line")).to_have_value("")
    expect(desk.locator("#line")).to_be_focused()


def refused(desk, text, why):
    """One sentence, and what was typed stands there still."""
    expect(desk.locator("#line")).to_be_focused()
    desk.keyboard.type(text)
    desk.keyboard.press("Enter")
    expect(desk.locator("#command .refusal")).to_contain_text(re.compile(re.escape(why), re.IGNORECASE))
    expect(desk.locator("#line")).to_have_value(text)
    expect(desk.locator("#line")).to_be_focused()


def state(desk, key):
    return desk.locator(f"#incident-state-{key} .tag").first


def log(desk, key):
    return desk.locator(f"[data-live-list='log-{key}']")
