"""What stays true on an open desk: one stream for all tabs, no change lost between asking for a part and seeing it."""

import os
import signal
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.journeys.conftest import sign_in

from lineside.kernel.keys import uuid7

pytestmark = pytest.mark.timeout(300)
ESTABLISHED = "01"


def streams(running):
    """The connections that stand at the live process, as the kernel lists them, by the port of who opened them."""
    port = f"{int(running.address.rpartition(':')[2]) + 1:04X}"
    table = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return {line[2] for line in table if line[1].endswith(f":{port}") and line[3] == ESTABLISHED}


def kill_live(running):
    """The live process dies as by a fault; its supervisor starts it again."""
    ours = [
        process
        for process in Path("/proc").glob("[0-9]*")
        if b"lineside.site.live:application" in _read(process / "cmdline")
        and f"LINESIDE_VAR={running.var}".encode() in _read(process / "environ")
    ]
    assert ours
    for process in ours:
        with suppress(ProcessLookupError):
            os.kill(int(process.name), signal.SIGKILL)


def _read(path):
    try:
        return path.read_bytes()
    except OSError:
        return b""


def control_desk(chromium, running):
    page = sign_in(chromium, running, "Communications officer")
    page.goto(f"{running.address}/control/")
    expect(page.locator("#freshness")).to_contain_text("live ")
    return page


FACTS = {
    "place_text": "leeds p8", "place_status": "confirmed", "opening_code": "ASB",
    "thrive-threat": "present", "thrive-harm": "low", "thrive-risk": "possible", "thrive-investigation": "attend",
    "thrive-vulnerability": "staff", "thrive-threat-text": "Still shouting", "thrive-risk-text": "Train is due",
    "thrive-vulnerability-text": "Guard alone", "thrive-scene": "not_needed", "thrive-prevention": "given",
}  # fmt: skip


def open_incident(chromium, running, **facts):
    """The key of a new one, as the board shows it."""
    page, summary = control_desk(chromium, running), f"Shouting by the gates {str(uuid7())[-6:]}"
    send(page, "/control/new/", FACTS | {"summary": summary, "key": str(uuid7()), **facts})
    found = page.locator("[data-live-list=incidents] tr", has_text=summary)
    expect(found).to_be_visible()
    key = found.get_attribute("id").removeprefix("incident-")
    page.context.close()
    return key


@pytest.fixture
def incident(chromium, running):
    return open_incident(chromium, running)


def write(page, key, words):
    """A line as another desk would write it: by the same form, without touching this page's own."""
    send(page, f"/control/{key}/line/", {"text": words, "seen_version": "0"})


def send(page, path, facts):
    status, text = page.evaluate(
        """async ([path, facts]) => {
          const headers = { ...JSON.parse(document.body.getAttribute("hx-headers")), "HX-Request": "true" };
          const answer = await fetch(path, { method: "POST", headers, body: new URLSearchParams(facts) });
          return [answer.status, await answer.text()];
        }""",
        [path, facts],
    )
    assert status == 200, text


def row(page, key):
    return page.locator(f"#incident-{key}")


def test_the_tabs_of_one_browser_share_one_stream_and_each_is_live(chromium, running, incident):
    before = streams(running)
    first = control_desk(chromium, running)
    tabs = [first, *(first.context.new_page() for _ in range(2))]
    for tab in tabs[1:]:
        tab.goto(f"{running.address}/control/")
        expect(tab.locator("#freshness")).to_contain_text("live ")
    shared = streams(running) - before
    assert len(shared) == 1
    write(first, incident, "Seen in every tab")
    for tab in tabs:
        expect(row(tab, incident)).to_contain_text("Seen in every tab")
    first.close()
    write(tabs[1], incident, "Seen when the first tab is closed")
    expect(row(tabs[2], incident)).to_contain_text("Seen when the first tab is closed")
    assert streams(running) - before == shared
    tabs[1].context.close()


@pytest.mark.parametrize("other_tab", [False, True], ids=["first tab", "second tab"])
def test_what_changes_between_the_page_and_its_stream_is_seen(chromium, running, incident, other_tab):
    """The page is held up on its way, after its facts were read; the change falls in between."""
    writer = control_desk(chromium, running)
    desk = control_desk(chromium, running) if other_tab else sign_in(chromium, running, "Communications officer")
    late = desk.context.new_page() if other_tab else desk
    words = f"Between page and stream {uuid7()}"

    def held_up(route):
        answer = route.fetch()
        write(writer, incident, words)
        expect(row(writer, incident)).to_contain_text(words)
        assert words not in answer.text()
        route.fulfill(response=answer)

    late.route("**/control/", held_up)
    late.goto(f"{running.address}/control/")
    expect(row(late, incident)).to_contain_text(words)
    writer.context.close()
    desk.context.close()


def test_a_line_written_while_a_log_is_being_opened_is_in_it(chromium, running, incident):
    writer, desk = control_desk(chromium, running), control_desk(chromium, running)

    def held_up(route):
        answer = route.fetch()
        write(writer, incident, "While it was being opened")
        expect(row(desk, incident)).to_contain_text("While it was being opened")
        assert "While it was being opened" not in answer.text()
        route.fulfill(response=answer)

    desk.route(f"**/control/{incident}/", held_up)
    row(desk, incident).click()
    log = desk.locator(f"[data-live-list='log-{incident}']")
    expect(log).to_contain_text("While it was being opened")
    writer.context.close()
    desk.context.close()


