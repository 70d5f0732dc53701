"""A telephone rings at the desk, is answered, graded and passed on; another gives up and is called back. Keys only."""

import re
from datetime import UTC, datetime

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from tests.journeys.conftest import SCREENSHOTS, sign_in

from lineside.kernel.keys import uuid7

pytestmark = pytest.mark.timeout(240)
SCOPES = ("contacts.receive", "incidents.open")
ANSWERS = {"threat": "present", "harm": "medium", "risk": "likely", "investigation": "attend", "vulnerability": "staff",
           "scene": "given", "prevention": "given"}  # fmt: skip
MOST_TABS = 120


class Switch:
    """A telephone switch that is not Asterisk: it tells of its calls over HTTP, with a key of its own."""

    def __init__(self, address, key):
        self.client = httpx.Client(
            base_url=f"{address}/api/v1/", headers={"Authorization": f"Bearer {key}"}, trust_env=False, timeout=10
        )

    def tell(self, call_id, kind, number, **facts):
        moment = datetime.now(UTC).isoformat()
        event = {"event_id": f"{call_id}-{kind}", "call_id": call_id, "kind": kind, "at": moment, "number": number}
        self.post("calls/events", event | {"facts": facts})

    def is_taken(self, call_id):
        return self.client.get("calls/taken", params={"call_id": call_id}).json()["is_taken"]

    def post(self, path, facts):
        answer = self.client.post(path, json=facts, headers={"Idempotency-Key": str(uuid7())})
        assert answer.is_success, answer.text


@pytest.fixture
def switch(running, chromium):
    """The administrator gives the switch its key; it is shown once."""
    page = sign_in(chromium, running, "Administrator")
    page.goto(f"{running.address}/admin/clients/")
    page.locator("#enrol-name").fill(f"switch {uuid7()}")
    for scope in SCOPES:
        page.get_by_label(scope, exact=True).check()
    page.get_by_role("button", name=re.compile("^Enrol")).click()
    told = Switch(running.address, page.locator("code.secret").inner_text())
    yield told
    told.client.close()


def test_a_call_rings_is_taken_graded_and_passed_on_and_a_lost_one_is_called_back(running, chromium, switch):
    handler = sign_in(chromium, running, "Contact handler", color_scheme="dark")
    control = sign_in(chromium, running, "Communications officer", color_scheme="light")
    handler.goto(f"{running.address}/contact/")
    control.goto(f"{running.address}/control/")
    for page in (handler, control):
        expect(page.locator("#freshness")).to_contain_text("live ", timeout=10_000)
    mark = str(uuid7())[-6:]
    answer_and_pass_on(handler, control, switch, mark)
    call_back(handler, switch, mark)
    assert handler.faults == control.faults == []


def answer(handler, switch, number, call_id):
    """It rings, it is taken, and what is said is written down."""
    switch.tell(call_id, "offered", number)
    expect(queued(handler, number).locator(".tag", has_text="ringing")).to_be_visible(timeout=10_000)  # no reload
    finds_nothing(handler)
    assert not switch.is_taken(call_id)
    open_row(handler, number)
    handler.keyboard.press("Alt+t")
    expect(handler.locator("#note")).to_be_focused(timeout=8_000)
    assert switch.is_taken(call_id)
    switch.tell(call_id, "answered", number, says="There is a fight on platform eight")
    expect(handler.locator(".heard")).to_contain_text("The switch's words: typed by nobody here", timeout=10_000)
    expect(handler.locator("#note")).to_be_focused()  # what the switch says does not move the hands
    note(handler, "Two men fighting on platform 8")
    note(handler, "One bleeds from the head")


