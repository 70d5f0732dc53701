"""A crime is recorded; its victim comes to the worklist by itself, and each clock ends by what is done, by keys."""

import re
from datetime import UTC, datetime

import httpx
import pytest
from playwright.sync_api import expect
from tests.journeys.by_keys import can_be_read, choose, finds_nothing, tab_to, walk_to
from tests.journeys.conftest import SCREENSHOTS, new_key, sign_in

from lineside.kernel.keys import uuid7

pytestmark = pytest.mark.timeout(400)
SCOPES = ("incidents.open", "incidents.view", "incidents.log", "incidents.hold", "crimes.view", "crimes.record",
          "crimes.finalise", "pole.record", "pole.look_up")  # fmt: skip
OPENING = {
    "summary": "A man was punched on platform 8",
    "opening_code": "VIOL",
    "place_text": "Leeds",
    "place": {"name": "Leeds", "crs": "LDS", "lat": 53.795, "lon": -1.547, "area": "C"},
    "place_status": "confirmed",
}
OWED = "[aria-label='Owed to them']"
DONE = "[aria-label='Done for them']"


def test_a_victims_rights_open_with_the_crime_and_end_with_what_is_done(running, chromium):
    name = f"Robin Vale {str(uuid7())[-6:]}"
    page = sign_in(chromium, running, "Victim care officer", color_scheme="dark")
    page.goto(f"{running.address}/victims/")
    expect(page.locator("#freshness")).to_contain_text("live ")
    key = {"Authorization": f"Bearer {new_key(running, chromium, 'crimes', SCOPES)}"}
    reference, crime = a_crime(running, key, name)
    row = page.locator("[data-row]", has_text=name)
    expect(row).to_contain_text(reference)  # live, by the news of the crime
    walk_to(page, name)
    expect(page.locator("#victim-title")).to_contain_text(name)
    for right in ("Needs assessment", "Referral to a support service", "Written confirmation"):
        expect(page.locator(OWED)).to_contain_text(right)
    can_be_read(page, "victim")
    assess(page)
    refer(page)
    write_and_send(page, reference)
    arrested_and_told(page)
    texted(page)
    decided(running, key, crime)
    owed_by_itself(page, "Told how to ask for a review")
    page.emulate_media(color_scheme="light")
    finds_nothing(page)
    page.screenshot(path=SCREENSHOTS / "victim-done-light.png", full_page=True)
    assert page.faults == []


def over_the_api(running, key):
    return httpx.Client(base_url=f"{running.address}/api/v1/", headers=key, trust_env=False, timeout=30)


def a_crime(running, key, name):
    """Recorded over the API, as by any other desk."""
    with over_the_api(running, key) as client:
        incident = client.post("incidents", json=OPENING).json()["id"]
        version = client.get(f"incidents/{incident}/crime-file").json()["version"]
        report = {
            "choice": {"code": "008/06", "offence_class": "8N"},
            "parties": [{"role": "victim", "name": name, "phone": "07700 900321"}],
            "summary": "Punched on platform 8.",
        }
        at = f"incidents/{incident}/crimes"
        made = client.post(at, json=report, headers={"If-Match": f'"{version}"'}).json()
        return made["reference"], made["id"]


def decided(running, key, crime):
    """Refused while nobody says that the victim was told; then given, and the review is what they are owed yet."""
    claim = {
        "outcome": "15",
        "suspect": "identified",
        "suspect_age": 31,
        "evidence": "confirmed",
        "victim": "supports",
        "confirmed": ["difficulties", "suspects_recorded"],
        "rationale": "No witness and no camera saw who struck first.",
    }
    told = {"told_victim_at": datetime.now(UTC).isoformat(), "telling": "By telephone, by the officer in the case"}
    with over_the_api(running, key) as client:
        version = client.get(f"crimes/{crime}").json()["version"]
        headers = {"If-Match": f'"{version}"'}
        refused = client.post(f"crimes/{crime}/outcomes", json=claim, headers=headers)
        assert "told of the outcome before it is given" in refused.text
        given = client.post(f"crimes/{crime}/outcomes", json=claim | told, headers=headers)
        assert given.status_code == 201, given.text


