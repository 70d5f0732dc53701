"""A file that came with a message is taken deliberately, by keys: what it is first, then its bytes as they came."""

import smtplib
from email.message import EmailMessage
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from tests.journeys.conftest import SCREENSHOTS, sign_in

from lineside.gateways.scanner.peer import EICAR_HEX, is_installed
from lineside.kernel.keys import uuid7

pytestmark = pytest.mark.timeout(300)
BYTES = b"<html><script>document.title = 'taken over'</script>"


def send_mail(running, sender):
    message = EmailMessage()
    message["From"], message["To"] = f"{sender} <robin.vale@passenger.example>", "fcc@lineside.example"
    message["Subject"], message["Message-ID"] = "What I filmed", f"<{uuid7()}@passenger.example>"
    message.set_content("The picture is attached.")
    message.add_attachment(BYTES, maintype="image", subtype="png", filename="platform.html")
    harm = bytes.fromhex(EICAR_HEX)
    message.add_attachment(harm, maintype="application", subtype="pdf", filename=f"harm {sender[-6:]}.pdf")
    with smtplib.SMTP("127.0.0.1", running.smtp_port, timeout=10) as server:
        server.send_message(message)


def seen_in_both_themes(page, name):
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        found = Axe().run(page).response["violations"]
        assert [(each["id"], [node["target"] for node in each["nodes"]]) for each in found] == []
        page.screenshot(path=SCREENSHOTS / f"{name}-{theme}.png")


def both_are_scanned(page):
    """By the demonstration's own clamd; the message changes under the eyes of who reads it."""
    for said in ("scanned, nothing found", "infected, in quarantine"):
        expect(page.locator(".talk")).to_contain_text(said)


def test_a_file_is_taken_as_a_download_only_after_saying_so(running, chromium):
    page = sign_in(chromium, running, "Contact handler", color_scheme="dark")
    page.goto(f"{running.address}/contact/")
    sender = f"Robin Vale {str(uuid7())[-6:]}"
    send_mail(running, sender)
    page.get_by_text(sender).first.click()
    here = page.url
    link = page.get_by_role("link", name="platform.html")
    expect(link).to_be_visible()
    if is_installed():
        both_are_scanned(page)
    link.focus()
    page.keyboard.press("Enter")
    sheet = page.locator("#sheet")
    expect(sheet).to_contain_text("The scanner found nothing" if is_installed() else "Nobody has scanned this file")
    expect(sheet).to_contain_text("Claims to be")
    seen_in_both_themes(page, "attachment")

    page.keyboard.press("Tab")
    expect(sheet.locator("[name=understood]")).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    with page.expect_download() as taken:
        page.keyboard.press("Enter")
    assert taken.value.suggested_filename == "platform.html.held"
    assert Path(taken.value.path()).read_bytes() == BYTES
    expect(sheet).to_be_hidden()
    assert page.url.startswith(here)
    assert "taken over" not in page.title()
    assert page.faults == []


@pytest.mark.skipif(not is_installed(), reason="clamd is not installed (apt install clamav-daemon)")
def test_a_supervisor_sees_what_is_in_quarantine_and_says_what_was_done(running, chromium):
    mark = str(uuid7())[-6:]
    send_mail(running, f"Robin Vale {mark}")
    page = sign_in(chromium, running, "FCC supervisor", color_scheme="light")
    page.goto(f"{running.address}/supervise/")
    page.get_by_role("link", name=f"harm {mark}.pdf").click()
    sheet = page.locator("#sheet")
    expect(sheet).to_contain_text("In quarantine: the scanner found")
    seen_in_both_themes(page, "quarantine")
    sheet.get_by_label("What was done about it").fill("The sender was told.")
    sheet.get_by_role("button", name="Dealt with").click()
    expect(page.locator("[data-live-list=quarantine]")).not_to_contain_text(mark)
    assert page.faults == []