def answer_and_pass_on(handler, control, switch, mark):
    number, call_id, summary = a_number(), f"ring-{mark}", f"Two men fighting, one bleeding {mark}"
    earlier = f"Shouting reported before {mark}"
    known = {"opening_code": "ASB", "place_status": "unknown", "informant_number": number}
    switch.post("incidents", known | {"summary": earlier})
    answer(handler, switch, number, call_id)
    fill_opening(handler, summary)
    expect(handler.locator("#duplicates")).to_contain_text(earlier, timeout=8_000)
    expect(handler.locator("#duplicates")).to_contain_text("same caller")
    finds_nothing(handler)
    handler.screenshot(path=SCREENSHOTS / "call.png")
    handler.keyboard.press("Control+Enter")

    expect(handler.locator(".done").first).to_contain_text("Incident", timeout=10_000)
    shown = control.locator("[data-row]", has_text=summary).first
    expect(shown).to_be_visible(timeout=10_000)  # the other browser, without a reload
    expect(shown.locator(".grade")).to_be_visible()
    finds_nothing(control)
    switch.tell(call_id, "ended", number)
    expect(handler.locator(".moments")).to_contain_text("ended", timeout=10_000)
    expect(handler.locator("[data-live-list^='talk-']")).to_contain_text("One bleeds from the head")
    finds_nothing(handler)


def call_back(handler, switch, mark):
    number, call_id = a_number(), f"lost-{mark}"
    switch.tell(call_id, "offered", number)
    row = queued(handler, number)
    expect(row.locator(".tag", has_text="ringing")).to_be_visible(timeout=10_000)
    switch.tell(call_id, "abandoned", number)
    expect(row.locator(".tag", has_text="hung up")).to_be_visible(timeout=10_000)
    expect(row.locator(".tag", has_text="call back?")).to_be_visible()
    open_row(handler, number)
    asked = handler.get_by_role("group", name=re.compile("call back"))
    expect(asked).to_be_visible(timeout=8_000)
    finds_nothing(handler)
    handler.emulate_media(color_scheme="light")
    finds_nothing(handler)
    handler.screenshot(path=SCREENSHOTS / "call-back.png")

    tab_to(handler, "button[value=no_call]")
    handler.keyboard.press("Enter")
    expect(asked.locator("[aria-invalid=true]")).to_be_focused(timeout=8_000)  # not without a reason
    tab_to(handler, "button[value=call]")
    handler.keyboard.press("Enter")
    expect(handler.locator(".head").first).to_contain_text("taken by", timeout=8_000)
    expect(row.locator(".tag", has_text="call back?")).to_have_count(0, timeout=10_000)
    finds_nothing(handler)


def a_number():
    return f"+447700{int(uuid7().int % 1_000_000):06d}"


def queued(page, number):
    return page.locator("[data-live-list=contacts] [data-row]", has_text=number)


def open_row(page, number):
    """Down the queue by its arrows until the row is in hand, then Enter."""
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")  # as when nothing has been touched
    for _ in range(MOST_TABS):
        page.keyboard.press("ArrowDown")
        if number in page.evaluate("document.activeElement.closest('[data-row]')?.textContent || ''"):
            page.keyboard.press("Enter")
            return expect(page.locator("#contact-title")).to_contain_text(number, timeout=8_000)
    raise AssertionError(f"The row of {number} is not reached by keys.")


def note(page, text):
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(page.locator("[data-live-list^='talk-']")).to_contain_text(text, timeout=8_000)
    expect(page.locator("#note")).to_be_focused()
    expect(page.locator("#note")).to_have_value("")


def fill_opening(page, summary):
    page.keyboard.press("Alt+p")
    page.keyboard.type("leeds p8", delay=40)
    expect(page.locator("#place-readings")).to_contain_text("Leeds", timeout=8_000)
    choose(page, "[name=place_status]", "Confirmed with the caller")
    choose(page, "[name=opening_code]", page.locator("[name=opening_code] option[value=VIOL]").inner_text())
    tab_to(page, "[name=summary]")
    page.keyboard.type(summary)
    for question, answer in ANSWERS.items():
        tab_to(page, f"[name=thrive-{question}]")
        page.keyboard.press(page.locator("label", has=page.locator(f"[name=thrive-{question}][value={answer}]"))
                            .locator("kbd").inner_text())  # fmt: skip
        expect(page.locator(f"[name=thrive-{question}][value={answer}]")).to_be_checked()
    expect(page.locator("#opening-proposal")).to_contain_text("Proposed", timeout=8_000)


def choose(page, selector, words):
    tab_to(page, selector)
    page.keyboard.type(words)
    assert page.locator(f"{selector} option:checked").inner_text() == words


def tab_to(page, selector):
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"{selector} is not reached by Tab.")


def finds_nothing(page):
    found = Axe().run(page).response["violations"]
    assert [(each["id"], [node["target"] for node in each["nodes"]]) for each in found] == []
