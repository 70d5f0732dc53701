"""A trainer plays a scenario to a trainee in a training copy, and both talk through what was done. Keys alone."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time

import pytest
from playwright.sync_api import expect
from tests.journeys.by_keys import can_be_read, choose, fill_opening, finds_nothing, tab_to
from tests.journeys.conftest import ROOT, SCREENSHOTS, Running, sign_in
from tests.journeys.test_telephone_call import ANSWERS, open_row, queued

from lineside.kernel.clock import now, uk_day
from lineside.site.node import first_free_port
from lineside.training.rules import plan

pytestmark = pytest.mark.timeout(400)
SEED = 7
BAR = "TRAINING: nothing here is real"


@pytest.fixture(scope="module")
def copy():
    """A training copy of its own, beside whatever else runs on this machine; new each time, as a force begins one."""
    var = ROOT / "var" / "journeys-training"
    shutil.rmtree(var, ignore_errors=True)
    var.mkdir(parents=True)
    own = {key: value for key, value in os.environ.items() if not key.startswith(("DATABASE_", "LINESIDE_", "DJANGO_"))}
    port = int(os.environ.get("LINESIDE_JOURNEY_PORT") or 8710) + 40
    smtp = first_free_port(port - 5980)
    environment = {
        **own,
        "LINESIDE_VAR": str(var),
        "LINESIDE_PORT": str(first_free_port(port)),
        "LINESIDE_SMTP_PORT": str(smtp),
        "LINESIDE_HR_URL": "https://hr.force.example",  # what a shell of a live system may hold
    }
    out = var / "train.out"
    with out.open("w") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "lineside.site.cli", "train"],
            env=environment, cwd=ROOT, stdout=file, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    try:
        yield ready(process, out, var, smtp)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


def ready(process, out, var, smtp):
    limit = time.monotonic() + 300
    while time.monotonic() < limit:
        text = out.read_text()
        if address := re.search(r"^(http://127\.0\.0\.1:\d+)$", text, re.MULTILINE):
            links = dict(re.findall(r"^  ([A-Za-z ]+): (http\S+/link/\S+)$", text, re.MULTILINE))
            centre = int(re.findall(r"peer send --port (\d+)", text)[0])
            return Running(address[1], smtp, centre, links, {}, var)
        assert process.poll() is None, text
        time.sleep(0.2)
    raise AssertionError(out.read_text())


def test_a_scenario_is_played_to_a_trainee_and_talked_through(copy, chromium):
    trainer = sign_in(chromium, copy, "Trainer", color_scheme="dark")
    handler = sign_in(chromium, copy, "Contact handler", color_scheme="light")
    cannot_be_taken_for_live(copy, chromium, trainer)
    start(copy, trainer)
    reference = taken_and_opened(copy, handler)
    assert reference.startswith("TRAINING-")
    talked_through(copy, trainer)
    assert trainer.faults == handler.faults == []


def cannot_be_taken_for_live(copy, chromium, page):
    page.goto(f"{copy.address}/training/")
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        expect(page.locator(".environment-bar")).to_have_text(BAR)
        finds_nothing(page)
    assert page.title().startswith("TRAINING · ")
    assert page.request.get(f"{copy.address}/api/v1/training/exercises").headers["lineside-environment"] == "TRAINING"
    stranger = chromium.new_context().new_page()
    stranger.goto(f"{copy.address}/accounts/login/")
    expect(stranger.locator(".environment-bar")).to_have_text(BAR)
    finds_nothing(stranger)
    stranger.context.close()


def start(copy, page):
    choose(page, "#start-scenario", "Knife seen on a train into Leeds")
    tab_to(page, "#start-trainees")
    page.keyboard.type("Robin Vale")
    tab_to(page, "[data-command='Start this exercise']")
    page.keyboard.press("Enter")
    expect(page.locator("#start-seed-refusal")).to_contain_text("whole number")
    expect(page.locator("#start-trainees")).to_have_value("Robin Vale")
    page.screenshot(path=SCREENSHOTS / "training-start.png")
    finds_nothing(page)
    tab_to(page, "#start-seed")
    page.keyboard.type(str(SEED))
    tab_to(page, "[data-command='Start this exercise']")
    page.keyboard.press("Enter")
    expect(page.locator("[id^='exercise-state-']")).to_contain_text("running")


def taken_and_opened(copy, page):
    """The 999 call of the scenario rings by itself, and is answered as any other."""
    page.goto(f"{copy.address}/contact/")
    expect(page.locator("#freshness")).to_contain_text("live ")
    caller = next(due.person for due in plan("KNIFE", SEED, uk_day(now())) if due.item.code == "KNIFE-1")
    expect(queued(page, caller.name)).to_be_visible()
    open_row(page, caller.name)
    page.keyboard.press("Alt+t")
    expect(page.locator("#note")).to_be_focused()
    fill_opening(page, "Man with a knife in coach C of 1E23", "WEAPON", ANSWERS)
    page.keyboard.press("Control+Enter")
    done = page.locator(".done").first
    expect(done).to_contain_text("Incident")
    return re.search(r"TRAINING-\d{8}-\d{4}", done.inner_text())[0]


def talked_through(copy, page):
    expect(page.locator("[id^='exercise-state-']")).to_contain_text(re.compile(r"[1-3] of 3 came in"))  # live
    press(page, "[data-command='Let this exercise stand']")
    expect(page.locator("[id^='exercise-state-']")).to_contain_text("paused")
    table = page.locator("[aria-label='Expected points'] tbody")
    for point in ("A log is opened from it", "Opened as a weapon", "At Leeds"):
        expect(table.locator("tr", has_text=point)).to_contain_text("as expected")
    expect(table.locator("tr", has_text="The letter is answered")).to_contain_text("still to come")
    choose(page, "#remark-point", "KNIFE-1: A log is opened from it")
    tab_to(page, "#remark-words")
    page.keyboard.type("Asked where on the train at once.")
    press(page, "[data-command='Keep this remark']")
    expect(page.locator("#chosen")).to_contain_text("Asked where on the train at once.")
    press(page, "[data-command='End this exercise']")
    expect(page.locator("[id^='exercise-state-']")).to_contain_text("ended")
    expect(table.locator("tr", has_text="The letter is answered")).to_contain_text("not by the end")
    can_be_read(page, "training-debrief", full_page=True)
    tab_to(page, "[aria-label='Expected points'] a")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("As it was at")
    expect(page.locator("main")).to_contain_text("TRAINING-")
    expect(page.locator(".environment-bar")).to_have_text(BAR)


def press(page, selector):
    tab_to(page, selector)
    page.keyboard.press("Enter")
