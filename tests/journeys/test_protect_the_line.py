"""Trains at caution, then the power off: nothing comes back before everybody is clear, and the bar goes everywhere."""

import re

import pytest
from playwright.sync_api import expect
from tests.journeys.by_keys import finds_nothing
from tests.journeys.conftest import SCREENSHOTS, sign_in
from tests.journeys.protections import end_protections

from lineside.kernel.keys import uuid7

pytestmark = pytest.mark.timeout(400)
BAR = "#protection-bar"


@pytest.fixture(autouse=True)
def _ended(running, chromium):
    yield
    end_protections(running, chromium)


def test_power_comes_back_only_once_everybody_is_clear_and_the_bar_goes_on_another_desk(running, chromium, switch):
    mark = str(uuid7())[-6:]
    summary = f"Man on the track near Marsh Lane {mark}"
    key = switch.post("incidents", {"opening_code": "TRESP", "place_status": "unknown", "summary": summary})["id"]
    other = sign_in(chromium, running, "Contact handler", color_scheme="light")
    other.goto(f"{running.address}/contact/")  # opened before there was any protection
    expect(other.locator("#freshness")).to_contain_text("live ")
    desk = sign_in(chromium, running, "Communications officer", color_scheme="dark")
    desk.goto(f"{running.address}/control/{key}/")
    expect(desk.locator("#freshness")).to_contain_text("live ")
    expect(other.locator(BAR)).to_have_count(0)
    desk.evaluate("addEventListener('mousedown', () => window.wasClicked = true)")
    desk.keyboard.press("Alt+l")
    sign = ask_and_send(desk, other, key)
    refused_naming_who_is_missing(desk, sign)
    everybody_is_clear(desk, sign)
    given_back(desk, other)
    typed(desk, f"/st {sign} 2", f"{sign} is in state 2.")
    typed(desk, "/res ASB2 ADV", "Resulted")
    assert not desk.evaluate("window.wasClicked")
    assert desk.faults == other.faults == []


def ask_and_send(desk, other, key):
    """Caution, then the power: two requests; control's word; a unit that comes is a party by itself."""
    refused(desk, "/caution down slow; man by the fence", "Say where")  # control is told a place, or nothing
    typed(desk, "/l leeds p8", "Place: ")
    typed(desk, "/caution down slow, Leeds to Garforth; man by the fence", "Line protection 1 is asked for")
    expect(other.locator(BAR)).to_contain_text("1 line protection open")
    expect(other.locator(BAR)).to_contain_text("Trains at caution")
    typed(desk, "/off section 41, Neville Hill; man on the track", "Line protection 2 is asked for")
    expect(other.locator(BAR)).to_contain_text("2 line protections open")
    expect(other.locator(BAR)).to_contain_text("Power off")
    refused(desk, "/restore 2", "in force")
    for number in (1, 2):
        typed(desk, f"/confirm {number} Jo Patel, route control, RC-44{number}", "given by Jo Patel")
    sign = desk.locator("[data-live-list=units] tr:has(.tag.good) [data-unit]").first.get_attribute("data-unit")
    typed(desk, f"/u {sign}", f"Sent {sign}.")
    state = desk.locator(f"#protections-of-{key}")
    expect(state.locator(".parties").first).to_contain_text(sign)
    expect(state).to_contain_text("Not earthed")
    expect(state).to_contain_text("Not safe to enter")
    for page, scheme in ((desk, "dark"), (other, "light")):
        finds_nothing(page)
        page.screenshot(path=SCREENSHOTS / f"line-protection-{scheme}.png")
    return sign


def refused_naming_who_is_missing(desk, sign):
    refused(desk, "/restore 2", f"{sign} has not said all clear")
    typed(desk, f"/told {sign}", "was told")
    typed(desk, f"/clear {sign} no PC Hale", "NOT all persons clear")
    refused(desk, "/restore 2", "nobody has said whether a person is missing")


def everybody_is_clear(desk, sign):
    typed(desk, "/person missing last seen by the guard at the north fence", "Person on the line: missing")
    refused(desk, "/restore 2", "not accounted for")
    typed(desk, "/person found PC Hale sits with him at Marsh Lane", "Person on the line: found")
    typed(desk, f"/clear {sign} PC Hale", "all persons clear")


def given_back(desk, other):
    desk.keyboard.press("Alt+9")
    expect(desk.locator("#protecting")).to_contain_text("LEVEL ASKED FOR: POWER OFF")
    finds_nothing(desk)
    desk.screenshot(path=SCREENSHOTS / "line-protection-worked.png")
    desk.keyboard.press("Alt+l")
    for number in (2, 1):
        typed(desk, f"/restore {number}", "is asked for")
        typed(desk, f"/restored {number} Jo Patel, route control", "given back by Jo Patel")
    expect(other.locator(BAR)).to_have_count(0)
    expect(desk.locator(BAR)).to_have_count(0)
    other.goto(other.url.split("/contact/")[0] + "/protection/")
    expect(other.locator("[data-live-list=protections]")).to_contain_text("given back by Jo Patel")
    finds_nothing(other)
    other.emulate_media(color_scheme="dark")
    finds_nothing(other)
    other.screenshot(path=SCREENSHOTS / "line-protection-register.png")


def typed(desk, text, said):
    """A line by keys alone; the hands stay on the line."""
    expect(desk.locator("#line")).to_be_focused()
    desk.keyboard.press("Control+a")
    desk.keyboard.type(text)
    desk.keyboard.press("Enter")
    expect(desk.locator("#command .done")).to_contain_text(said)
    expect(desk.locator("#line")).to_have_value("")


def refused(desk, text, why):
    expect(desk.locator("#line")).to_be_focused()
    desk.keyboard.press("Control+a")
    desk.keyboard.type(text)
    desk.keyboard.press("Enter")
    expect(desk.locator("#command .refusal")).to_contain_text(re.compile(re.escape(why), re.IGNORECASE))
    expect(desk.locator("#line")).to_have_value(text)
