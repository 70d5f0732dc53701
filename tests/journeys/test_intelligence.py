"""What somebody tells of others is graded, sanitised by another, and taken by the bureau; the source stays apart."""

import pytest
from playwright.sync_api import expect
from tests.journeys.by_keys import choose, finds_nothing, tab_to, walk_to
from tests.journeys.conftest import SCREENSHOTS, new_key, sign_in
from tests.journeys.telephone import Switch

from lineside.kernel.keys import uuid7

pytestmark = pytest.mark.timeout(240)
WHO = {"name": "Robin Vale", "reached_by": "07700 900123", "how_known": "Works at the depot"}


@pytest.fixture
def bureau(running, chromium):
    told = Switch(
        running.address,
        new_key(running, chromium, "Force Intelligence Bureau", ["intelligence.deliver"], is_exact=True),
    )
    yield told
    told.client.close()


def test_a_report_reaches_the_bureau_without_its_source(running, chromium, bureau):
    mark = str(uuid7())[-6:]
    reference = written(sign_in(chromium, running, "Contact handler", color_scheme="dark"), running, mark)
    page = sign_in(chromium, running, "FCC supervisor", color_scheme="light")
    page.goto(f"{running.address}/intelligence/")
    expect(page.locator("#freshness")).to_contain_text("live ")
    walk_to(page, reference)
    expect(page.locator("#release-text")).to_contain_text("Vale")
    release = "[data-command='Sanitised: hand it to the bureau']"
    press(page, release)
    expect(page.locator("#release-text-refusal")).to_contain_text("by name and by number")
    finds_nothing(page)
    page.screenshot(path=SCREENSHOTS / "intelligence-sanitise-light.png")
    tab_to(page, "#release-text")
    page.keyboard.press("Control+a")
    page.keyboard.type(f"Cable is taken at the depot on Sundays {mark}")
    press(page, release)
    expect(page.locator(".told-cju")).to_contain_text(mark)
    taken_by(bureau, reference)
    row = page.locator("[data-row]", has_text=reference)
    expect(row).to_contain_text("acknowledged by the bureau")  # live
    expect(page.locator("[data-command='Show who told us']")).to_have_count(0)
    assert page.faults == []
    read_by_duty_officer(running, chromium, reference)


def written(page, running, mark):
    page.goto(f"{running.address}/intelligence/")
    page.keyboard.press("w")
    expect(page.locator("#refer-text")).to_be_visible()
    page.wait_for_load_state()
    tab_to(page, "#refer-text")
    page.keyboard.type(f"Robin Vale on 07700 900123 says cable goes on Sundays {mark}")
    choose(page, "#refer-source_grade", "2 Untested")
    choose(page, "#refer-information_grade", "A Known directly to the source")
    choose(page, "#refer-handling", "P Lawful sharing permitted")
    choose(page, "#refer-bureau", "Force Intelligence Bureau")
    for name, words in WHO.items():
        tab_to(page, f"#refer-{name}")
        page.keyboard.type(words)
    finds_nothing(page)
    page.screenshot(path=SCREENSHOTS / "intelligence-write.png")
    press(page, "[data-command='Write this report down']")
    expect(page.locator("#report-title")).to_contain_text("2AP")
    assert page.faults == []
    return page.locator("#report-title").inner_text().split()[0]


def taken_by(bureau, reference):
    for _ in range(20):
        once = {"Idempotency-Key": str(uuid7())}
        given = bureau.client.post("intelligence/claim", json={"bureau": "fib"}, headers=once).json()["report"]
        assert given, "the report was not there to take"
        bureau.post(f"intelligence/{given['id']}/acknowledge", {"bureau_reference": f"FIB/{reference}"})
        if given["reference"] == reference:
            assert "Vale" not in str(given)
            return
    raise AssertionError(f"{reference} was never given")


def read_by_duty_officer(running, chromium, reference):
    page = sign_in(chromium, running, "Force duty officer", color_scheme="dark")
    page.goto(f"{running.address}/intelligence/")
    walk_to(page, reference)
    show = "[data-command='Show who told us']"
    expect(page.locator(show)).to_be_visible()
    press(page, show)
    expect(page.locator("#source-why-refusal")).to_contain_text("Say why")
    tab_to(page, "#source-why")
    page.keyboard.type("Threat to the source")
    page.keyboard.press("Enter")
    expect(page.locator("[aria-labelledby=source-title]")).to_contain_text("Robin Vale")
    finds_nothing(page)
    page.screenshot(path=SCREENSHOTS / "intelligence-source.png")
    assert page.faults == []


def press(page, selector):
    tab_to(page, selector)
    page.keyboard.press("Enter")
