"""A report by keys alone, without a script: its reference, the handler who sees it live, an incident, what is added."""

import re

import pytest
from playwright.sync_api import expect
from tests.journeys.by_keys import choose, finds_nothing, say_why, tab_to, walk_to
from tests.journeys.conftest import SCREENSHOTS, sign_in
from tests.journeys.test_from_mail_to_crime import ANSWERS

from lineside.gateways.web.peer import Reporter
from lineside.kernel.keys import uuid7

pytestmark = pytest.mark.timeout(240)
ZOOMED = {"viewport": {"width": 640, "height": 480}, "device_scale_factor": 2}  # 1280 pixels at 200 %


def type_into(page, name, words):
    tab_to(page, f"[name={name}]")
    page.keyboard.type(words)


def pick(page, name, down):
    tab_to(page, f"[name={name}]")
    page.keyboard.press("Space")
    for _ in range(down):
        page.keyboard.press("ArrowDown")


def go_on(page):
    tab_to(page, "button.main-action")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def fill(page, text, name):
    """Every step by Tab, arrows and Enter; a step that was forgotten is refused and keeps what was typed."""
    type_into(page, "text", text)
    go_on(page)
    expect(page.get_by_role("alert")).to_contain_text("Choose one of the answers.")
    expect(page.locator("[name=text]")).to_have_value(text)
    pick(page, "kind", 1)
    go_on(page)
    type_into(page, "place", "the caff by the zzqx")
    go_on(page)
    expect(page.get_by_role("alert")).to_contain_text("We do not know this place")
    tab_to(page, "[name=place]")
    page.keyboard.press("Control+a")
    page.keyboard.type("leeds p8")
    go_on(page)
    pick(page, "when", 0)
    go_on(page)
    pick(page, "role", 1)
    pick(page, "hurt", 1)
    type_into(page, "people", "A man in a green coat")
    go_on(page)
    pick(page, "how", 2)
    type_into(page, "name", name)
    type_into(page, "email", "robin.sample@passenger.example")
    go_on(page)


def take_by_keys(handler, name):
    walk_to(handler, name)
    expect(handler.locator("#told-title")).to_be_visible()
    expect(handler.locator("#chosen")).to_contain_text("A man in a green coat")
    handler.keyboard.press("Alt+t")
    expect(handler.locator("#place")).to_have_value(re.compile("Leeds"))
    expect(handler.locator("[name=opening_code]")).to_have_value("VIOL")
    handler.screenshot(path=SCREENSHOTS / "web-contact-dark.png")
    handler.emulate_media(color_scheme="light")
    handler.screenshot(path=SCREENSHOTS / "web-contact-light.png")
    finds_nothing(handler)


def open_by_keys(handler):
    choose(handler, "[name=place_status]", "Confirmed with the caller")
    for question, answer in ANSWERS.items():
        tab_to(handler, f"[name=thrive-{question}]")
        handler.keyboard.press(handler.locator("label", has=handler.locator(
            f"[name=thrive-{question}][value={answer}]")).locator("kbd").inner_text())  # fmt: skip
        say_why(handler, question)
    expect(handler.locator("#opening-proposal")).to_contain_text("Proposed")
    handler.keyboard.press("Control+Enter")
    expect(handler.locator("#chosen .done a")).to_be_visible()


def test_a_report_is_followed_and_added_to_while_the_control_room_works_on_it(running, chromium):
    mark = str(uuid7())[-4:]
    name, text = f"Robin Sample {mark}", f"A man hit the guard {mark}"
    handler = sign_in(chromium, running, "Contact handler", color_scheme="dark")
    handler.goto(f"{running.address}/contact/")
    expect(handler.locator("#freshness")).to_contain_text("live ")
    reporter = chromium.new_context(java_script_enabled=False).new_page()
    reporter.goto(running.report)
    expect(reporter.get_by_role("heading", name="Is someone in danger now?")).to_be_visible()
    tab_to(reporter, "a.main-action")
    with reporter.expect_navigation():
        reporter.keyboard.press("Enter")
    fill(reporter, text, name)
    expect(reporter.locator("main")).to_contain_text("Leeds, platform 8")
    go_on(reporter)
    expect(reporter.get_by_role("heading", level=1)).to_have_text("Your report has been sent")
    reference = reporter.locator(".reference strong").inner_text()

    expect(handler.locator("[data-row]", has_text=reference).or_(handler.locator("[data-row]", has_text=name)).first
           ).to_be_visible()  # fmt: skip
    take_by_keys(handler, name)
    reporter.reload()
    expect(reporter.locator("[data-standing=read]")).to_be_visible()

    open_by_keys(handler)
    reporter.reload()
    expect(reporter.locator("[data-standing=incident]")).to_be_visible()

    type_into(reporter, "text", f"He went to coach B {mark}")
    go_on(reporter)
    expect(reporter.get_by_role("status")).to_contain_text("We have what you added")
    expect(handler.locator("[data-live-list^='talk-']")).to_contain_text(f"coach B {mark}")
    expect(handler.locator("[data-live-list=contacts] [data-row]", has_text=name)).to_be_visible()
    assert handler.faults == []
    reporter.context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_publics_pages_can_be_read_by_everybody(running, chromium, theme):
    """At 200 % and in both themes, with and without a refusal: nothing that axe finds, nothing beside the window."""
    page = chromium.new_context(**ZOOMED, color_scheme=theme).new_page()

    def looks(name):
        page.screenshot(path=SCREENSHOTS / f"web-{name}-{theme}.png", full_page=True)
        finds_nothing(page)
        wide, window = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert wide <= window

    page.goto(running.report)
    looks("start")
    page.goto(f"{running.report}/report/")
    page.locator("button[value=next]").click()
    expect(page.get_by_role("alert")).to_be_focused()
    looks("what-refused")
    fill(page, "A man hit the guard", "Robin Sample")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers and send")
    looks("check")
    page.goto(f"{running.report}/privacy/")
    looks("privacy")
    reporter = Reporter(running.report)
    page.goto(running.report + reporter.send(reporter.fill({
        "what": {"kind": "other", "text": "For the look of it"}, "where": {"place": "Leeds"},
        "when": {"when": "unknown"}, "people": {"role": "other", "hurt": "no"}, "you": {"how": "none"},
    })))  # fmt: skip
    reporter.client.close()
    looks("follow")
    page.context.close()


