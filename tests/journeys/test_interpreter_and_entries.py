"""An interpreter is asked for, a decision and a M/ETHANE go into the log: by keys, in both themes and at 200 %."""

import pytest
from playwright.sync_api import expect
from tests.journeys.by_keys import choose, finds_nothing, tab_to
from tests.journeys.conftest import SCREENSHOTS, sign_in
from tests.journeys.test_desks_read_by_all import WHOLE, ZOOMED
from tests.journeys.test_live_desks import open_incident
from tests.journeys.test_promise_and_referral import a_contact, press

pytestmark = pytest.mark.timeout(240)
SIZES = pytest.mark.parametrize("size", [WHOLE, ZOOMED], ids=["whole", "200 %"])
THEMES = pytest.mark.parametrize("theme", ["light", "dark"])
CUT = "[...document.querySelectorAll('.region')].filter((r) => r.scrollWidth > r.clientWidth).map((r) => r.innerText)"


def test_an_interpreter_is_asked_for_joins_and_leaves_and_the_statements_language_is_kept(running, chromium):
    page, _ = a_contact(running, chromium, "dark")
    page.keyboard.press("Alt+i")
    expect(page.locator("#interpreter-language")).to_be_visible(timeout=10_000)
    choose(page, "#interpreter-language", "Polish")
    tab_to(page, "#interpreter-words")
    page.keyboard.type("From the mountains")
    press(page, "[data-command='The interpreter is being rung']")
    expect(page.locator("#interpreter-provider-refusal")).to_contain_text("who is asked")
    expect(page.locator("#interpreter-words")).to_have_value("From the mountains")
    finds_nothing(page)
    expect(page.locator("#interpreter-provider")).to_be_focused()
    page.keyboard.press("ArrowDown")
    press(page, "[data-command='The interpreter is being rung']")
    shown = page.locator("[aria-label='Interpreters']")
    expect(shown).to_contain_text("being rung")
    expect(page.locator("summary", has_text="Alt I")).to_be_focused()  # the keys go on where they were
    tab_to(page, "#joined-their_reference")
    page.keyboard.type("Interpreter 20417")
    press(page, "[data-command='The interpreter is on the call']")
    expect(shown).to_contain_text("on the call")
    page.screenshot(path=SCREENSHOTS / "interpreter.png")
    choose(page, "#interpreted-outcome", "Interpreted to the end")
    press(page, "[data-command='The interpreter has left']")
    expect(shown).to_contain_text("Interpreted to the end")
    choose(page, "#statement-language", "Polish")
    press(page, "[data-command='Keep the language of the statement']")
    expect(shown).to_contain_text("Statement to be taken in Polish")
    finds_nothing(page)
    assert page.faults == []


PARTS = {
    "information": "A dog ran along the platform and has left by the stairs",
    "threat": "None to trains or people now",
    "powers": "None needed",
    "options": "A unit in passing, or none",
    "action": "No unit; the station keeps watch",
}


def test_a_decision_and_a_methane_go_into_the_log(running, chromium):
    key = open_incident(chromium, running)
    page, reader = at_log(running, chromium, key, "light"), at_log(running, chromium, key, "dark")
    decide(page)
    for each in (page, reader):
        expect(lines(each)).to_contain_text("Decision, National Decision Model: No unit is sent")
    report(page)
    for each in (page, reader):
        expect(lines(each)).to_contain_text("M/ETHANE, version 2")
        expect(each.locator("[id^='methane-state-']")).to_contain_text("in the log")
    assert [*page.faults, *reader.faults] == []


def at_log(running, chromium, key, scheme, **options):
    page = sign_in(chromium, running, "Communications officer", color_scheme=scheme, **options)
    page.goto(f"{running.address}/control/{key}/")
    expect(page.locator("#freshness")).to_contain_text("live ")
    return page


def lines(page):
    return page.locator("[data-live-list^='log-']")


def decide(page):
    page.keyboard.press("Alt+j")
    expect(page.locator("#decision-kind")).to_be_visible(timeout=10_000)
    choose(page, "#decision-kind", "No unit is sent")
    for name, words in PARTS.items():
        tab_to(page, f"#decision-{name}")
        page.keyboard.type(words)
    press(page, "[data-command='Put this decision into the log']")
    expect(page.locator("#decision-ethics-refusal")).to_contain_text("Code of ethics")
    expect(page.locator("#decision-ethics")).to_be_focused()
    expect(page.locator("#decision-threat")).to_have_value(PARTS["threat"])
    finds_nothing(page)
    page.screenshot(path=SCREENSHOTS / "decision-light.png", full_page=True)
    page.keyboard.type("Proportionate to what is known")
    press(page, "[data-command='Put this decision into the log']")
    expect(page.locator("#deciding .done")).to_contain_text("stands in the log")
    expect(page.locator("summary", has_text="Alt J")).to_be_focused()


def report(page):
    page.keyboard.press("Alt+x")
    press(page, "[data-command='Draft a M/ETHANE from what was said']")
    state = page.locator("[id^='methane-state-']")
    expect(state).to_contain_text("a draft that nobody has read")
    press(page, "[data-command='Put the saved M/ETHANE into the log']")
    expect(page.locator("#methane-log-refused")).to_contain_text("Nobody has read this draft")
    finds_nothing(page)
    for letter in page.locator("#methane textarea").all():
        tab_to(page, f"#{letter.get_attribute('id')}")
        if not letter.input_value():
            page.keyboard.type("Not known")
    press(page, "[data-command='Save this M/ETHANE']")
    expect(state).to_contain_text("saved, not in the log")
    expect(page.locator("summary", has_text="Alt X")).to_be_focused()
    page.screenshot(path=SCREENSHOTS / "methane-light.png", full_page=True)
    press(page, "[data-command='Put the saved M/ETHANE into the log']")


@pytest.fixture(scope="module")
def shown(running, chromium):
    """A log with a saved M/ETHANE, and a contact that asked for an interpreter."""
    return open_incident(chromium, running)


@SIZES
@THEMES
@pytest.mark.parametrize(("keys", "first"), [("Alt+j", "#decision-kind"), ("Alt+x", "#methane-major")])
def test_the_panels_of_a_log_can_be_read_by_everybody(running, chromium, shown, keys, first, theme, size):
    page = at_log(running, chromium, shown, theme, **size)
    page.keyboard.press(keys)
    if keys == "Alt+x":
        expect(page.locator("#methane button").first).to_be_visible(timeout=10_000)
        if page.locator("[data-command='Draft a M/ETHANE from what was said']").inner_text().startswith("Draft from"):
            press(page, "[data-command='Draft a M/ETHANE from what was said']")
    expect(page.locator(first)).to_be_visible(timeout=10_000)
    can_be_read(page, f"{first.strip('#')}-{theme}-{size['viewport']['width']}")


@SIZES
@THEMES
def test_the_panel_of_interpreters_can_be_read_by_everybody(running, chromium, theme, size):
    page, _ = a_contact(running, chromium, theme, **size)
    page.keyboard.press("Alt+i")
    expect(page.locator("#interpreter-language")).to_be_visible(timeout=10_000)
    can_be_read(page, f"interpreter-{theme}-{size['viewport']['width']}")


def can_be_read(page, name):
    expect(page.locator(".changed")).to_have_count(0)
    page.screenshot(path=SCREENSHOTS / f"read-{name}.png", full_page=True)
    finds_nothing(page)
    wide, window = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide <= window
    assert page.evaluate(CUT) == []
    assert page.faults == []
    page.context.close()
