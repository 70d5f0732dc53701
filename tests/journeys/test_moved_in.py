"""Old records are moved in beside the running desks, by the guide's own samples, and read there. Keys alone."""

import os
import shutil
import subprocess
import sys

import pytest
from playwright.sync_api import expect
from tests.journeys.by_keys import can_be_read, finds_nothing, tab_to
from tests.journeys.conftest import ROOT, sign_in

pytestmark = pytest.mark.timeout(240)


def test_an_old_log_is_found_by_its_words_and_read_with_where_it_comes_from(running, chromium, tmp_path):
    page = sign_in(chromium, running, "FCR supervisor")
    page.goto(f"{running.address}/find/?q=youths+caf%C3%A9+windows")
    moved_in(running, tmp_path)
    page.reload()
    row = page.locator("[data-row]", has_text="CAD-000417-19")
    expect(row).to_contain_text("from OLD CAD")
    can_be_read(page, "moved-in-found")
    finds_nothing(page)
    tab_to(page, "[data-row-link][href*='CAD-000417-19']")
    page.keyboard.press("Enter")
    expect(page.locator(".facts").first).to_contain_text("OLD CAD")
    lines = page.locator("[id^=log-] >> text=EC21 at scene")
    expect(lines.first).to_be_visible()
    expect(page.get_by_text("Moved in from OLD CAD, where its number was CAD/000417/19.")).to_be_visible()
    can_be_read(page, "moved-in-log")
    finds_nothing(page)
    assert page.faults == []


def moved_in(running, folder):
    """As an administrator does it, in a shell beside the running system; a second time nothing is doubled."""
    mapping = shutil.copytree(ROOT / "docs" / "how-to" / "move-in", folder / "old") / "mapping.toml"
    own = {key: value for key, value in os.environ.items() if not key.startswith(("DATABASE_", "LINESIDE_", "DJANGO_"))}
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-m", "lineside.site.cli", "import", str(mapping), "--by", "Ruth Adeyemi"],
            env={**own, "LINESIDE_VAR": str(running.var)}, cwd=ROOT, check=False, capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert "Every row is accounted for." in done.stdout
