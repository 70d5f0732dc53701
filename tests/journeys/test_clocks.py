"""Clocks on the desks turn without a reload, in words and colour, and go by the server whatever the machine says."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect
from tests.journeys.conftest import sign_in
from tests.journeys.test_live_desks import open_incident, row

pytestmark = pytest.mark.timeout(300)
THREE_HOURS = 3 * 60 * 60 * 1000
COLOUR = "(element) => getComputedStyle(element).color"
NAMED = """(name) => {
  const probe = document.body.appendChild(document.createElement("i"));
  probe.style.color = `var(--${name})`;
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}"""
WRONG_CLOCK = """(() => {
  const Real = Date;
  let wrong = %d;
  class Wrong extends Real {
    constructor(...parts) { parts.length ? super(...parts) : super(Real.now() + wrong); }
    static now() { return Real.now() + wrong; }
  }
  window.Date = Wrong;
  window.setMachineClockWrongBy = (by) => { wrong = by; };
})();"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_grades_clock_turns_amber_and_then_red_in_words_and_colour_without_a_reload(chromium, running, theme):
    key = open_incident(chromium, running, grade="I", grade_reason="Somebody is on the track")
    page = sign_in(chromium, running, "Communications officer", color_scheme=theme)
    page.add_init_script(f"localStorage.setItem('lineside-theme', '{theme}')")
    page.clock.install()
    page.goto(f"{running.address}/control/")
    expect(page.locator("#freshness")).to_contain_text("live ")
    assert page.evaluate("document.documentElement.dataset.theme") == theme
    page.evaluate("window.neverReloaded = true")
    clock = grades_clock(page, key)
    begun, due = (datetime.fromisoformat(clock.get_attribute(name)) for name in ("data-since", "datetime"))
    assert due - begun == timedelta(minutes=3)
    expect(clock).to_have_text(re.compile(r"^(2 min|1 min)$"))
    calm = clock.evaluate(COLOUR)

    page.clock.fast_forward(int((due - datetime.now(UTC)).total_seconds() - 20) * 1000)
    expect(clock).to_have_text(re.compile(r"^soon, \d+ s$"))
    assert clock.evaluate(COLOUR) == page.evaluate(NAMED, "amber") != calm

    page.clock.fast_forward(85_000)
    expect(clock).to_have_text("late, 1 min")
    assert clock.evaluate(COLOUR) == page.evaluate(NAMED, "red") not in (calm, page.evaluate(NAMED, "amber"))
    assert page.evaluate("window.neverReloaded") is True
    assert page.faults == []
    page.context.close()


@pytest.mark.parametrize("wrong_by", [THREE_HOURS, -THREE_HOURS], ids=["fast", "slow"])
def test_a_desk_whose_machine_has_the_wrong_time_shows_the_right_one(chromium, running, wrong_by):
    key = open_incident(chromium, running, grade="I", grade_reason="Somebody is on the track")
    page = sign_in(chromium, running, "Communications officer")
    page.add_init_script(WRONG_CLOCK % wrong_by)
    page.goto(f"{running.address}/control/")
    expect(page.locator("#freshness")).to_contain_text("live ")
    assert abs(page.evaluate("Date.now()") - datetime.now(UTC).timestamp() * 1000) > THREE_HOURS / 2
    in_time(page, key)
    # It is put wrong the other way round while the page is open.
    page.evaluate("(by) => setMachineClockWrongBy(by)", -wrong_by)
    page.wait_for_timeout(1500)
    in_time(page, key)
    expect(page.locator("#freshness")).to_contain_text(re.compile(r"live [0-9] s"))
    page.context.close()


def grades_clock(page, key):
    """The first of the row; after it stands when THRIVE is due again."""
    return row(page, key).locator("[data-due]").first


def in_time(page, key):
    expect(grades_clock(page, key)).to_have_text(re.compile(r"^(2|1) min$"))
    expect(row(page, key).locator("[data-age]")).to_have_text(re.compile(r"^(\d+ s|1 min)$"))
    shown = datetime.strptime(page.locator("[data-now]").inner_text(), "%H:%M:%S").replace(tzinfo=UTC)
    now = datetime.now(UTC)  # in winter UK time is UTC; at any time of year minutes and seconds are the same
    apart = (shown.minute * 60 + shown.second - now.minute * 60 - now.second) % 3600
    assert min(apart, 3600 - apart) <= 2


def test_the_stream_puts_a_clock_right_that_its_page_had_wrong(chromium, running):
    """The page is old by a minute when it comes, as one that lay on the way; the first beat tells the time."""
    page = sign_in(chromium, running, "Communications officer")

    def held_up(route):
        answer = route.fetch()
        a_minute_before = re.sub(
            r'(name="lineside-now" content=")(\d+)',
            lambda found: f"{found[1]}{int(found[2]) - 60_000}",
            answer.text(),
        )
        route.fulfill(response=answer, body=a_minute_before)

    page.route("**/control/", held_up)
    page.goto(f"{running.address}/control/")
    expect(page.locator("#freshness")).to_contain_text("live ")
    page.wait_for_timeout(1500)
    assert abs(page.evaluate("window.lineside.now() - Date.now()")) < 2000
    page.context.close()
