"""An officer's phone: accepts a job, goes, arrives and writes, also without a connection; Control sees each once."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from tests.journeys.conftest import SCREENSHOTS, sign_in

from lineside.kernel.keys import uuid7

pytestmark = pytest.mark.timeout(300)
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
UNIT = "BX10"


def seen_in_both_themes(page, name):
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        found = Axe().run(page).response["violations"]
        assert [(each["id"], [node["target"] for node in each["nodes"]]) for each in found] == []
        page.screenshot(path=SCREENSHOTS / f"{name}-{theme}.png", full_page=True)


def type_line(desk, text):
    desk.locator("#line").fill(text)
    desk.locator("#line").press("Enter")


def in_log(desk, text):
    return desk.locator("ol.log li", has_text=text)


def test_a_job_is_accepted_worked_and_written_about_through_a_lost_connection(running, chromium, switch):
    mark = str(uuid7())[-6:]
    asked = {"opening_code": "ASB", "place_status": "unknown", "summary": f"Shouting at staff {mark}"}
    key = switch.post("incidents", asked)["id"]
    desk = sign_in(chromium, running, "Communications officer", color_scheme="dark")
    desk.goto(f"{running.address}/control/{key}/")
    type_line(desk, f"/u {UNIT}")
    expect(in_log(desk, f"{UNIT} assigned")).to_be_visible()
    phone = sign_in(chromium, running, "Officer or staff", **PHONE)
    phone.goto(f"{running.address}/unit/")
    expect(phone.locator(".job")).to_contain_text(mark)
    accept_and_go(phone, desk)
    seen_in_both_themes(phone, "officers-page")
    arrive_without_a_connection(phone, desk, mark)
    come_back(phone, desk, mark)
    type_line(desk, f"/st {UNIT} 2")
    expect(in_log(desk, f"{UNIT} clear")).to_be_visible()
    expect(phone.locator("#own")).to_contain_text("No job now")
    type_line(desk, "/res ASB2 ADV")
    expect(desk.locator("#command .done")).to_contain_text("Resulted")
    assert phone.faults == desk.faults == []


def accept_and_go(phone, desk):
    phone.get_by_role("button", name="Accept").tap()
    expect(in_log(desk, f"{UNIT} accepted the message")).to_be_visible()
    phone.locator("[data-state-button='5']").tap()
    expect(in_log(desk, f"{UNIT}: 5 En route")).to_be_visible()
    expect(phone.locator("[data-state-button='5']")).to_have_attribute("aria-pressed", "true")


def arrive_without_a_connection(phone, desk, mark):
    phone.context.set_offline(True)
    phone.locator("[data-state-button='6']").tap()
    phone.locator("#own-text").fill(f"One man, calm now {mark}")
    phone.get_by_role("button", name="Add the line").tap()
    expect(phone.locator("#unsent li")).to_have_count(2)
    expect(phone.locator("#unsent")).to_contain_text("6 At scene")
    phone.screenshot(path=SCREENSHOTS / "officers-page-not-sent.png", full_page=True)
    expect(in_log(desk, "6 At scene")).to_have_count(0)


def come_back(phone, desk, mark):
    phone.context.set_offline(False)
    expect(in_log(desk, f"{UNIT}: One man, calm now {mark}")).to_be_visible()
    expect(phone.locator("#unsent")).to_be_hidden()
    expect(in_log(desk, f"{UNIT}: 6 At scene")).to_have_count(1)
    expect(in_log(desk, f"One man, calm now {mark}")).to_have_count(1)
    desk.screenshot(path=SCREENSHOTS / "officers-page-at-control.png")
