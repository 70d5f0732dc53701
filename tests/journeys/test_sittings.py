"""A person's way in and out: the first time, a locked desk, every browser ended at once, a sitting that ran out."""

import re
from dataclasses import dataclass, field

import psycopg
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from tests.journeys.conftest import SCREENSHOTS, sign_in
from tests.journeys.test_live_desks import FACTS, send

from lineside.access.testing import PASSWORD, code_of
from lineside.kernel.keys import uuid7
from lineside.site.postgres import Cluster

pytestmark = pytest.mark.timeout(300)


@dataclass
class Newcomer:
    """Somebody whom an administrator has let in; each code lets them in once."""

    username: str
    codes: list[str] = field(default_factory=list)

    def sign_in(self, page):
        page.locator("#id_login").fill(self.username)
        page.locator("#id_password").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.locator("#id_code").fill(self.codes.pop())
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "/accounts/" not in url)


@pytest.fixture(scope="module")
def browser(chromium, running):
    """Makes pages, each in a browser of its own."""
    made = []

    def open_one(**options):
        page = chromium.new_context(viewport={"width": 1500, "height": 940}, **options).new_page()
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        made.append(page)
        return page

    yield open_one
    assert [page.faults for page in made if page.faults] == []


def let_in(admin, running, name):
    """The one-use link, as the administrator is shown it."""
    admin.goto(f"{running.address}/admin/")
    admin.locator("#open-username").fill(name)
    admin.locator("#open-display_name").fill("Robin Vale")
    admin.locator("#open-role").select_option("communications_officer")
    admin.get_by_role("button", name="Open the account").click()
    admin.get_by_role("button", name="Make a one-use link").click()
    return admin.locator("code.secret").inner_text()


@pytest.fixture(scope="module")
def newcomer(chromium, running, browser):
    """The first way in, from the administrator's desk to the newcomer's own."""
    name = f"robin.vale.{str(uuid7())[-6:]}"
    link = let_in(sign_in(chromium, running, "Administrator"), running, name)
    page, person = browser(), Newcomer(name)
    page.goto(link)
    assert link.rstrip("/").rpartition("/")[2] not in page.url  # the secret does not stay in the address
    shut_out(page, running)
    page.goto(f"{running.address}/session/begin/")
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#id_again").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Your second step")
    secret = page.locator("code.secret").inner_text().replace(" ", "")
    shut_out(page, running)  # a password alone opens nothing
    page.goto(f"{running.address}/session/enrol/")
    page.locator("#id_code").fill("000000")
    page.keyboard.press("Enter")
    expect(page.locator("#why")).to_contain_text("That code is not the one")
    page.locator("#id_code").fill(code_of(secret))
    page.keyboard.press("Enter")
    expect(page.locator("ol.codes li").first).to_be_visible()
    person.codes = page.locator("ol.codes li").all_inner_texts()
    page.screenshot(path=SCREENSHOTS / "enrolled.png")
    page.get_by_role("button", name="I have kept them").click()
    page.wait_for_url(f"{running.address}/control/")
    again = browser()
    again.goto(link)
    expect(again.locator("body")).to_contain_text("used")  # the link opens once
    return person


def shut_out(page, running):
    page.goto(f"{running.address}/control/")
    assert page.url.removeprefix(running.address).startswith(("/accounts/login/", "/session/"))
    expect(page.locator("nav.rail")).to_have_count(0)


@pytest.fixture
def desk(running, browser, newcomer):
    page = browser()
    page.goto(f"{running.address}/control/")
    newcomer.sign_in(page)
    page.goto(f"{running.address}/control/")
    expect(page.locator("#freshness")).to_contain_text("live ")
    return page


def test_a_new_person_opens_no_desk_before_a_password_and_a_second_step_of_their_own(newcomer):
    assert len(newcomer.codes) >= 8


