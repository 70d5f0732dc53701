"""An alert of a feed is read, checked by two persons and ended by keys; cameras come in a burst and end by one key."""

import httpx
import pytest
from playwright.sync_api import expect
from tests.journeys.by_keys import choose, finds_nothing, tab_to, walk_to
from tests.journeys.conftest import SCREENSHOTS, new_key, sign_in

from lineside.gateways.email.peer import send_mail, write_mail
from lineside.kernel.keys import uuid7

pytestmark = pytest.mark.timeout(240)
ACTIVATION = "Person near the fence.\n\nCamera: {camera}\nELR: TJC1\nMileage: 12m 30ch\n"


@pytest.fixture
def feed(running, chromium):
    key = {"Authorization": f"Bearer {new_key(running, chromium, 'targeting centre', ('alerts.send',))}"}
    with httpx.Client(base_url=f"{running.address}/api/v1/", headers=key, trust_env=False, timeout=10) as client:
        yield client


def test_an_alert_is_read_checked_by_two_and_ended_and_its_sender_hears_of_it(running, chromium, feed):
    first = desk(running, chromium, "Contact handler", "dark")
    second = desk(running, chromium, "FCC supervisor", "light")
    reference = sent_twice(feed)
    for page in (first, second):
        expect(page.locator("[data-row]", has_text=reference)).to_contain_text("nobody has it")
        walk_to(page, reference)
        expect(page.locator(".silent-banner")).to_contain_text("Do not tell the train operator")
    check_by_two(first, second)
    end(first)
    expect(first.locator("#chosen")).to_contain_text("has not read it yet")
    expect(second.locator("[data-row]", has_text=reference)).to_have_count(0)
    (told,) = [each for each in feed.get("alerts/sent").json()["items"] if each["reference"] == reference]
    assert (told["hit"], told["told_sender"]) == ("no_hit", "Not detained.")
    feed.post(f"alerts/{told['id']}/feedback-taken", json={}).raise_for_status()
    expect(first.locator("#chosen")).to_contain_text("has read it")
    assert [*first.faults, *second.faults] == []


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_the_bell_of_every_page_counts_a_new_alert_at_once_and_leads_to_it_by_keys(running, chromium, feed, scheme):
    page = desk(running, chromium, "Contact handler", scheme)
    page.goto(f"{running.address}/contact/")
    expect(page.locator("#freshness")).to_contain_text("live ")
    expect(page.locator(".top .site")).to_have_text("FCC")
    bell = page.locator("#alerts-bell")
    expect(bell).to_contain_text("new alert")
    before = int(bell.inner_text().split()[-3])
    tab_to(page, "#alerts-bell a")
    reference = sent_twice(feed)
    expect(bell).to_contain_text(f"{before + 1} new alert")  # live, and the focus stays
    assert page.evaluate("document.activeElement.matches('#alerts-bell a')")
    finds_nothing(page)
    page.screenshot(path=SCREENSHOTS / f"bell-{scheme}.png")
    page.keyboard.press("Enter")
    expect(page.locator("[data-row]", has_text=reference)).to_be_visible()
    assert page.faults == []


def sent_twice(feed):
    """The same number twice is one alert."""
    subject = {"kind": "person", "name": "Robin Vale", "born": "1990-02-01"}
    sent = {"sender_ref": f"N-{uuid7()}", "kind": "nbtc_arrest", "summary": "Wanted for robbery.", "subject": subject}
    sent |= {"do_not": ["do_not_tell_carrier"]}
    kept = [feed.post("alerts", json=sent).raise_for_status().json() for _ in range(2)]
    assert kept[0] == kept[1]
    return kept[0]["reference"]


def check_by_two(first, second):
    """Nothing is done before it is read; the second person looks for themselves."""
    press_key(first, "Alt+t", "[data-command='I have read what must not be done']")
    expect(first.locator("#chosen")).not_to_contain_text("What became of it")
    finds_nothing(first)
    first.screenshot(path=SCREENSHOTS / "alert-to-read.png")
    press_key(first, "Alt+a", "[data-command='Say what you found of the identity']")
    look(first)
    expect(first.locator("#chosen")).to_contain_text("you made the first look")
    expect(second.locator("#chosen")).to_contain_text("waits for a second person")  # live
    second.reload()
    press_key(second, "Alt+a", "[data-command='Say what you found of the identity']")
    finds_nothing(second)
    look(second)
    expect(second.locator("#chosen")).to_contain_text("two persons found the same: a match")
    second.screenshot(path=SCREENSHOTS / "alert-checked-light.png")


def end(page):
    page.reload()
    choose(page, "#end-outcome", "Looked for and not found")
    tab_to(page, "#end-words")
    page.keyboard.type("Left by another door")
    tab_to(page, "#end-told_sender")
    page.keyboard.type("Not detained.")
    page.keyboard.press("Alt+e")


def test_cameras_come_in_a_burst_with_a_clock_and_end_by_one_key(running, chromium):
    page, camera = desk(running, chromium, "Contact handler", "dark"), f"LDS-{uuid7().hex[-6:].upper()}"
    for _ in range(2):
        raw = write_mail("Cameras <alarms@cameras.example>", "fcc@lineside.example", f"Camera activation {uuid7()}",
                         ACTIVATION.format(camera=camera))  # fmt: skip
        send_mail(("127.0.0.1", running.smtp_port), ["fcc@lineside.example"], raw)
    row = page.locator("[data-row]", has_text=camera)
    expect(row).to_contain_text("2 activations")
    expect(row.locator("time[data-due]")).to_have_count(1)
    walk_to(page, camera)
    expect(page.locator("#chosen")).to_contain_text("nothing of it looked at in 30 days")
    finds_nothing(page)
    page.screenshot(path=SCREENSHOTS / "alert-cameras.png")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("1")
    expect(page.locator("#chosen")).to_contain_text("No action: animal")
    expect(page.locator("#chosen")).to_contain_text("1 of 1 false in 30 days")
    expect(row).to_have_count(0)
    page.emulate_media(color_scheme="light")
    finds_nothing(page)
    page.screenshot(path=SCREENSHOTS / "alert-cameras-light.png")
    assert page.faults == []


def desk(running, chromium, role, scheme):
    page = sign_in(chromium, running, role, color_scheme=scheme)
    page.goto(f"{running.address}/alerts/")
    expect(page.locator("#freshness")).to_contain_text("live ")
    return page


def press_key(page, key, then):
    page.keyboard.press(key)
    expect(page.locator(then)).to_be_visible()


def look(page):
    choose(page, "#identity-finding", "It is this person")
    for name in ("name", "born", "photo"):
        tab_to(page, f"#chosen [name={name}]")
        page.keyboard.press("Space")
    tab_to(page, "[data-command='Say what you found of the identity']")
    page.keyboard.press("Enter")
