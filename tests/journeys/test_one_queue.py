"""One queue in the browser: who is at a desk, live at the supervisor's; sign-offs; the wallboard."""

import re

import pytest
from tests.journeys.conftest import SCREENSHOTS, sign_in

THEMES = ("light", "dark")


def shown(page, name):
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        page.wait_for_timeout(150)
        page.screenshot(path=SCREENSHOTS / f"{name}-{theme}.png")


@pytest.fixture
def boss(running, chromium):
    page = sign_in(chromium, running, "FCC supervisor")
    yield page
    assert page.faults == []
    page.context.close()


@pytest.fixture
def desk(running, chromium):
    page = sign_in(chromium, running, "Contact handler")
    yield page
    assert page.faults == []
    page.context.close()


def say(desk, state, words):
    desk.locator("#seat button").wait_for()
    desk.locator("#seat-state").select_option(state)
    with desk.expect_response("**/seat/state/"):
        desk.locator("#seat button").click()
    desk.locator("#seat .faint", has_text=words).wait_for()


def test_a_handler_says_what_they_do_and_the_supervisor_sees_it_without_reloading(running, boss, desk):
    boss.goto(f"{running.address}/supervise/")
    desk.goto(f"{running.address}/contact/")
    seats = boss.locator("[data-live-list=seats]")
    for state, words in (("break", "On a break"), ("available", "Available")):
        say(desk, state, words)
        seats.get_by_text(words).first.wait_for()
    shown(desk, "contact-seat")


def test_a_surge_is_declared_shown_on_the_wall_and_ended(running, boss):
    boss.goto(f"{running.address}/supervise/")
    boss.locator("#surge-form > *").first.wait_for()
    if boss.get_by_role("button", name="End the surge").count():  # left on by a run that broke off
        boss.get_by_role("button", name="End the surge").click()
    boss.locator("#surge-form summary").click()
    boss.locator("#surge-why").fill("A train stopped in a tunnel")
    boss.get_by_role("button", name="Declare it").click()
    boss.locator("[data-live-list=surge] li").wait_for()
    shown(boss, "supervise-queue")
    boss.goto(f"{running.address}/wallboard/")
    boss.get_by_text(re.compile("Surge since")).wait_for()
    assert boss.locator(".wall-queues li").count() == 8
    shown(boss, "wallboard")
    boss.goto(f"{running.address}/supervise/")
    boss.get_by_role("button", name="End the surge").click()
    boss.locator("[data-live-list=surge] li").wait_for(state="detached")


def test_a_supervisor_reads_what_somebody_is_signed_off_for(running, boss):
    boss.goto(f"{running.address}/staff/")
    boss.locator("td a").first.click()
    boss.get_by_role("heading", name="Sign-offs").wait_for()
    assert boss.get_by_text("counts").count() >= 3
    shown(boss, "staff-member")
