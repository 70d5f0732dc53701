"""What the journeys do with a keyboard alone."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from tests.journeys.conftest import SCREENSHOTS

MOST_TABS = 120
ZOOMED = {"width": 750, "height": 470}  # what a window of 1500 x 940 shows at 200 %
IN_WORDS = ("threat", "harm", "risk", "vulnerability")


def walk_to(page, words):
    """Down the first list by its arrows until the row is in hand, then Enter."""
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")  # as when nothing has been touched
    for _ in range(MOST_TABS):
        page.keyboard.press("ArrowDown")
        if words in page.evaluate("document.activeElement.closest('[data-row]')?.textContent || ''"):
            return page.keyboard.press("Enter")
    raise AssertionError(f"The row of {words} is not reached by keys.")


def note(page, text):
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(page.locator("[data-live-list^='talk-']")).to_contain_text(text)
    expect(page.locator("#note")).to_be_focused()
    expect(page.locator("#note")).to_have_value("")


def fill_opening(page, summary, code, answers):
    """Place, type, words and THRIVE, until a grade is proposed."""
    page.keyboard.press("Alt+p")
    page.keyboard.type("leeds p8", delay=40)
    expect(page.locator("#place-readings")).to_contain_text("Leeds")
    choose(page, "[name=place_status]", "Confirmed with the caller")
    choose(page, "[name=opening_code]", page.locator(f"[name=opening_code] option[value={code}]").inner_text())
    tab_to(page, "[name=summary]")
    page.keyboard.type(summary)
    for question, answer in answers.items():
        tab_to(page, f"[name=thrive-{question}]")
        page.keyboard.press(page.locator("label", has=page.locator(f"[name=thrive-{question}][value={answer}]"))
                            .locator("kbd").inner_text())  # fmt: skip
        expect(page.locator(f"[name=thrive-{question}][value={answer}]")).to_be_checked()
        say_why(page, question)
    expect(page.locator("#opening-proposal")).to_contain_text("Proposed")


def say_why(page, question):
    """The words beside the answer, for the letters that ask for some."""
    if question in IN_WORDS:
        tab_to(page, f"[name=thrive-{question}-text]")
        page.keyboard.type("As told")


def choose(page, selector, words):
    tab_to(page, selector)
    page.keyboard.type(words)
    assert page.locator(f"{selector} option:checked").inner_text() == words


def tab_to(page, selector):
    page.locator(selector).first.wait_for(state="attached")  # a panel that was opened by a key may be on its way
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"{selector} is not reached by Tab.")


def finds_nothing(page):
    found = Axe().run(page).response["violations"]
    # Said in words, for a helper's assertions are not rewritten: what is found must be readable where it ran once.
    assert not found, [(each["id"], [(node["target"], node["html"][:200]) for node in each["nodes"]]) for each in found]


def can_be_read(page, name, *, full_page=False):
    """As it stands, in both themes and at 200 %: nothing that axe finds, nothing beside the window."""
    whole = page.viewport_size
    for size in (whole, ZOOMED):
        page.set_viewport_size(size)
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            expect(page.locator(".changed")).to_have_count(0)
            finds_nothing(page)
            page.screenshot(path=SCREENSHOTS / f"{name}-{theme}-{size['width']}.png", full_page=full_page)
        wide, window = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert wide <= window, f"{name} is cut off at {window}."
    page.set_viewport_size(whole)
