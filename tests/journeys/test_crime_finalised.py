"""A crime is recorded from its log, flagged and finalised, another one cancelled with what showed it, by keys alone."""

import httpx
import pytest
from playwright.sync_api import expect
from tests.journeys.by_keys import can_be_read, choose, finds_nothing, tab_to, walk_to
from tests.journeys.conftest import SCREENSHOTS, new_key, sign_in

from lineside.kernel.keys import uuid7

pytestmark = pytest.mark.timeout(500)
SCOPES = ("incidents.open", "incidents.view", "incidents.log", "incidents.hold")
OPENING = {
    "opening_code": "VIOL",
    "place_text": "Leeds",
    "place": {"name": "Leeds", "crs": "LDS", "lat": 53.795, "lon": -1.547, "area": "C"},
    "place_status": "confirmed",
}
# By the clock on the wall in the United Kingdom, whatever the browser's own; a minute is what a person types.
NOW = """new Intl.DateTimeFormat("en-GB", {timeZone: "Europe/London", dateStyle: "short", timeStyle: "short"})
.format(new Date()).replace(",", "")"""


def test_a_crime_is_finalised_and_another_cancelled_by_keys(running, chromium):
    mark = str(uuid7())[-6:]
    struck, fell = f"A man was struck by the gates {mark}", f"A woman was pushed on the stairs {mark}"
    key = new_key(running, chromium, "crimes", SCOPES)
    for summary in (struck, fell):
        a_log(running, key, summary)
    page = sign_in(chromium, running, "Force crime registrar", color_scheme="dark")
    page.goto(f"{running.address}/crime/")
    expect(page.locator("#freshness")).to_contain_text("live ")
    page.evaluate("addEventListener('mousedown', () => window.wasClicked = true)")
    first = record(page, struck, "Lee Marsden")
    flag(page)
    finalise(page)
    assert_gone_from_the_list(page, first)
    second = record(page, fell, "Robin Vale")
    cancel(page, second)
    assert not page.evaluate("window.wasClicked")
    page.emulate_media(color_scheme="light")
    finds_nothing(page)
    page.screenshot(path=SCREENSHOTS / "crime-cancelled-light.png", full_page=True)
    assert page.faults == []


def a_log(running, key, summary):
    """Opened over the API, as by any other desk; its crime decision waits at the crime desk."""
    with httpx.Client(base_url=f"{running.address}/api/v1/", trust_env=False, timeout=30) as client:
        answer = client.post(
            "incidents", json=OPENING | {"summary": summary}, headers={"Authorization": f"Bearer {key}"}
        )
        assert answer.status_code == 201, answer.text


def record(page, summary, victim):
    """From the list to a recorded crime; its reference."""
    if "list=" in page.url or "/crime/" not in page.url:
        page.keyboard.press("Alt+1")
        expect(page.locator("#work-title")).to_contain_text("To decide")
    expect(page.locator("[data-live-list=crimes] [data-row]", has_text=summary)).to_be_visible()
    walk_to(page, summary)
    expect(page.locator("#occurrence-title")).to_be_visible()
    expect(page.locator("#crime-summary")).to_have_value(summary)
    loose(page)
    page.keyboard.press("a")
    expect(page.locator("#proposal-1")).to_be_checked()
    tab_to(page, "#crime-victim_name")
    page.keyboard.type(victim)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".crime-name")).to_contain_text("Crime 26")
    expect(page.locator(".crime-state")).to_contain_text("no outcome yet")
    return page.locator(".crime-name").inner_text().removeprefix("Crime ")


def flag(page):
    opened(page, "g", "flags")
    tab_to(page, "[name=flags][value=alcohol]")
    page.keyboard.press("Space")
    press(page, "flags")
    expect(page.locator(".crime-state")).to_contain_text("Alcohol")


def finalise(page):
    """What the rules ask stands there before anything is sent, and shrinks as it is answered."""
    opened(page, "f", "outcome")
    choose(page, "[id^=outcome-][id$=-outcome]", "18 Investigation complete and no suspect identified")
    lacks = page.locator("[id^=lacks-outcome-]")
    expect(lacks).to_contain_text("told of the outcome before it is given; say when (OF 2026 p3)")
    expect(lacks).to_contain_text("Not confirmed yet: 1 of what must be so.")
    can_be_read(page, "crime-outcome", full_page=True)
    press(page, "outcome")
    refusal = page.locator("#chosen [role=alert]")
    expect(refusal).to_contain_text("Not confirmed: It is investigated as far as reasonably possible")
    finds_nothing(page)
    expect(page.locator("[id^=outcome-][id$=-investigated]")).to_be_focused()  # the hands are led to what is missing
    page.keyboard.press("Space")
    expect(lacks).not_to_contain_text("Not confirmed yet")
    tab_to(page, "[id^=outcome-][id$=-told_victim_at]")
    page.keyboard.type(page.evaluate(NOW))
    tab_to(page, "[id^=outcome-][id$=-telling]")
    page.keyboard.type("By telephone, by PC Ash")
    tab_to(page, "[id^=outcome-][id$=-rationale]")
    expect(lacks).to_contain_text("Nothing stands in the way.")
    press(page, "outcome")
    expect(page.locator(".crime-state")).to_contain_text("Outcome 18")
    expect(page.locator(".crime-state")).to_contain_text("finalised")
    expect(page.locator(".log").last).to_contain_text("finalised: outcome 18")


def assert_gone_from_the_list(page, reference):
    loose(page)
    page.keyboard.press("Alt+4")
    expect(page.locator("#work-title")).to_contain_text("To finalise")
    expect(page.locator("[data-live-list=crimes-finalise]")).not_to_contain_text(reference)
    can_be_read(page, "crime-lists")


def cancel(page, reference):
    opened(page, "x", "cancel")
    choose(
        page, "[id^=cancel-][id$=-code]", "C2 Additional verifiable information shows that no notifiable crime occurred"
    )
    lacks = page.locator("[id^=lacks-cancel-]")
    expect(lacks).to_contain_text("when the information became available; write it (OF 2026 p28)")
    for name in ("compelling", "independent"):
        tab_to(page, f"[id^=cancel-][id$=-{name}]")
        page.keyboard.press("Space")
    for name, words in (
        ("arose", "The day after it was recorded"),
        ("came_from", "Cameras 4 and 5 of the stairs"),
        ("verified", "The recordings are kept, and two people have seen them"),
        ("changes", "She slipped; nobody was near her"),
        ("told_victim_at", page.evaluate(NOW)),
        ("telling", "By telephone, by PC Ash"),
        ("rationale", "The recordings were looked through from before she came until she was helped up."),
    ):
        tab_to(page, f"[id^=cancel-][id$=-{name}]")
        page.keyboard.type(words)
    can_be_read(page, "crime-cancel", full_page=True)
    press(page, "cancel")
    state = page.locator(".crime-state")
    expect(state).to_contain_text("Cancelled as C2")
    expect(state).to_contain_text("New information: The day after it was recorded; from Cameras 4 and 5")
    expect(page.locator("summary[id^=open-outcome-]")).to_have_count(0)
    loose(page)
    page.keyboard.press("Alt+4")
    expect(page.locator("[data-live-list=crimes-finalise]")).not_to_contain_text(reference)


def loose(page):
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")


def opened(page, key, name):
    loose(page)
    page.keyboard.press(key)
    expect(page.locator(f"details[open] > [id^=open-{name}-]")).to_be_visible()


def press(page, name):
    tab_to(page, f"[data-do={name}]")
    page.keyboard.press("Enter")
