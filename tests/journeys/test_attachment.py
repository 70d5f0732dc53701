"""A file that came with a message is taken deliberately, by keys: what it is first, then its bytes as they came."""

import smtplib
from email.message import EmailMessage
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from tests.journeys.conftest import SCREENSHOTS, sign_in

from lineside.kernel.keys import uuid7

pytestmark = pytest.mark.timeout(180)
BYTES = b"<html><script>document.title = 'taken over'</script>"


def send_mail(running, sender):
    message = EmailMessage()
    message["From"], message["To"] = f"{sender} <robin.vale@passenger.example>", "fcc@lineside.example"
    message["Subject"], message["Message-ID"] = "What I filmed", f"<{uuid7()}@passenger.example>"
    message.set_content("The picture is attached.")
    message.add_attachment(BYTES, maintype="image", subtype="png", filename="platform.html")
    with smtplib.SMTP("127.0.0.1", running.smtp_port, timeout=10) as server:
        server.send_message(message)


def test_a_file_nobody_has_scanned_is_taken_as_a_download_only_after_saying_so(running, chromium):
    page = sign_in(chromium, running, "Contact handler", color_scheme="dark")
    page.goto(f"{running.address}/contact/")
    sender = f"Robin Vale {str(uuid7())[-6:]}"
    send_mail(running, sender)
    page.get_by_text(sender).first.click(timeout=15_000)
    here = page.url
    link = page.get_by_role("link", name="platform.html")
    expect(link).to_be_visible(timeout=8_000)
    link.focus()
    page.keyboard.press("Enter")
    sheet = page.locator("#sheet")
    expect(sheet).to_contain_text("Nobody has scanned this file", timeout=8_000)
    expect(sheet).to_contain_text("Claims to be")
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        found = Axe().run(page).response["violations"]
        assert [(each["id"], [node["target"] for node in each["nodes"]]) for each in found] == []
        page.screenshot(path=SCREENSHOTS / f"attachment-{theme}.png")

    page.keyboard.press("Tab")
    expect(sheet.locator("[name=understood]")).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    with page.expect_download(timeout=10_000) as taken:
        page.keyboard.press("Enter")
    assert taken.value.suggested_filename == "platform.html.held"
    assert Path(taken.value.path()).read_bytes() == BYTES
    expect(sheet).to_be_hidden()
    assert page.url.startswith(here)
    assert "taken over" not in page.title()
    assert page.faults == []
