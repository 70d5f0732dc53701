"""A 999 caller who cannot speak is asked by taps, the log follows, a later position reaches control. Keys alone."""

import pytest
from playwright.sync_api import expect
from tests.journeys.by_keys import choose, fill_opening, finds_nothing, tab_to
from tests.journeys.conftest import SCREENSHOTS, sign_in
from tests.journeys.telephone import a_number
from tests.journeys.test_telephone_call import ANSWERS, open_row, queued
from tests.journeys.test_where_the_caller_is import texted

from lineside.kernel.clock import now
from lineside.kernel.keys import uuid7

pytestmark = pytest.mark.timeout(240)


def test_who_cannot_speak_is_asked_by_taps_and_control_sees_where_they_are(running, chromium, switch):
    handler = sign_in(chromium, running, "Contact handler", color_scheme="dark")
    control = sign_in(chromium, running, "Communications officer", color_scheme="light")
    handler.goto(f"{running.address}/contact/")
    expect(handler.locator("#freshness")).to_contain_text("live ")
    number, call_id = f"{a_number()[:-1]}9", f"silent-{str(uuid7())[-6:]}"
    switch.tell(call_id, "connecting", number, line_type="999_BT")
    switch.tell(call_id, "offered", number, line_type="999_BT", silent="55")
    expect(queued(handler, number).locator(".tag", has_text="silent 55")).to_be_visible()
    open_row(handler, number)
    handler.keyboard.press("Alt+t")
    expect(handler.locator(".silent-banner")).to_contain_text("55 tells nobody where they are")
    ask_by_taps(handler, switch, call_id, number)
    refuse_to_close(handler)
    summary = f"Silent caller, taps say in danger {call_id}"
    open_incident(handler, summary)
    enquire(handler)
    seen_at_control(running, control, number, summary)
    assert handler.faults == control.faults == []


def ask_by_taps(page, switch, call_id, number):
    switch.tell(call_id, "answered", number)
    expect(page.locator("#ask-question")).to_be_visible()
    for answer in ("Yes, one tap", "No, two taps"):
        page.keyboard.press("Alt+a")
        expect(page.locator(".taps button[value='1']")).to_be_focused()
        press(switch, call_id, number)
        expect(page.locator("[id^='tones-']")).to_contain_text("Keys heard since the question: 1")
        expect(page.locator(".taps button[value='1']")).to_be_focused()  # what is heard moves no hands
        if "Yes" in answer:
            finds_nothing(page)
            page.screenshot(path=SCREENSHOTS / "silent.png")
            page.emulate_media(color_scheme="light")
            finds_nothing(page)
            page.screenshot(path=SCREENSHOTS / "silent-light.png")
        page.keyboard.press("1" if "Yes" in answer else "2")
        expect(page.locator("[data-live-list^='silent-'] > li").last).to_contain_text(answer)
    expect(page.locator("[data-live-list^='talk-']")).to_contain_text("the switch heard 1 key")


def press(switch, call_id, number):
    at = now().isoformat()
    facts = {"event_id": str(uuid7()), "call_id": call_id, "kind": "pressed", "at": at, "number": number}
    switch.post("calls/events", facts | {"facts": {"digit": "1"}})


def refuse_to_close(page):
    choose(page, "#resolve-disposition", "Silent, accidental or test")
    tab_to(page, "#resolve-reason")
    page.keyboard.type("Nobody there")
    page.keyboard.press("Control+Shift+Enter")
    expect(page.locator("#resolve-disposition-refusal")).to_contain_text("attempt to ring back")
    finds_nothing(page)


def open_incident(page, summary):
    fill_opening(page, summary, "VIOL", ANSWERS)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".done").first).to_contain_text("Incident")


def enquire(page):
    page.keyboard.press("Alt+e")
    expect(page.locator("#ask-operator-why")).to_be_visible()
    tab_to(page, "#ask-operator-why")
    page.keyboard.type("The line went dead after two taps")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-live-list^='operator-'] > li")).to_contain_text("open until")
    choose(page, "#operator-outcome", "Told who or where")
    tab_to(page, "#operator-told")
    page.keyboard.type("A flat in LS1 0AA")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-live-list^='operator-'] > li")).to_contain_text("A flat in LS1 0AA")
    finds_nothing(page)
    page.screenshot(path=SCREENSHOTS / "operator-enquiry.png")


def seen_at_control(running, page, number, summary):
    page.goto(f"{running.address}/control/")
    row = page.locator("[data-row]", has_text=summary).first
    expect(row).to_be_visible()
    row.locator("[data-row-link]").press("Enter")
    log = page.locator("[data-live-list^='log-']")
    expect(log).to_contain_text("Asked by taps: Are you in danger now?")
    expect(log).to_contain_text("A flat in LS1 0AA")
    texted(running, number, "-1.54770")
    expect(log).to_contain_text("told later: 53.79490,-1.54770 ± 9 m")  # without a reload
    expect(page.locator(".callers")).to_contain_text("± 9 m")
    expect(page.locator(".callers svg")).to_be_visible()
    finds_nothing(page)
    page.screenshot(path=SCREENSHOTS / "later-position.png")
    page.emulate_media(color_scheme="dark")
    finds_nothing(page)
