"""A log on the map by keys alone: moved, asked, hidden and shown, opened from its list, and followed from the desk."""

import pytest
from playwright.sync_api import expect
from tests.journeys.by_keys import can_be_read, tab_to, walk_to
from tests.journeys.conftest import sign_in
from tests.journeys.test_protect_the_line import typed

from lineside.kernel.keys import uuid7

pytestmark = pytest.mark.timeout(400)
BESIDE_LEEDS = {"name": "Leeds", "crs": "LDS", "lat": 53.795, "lon": -1.547, "area": "C"}


def test_a_log_is_found_moved_round_and_opened_on_the_map_and_its_list_says_the_same(running, chromium, switch):
    summary = f"Youths on the footbridge {str(uuid7())[-6:]}"
    facts = {"opening_code": "TRESP", "place_status": "confirmed", "place_text": "Leeds", "place": BESIDE_LEEDS}
    key = switch.post("incidents", facts | {"summary": summary})["id"]
    desk = sign_in(chromium, running, "Communications officer", color_scheme="dark")
    desk.goto(f"{running.address}/control/{key}/")
    expect(desk.locator("#freshness")).to_contain_text("live ")
    desk.evaluate("document.activeElement.blur()")
    desk.keyboard.press("Alt+2")
    row = desk.locator(f"#in-view-incident-{key}")
    expect(row).to_contain_text("Leeds")
    expect(row).to_contain_text("here")
    expect(desk.locator("#in-view-said")).to_contain_text("incident")
    expect(desk.locator("#in-view")).to_contain_text("Station LDS")
    desk.evaluate("addEventListener('mousedown', () => window.wasClicked = true)")
    can_be_read(desk, "map")
    moved_and_asked(desk, row)
    hidden_and_shown_again(desk, row)
    serial = row.locator("[data-row-link]").inner_text()
    walk_to(desk, serial)
    expect(desk.locator("#log-title")).to_be_visible()
    followed_and_ended(desk, key, summary)
    assert desk.faults == []


def moved_and_asked(desk, row):
    desk.keyboard.press("m")
    expect(desk.locator("#map")).to_be_focused()
    for _ in range(4):
        desk.keyboard.press("ArrowRight")
    expect(row).to_have_count(0)  # it is out of view, and the list says what is seen
    desk.keyboard.press("Enter")
    expect(desk.locator("#map-place")).to_contain_text("not for track access")
    for _ in range(4):
        desk.keyboard.press("ArrowLeft")
    expect(row).to_have_count(1)
    desk.keyboard.press("Minus")
    desk.keyboard.press("Equal")
    desk.keyboard.press("g")
    desk.keyboard.type("york")
    desk.keyboard.press("Enter")
    expect(desk.locator("#in-view")).to_contain_text("Station YRK")
    desk.locator("#map-go").evaluate("box => box.blur()")
    desk.keyboard.press("p")
    expect(desk.locator("#map-place")).to_contain_text("nearest station")
    tab_to(desk, "#map-place a.button")
    name = desk.locator("#map-place b").first.inner_text()
    desk.keyboard.press("Enter")
    expect(desk.locator("#place")).to_have_value(name)
    desk.go_back()


def hidden_and_shown_again(desk, row):
    expect(row).to_have_count(1)
    desk.keyboard.press("1")
    expect(row).to_have_count(0)
    desk.reload()
    expect(desk.locator("[data-layer=incidents]")).not_to_be_checked()  # kept for this person
    expect(desk.locator("#in-view")).to_contain_text("Station LDS")
    expect(row).to_have_count(0)
    desk.keyboard.press("1")
    expect(row).to_have_count(1)


def followed_and_ended(desk, key, summary):
    """The map of a second window goes where the desk goes, and what is resulted leaves it by itself."""
    second = desk.context.new_page()
    second.goto(desk.url.split("/control/")[0] + "/map/")
    expect(second.locator("#freshness")).to_contain_text("live ")
    desk.goto(desk.url.split("/control/")[0] + "/control/")
    walk_to(desk, summary)
    expect(desk.locator("#line")).to_be_visible()
    expect(second.locator(f"#in-view-incident-{key}[aria-current=true]")).to_have_count(1)
    desk.keyboard.press("Alt+l")
    typed(desk, "/res ASB2 ADV", "Resulted")
    expect(second.locator(f"#in-view-incident-{key}")).to_contain_text("Log")
    second.close()