def test_a_locked_desk_shows_nothing_until_its_owner_gives_the_password(desk, running):
    desk.keyboard.press("Control+l")
    expect(desk.locator("h1")).to_have_text("Locked by Robin Vale")
    desk.goto(f"{running.address}/control/")
    expect(desk.locator("h1")).to_have_text("Locked by Robin Vale")
    assert desk.evaluate("fetch('/api/v1/dispatch/units').then((answer) => answer.status)") == 401
    desk.locator("#id_password").fill("not the password at all")
    desk.keyboard.press("Enter")
    expect(desk.locator("#why")).to_be_visible()
    desk.locator("#id_password").fill(PASSWORD)
    desk.keyboard.press("Enter")
    desk.wait_for_url(f"{running.address}/control/")
    expect(desk.locator("#freshness")).to_contain_text("live ")


def test_signing_out_everywhere_ends_the_other_browser_at_once(desk, running, browser, newcomer):
    other = browser()
    other.goto(f"{running.address}/me/")
    newcomer.sign_in(other)
    other.goto(f"{running.address}/me/")
    other.get_by_role("button", name="Sign out everywhere").click()
    expect(other.locator("#id_login")).to_be_visible()
    expect(desk.locator("#notice")).to_contain_text("You are signed out here.")  # nobody touched it
    shut_out(desk, running)


def test_a_line_half_written_when_the_sitting_runs_out_is_given_back_after_signing_in(desk, running, newcomer):
    summary, words = f"Shouting by the gates {str(uuid7())[-6:]}", "Driver says that he runs along the tr"
    send(desk, "/control/new/", FACTS | {"summary": summary, "key": str(uuid7())})
    desk.locator("[data-live-list=incidents] tr", has_text=summary).click()
    desk.locator("#line").press_sequentially(words)
    run_out(desk, running)
    desk.locator("#line").press("Enter")
    expect(desk.locator("#notice")).to_contain_text("Your sitting has ended")
    expect(desk.locator("#line")).to_have_value(words)
    with desk.expect_popup() as opened:
        desk.locator("#notice a").click()
    newcomer.sign_in(opened.value)
    desk.close()  # and the page with what was typed is gone

    page = opened.value
    page.goto(f"{running.address}/control/")
    page.locator("[data-live-list=incidents] tr", has_text=summary).click()
    expect(page.locator("#line")).to_have_value(words)
    page.locator("#line").press("End")
    page.locator("#line").press_sequentially("ack\n")
    expect(page.locator("[data-live-list^='log-']").first).to_contain_text(f"{words}ack")
    expect(page.locator("#line")).to_have_value("")


def run_out(page, running):
    """The sitting's absolute end passes."""
    [key] = [each["value"] for each in page.context.cookies() if "sessionid" in each["name"]]
    with psycopg.connect(Cluster(running.var / "postgres").addresses().owner_url) as connection:
        ended = "UPDATE access_sitting SET expire_date = now() - interval '1 minute' WHERE session_key = %s"
        assert connection.execute(ended, [key]).rowcount == 1


def test_the_auditor_reads_by_keys_who_did_what_and_takes_a_copy(chromium, running):
    page = sign_in(chromium, running, "Auditor", color_scheme="dark")
    page.goto(f"{running.address}/")
    page.wait_for_url(f"{running.address}/audit/")
    expect(page.locator(".trail tbody tr").first).to_be_visible()
    page.locator("#trail-person").fill("Administrator")
    page.locator("#trail-why").fill("Review of new accounts")
    page.keyboard.press("Alt+f")
    page.wait_for_url(re.compile("person="))
    page.screenshot(path=SCREENSHOTS / "audit.png")
    assert [fault["id"] for fault in Axe().run(page).response["violations"]] == []
    page.emulate_media(color_scheme="light")
    page.screenshot(path=SCREENSHOTS / "audit-light.png")
    assert [fault["id"] for fault in Axe().run(page).response["violations"]] == []
    page.locator("#copy-reason").fill("Review of new accounts")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Take these lines as CSV").click()
    assert taken.value.suggested_filename.startswith("DEMO-trail-20")
    page.goto(f"{running.address}/audit/?record=Review+of+new+accounts")
    assert {"audit: copy trail", "audit: trail"} <= {
        re.split(r"\n", text)[0] for text in page.locator(".trail tbody td:nth-child(4)").all_inner_texts()
    }
    assert page.faults == []
