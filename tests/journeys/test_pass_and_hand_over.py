"""A log is offered, and accepted by another; then the desk is handed over by its sheet: all by keys."""

import pytest
from playwright.sync_api import expect
from tests.journeys.by_keys import can_be_read
from tests.journeys.conftest import sign_in
from tests.journeys.test_live_desks import open_incident

pytestmark = pytest.mark.timeout(300)


def test_a_log_is_passed_on_and_the_desk_handed_over_by_keys_alone(chromium, running):
    key = open_incident(chromium, running, grade="P", grade_reason="Staff are alone")
    first = sign_in(chromium, running, "Communications officer", color_scheme="dark")
    second = sign_in(chromium, running, "FCR supervisor", color_scheme="light")
    for page in (first, second):
        page.goto(f"{running.address}/control/{key}/")
        expect(page.locator("#freshness")).to_contain_text("live ")
        page.evaluate("addEventListener('mousedown', () => window.wasClicked = true)")
    pass_on(first, second, key)
    hand_over(first, second, running)
    type_line(second, "/res ASB2 ADV close", "Resulted and closed.", running, key)
    assert first.faults == second.faults == []


def pass_on(first, second, key):
    why = f"their line is blocked {key[-6:]}"
    write(first, f"/pass FCRL {why}", "Offered to FCRL")
    offer = second.locator("[data-live-list=offers] li", has_text=why)
    expect(offer).to_be_visible()
    expect(second.locator(f"#incident-state-{key}")).to_contain_text("offered to Force Control Room London")
    can_be_read(second, "passing")
    write(second, "/accept", "It is yours")
    expect(offer).to_have_count(0)
    expect(first.locator(f"#incident-state-{key}")).not_to_contain_text("offered to")


def hand_over(first, second, running):
    first.goto(f"{running.address}/handover/")
    first.locator("#give-desk").focus()
    first.keyboard.press("Control+a")
    first.keyboard.type("Control North")
    first.keyboard.press("Tab")
    first.keyboard.type("The lift at York is out")
    can_be_read(first, "handover-giving")
    first.reload()
    expect(first.locator("#give-remarks")).to_have_value("The lift at York is out")  # kept, for it is not sent yet
    first.locator("#give-desk").fill("Control North")
    first.keyboard.press("Control+Enter")
    expect(first.locator(".done")).to_contain_text("It waits for whoever takes the desk over")
    first.goto(f"{running.address}/handover/")
    expect(first.locator("#freshness")).to_contain_text("live ")
    expect(first.locator("#give-remarks")).to_have_value("")  # sent, and offered no more
    second.goto(f"{running.address}/handover/")
    second.locator("[data-live-list=handovers] a", has_text="Control North").first.focus()
    second.keyboard.press("Enter")
    expect(second.locator("#handover-title")).to_contain_text("Control North")
    second.keyboard.press("Control+Enter")
    expect(second.locator("#ticked-refusal")).to_contain_text("not ticked yet")
    for box in second.locator("[name=ticked]").all():
        box.focus()
        second.keyboard.press("Space")
    can_be_read(second, "handover", full_page=True)
    second.keyboard.press("Control+Enter")
    expect(second.locator(".done")).to_contain_text("The desk is yours")
    expect(first.locator("[data-live-list=handovers] li", has_text="Control North").first).to_contain_text("taken")


def type_line(page, line, said, running, key):
    page.goto(f"{running.address}/control/{key}/")
    write(page, line, said)


def write(page, line, said):
    page.locator("#line").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type(line)
    page.keyboard.press("Enter")
    expect(page.locator("#command .done")).to_contain_text(said)
