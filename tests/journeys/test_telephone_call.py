"""A telephone rings at the desk, is answered, graded and passed on; another gives up and is called back. Keys only."""

import re

import pytest
from playwright.sync_api import expect
from tests.journeys.by_keys import fill_opening, finds_nothing, note, tab_to, walk_to
from tests.journeys.conftest import SCREENSHOTS, sign_in
from tests.journeys.telephone import a_number

from lineside.kernel.keys import uuid7

pytestmark = pytest.mark.timeout(240)
ANSWERS = {"threat": "present", "harm": "medium", "risk": "likely", "investigation": "attend", "vulnerability": "staff",
           "scene": "given", "prevention": "given"}  # fmt: skip


def test_a_call_rings_is_taken_graded_and_passed_on_and_a_lost_one_is_called_back(running, chromium, switch):
    handler = sign_in(chromium, running, "Contact handler", color_scheme="dark")
    control = sign_in(chromium, running, "Communications officer", color_scheme="light")
    handler.goto(f"{running.address}/contact/")
    control.goto(f"{running.address}/control/")
    for page in (handler, control):
        expect(page.locator("#freshness")).to_contain_text("live ")
    mark = str(uuid7())[-6:]
    answer_and_pass_on(handler, control, switch, mark)
    call_back(handler, switch, mark)
    assert handler.faults == control.faults == []


def answer(handler, switch, number, call_id):
    """It rings, it is taken, and what is said is written down."""
    switch.tell(call_id, "offered", number)
    expect(queued(handler, number).locator(".tag", has_text="ringing")).to_be_visible()  # no reload
    finds_nothing(handler)
    assert not switch.is_taken(call_id)
    open_row(handler, number)
    handler.keyboard.press("Alt+t")
    expect(handler.locator("#note")).to_be_focused()
    assert switch.is_taken(call_id)
    switch.tell(call_id, "answered", number, says="There is a fight on platform eight")
    expect(handler.locator(".heard")).to_contain_text("The switch's words: typed by nobody here")
    expect(handler.locator("#note")).to_be_focused()  # what the switch says does not move the hands
    note(handler, "Two men fighting on platform 8")
    note(handler, "One bleeds from the head")


def answer_and_pass_on(handler, control, switch, mark):
    number, call_id, summary = a_number(), f"ring-{mark}", f"Two men fighting, one bleeding {mark}"
    earlier = f"Shouting reported before {mark}"
    known = {"opening_code": "ASB", "place_status": "unknown", "informant_number": number}
    switch.post("incidents", known | {"summary": earlier})
    answer(handler, switch, number, call_id)
    fill_opening(handler, summary, "VIOL", ANSWERS)
    expect(handler.locator("#duplicates")).to_contain_text(earlier)
    expect(handler.locator("#duplicates")).to_contain_text("same caller")
    finds_nothing(handler)
    handler.screenshot(path=SCREENSHOTS / "call.png")
    handler.keyboard.press("Control+Enter")

    expect(handler.locator(".done").first).to_contain_text("Incident")
    shown = control.locator("[data-row]", has_text=summary).first
    expect(shown).to_be_visible()  # the other browser, without a reload
    expect(shown.locator(".grade")).to_be_visible()
    finds_nothing(control)
    switch.tell(call_id, "ended", number)
    expect(handler.locator(".moments")).to_contain_text("ended")
    expect(handler.locator("[data-live-list^='talk-']")).to_contain_text("One bleeds from the head")
    finds_nothing(handler)


def call_back(handler, switch, mark):
    number, call_id = a_number(), f"lost-{mark}"
    switch.tell(call_id, "offered", number)
    row = queued(handler, number)
    expect(row.locator(".tag", has_text="ringing")).to_be_visible()
    switch.tell(call_id, "abandoned", number)
    expect(row.locator(".tag", has_text="hung up")).to_be_visible()
    expect(row.locator(".tag", has_text="call back?")).to_be_visible()
    open_row(handler, number)
    asked = handler.get_by_role("group", name=re.compile("call back"))
    expect(asked).to_be_visible()
    finds_nothing(handler)
    handler.emulate_media(color_scheme="light")
    finds_nothing(handler)
    handler.screenshot(path=SCREENSHOTS / "call-back.png")

    tab_to(handler, "button[value=no_call]")
    handler.keyboard.press("Enter")
    expect(asked.locator("[aria-invalid=true]")).to_be_focused()  # not without a reason
    tab_to(handler, "button[value=call]")
    handler.keyboard.press("Enter")
    expect(handler.locator(".head").first).to_contain_text("taken by")
    expect(row.locator(".tag", has_text="call back?")).to_have_count(0)
    finds_nothing(handler)


def queued(page, number):
    return page.locator("[data-live-list=contacts] [data-row]", has_text=number)


def open_row(page, number):
    walk_to(page, number)
    expect(page.locator("#contact-title")).to_contain_text(number)