def assess(page):
    """Refused in a sentence first; then the limit of enhanced rights brings the others nearer."""
    opened(page, "a", "#open-needs")
    press(page, "[data-do='needs']")
    expect(page.locator("#needs-support-refusal")).to_contain_text("Say what they need")
    finds_nothing(page)
    tab_to(page, "[name=bases][value=fear]")
    page.keyboard.press("Space")
    tab_to(page, "#needs-support")
    page.keyboard.type("Somebody who goes to court with them")
    press(page, "[data-do='needs']")
    expect(page.locator(DONE)).to_contain_text("Needs assessment")
    expect(page.locator(OWED)).not_to_contain_text("Needs assessment")
    expect(page.locator(OWED)).to_contain_text("brought nearer")


def refer(page):
    opened(page, "r", "#open-refer")
    choose(page, "#refer-service", "Local victim services")
    choose(page, "#refer-consent", "they agreed")
    press(page, "[data-do='refer']")
    expect(page.locator(DONE)).to_contain_text("Local victim services: they agreed")
    expect(page.locator(OWED)).not_to_contain_text("Referral to a support service")


def write_and_send(page, reference):
    opened(page, "l", "#open-letter")
    choose(page, "#letter-template", "Written confirmation")
    choose(page, "#letter-way", "Letter")
    tab_to(page, "#letter-address")
    page.keyboard.type("1 Vale Row, Leeds")
    press(page, "[data-do='letter']")
    expect(page.locator("[aria-label='Letters and texts']")).to_contain_text(f"Your crime reference {reference}")
    press(page, "[data-send]")
    expect(page.locator(DONE)).to_contain_text("Written confirmation")


def arrested_and_told(page):
    """An impossible time is refused and stays; what happened is owed until they are told."""
    opened(page, "s", "#open-step")
    choose(page, "#step-step", "Suspect arrested")
    tab_to(page, "#step-at")
    page.keyboard.type("2099-01-01 10:00")
    press(page, "[data-do='step']")
    expect(page.locator("#step-at-refusal")).to_contain_text("in the future")
    page.locator("#step-at").fill(page.evaluate(NOW))
    press(page, "[data-do='step']")
    expect(page.locator(OWED)).to_contain_text("Told of the arrest")
    tab_to(page, "[data-keep='told_arrested']")
    page.keyboard.press("Enter")
    how = page.locator("li", has=page.locator("[data-keep='told_arrested']")).locator("select")
    choose(page, f"#{how.get_attribute('id')}", "Told in person")
    words = how.get_attribute("id").replace("-how", "-words")
    tab_to(page, f"#{words}")
    page.keyboard.type("Told at Leeds by PC Ash")
    page.keyboard.press("Enter")
    expect(page.locator(DONE)).to_contain_text(re.compile("Told of the arrest.*Told in person", re.DOTALL))


def texted(page):
    """The text goes by its gateway; that it arrived comes to the page by itself."""
    opened(page, "s", "#open-step")
    choose(page, "#step-step", "Suspect charged")
    tab_to(page, "#step-at")
    page.keyboard.type(page.evaluate(NOW))
    press(page, "[data-do='step']")
    expect(page.locator(OWED)).to_contain_text("Told of the charge")
    opened(page, "l", "#open-letter")
    choose(page, "#letter-template", "How the case goes on, by text")
    choose(page, "#letter-way", "Text")
    press(page, "[data-do='letter']")
    expect(page.locator("[data-send]")).to_have_count(1)
    press(page, "[data-send]")
    expect(page.locator(DONE)).to_contain_text(re.compile("Told of the charge.*Told by text", re.DOTALL))
    expect(page.locator("[id^='letter-state-']")).to_contain_text("arrived", timeout=20_000)


def owed_by_itself(page, right):
    """What the crime room announced opens it, within seconds; the list of what is owed is read anew."""
    for _ in range(20):
        page.reload()
        if right in page.locator(OWED).inner_text():
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"{right} is not owed.")


# By the clock on the wall in the United Kingdom, whatever the browser's own; a minute is what a person types.
NOW = """new Intl.DateTimeFormat("sv-SE", {timeZone: "Europe/London", dateStyle: "short", timeStyle: "short"})
.format(new Date())"""


def opened(page, key, summary):
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press(key)
    expect(page.locator(f"details[open] > {summary}")).to_be_visible()


def press(page, selector):
    tab_to(page, selector)
    page.keyboard.press("Enter")
