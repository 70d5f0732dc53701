"""An officer presses the emergency button: two desks are taken over, by keys it is answered, ended and gone."""

import sys
import time

import pytest
from playwright.sync_api import expect
from tests.journeys.by_keys import finds_nothing, tab_to
from tests.journeys.conftest import SCREENSHOTS, sign_in
from tests.journeys.emergencies import by_radio, end_emergencies, terminal_port

from lineside.gateways.tetra.peer import tell
from lineside.site.demo_radio import issi_of

pytestmark = pytest.mark.timeout(900)
SEEN = "[data-command='I have the emergency'], [data-command='I have seen the emergency']"


@pytest.fixture(autouse=True)
def _ended(running, chromium):
    yield
    end_emergencies(running, chromium)


def desk(running, chromium, role, scheme):
    page = sign_in(chromium, running, role, color_scheme=scheme)
    page.goto(f"{running.address}/control/")
    expect(page.locator("#freshness")).to_contain_text("live ")
    return page


def test_an_emergency_takes_over_two_desks_and_leaves_what_was_typed(running, chromium):
    first = desk(running, chromium, "Communications officer", "dark")
    second = desk(running, chromium, "FCR supervisor", "light")
    tab_to(first, "#search")
    first.keyboard.type("half a wo")
    assert "1 heard it" in by_radio(running, f"emergency {issi_of('BX14')} 51.5284 -0.1331")
    for page, scheme in ((first, "dark"), (second, "light")):
        expect(page.locator("#takeover")).to_be_visible()
        expect(page.locator("#takeover-facts")).to_contain_text("BX14")
        expect(page.locator("#takeover-facts")).to_contain_text(str(issi_of("BX14")))
        expect(page.locator("#takeover-facts")).to_contain_text("51.5284")
        expect(page.locator("#takeover-act")).to_contain_text("Nearest free units")
        expect(page.locator(SEEN)).to_be_visible()
        finds_nothing(page)
        page.screenshot(path=SCREENSHOTS / f"officer-emergency-{scheme}.png")
    # Whoever was typing answers nothing by going on, nor by Escape.
    first.keyboard.type("rd and more ")
    first.keyboard.press("Enter")
    first.keyboard.press("Escape")
    first.keyboard.press("Escape")
    expect(first.locator("#takeover")).to_be_visible()
    expect(first.locator("#takeover-facts")).to_contain_text("by nobody yet")
    ended_as_an_accident(first, second)
    assert first.locator("#search").input_value() == "half a wo"
    assert first.evaluate("document.activeElement.id") == "search"
    assert [*first.faults, *second.faults] == []


def ended_as_an_accident(first, second):
    """The first has it; the second has seen it and works on under its bar, which goes with the outcome."""
    first.keyboard.press("Alt+a")
    expect(first.locator("#takeover-act")).to_contain_text("What it was")
    expect(second.locator("#takeover-act")).to_contain_text("Nearest free units")
    expect(second.locator("#takeover-facts")).to_contain_text("(has it)")
    second.keyboard.press("Alt+a")
    expect(second.locator("#takeover")).to_be_hidden()
    expect(second.locator("#emergencies")).to_contain_text("no outcome yet")
    second.reload()
    expect(second.locator("#emergencies")).to_contain_text("no outcome yet")
    expect(second.locator("#takeover")).to_be_hidden()
    tab_to(first, "#takeover [value=genuine]")  # Tab reaches a group of choices at its first; arrows go on
    first.keyboard.press("ArrowDown")
    expect(first.locator("#takeover [value=accidental]")).to_be_checked()
    first.keyboard.press("Control+Enter")
    expect(first.locator("#takeover-act")).to_contain_text("Speak with the officer by voice first")
    tab_to(first, "#emergency-spoken_with")
    first.keyboard.type("PC Cole on B response")
    tab_to(first, "#takeover [name=challenge]")
    first.keyboard.press("Space")
    first.keyboard.press("Control+Enter")
    for page in (first, second):
        expect(page.locator("#takeover")).to_be_hidden()
        expect(page.locator("#emergencies li")).to_have_count(0)


def test_a_desk_that_signs_in_later_is_taken_over_and_a_genuine_one_stays_until_it_is_resolved(running, chromium):
    by_radio(running, f"status {issi_of('BX16')} 0")
    page = desk(running, chromium, "Force duty officer", "light")
    expect(page.locator("#takeover-facts")).to_contain_text("BX16")
    expect(page.locator(SEEN)).to_be_visible()
    page.keyboard.press("Alt+a")
    tab_to(page, "#takeover [value=genuine]")
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#takeover-act")).to_contain_text("until the officers are safe")
    page.keyboard.press("Escape")
    expect(page.locator("#takeover")).to_be_hidden()
    expect(page.locator("#emergencies")).to_contain_text("stays until it is resolved")
    page.screenshot(path=SCREENSHOTS / "officer-emergency-bar.png")
    page.keyboard.press("Alt+0")
    tab_to(page, "#emergency-resolved")
    page.keyboard.type("PC Gale is safe; one arrested.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#emergencies li")).to_have_count(0)
    expect(page.locator("#takeover")).to_be_hidden()
    assert page.faults == []


def test_each_of_five_buttons_covers_the_desk_and_it_is_printed_how_soon(running, chromium, capsys):
    """From the radio's word to the terminal until the page is covered; the number stands in docs/performance.md."""
    page = desk(running, chromium, "Communications officer", "dark")
    page.evaluate("document.addEventListener('lineside:takeover', () => (window.coveredAt ??= Date.now()))")
    took = []
    for sign in ("BX18", "BX20", "BX22", "BX24", "BX26"):
        page.evaluate("window.coveredAt = undefined")
        said_at = time.time() * 1000
        tell(int(terminal_port(running)), f"status {issi_of(sign)} 0")
        expect(page.locator("#takeover-facts")).to_contain_text(sign)
        took.append(page.evaluate("window.coveredAt") - said_at)
        page.keyboard.press("Alt+a")
        expect(page.locator("#takeover-act")).to_contain_text("What it was")
    with capsys.disabled():
        sys.stdout.write(f"\nCovered after {', '.join(f'{each:.0f}' for each in took)} ms.\n")
    assert len(took) == 5
