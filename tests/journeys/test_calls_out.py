"""Somebody is rung from a contact and from a log, by keys alone, and what became of it is seen as it happens."""

import re

import pytest
from playwright.sync_api import expect
from tests.journeys.by_keys import finds_nothing, tab_to
from tests.journeys.conftest import SCREENSHOTS, sign_in
from tests.journeys.telephone import a_number
from tests.journeys.test_telephone_call import open_row, queued

from lineside.kernel.keys import uuid7

pytestmark = pytest.mark.timeout(240)
BUSY, SOMEBODY, MACHINE = "1", "7", "3"  # the last digit by which the demonstration's switch knows how a call goes


def test_somebody_is_rung_from_a_contact_and_from_a_log(running, chromium, switch):
    handler = sign_in(chromium, running, "Contact handler", color_scheme="dark")
    handler.goto(f"{running.address}/contact/")
    expect(handler.locator("#freshness")).to_contain_text("live ")
    number, mark = a_number()[:-1] + BUSY, str(uuid7())[-6:]
    switch.tell(f"out-{mark}", "offered", number)
    expect(queued(handler, number)).to_be_visible()
    open_row(handler, number)
    handler.keyboard.press("Alt+o")
    expect(handler.locator("#call-out-number")).to_have_value(number)
    expect(handler.locator("#call-out-number")).to_be_focused()
    ring(handler, telephone="201")
    told = handler.locator("[data-live-list^='callouts-'] > li")
    expect(told.last).to_contain_text("busy")  # live, without a reload
    ring(handler, number=number[:-1] + MACHINE)
    expect(told.last).to_contain_text("voicemail")
    finds_nothing(handler)
    handler.screenshot(path=SCREENSHOTS / "call-out.png")
    handler.emulate_media(color_scheme="light")
    finds_nothing(handler)
    handler.screenshot(path=SCREENSHOTS / "call-out-light.png")
    assert handler.faults == []
    from_a_log(running, chromium, switch, mark)


def from_a_log(running, chromium, switch, mark):
    control = sign_in(chromium, running, "Communications officer", color_scheme="light")
    summary, number = f"Rung from the log {mark}", a_number()[:-1] + SOMEBODY
    facts = {"opening_code": "ASB", "place_status": "unknown", "summary": summary, "informant_number": number}
    switch.post("incidents", facts)
    control.goto(f"{running.address}/control/")
    row = control.locator("[data-row]", has_text=summary).first
    expect(row).to_be_visible()
    row.click()
    expect(control.locator("#log-title")).to_be_visible()
    control.keyboard.press("Alt+o")
    expect(control.locator("#call-out-number")).to_have_value(number)
    ring(control, telephone="202")
    expect(control.locator("[data-live-list^='callouts-'] > li").last).to_contain_text("speaking")
    log = control.locator("ol.log")
    expect(log).to_contain_text(re.compile(rf"Calls {re.escape(number)} \(C-"))
    expect(log).to_contain_text(re.compile(rf"Call out to {re.escape(number)} \(C-.*: answered"))
    finds_nothing(control)
    control.screenshot(path=SCREENSHOTS / "call-out-log.png")
    control.emulate_media(color_scheme="dark")
    finds_nothing(control)
    assert control.faults == []


def ring(page, **typed):
    for name, words in typed.items():
        tab_to(page, f"#call-out-{name}")
        page.keyboard.press("Control+a")
        page.keyboard.type(words)
    tab_to(page, "[data-command='Ring this number']")
    page.keyboard.press("Enter")
    expect(page.locator("#calling .done")).to_contain_text("rings first")
