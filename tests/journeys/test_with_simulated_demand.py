"""Simulated demand at the desks: its mail and its call become logs, and the crew that it plays works them."""

import json
import os
import re
import signal
import subprocess
import sys
import time

import pytest
from playwright.sync_api import expect
from tests.journeys.conftest import ROOT, new_key, sign_in
from tests.journeys.test_from_mail_to_crime import close, fill_opening, insist, record_the_crime, say

from lineside.kernel.keys import uuid7
from lineside.site.demo import SIMULATOR_SCOPES

pytestmark = pytest.mark.timeout(1500)
SPEED = 40  # a contact a second: more than a room has; slower, a crew that stays for hours is waited for too long
MARK = {"email": re.compile("✉"), "phone": re.compile("☎.*answered", re.DOTALL)}  # one who hung up is only rung back


@pytest.fixture
def demand(running, chromium, tmp_path):
    """The simulator as an operator starts it beside the node; what the system took of it is noted in a file.

    It plays until the test is over: one that ends before leaves its crews at their scenes.
    """
    sent, key = tmp_path / "sent.jsonl", new_key(running, chromium, "simulator", SIMULATOR_SCOPES)
    command = [sys.executable, "-m", "lineside.site.cli", "simulate", "--profile", "role", "--speed", str(SPEED),
               "--seed", str(uuid7().int % 1_000_000), "--base-url", running.address,
               "--smtp", f"127.0.0.1:{running.smtp_port}", "--smpp", f"127.0.0.1:{running.centre_port}"]  # fmt: skip
    own = os.environ | {"LINESIDE_API_KEY": key, "LINESIDE_SENT": str(sent), "LINESIDE_VAR": str(tmp_path / "var")}

    def begin():
        begun.append(subprocess.Popen(command, env=own, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        return sent

    begun: list[subprocess.Popen[bytes]] = []
    yield begin
    for each in begun:
        each.send_signal(signal.SIGTERM)
        each.wait(40)


def sent_by(sent, channel):
    whole = sent.read_text().rpartition("\n")[0] if sent.exists() else ""
    return [each for each in map(json.loads, whole.splitlines()) if each["by"] == channel]


def rows_of(page, channel):
    rows = page.locator("[data-live-list=contacts] [data-row]", has_text=MARK[channel])
    return rows.evaluate_all("found => found.map((row) => row.id)")


def newly_come(page, channel, before):
    """The key of the first that was not there before; the queue is never reloaded."""
    limit = time.monotonic() + 180
    while time.monotonic() < limit:
        if new := [each for each in rows_of(page, channel) if each not in before]:
            return new[0].removeprefix("contact-")
        page.wait_for_timeout(200)
    raise AssertionError(f"Nothing came by {channel}.")


def take(page, running, key):
    """By key; a call that was answered by nobody we know is in everybody's hands already."""
    page.goto(f"{running.address}/contact/{key}/")
    button = page.locator("[data-command='Take this contact']")
    expect(button.or_(page.locator("#place")).first).to_be_visible(timeout=8_000)
    if button.count():
        page.keyboard.press("Alt+t")
    expect(page.locator("#place")).to_be_visible(timeout=8_000)


def says_one_of(page, words):
    """What a caller says comes while it is said, on a busy machine some seconds after the call was taken."""
    limit, shown = time.monotonic() + 20, ""
    while time.monotonic() < limit:
        shown = " ".join(page.locator("body").inner_text().split())
        if any(each in shown for each in words):
            return
        page.wait_for_timeout(200)
    raise AssertionError(f"None of {words} in {shown[:2000]}")


def test_simulated_mail_and_calls_run_through_all_the_desks(running, chromium, demand):
    handler = sign_in(chromium, running, "Contact handler")
    control = sign_in(chromium, running, "Communications officer", color_scheme="dark")
    recorder = sign_in(chromium, running, "Crime recorder")
    handler.goto(f"{running.address}/contact/")
    control.goto(f"{running.address}/control/")
    expect(control.locator("#freshness")).to_contain_text("live ", timeout=10_000)
    expect(handler.locator("#freshness")).to_contain_text("live ", timeout=10_000)
    before = {channel: rows_of(handler, channel) for channel in MARK}
    sent = demand()
    come = {channel: newly_come(handler, channel, before[channel]) for channel in MARK}
    opened: dict[str, str] = {}
    for (channel, key), unit in zip(come.items(), ("CX16", "CX17"), strict=True):
        take(handler, running, key)
        words = [" ".join(each["text"].split())[:40] for each in sent_by(sent, channel) if each["text"]]
        says_one_of(handler, words)
        summary = f"Simulated by {channel} {str(uuid7())[-6:]}"
        fill_opening(handler, summary)
        handler.keyboard.press("Control+Enter")
        log_of(control, summary)
        say(control, f"/u {unit}")
        opened[summary] = unit
    for summary, unit in opened.items():
        log = log_of(control, summary)
        for shows in (f"{unit} assigned", f"{unit}: 5", f"{unit}: 6", f"{unit} clear"):  # which control never said
            expect(log).to_contain_text(shows, timeout=800_000)  # one crew in a thousand stays for hours
        insist(control, "/res CRIME ARR ADV", "Result: ")
        record_the_crime(recorder, running, summary)
        close(control)
    assert [page.faults for page in (handler, control, recorder)] == [[], [], []]


def log_of(control, summary):
    row = control.locator(f"[data-live-list=incidents] >> text={summary}").first
    expect(row).to_be_visible(timeout=15_000)  # the other browser, without a reload
    row.click()
    log = control.locator("[data-live-list^='log-']").first
    expect(log).to_contain_text(summary, timeout=8_000)
    return log
