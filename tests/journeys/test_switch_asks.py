"""A call rings at the telephone of the one whom the queue's rule gives it to, and their desk shows it as it rings."""

import re
import subprocess
import sys

import pytest
from playwright.sync_api import expect
from tests.journeys.by_keys import finds_nothing
from tests.journeys.conftest import SCREENSHOTS, sign_in
from tests.journeys.telephone import a_number

pytestmark = pytest.mark.timeout(240)


@pytest.mark.usefixtures("_nobody_waits")
def test_a_call_rings_at_a_desk_is_shown_there_and_is_in_the_hands_of_who_picked_up(running, chromium):
    handler = sign_in(chromium, running, "Contact handler", color_scheme="dark")
    handler.goto(f"{running.address}/contact/")
    expect(handler.locator("#freshness")).to_contain_text("live ")
    handler.locator("#seat-state").select_option("available")
    handler.locator("#seat-telephone").fill("201")
    handler.keyboard.press("Enter")
    expect(handler.locator("#seat .faint")).to_contain_text("Available")
    number = a_number()
    ring(running, number)
    here = handler.locator("[id^='rings-']")
    expect(here).to_contain_text("Your telephone 201 rings")  # live, without a reload
    expect(here).to_contain_text(re.compile(number[-9:]))
    finds_nothing(handler)
    handler.screenshot(path=SCREENSHOTS / "rings-here.png")
    handler.keyboard.press("Alt+a")
    head = handler.locator("[id^='contact-head-']")
    expect(head).to_contain_text(re.compile("201 .*: rang|201 .*: ringing"))
    expect(head).to_contain_text("Taken by", ignore_case=True)  # the telephone was picked up
    handler.emulate_media(color_scheme="light")
    finds_nothing(handler)
    handler.screenshot(path=SCREENSHOTS / "rang-light.png")
    assert handler.faults == []


def ring(running, number):
    """Somebody outside dials us, at the demonstration's switch."""
    port = re.findall(r"peer --port (\d+) --tell ring", (running.var / "demo.out").read_text())[0]
    peer = [sys.executable, "-m", "lineside.gateways.telephony.peer", "--port", port, "--tell", "ring", number, "0800"]
    subprocess.run(peer, check=True, capture_output=True, timeout=30)
