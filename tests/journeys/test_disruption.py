"""A line is blocked, a train stands with people on board: said by keys, seen live, and ended by a person."""

import pytest
from playwright.sync_api import expect
from tests.journeys.by_keys import can_be_read, choose, finds_nothing, tab_to
from tests.journeys.conftest import SCREENSHOTS, sign_in
from tests.journeys.test_live_desks import open_incident

from lineside.kernel.keys import uuid7

pytestmark = pytest.mark.timeout(300)


def test_a_stranded_train_is_red_at_control_until_its_outcome_and_a_person_decides_the_level(running, chromium):
    key, train = open_incident(chromium, running, opening_code="ASB"), f"1Z99 {str(uuid7())[-6:]}"
    page, reader = at_log(running, chromium, key, "light"), at_log(running, chromium, key, "dark")
    page.keyboard.press("Alt+3")
    expect(page.locator("#stranded-train")).to_be_visible()
    begin_clock(page, train)
    red = reader.locator("[data-live-list=stranded] li", has_text=train)
    expect(red).to_contain_text("240 on board")
    expect(red).to_have_class("refusal", timeout=40_000)
    expect(reader.locator("ol.log")).to_contain_text("Welfare. Ask the operator")
    expect(reader.locator(f"#disruption-{key}")).to_contain_text("D1 A train is held is proposed", timeout=40_000)
    can_be_read(reader, "stranded-train")
    decide(page)
    expect(reader.locator(f"#incident-{key}")).to_contain_text("D2 Line blocked")
    finds_nothing(page)
    page.screenshot(path=SCREENSHOTS / "disruption.png")
    end_clock(page)
    expect(red).to_have_count(0)
    # What is typed on an older log is refused, so the last that a machine writes of it has to stand there.
    expect(page.locator("ol.log")).to_contain_text("nothing on the log holds up trains")
    page.reload()
    page.keyboard.press("Alt+l")
    expect(page.locator("#line")).to_be_focused()
    page.keyboard.type("/res ASB2 ADV close")
    page.keyboard.press("Enter")
    expect(page.locator("#command .done")).to_contain_text("Resulted and closed.")
    assert [*page.faults, *reader.faults] == []


def begin_clock(page, train):
    for name, words in (("train", train), ("place", "before Hendon"), ("since", "25 min"), ("people", "240")):
        tab_to(page, f"#stranded-{name}")
        page.keyboard.type(words)
    tab_to(page, "#stranded-told_by")
    page.keyboard.press("Enter")
    expect(page.locator("#stranded-told_by-refusal")).to_contain_text("Say who of the railway told of it")
    expect(page.locator("#stranded-told_by")).to_be_focused()  # what is refused takes the hands back
    page.keyboard.type("TOC control")
    page.keyboard.press("Enter")
    expect(page.locator("#disrupting .done")).to_contain_text("Its clock runs.")


def decide(page):
    page.reload()  # what was proposed meanwhile is in the form
    page.keyboard.press("Alt+3")
    expect(page.locator("#disrupting")).to_contain_text("Proposed is D1")
    level = page.locator("#disruption-level option[value=D2]").inner_text()
    choose(page, "#disruption-level", level)
    tab_to(page, "#disruption-reason")
    page.keyboard.type("The signaller says that both lines are blocked")
    page.keyboard.press("Enter")
    expect(page.locator("#disrupting .done")).to_contain_text("the grade stays as it is")
    expect(page.locator("ol.log")).to_contain_text("Disruption D2 Line blocked decided.")


def end_clock(page):
    page.reload()
    page.keyboard.press("Alt+3")
    expect(page.locator("[data-end-stranded]")).to_be_visible()
    tab_to(page, "[data-end-stranded]")
    page.keyboard.press("Enter")
    expect(page.locator("#disrupting .refusal")).to_contain_text("Say how it ended for the people on board")
    expect(page.locator("select[id^='ended-']")).to_be_focused()
    page.keyboard.type("It was hauled to a platform")
    tab_to(page, "[data-end-stranded]")
    page.keyboard.press("Enter")
    expect(page.locator("ol.log")).to_contain_text("It was hauled to a platform")


def at_log(running, chromium, key, scheme):
    page = sign_in(chromium, running, "Communications officer", color_scheme=scheme)
    page.goto(f"{running.address}/control/{key}/")
    expect(page.locator("#freshness")).to_contain_text("live ")
    return page
