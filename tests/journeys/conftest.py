"""A whole Lineside of its own for the journeys: the demonstration without simulated demand, and a browser."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.journeys.telephone import SCOPES, WHO_ENDS_ALL, Switch

from lineside.kernel.keys import uuid7
from lineside.site.node import first_free_port

# A journey shows that something comes and that it comes by itself, on however busy a machine; how soon is measured by
# `lineside bench`. So each waits for the event, and none says anew how long.
expect.set_options(timeout=40_000)
ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium")
# The documents' pictures are made anew when that is asked for; else a run leaves the work tree as it was.
SCREENSHOTS = ROOT / ("docs" if os.environ.get("LINESIDE_SCREENSHOTS") else "var") / "screenshots"


@dataclass
class Running:
    """The demonstration as it printed itself."""

    address: str
    smtp_port: int
    centre_port: int
    links: dict[str, str]
    accounts: dict[str, tuple[str, str]]
    var: Path
    report: str = ""  # where the public reports
    mastodon_port: int = 0
    social_ports: dict[str, int] = field(default_factory=dict)  # of X, Meta and Bluesky
    commands: list[str] = field(default_factory=list)  # to copy, by which a newcomer plays the public
    api_key: str = ""
    sittings: dict[str, Any] = field(default_factory=dict)


def sign_in(chromium, running, role, **options):
    """A page of a browser of its own. The one-use link is used once; later browsers sit in the same sitting."""
    options.setdefault("viewport", {"width": 1500, "height": 940})
    page = chromium.new_context(storage_state=running.sittings.get(role), **options).new_page()
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    if role not in running.sittings:
        page.goto(running.links[role])
        running.sittings[role] = page.context.storage_state()
    return page


def pytest_collection_modifyitems(items):
    for item in items:
        if "journeys" in str(item.path):
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.alone)
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason="chromium is not installed: apt-get install chromium"))


@pytest.fixture(scope="session")
def running():
    var = ROOT / "var" / "journeys"
    own = {key: value for key, value in os.environ.items() if not key.startswith(("DATABASE_", "LINESIDE_", "DJANGO_"))}
    # Two clones on one machine try their journeys side by side with ports of their own.
    port = int(os.environ.get("LINESIDE_JOURNEY_PORT") or first_free_port(8710))
    smtp = port - 5980
    environment = {**own, "LINESIDE_VAR": str(var), "LINESIDE_PORT": str(port), "LINESIDE_SMTP_PORT": str(smtp)}
    var.mkdir(parents=True, exist_ok=True)
    out = var / "demo.out"
    with out.open("w") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "lineside.site.cli", "demo", "--quiet"],
            env=environment, cwd=ROOT, stdout=file, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    try:
        yield ready(process, out, var, smtp)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


def ready(process, out, var, smtp):
    limit = time.monotonic() + 500
    while time.monotonic() < limit:
        text = out.read_text()
        if address := re.search(r"^(http://127\.0\.0\.1:\d+)$", text, re.MULTILINE):
            links = dict(re.findall(r"^  ([A-Za-z ]+): (http\S+/link/\S+)$", text, re.MULTILINE))
            found = re.findall(r"^    ([a-z_]+)  (\S+)  ([A-Z2-7]+)$", text, re.MULTILINE)
            centre = re.findall(r"peer send --port (\d+)", text)[0]
            report = re.findall(r"public does: (http\S+)/", text)[0]
            accounts = {name: (word, totp) for name, word, totp in found}
            mastodon = re.findall(r"peer post --port (\d+)", text)[0]
            others = dict(
                zip(("x", "meta", "bluesky"), map(int, re.findall(r"peer say --port (\d+)", text)), strict=True)
            )
            running = Running(address[1], smtp, int(centre), links, accounts, var, report, mastodon_port=int(mastodon))
            running.social_ports = others
            running.commands = re.findall(r"^  \.venv/bin/python -m (.+)$", text, re.MULTILINE)
            return running
        assert process.poll() is None, text
        time.sleep(0.2)
    raise AssertionError(out.read_text())


@pytest.fixture(scope="session")
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # No graphics process: one that emulates a card takes the processors of a small machine, and pages wait for it.
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture(scope="module", autouse=True)
def _no_window_of_a_module_stays_open(request):
    yield from without_new_windows(request)


@pytest.fixture(autouse=True)
def _no_window_of_a_journey_stays_open(request, _no_window_of_a_module_stays_open):
    yield from without_new_windows(request)


def without_new_windows(request):
    """Each open desk draws all that comes in, so that the last journeys would share the machine with the first."""
    browser = request.getfixturevalue("chromium") if CHROMIUM else None
    before = list(browser.contexts) if browser else []
    yield
    for context in [each for each in browser.contexts if each not in before] if browser else []:
        context.close()


def new_key(running, chromium, name, scopes, *, is_exact=False):
    """The administrator gives a client its key; it is shown once."""
    page = sign_in(chromium, running, "Administrator")
    page.goto(f"{running.address}/admin/clients/")
    page.locator("#enrol-name").fill(name if is_exact else f"{name} {uuid7()}")
    if is_exact:
        page.get_by_label("Give a client of that name a new key").check()
    for scope in scopes:
        page.get_by_label(scope, exact=True).check()
    page.get_by_role("button", name=re.compile("^Enrol")).click()
    key = page.locator("code.secret").inner_text()
    page.context.close()
    return key


@pytest.fixture
def switch(running, chromium):
    with Switch(running.address, new_key(running, chromium, "switch", SCOPES)) as told:
        yield told


@pytest.fixture
def _nobody_waits(running, chromium):
    """What earlier journeys have left for nobody is ended: while it waits, whoever is free is for the gravest of it."""
    end_what_waits(running, chromium)


def end_what_waits(running, chromium):
    with Switch(running.address, new_key(running, chromium, "tidy", WHO_ENDS_ALL)) as told:
        told.end_what_waits()
