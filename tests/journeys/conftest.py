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
from tests.journeys.telephone import SCOPES, Switch

from lineside.kernel.keys import uuid7
from lineside.site.node import first_free_port

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
    limit = time.monotonic() + 120
    while time.monotonic() < limit:
        text = out.read_text()
        if address := re.search(r"^(http://127\.0\.0\.1:\d+)$", text, re.MULTILINE):
            links = dict(re.findall(r"^  ([A-Za-z ]+): (http\S+/link/\S+)$", text, re.MULTILINE))
            found = re.findall(r"^    ([a-z_]+)  (\S+)  ([A-Z2-7]+)$", text, re.MULTILINE)
            centre = re.findall(r"peer send --port (\d+)", text)[0]
            return Running(
                address[1], smtp, int(centre), links, {name: (word, totp) for name, word, totp in found}, var
            )
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


def new_key(running, chromium, name, scopes):
    """The administrator gives a client its key; it is shown once."""
    page = sign_in(chromium, running, "Administrator")
    page.goto(f"{running.address}/admin/clients/")
    page.locator("#enrol-name").fill(f"{name} {uuid7()}")
    for scope in scopes:
        page.get_by_label(scope, exact=True).check()
    page.get_by_role("button", name=re.compile("^Enrol")).click()
    key = page.locator("code.secret").inner_text()
    page.context.close()
    return key


@pytest.fixture
def switch(running, chromium):
    told = Switch(running.address, new_key(running, chromium, "switch", SCOPES))
    yield told
    told.client.close()
