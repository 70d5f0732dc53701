"""An officer reports a stolen radio and sickness by the form; two persons stun the radio, and the HR system is told."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect
from tests.journeys.by_keys import choose, finds_nothing, tab_to
from tests.journeys.conftest import SCREENSHOTS, sign_in

from lineside.kernel.clock import UK
from lineside.kernel.keys import uuid7

pytestmark = pytest.mark.timeout(240)
WHOLE = {"viewport": {"width": 1500, "height": 940}}
ZOOMED = {"viewport": {"width": 750, "height": 470}, "device_scale_factor": 2}
TOO_WIDE = "[...document.querySelectorAll('.rail a')].filter(a => a.scrollWidth > a.clientWidth).map(a => a.innerText)"
PAGES = ("form", "form/radio_lost", "form/sickness", "radios", "sickness", "alerts", "pnc", "pnc/review",
         "intelligence", "intelligence/?new=1", "press", "press/?new=1", "press/?duty=1")  # fmt: skip


def test_a_stolen_radio_is_stunned_by_two_persons_and_its_state_comes_by_itself(running, chromium):
    issi = f"7{uuid7().int % 10**5:05d}1"
    missed = f"{datetime.now(UK) - timedelta(minutes=9):%d/%m/%Y %H:%M}"
    told = {"issi": issi, "holder": "Robin Vale", "how": "Stolen", "missed_at": missed, "place": "Leeds, platform 8"}
    reported(running, chromium, "radio_lost", "Leeds, platform 8", **told)
    first = opened(sign_in(chromium, running, "Contact handler", color_scheme="dark"), running, "radios", issi)
    finds_nothing(first)
    tab_to(first, "[name=proof]")
    first.keyboard.type("Rang the station back on its own number; Robin Vale answered.")
    tab_to(first, "[name=reason]")
    first.keyboard.type("Taken from a bag")
    first.screenshot(path=SCREENSHOTS / "radio-ask.png")
    press(first, "text=Ask a second person to stun it")
    expect(first.locator("main")).to_contain_text("You asked for this, so somebody else decides it")
    second = opened(sign_in(chromium, running, "FCC supervisor", color_scheme="light"), running, "radios", issi)
    expect(second.locator("main")).to_contain_text("You are the second person")
    finds_nothing(second)
    second.screenshot(path=SCREENSHOTS / "radio-approve-light.png")
    second.keyboard.press("Alt+a")
    for page in (first, second):
        expect(page.locator("[id^=radio-state]")).to_contain_text("stunned")  # live
        expect(page.locator("[id^=radio-state]")).to_contain_text("done")
    first.get_by_role("link", name="see then what can be done").click()
    expect(first.locator("main")).to_contain_text("Once somebody has it in hand")
    finds_nothing(first)
    assert [*first.faults, *second.faults] == []


def test_sickness_is_told_to_the_hr_system_and_why_is_shown_to_no_desk(running, chromium):
    collar = f"S{uuid7().int % 10**6:06d}1"
    today = f"{datetime.now(UK):%d/%m/%Y}"
    reported(running, chromium, "sickness", "sealed", collar_number=collar, first_day=today, reason="Broke a wrist")
    page = opened(sign_in(chromium, running, "FCC supervisor", color_scheme="dark"), running, "sickness", collar)
    expect(page.locator("main")).to_contain_text("acknowledged as ABS-")  # live
    expect(page.locator("main")).not_to_contain_text("wrist")
    page.reload()
    expect(page.locator("main")).to_contain_text("Erased here, since the HR system has it")
    finds_nothing(page)
    page.screenshot(path=SCREENSHOTS / "absence.png")
    assert page.faults == []


@pytest.mark.parametrize("size", [WHOLE, ZOOMED], ids=["whole", "200 %"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_around_the_queue_can_be_read_by_everybody(running, chromium, theme, size):
    page = sign_in(chromium, running, "FCC supervisor", **size)
    page.add_init_script(f"localStorage.setItem('lineside-theme', '{theme}')")
    beside = []
    for name in PAGES:
        page.goto(f"{running.address}/{name}{'' if '?' in name else '/'}")
        expect(page.locator("main")).to_be_visible()
        shot = name.replace("/", "-").replace("?", "").replace("=1", "").strip("-")
        page.screenshot(path=SCREENSHOTS / f"around-{shot}-{theme}-{size['viewport']['width']}.png")
        finds_nothing(page)
        wide, window = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        beside += [name] if wide > window else []
        beside += page.evaluate(TOO_WIDE)
    assert (beside, page.faults) == ([], [])
    page.context.close()


def reported(running, chromium, kind, then, **answers):
    """By the form, with what it knows of whoever fills it in written over."""
    page = sign_in(chromium, running, "Officer or staff", color_scheme="light")
    page.goto(f"{running.address}/form/{kind}/")
    for name, said in answers.items():
        field = f"[name={name}]"
        if page.locator(f"select{field}").count():
            choose(page, field, said)
            continue
        tab_to(page, field)
        page.keyboard.press("Control+a")
        page.keyboard.type(said)
    finds_nothing(page)
    page.screenshot(path=SCREENSHOTS / f"form-{kind}-light.png")
    page.keyboard.press("Control+Enter")
    expect(page.locator("main")).to_contain_text("Your report is in the queue")
    expect(page.locator("main")).to_contain_text(then)
    finds_nothing(page)
    assert page.evaluate("Object.values(localStorage).join()").find("wrist") == -1
    assert page.faults == []
    page.context.close()


def opened(page, running, desk, words):
    page.goto(f"{running.address}/{desk}/")
    row = page.locator("[data-row]", has_text=words)
    expect(row).to_be_visible()
    finds_nothing(page)
    page.screenshot(path=SCREENSHOTS / f"{desk}.png")
    row.locator("[data-row-link]").click()
    expect(page.locator("h1")).to_be_visible()
    page.wait_for_load_state()
    return page


def press(page, selector):
    page.locator(selector).focus()
    page.keyboard.press("Enter")
