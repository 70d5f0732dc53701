"""A caller on the line is passed on by keys alone: the other telephone rings, and the contact follows."""

import re
import subprocess
import sys

import pytest
from playwright.sync_api import expect
from tests.journeys.by_keys import choose, tab_to
from tests.journeys.conftest import sign_in
from tests.journeys.test_listening_in import both_themes, is_on_a_call

pytestmark = pytest.mark.timeout(240)
RINGS_ON = "219"  # the demonstration's switch picks such a telephone up only when it is told to


@pytest.mark.usefixtures("_nobody_waits")
def test_a_call_is_passed_on_rings_at_the_other_telephone_and_its_contact_follows(running, chromium):
    one = sign_in(chromium, running, "Contact handler", color_scheme="dark")
    two = sign_in(chromium, running, "FCC supervisor")
    two_at_desks(running, one, two)
    expect(one.locator("summary[data-command^='Pass this contact on']")).to_be_visible()  # it is theirs by picking up
    one.keyboard.press("Alt+y")
    tab_to(one, "#pass-to")
    who = two.locator(".top a[href='/me/']").inner_text()  # others may be available, without a telephone
    one.keyboard.type(
        next(each for each in one.locator("#pass-to option").all_inner_texts() if each.split(",")[0] in who)
    )
    expect(one.locator("#pass-call option:checked")).to_contain_text("Rings at their telephone")
    tab_to(one, "#pass-reason")
    one.keyboard.type("Knows this caller")
    both_themes(one, "passing-a-call")
    one.keyboard.press("Enter")

    mine, theirs = one.locator("[id^='moves-']"), two.locator("[id^='moves-']")
    expect(mine).to_contain_text(f"telephone {RINGS_ON}")
    expect(theirs).to_contain_text("passes you a call")  # live, without a reload
    expect(theirs).to_contain_text("The call rings at")
    both_themes(two, "call-passed-to-me")

    tell(running, "pickup")
    for told in (mine, theirs):
        expect(told).to_contain_text("picked up and has the call")
    both_themes(one, "call-passed-on")
    tab_to(two, "[id^='moves-'] a")
    two.keyboard.press("Enter")
    expect(two.locator("[id^='contact-head-']")).to_contain_text("Knows this caller")
    expect(two.locator("#seat .faint")).to_contain_text("Talking")
    tell(running, "hangup", "last")
    end(two)
    assert one.faults == two.faults == []


def end(two):
    """What the journey brought it ends, and no later caller waits at a telephone that nobody picks up."""
    choose(two, "#resolve-disposition", "Advice or information given")
    tab_to(two, "#resolve-reason")
    two.keyboard.type("The journey is over")
    two.keyboard.press("Control+Shift+Enter")
    expect(two.locator("#resolve-disposition")).to_have_count(0)
    sit(two, RINGS_ON, "In training")


def two_at_desks(running, one, two):
    """The second takes nothing until the first has a caller on the line."""
    for page in (one, two):
        page.goto(f"{running.address}/contact/")
        expect(page.locator("#freshness")).to_contain_text("live ")
    sit(two, RINGS_ON, "In training")
    is_on_a_call(running, one, "207")
    sit(two, RINGS_ON, "Available")


def sit(page, telephone, state):
    choose(page, "#seat-state", state)
    tab_to(page, "#seat-telephone")
    page.keyboard.press("Control+a")
    page.keyboard.type(telephone)
    page.keyboard.press("Enter")
    expect(page.locator("#seat .faint")).to_contain_text(state)


def tell(running, *words):
    """Something happens at the demonstration's switch."""
    port = re.findall(r"peer --port (\d+) --tell ring", (running.var / "demo.out").read_text())[0]
    peer = [sys.executable, "-m", "lineside.gateways.telephony.peer", "--port", port, "--tell", *words]
    subprocess.run(peer, check=True, capture_output=True, timeout=30)
