"""The supervisor's pages in both themes and at 200 %: nothing that axe finds, nothing cut off."""

import re

import pytest
from playwright.sync_api import expect
from tests.journeys.conftest import SCREENSHOTS, sign_in
from tests.journeys.test_desks_read_by_all import WHOLE, ZOOMED
from tests.journeys.test_from_mail_to_crime import send_mail
from tests.journeys.test_one_queue import say
from tests.journeys.test_telephone_call import finds_nothing

pytestmark = pytest.mark.timeout(300)
CUT = "[...document.querySelectorAll('.region')].filter((r) => r.scrollWidth > r.clientWidth).map((r) => r.innerText)"
SIZES = pytest.mark.parametrize("size", [WHOLE, ZOOMED], ids=["whole", "200 %"])
THEMES = pytest.mark.parametrize("theme", ["light", "dark"])


def opened(chromium, running, role, path, theme, size):
    page = sign_in(chromium, running, role, **size)
    page.add_init_script(f"localStorage.setItem('lineside-theme', '{theme}')")
    page.goto(f"{running.address}{path}")
    return page


def can_be_read(page, name, theme, size):
    expect(page.locator(".changed")).to_have_count(0)
    page.screenshot(path=SCREENSHOTS / f"read-{name}-{theme}-{size['viewport']['width']}.png", full_page=True)
    finds_nothing(page)
    wide, window = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide <= window
    assert page.evaluate(CUT) == []
    assert page.faults == []
    page.context.close()


@pytest.fixture(scope="module", autouse=True)
def in_hand(chromium, running):
    """Somebody at a desk asks a supervisor about the contact that Next gave them; its address."""
    send_mail(running, "Robin", "A man with a knife at Leeds", "He is on platform 8 and shouts at everybody.\n" * 3)
    desk = sign_in(chromium, running, "Contact handler")
    desk.goto(f"{running.address}/contact/")
    say(desk, "available", "Available")
    desk.get_by_text("A man with a knife at Leeds").first.wait_for()
    desk.keyboard.press("n")
    desk.wait_for_url(re.compile("/contact/[0-9a-f-]{36}/$"))
    desk.locator("summary", has_text="Pass on, ask").click()
    ask = desk.get_by_role("button", name=re.compile("^Ask"))
    ask.or_(desk.get_by_text("A supervisor was asked")).first.wait_for()
    if ask.count():
        desk.locator("#help-why").fill("He says that he will use the knife")
        ask.click()
    desk.get_by_text("A supervisor was asked").wait_for()
    address = desk.url
    desk.context.close()
    return address


@SIZES
@THEMES
@pytest.mark.parametrize("path", ["supervise", "wallboard", "staff", "rota"])
def test_a_supervisors_page_can_be_read_by_everybody(chromium, running, path, theme, size):
    page = opened(chromium, running, "FCC supervisor", f"/{path}/", theme, size)
    if path == "supervise":
        page.locator("table.levels").wait_for()
        page.locator("#surge-form > *").first.wait_for()
        page.locator("table.strength").wait_for()
        page.get_by_role("heading", name="Dip samples").wait_for()
    can_be_read(page, path, theme, size)


@SIZES
@THEMES
def test_what_is_known_of_somebody_at_work_can_be_read_by_everybody(chromium, running, theme, size):
    page = opened(chromium, running, "FCC supervisor", "/staff/", theme, size)
    page.locator("td a").first.click()
    page.get_by_role("heading", name="Sign-offs").wait_for()
    can_be_read(page, "staff-member", theme, size)


@SIZES
@THEMES
def test_ones_own_seat_and_the_panel_of_passing_on_can_be_read_by_everybody(chromium, running, in_hand, theme, size):
    page = opened(chromium, running, "Contact handler", in_hand.removeprefix(running.address), theme, size)
    page.locator("#seat button").wait_for()
    if page.locator("#seat summary").count():
        page.locator("#seat summary").click()
    page.locator("summary", has_text="Pass on, ask").click()
    page.get_by_label("Pass to").wait_for()
    can_be_read(page, "contact-passing", theme, size)