def test_a_desk_outlives_the_live_process_and_misses_nothing_of_what_happened_meanwhile(chromium, running, incident):
    """Lists are asked for again as well, and here the answer is slow: what the stream says meanwhile is not undone."""
    writer, desk = control_desk(chromium, running), control_desk(chromium, running)
    row(desk, incident).click()
    log = desk.locator(f"[data-live-list='log-{incident}']")
    expect(log).to_contain_text("Opened")
    desk.locator("#line").fill("Half a line")
    answers: list[str] = []

    def held_up(route):
        answer = route.fetch()
        words = f"Newer than answer {len(answers)} {incident}"
        write(writer, incident, words)
        expect(row(desk, incident)).to_contain_text(words)
        answers.append(answer.text())
        route.fulfill(response=answer)

    desk.route("**/control/rows/", held_up)
    kill_live(running)
    write(writer, incident, "Said while it was dead")
    expect(desk.locator("#freshness")).to_contain_text("reconnecting")
    expect(log).to_contain_text("Said while it was dead")
    expect(desk.locator("#freshness")).to_contain_text("live ")
    for _ in range(40):
        if not answers:
            desk.wait_for_timeout(250)
    desk.wait_for_timeout(500)  # the answer is merged
    assert row(desk, incident).count() == 1
    assert f"Newer than answer 0 {incident}" not in answers[0]
    expect(row(desk, incident)).to_contain_text(f"Newer than answer {len(answers) - 1}")
    expect(desk.locator("#line")).to_have_value("Half a line")
    writer.context.close()
    desk.context.close()


def type_line(page, text):
    page.locator("#line").fill(text)
    page.locator("#line").press("Enter")
    expect(page.locator("#line")).to_have_value("")  # it is taken
    expect(page.locator("#command .refusal")).to_have_count(0)


def open_log(page, key):
    row(page, key).click()
    expect(page.locator(f"[data-live-list='log-{key}']")).to_contain_text("Opened")
    page.evaluate("window.neverReloaded = true")


def test_two_desks_see_what_the_other_does_without_a_reload_and_what_one_types_stays(chromium, running, incident):
    first, second = control_desk(chromium, running), control_desk(chromium, running)
    for desk in (first, second):
        open_log(desk, incident)
    call_sign = first.locator("[data-live-list=units] tr:has(.tag.good) [data-unit]").first.get_attribute("data-unit")
    second.locator("#line").press_sequentially("Half a li")
    second.locator("#line").press("ArrowLeft")

    type_line(first, f"/u {call_sign}")
    type_line(first, "They are by the east doors")
    expect(row(second, incident)).to_contain_text(call_sign)
    expect(row(second, incident)).to_contain_text("They are by the east doors")
    expect(second.locator(f"[data-live-list='log-{incident}']")).to_contain_text("They are by the east doors")
    on_unit = second.locator("[data-live-list=units] tr", has=second.locator(f"[data-unit='{call_sign}']"))
    expect(on_unit.locator(".tag.warn")).to_be_visible()

    expect(second.locator("#line")).to_be_focused()
    second.keyboard.type("n")  # goes in where the caret was left
    expect(second.locator("#line")).to_have_value("Half a lni")
    type_line(second, "Seen from the other desk")
    expect(row(first, incident)).to_contain_text("Seen from the other desk")
    expect(first.locator(f"[data-live-list='log-{incident}']")).to_contain_text("Seen from the other desk")
    type_line(first, f"/st {call_sign} 2")  # it is free for the journeys that follow
    expect(on_unit.locator(".tag.good")).to_be_visible()
    for desk in (first, second):
        assert desk.evaluate("window.neverReloaded") is True
        assert desk.faults == []
        desk.context.close()


def test_a_desk_whose_stream_stays_away_says_that_it_is_old_and_catches_up_by_itself(chromium, running, incident):
    writer, desk = control_desk(chromium, running), control_desk(chromium, running)
    open_log(desk, incident)
    desk.locator("#line").press_sequentially("Half a line")
    stale = desk.locator("body.stale")
    for _ in range(200):  # as often as its supervisor starts it again
        if stale.count():
            break
        with suppress(AssertionError):
            kill_live(running)
        desk.wait_for_timeout(200)
    expect(desk.locator("#freshness")).to_contain_text("offline, ")
    expect(desk.locator("#notice")).to_contain_text("what you see may be old")
    write(writer, incident, "Said while nobody was told")
    expect(desk.locator("#freshness")).to_contain_text("live ")
    expect(row(desk, incident)).to_contain_text("Said while nobody was told")
    expect(desk.locator(f"[data-live-list='log-{incident}']")).to_contain_text("Said while nobody was told")
    expect(stale).to_have_count(0)
    expect(desk.locator("#notice")).to_be_hidden()
    expect(desk.locator("#line")).to_have_value("Half a line")
    expect(desk.locator("#line")).to_be_focused()
    assert desk.evaluate("window.neverReloaded") is True
    assert desk.faults == []
    writer.context.close()
    desk.context.close()


def test_a_line_typed_the_moment_a_fresh_form_stands_is_sent_and_not_put_into_the_address(chromium, running, incident):
    page = control_desk(chromium, running)
    open_log(page, incident)
    address = page.url
    page.evaluate(
        """() => document.addEventListener("htmx:afterSwap", () => setTimeout(() => {
          const line = document.getElementById("line");
          line.value = "Said with quick fingers";
          line.form.requestSubmit();
        }), { once: true })"""
    )
    page.locator("#line").evaluate("(line) => { line.value = 'The line before it'; line.form.requestSubmit(); }")
    log = page.locator(f"[data-live-list='log-{incident}']")
    expect(log).to_contain_text("The line before it")
    expect(log).to_contain_text("Said with quick fingers")
    assert page.url == address
    assert page.faults == []
