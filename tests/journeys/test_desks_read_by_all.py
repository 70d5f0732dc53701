"""The control and the contact desk in both themes and at 200 %: nothing that axe finds, nothing beside the window."""

import pytest
from playwright.sync_api import expect
from tests.journeys.conftest import SCREENSHOTS, sign_in
from tests.journeys.emergencies import end_log
from tests.journeys.test_from_mail_to_crime import send_mail
from tests.journeys.test_live_desks import open_incident
from tests.journeys.test_telephone_call import finds_nothing

pytestmark = pytest.mark.timeout(300)
DESKS = {"control": ("Communications officer", "incidents"), "contact": ("Contact handler", "contacts")}
WHOLE = {"viewport": {"width": 1500, "height": 940}}
ZOOMED = {"viewport": {"width": 750, "height": 470}, "device_scale_factor": 2}


@pytest.fixture(scope="module", autouse=True)
def _something_to_show(chromium, running):
    send_mail(running, "Robin", "A man with a knife at Leeds", "He is on platform 8 and shouts at everybody.\n" * 3)
    key = open_incident(chromium, running, grade="I", grade_reason="Somebody is on the track")
    yield
    end_log(running, chromium, key)


@pytest.mark.parametrize("size", [WHOLE, ZOOMED], ids=["whole", "200 %"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("desk", DESKS)
def test_a_desk_can_be_read_by_everybody(chromium, running, desk, theme, size):
    role, rows = DESKS[desk]
    page = sign_in(chromium, running, role, **size)
    page.add_init_script(f"localStorage.setItem('lineside-theme', '{theme}')")
    page.goto(f"{running.address}/{desk}/")
    expect(page.locator("#freshness")).to_contain_text("live ")
    page.locator(f"[data-live-list={rows}] [data-row-link]").first.click()
    expect(page.locator("#chosen header h2").first).to_be_visible()
    expect(page.locator(".changed")).to_have_count(0)
    page.screenshot(path=SCREENSHOTS / f"read-{desk}-{theme}-{size['viewport']['width']}.png")
    finds_nothing(page)
    wide, window = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide <= window
    page.context.close()