def test_leaving_takes_the_page_away_at_once_and_out_of_the_history(running, chromium):
    page = chromium.new_context().new_page()
    page.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="<title>Weather</title>"))
    page.goto(f"{running.report}/report/")
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url("https://www.bbc.co.uk/weather")
    page.go_back()
    assert "report" not in page.url
    page.context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_form_in_welsh_can_be_read_by_everybody_and_keeps_what_was_typed(running, chromium, theme):
    page = chromium.new_context(**ZOOMED, color_scheme=theme, java_script_enabled=True).new_page()

    def looks(name):
        page.screenshot(path=SCREENSHOTS / f"web-cy-{name}-{theme}.png", full_page=True)
        finds_nothing(page)
        wide, window = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert wide <= window

    page.goto(running.report)
    page.get_by_role("link", name="Cymraeg").click()
    expect(page.locator("html")).to_have_attribute("lang", "cy")
    expect(page.get_by_role("heading", level=1)).to_have_text("Rhoi gwybod am drosedd neu ddigwyddiad ar y rheilffordd")
    looks("start")
    page.goto(f"{running.report}/report/")
    page.locator("[name=text]").fill("Bag glas")
    page.get_by_role("button", name="Cymraeg").click()
    expect(page.locator("[name=text]")).to_have_value("Bag glas")
    page.locator("button[value=next]").click()
    expect(page.get_by_role("alert")).to_contain_text("Dewiswch un o'r atebion.")
    looks("what-refused")
    reporter = Reporter(running.report, root="/cy")
    page.goto(running.report + reporter.send(reporter.fill({
        "what": {"kind": "other", "text": "I weld sut mae'n edrych"}, "where": {"place": "Leeds"},
        "when": {"when": "unknown"}, "people": {"role": "other", "hurt": "no"}, "you": {"how": "none"},
    })))  # fmt: skip
    expect(page.get_by_role("heading", level=1)).to_have_text("Eich adroddiad")
    looks("follow")
    reporter.client.close()
    page.context.close()


def test_the_force_answers_on_the_reporters_page_and_sees_that_it_was_read(running, chromium):
    mark = str(uuid7())[-4:]
    name, words = f"Robin Page {mark}", f"An officer looks at the pictures of platform 8 ({mark})."
    reporter = Reporter(running.report)
    path = reporter.send(reporter.fill({
        "what": {"kind": "other", "text": "A man took my bag"}, "where": {"place": "Leeds"},
        "when": {"when": "unknown"}, "people": {"role": "victim", "hurt": "no"}, "you": {"how": "none", "name": name},
    }))  # fmt: skip
    reporter.client.close()
    handler = sign_in(chromium, running, "Contact handler")
    handler.goto(f"{running.address}/contact/")
    handler.locator("[data-live-list=contacts] [data-row]", has_text=name).locator("[data-row-link]").click()
    expect(handler.locator("#chosen")).to_contain_text("A man took my bag")
    handler.keyboard.press("Alt+t")
    handler.locator("#reply-text").fill(words)
    handler.keyboard.press("Alt+r")
    expect(handler.locator("[data-live-list^='talk-']")).to_contain_text("on their page, not read yet")
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto(running.report + path)
    expect(page.locator("main")).not_to_contain_text(words)
    page.get_by_role("button", name="Show our answers").click()
    expect(page.locator("main")).to_contain_text(words)
    page.screenshot(path=SCREENSHOTS / "web-answered.png", full_page=True)
    expect(handler.locator("[data-live-list^='talk-']")).to_contain_text("read on their page")
    handler.screenshot(path=SCREENSHOTS / "web-answered-desk.png")
    finds_nothing(handler)
    assert handler.faults == []
    page.context.close()
