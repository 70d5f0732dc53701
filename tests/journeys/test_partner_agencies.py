"""An incident is offered to an ambulance service, and theirs to us: an ACK is no acceptance; silence is rung about."""

import re
import subprocess
import sys

import pytest
from playwright.sync_api import expect
from tests.journeys.by_keys import choose, finds_nothing, tab_to
from tests.journeys.conftest import SCREENSHOTS, sign_in
from tests.journeys.emergencies import cancel_log

from lineside.kernel.keys import uuid7

pytestmark = pytest.mark.timeout(500)
NAS = "nas.ambulance.example"


def hub(running, words):
    """What somebody of the agency does."""
    [port] = {found for line in running.commands for found in re.findall(r"mait\.peer --port (\d+)", line)}
    asked = [sys.executable, "-m", "lineside.gateways.mait.peer", "--port", port, "--tell", words]
    return subprocess.run(asked, check=True, capture_output=True, text=True, timeout=60).stdout.strip()


def test_an_ambulance_service_is_offered_an_incident_is_rung_accepts_and_is_closed(running, chromium, switch):
    mark = str(uuid7())[-6:]
    summary = f"Woman has collapsed at the gates {mark}"
    key = switch.post("incidents", {"opening_code": "ILL", "place_status": "unknown", "summary": summary})["id"]
    supervisor = sign_in(chromium, running, "FCR supervisor", color_scheme="light")
    supervisor.goto(f"{running.address}/control/")
    expect(supervisor.locator("#freshness")).to_contain_text("live ")
    desk = sign_in(chromium, running, "Communications officer", color_scheme="dark")
    desk.goto(f"{running.address}/control/{key}/")
    expect(desk.locator("#freshness")).to_contain_text("live ")
    desk.evaluate("addEventListener('mousedown', () => window.wasClicked = true)")
    offered(desk, key)
    state = desk.locator(f"#partners-of-{key}")
    expect(state).to_contain_text("their system has it, NOT accepted")  # the machine's ACK, and nothing more
    for page in (desk, supervisor):  # and after 60 s without an acceptance
        expect(page.locator("[data-live-list=partner-rings]")).to_contain_text("ring NAS 01632 960101", timeout=90_000)
    expect(state).to_contain_text("RING THEM", timeout=90_000)
    for page, scheme in ((desk, "dark"), (supervisor, "light")):
        page.screenshot(path=SCREENSHOTS / f"partner-agencies-{scheme}.png")
        finds_nothing(page)
    rung(desk, key)
    expect(supervisor.locator("[data-live-list=partner-rings]")).to_be_empty()
    told_more_and_closed(desk, running, key, mark)
    assert not desk.evaluate("window.wasClicked")
    assert desk.faults == supervisor.faults == []
    cancel_log(running, chromium, key)


def told_more_and_closed(desk, running, key, mark):
    assert hub(running, f"update Crew is with her {mark}") == "answered 204"
    expect(desk.locator(f"[data-live-list=log-{key}]")).to_contain_text(f"NAS tells more: Crew is with her {mark}")
    reopened(desk)
    tab_to(desk, "[id^=close-][id$=-words]")
    desk.keyboard.type("She is on the way to hospital")
    tab_to(desk, "button[data-command='Close it, NAS']")
    desk.keyboard.press("Enter")
    expect(desk.locator(f"#partners-of-{key}")).to_contain_text("closed")


def offered(desk, key):
    desk.keyboard.press("Alt+8")
    expect(desk.locator("#offer-agency")).to_be_visible()
    choose(desk, "#offer-agency", desk.locator("#offer-agency option[value=NAS]").inner_text())
    tab_to(desk, "#offer-access")
    desk.keyboard.type("By the north ramp")
    tab_to(desk, "button[data-command='Offer this incident to the agency']")
    desk.keyboard.press("Enter")
    expect(desk.locator(f"#partners-of-{key}")).to_contain_text("NAS")
    expect(desk.locator(f"[data-live-list=log-{key}]")).to_contain_text("NOT accepted yet")


def reopened(desk):
    """The forms as the log is now."""
    for is_open in (False, True):
        with desk.expect_response(lambda answer: "partners" in answer.url):  # it is asked for as it closes, too
            desk.keyboard.press("Alt+8")
        expect(desk.locator("#partnering")).to_be_visible(visible=is_open)
        expect(desk.locator("#partnering.htmx-request")).to_have_count(0)


def rung(desk, key):
    reopened(desk)
    choose(desk, "[id^=ring-][id$=-outcome]", "They accept it by telephone")
    tab_to(desk, "[id^=ring-][id$=-spoke_to]")
    desk.keyboard.type("Robin Vale")
    tab_to(desk, "button[data-command='Record what came of ringing NAS']")
    desk.keyboard.press("Enter")
    expect(desk.locator(f"#partners-of-{key}")).to_contain_text("accepted")
    expect(desk.locator(f"[data-live-list=log-{key}]")).to_contain_text("Rang NAS: They accept it by telephone")


def test_what_an_agency_offers_waits_ungraded_marked_as_an_exercise_until_a_person_takes_it(running, chromium):
    mark = str(uuid7())[-6:]
    desk = sign_in(chromium, running, "Contact handler", color_scheme="dark")
    desk.goto(f"{running.address}/contact/")
    expect(desk.locator("#freshness")).to_contain_text("live ")
    assert hub(running, f"offer {NAS} Man assaulted on platform 8 {mark}") == "answered 204"
    row = desk.locator("[data-live-list=contacts] li", has_text=mark)
    expect(row).to_contain_text("EXERCISE")
    desk.goto(row.locator("a").first.get_attribute("href").replace("/contact/", f"{running.address}/contact/"))
    expect(desk.locator("[id^=offered-]")).to_contain_text("offered to us, NOT accepted")
    desk.keyboard.press("Alt+t")  # whoever has it in hand answers for it
    expect(desk.locator("summary", has_text="Give back")).to_be_visible()
    desk.keyboard.press("Alt+8")
    expect(desk.locator("[id^=reject-][id$=-words]")).to_be_visible()
    desk.screenshot(path=SCREENSHOTS / "partner-offer-dark.png")
    finds_nothing(desk)
    tab_to(desk, "[id^=reject-][id$=-words]")
    desk.keyboard.type("Not on the railway: ring Northern Police")
    tab_to(desk, "button[data-command='Do not take it, NAS']")
    desk.keyboard.press("Enter")
    expect(desk.locator("[id^=offered-]")).to_contain_text("not taken")
    assert desk.faults == []
