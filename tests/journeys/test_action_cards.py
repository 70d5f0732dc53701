"""An action card is worked by keys alone; it stands on the log and on the board, live."""

import pytest
from playwright.sync_api import expect
from tests.journeys.by_keys import can_be_read
from tests.journeys.conftest import sign_in
from tests.journeys.test_live_desks import open_incident
from tests.journeys.test_promise_and_referral import press

pytestmark = pytest.mark.timeout(400)


def test_a_card_that_fits_is_taken_on_and_its_steps_are_stamped_on_the_log_by_keys(running, chromium):
    key = open_incident(chromium, running, opening_code="FARE")
    page, reader = at_log(running, chromium, key, "light"), at_log(running, chromium, key, "dark")
    lines, state = reader.locator("[data-live-list^='log-']"), reader.locator("[id^='cards-state-']")
    clock = reader.locator(f"#card-clock-{key}")
    expect(state).to_contain_text("Card that fits: Fare dispute")
    type_line(page, "/card fare")
    expect(page.locator("#command .done")).to_contain_text("The card Fare dispute is on.")
    expect(state).to_contain_text("3 mandatory open")
    expect(clock).to_contain_text("Fare dispute")
    skipped_only_with_a_reason(page)
    expect(lines).to_contain_text("step 1 done")
    type_line(page, "/card 2 Next stop Leeds 14:20, staff want him off")
    expect(lines).to_contain_text("step 2 done")
    both_open(page)
    type_line(page, "/card skip 4 Staff have resolved it")
    expect(lines).to_contain_text("step 4 skipped")
    expect(state).to_contain_text("3 of 4 steps")
    expect(clock).to_have_count(0)
    can_be_read(reader, "cards-state")
    type_line(page, "/res ASB2 ADV close")  # what a journey brings it ends
    expect(page.locator("#command .done")).to_contain_text("Resulted and closed.")
    assert [*page.faults, *reader.faults] == []


def skipped_only_with_a_reason(page):
    """What is refused takes the hands back to its words; a step that is done takes them on to the next."""
    page.keyboard.press("Alt+c")
    expect(page.locator("#step-1")).to_be_focused()
    press(page, "[data-command='Skip step 1']")
    expect(page.locator("#step-1-refusal")).to_contain_text("Write why this step is skipped.")
    expect(page.locator("#step-1")).to_be_focused()
    can_be_read(page, "cards")
    page.keyboard.type("Staff are safe behind the line")
    press(page, "[data-command='Step 1 is done']")
    expect(page.locator("[data-cards] [data-state=done]")).to_contain_text("Staff are safe behind the line")
    expect(page.locator("#step-2")).to_be_focused()


def both_open(page):
    """The same cards, also at the command line: neither's labels and refusals are the other's."""
    type_line(page, "/card")
    expect(page.locator("#panel-step-3")).to_be_focused()
    expect(page.locator("#step-4")).to_be_visible()
    press(page, "#panel [data-command='Skip step 4']")
    expect(page.locator("#panel-step-4-refusal")).to_contain_text("Write why this step is skipped.")
    can_be_read(page, "cards-panel")
    page.keyboard.press("Escape")
    expect(page.locator("#panel-step-4")).to_have_count(0)


def at_log(running, chromium, key, scheme):
    page = sign_in(chromium, running, "Communications officer", color_scheme=scheme)
    page.goto(f"{running.address}/control/{key}/")
    expect(page.locator("#freshness")).to_contain_text("live ")
    return page


def type_line(page, text):
    page.keyboard.press("Alt+l")
    page.keyboard.type(text)
    page.keyboard.press("Enter")
