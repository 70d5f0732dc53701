"""A call about an item left behind: its kind asks HOT, the answers grade it, and THRIVE is due again. Keys alone."""

import pytest
from playwright.sync_api import expect
from tests.journeys.by_keys import fill_opening, finds_nothing, tab_to
from tests.journeys.conftest import SCREENSHOTS, sign_in
from tests.journeys.telephone import a_number
from tests.journeys.test_telephone_call import ANSWERS, open_row, queued

from lineside.kernel.keys import uuid7

pytestmark = pytest.mark.timeout(240)
CALM = {**ANSWERS, "threat": "possible", "harm": "low"}
FIRST = {"hot_hidden": "not_asked", "hot_obvious": "not_known", "hot_typical": "yes"}


def test_the_kind_asks_its_own_questions_and_the_assessment_is_due_again(running, chromium, switch):
    handler = sign_in(chromium, running, "Contact handler", color_scheme="dark")
    control = sign_in(chromium, running, "Communications officer", color_scheme="light")
    handler.goto(f"{running.address}/contact/")
    expect(handler.locator("#freshness")).to_contain_text("live ")
    number, call_id = a_number(), f"item-{str(uuid7())[-6:]}"
    switch.tell(call_id, "offered", number, line_type="PUBLIC")
    expect(queued(handler, number)).to_be_visible()
    open_row(handler, number)
    handler.keyboard.press("Alt+t")
    expect(handler.locator("#note")).to_be_focused()
    switch.tell(call_id, "answered", number)
    summary = f"A rucksack under the bench {call_id}"
    fill_opening(handler, summary, "UNATT", CALM)
    answer_the_kind(handler)
    handler.keyboard.press("Control+Enter")
    expect(handler.locator(".done").first).to_contain_text("Incident")
    assessed_again(running, control, summary)
    assert handler.faults == control.faults == []


def answer_the_kind(page):
    """What is left out is refused in one sentence; what was chosen stays."""
    page.keyboard.press("Control+Enter")
    expect(page.locator("#opening-answers-refusal")).to_contain_text("Answer HOT")
    answered(page, FIRST)
    expect(page.locator("#opening-proposal")).to_contain_text("was not asked, which is not no")
    finds_nothing(page)
    page.locator("#opening-kinds").scroll_into_view_if_needed()
    page.screenshot(path=SCREENSHOTS / "kinds.png")
    page.emulate_media(color_scheme="light")
    finds_nothing(page)
    page.screenshot(path=SCREENSHOTS / "kinds-light.png")


def assessed_again(running, page, summary):
    """At control it is due again; a fresh THRIVE asks the kind again, and both can be compared."""
    page.goto(f"{running.address}/control/")
    row = page.locator("[data-row]", has_text=summary).first
    expect(row).to_contain_text("THRIVE")
    row.locator("[data-row-link]").press("Enter")
    expect(page.locator("[data-live-list^='log-']")).to_contain_text("Hidden: Not asked")
    expect(page.locator("[id^='incident-state-']").first).to_contain_text("THRIVE again")
    finds_nothing(page)
    page.keyboard.press("Alt+l")
    page.keyboard.type("/g")
    page.keyboard.press("Enter")
    expect(page.locator("#regrade")).to_contain_text("Last time: Not asked")
    expect(page.locator("[name=thrive-threat]").first).to_be_focused()
    page.keyboard.press("Shift+Tab")
    answered(page, CALM)
    answered(page, {**FIRST, "hot_hidden": "yes"})
    expect(page.locator("#regrade-proposal")).to_contain_text("The item is hidden")
    page.screenshot(path=SCREENSHOTS / "kinds-again.png")
    finds_nothing(page)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#panel")).to_contain_text("Graded.")
    expect(page.locator("[id^='incident-state-']").first).to_contain_text("I")
    compared(page)


def compared(page):
    reference = page.locator("[data-row][aria-current] [data-row-link]").first.get_attribute("title")
    page.goto(f"{page.url.split('/control')[0]}/incidents/{reference}/")
    changed = page.locator("tr.is-chosen", has_text="Hidden")
    expect(changed).to_contain_text("Not asked")
    expect(changed).to_contain_text("Yes")
    expect(page.locator("main")).to_contain_text("Still not known: Obviously suspicious: not known")
    finds_nothing(page)
    page.screenshot(path=SCREENSHOTS / "thrive-compared.png")


def answered(page, answers):
    for question, answer in answers.items():
        tab_to(page, f"[name=thrive-{question}]")
        label = page.locator("label", has=page.locator(f"[name=thrive-{question}][value={answer}]"))
        page.keyboard.press(label.locator("kbd").inner_text())
        expect(page.locator(f"[name=thrive-{question}][value={answer}]")).to_be_checked()
