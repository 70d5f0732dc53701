"""A message comes in by SMTP; a handler grades it, control sends a unit, the log closes, the crime is recorded."""

import re
import smtplib
from email.message import EmailMessage

import pytest
from playwright.sync_api import expect
from tests.journeys.by_keys import IN_WORDS
from tests.journeys.conftest import SCREENSHOTS, sign_in

from lineside.kernel.keys import uuid7

pytestmark = pytest.mark.timeout(240)
ANSWERS = {"threat": "present", "harm": "medium", "risk": "likely", "investigation": "attend", "vulnerability": "staff",
           "engagement": "safe", "scene": "given", "prevention": "given"}  # fmt: skip


def send_mail(running, sender, subject, text):
    message = EmailMessage()
    message["From"], message["To"] = f"{sender} <robin.vale@passenger.example>", "fcc@lineside.example"
    message["Subject"], message["Message-ID"] = subject, f"<{uuid7()}@passenger.example>"
    message.set_content(text)
    with smtplib.SMTP("127.0.0.1", running.smtp_port, timeout=10) as server:
        server.send_message(message)


def test_a_real_message_becomes_a_resourced_incident_and_a_recorded_crime(running, chromium):
    handler = sign_in(chromium, running, "Contact handler", color_scheme="dark")
    control = sign_in(chromium, running, "Communications officer", color_scheme="dark")
    handler.goto(f"{running.address}/contact/")
    control.goto(f"{running.address}/control/")
    expect(control.get_by_text("live", exact=False).first).to_be_visible()

    # The database of the journeys is kept between runs, as a force's is: each run has its own names.
    mark = str(uuid7())[-4:]
    sender, summary = f"Robin Vale {mark}", f"Guard punched by a passenger {mark}"
    send_mail(running, sender, "Guard punched at Leeds", "A man has just punched the guard by platform 8 at Leeds.")
    arrived = handler.get_by_text(sender).first
    expect(arrived).to_be_visible()  # without a reload
    arrived.click()
    handler.get_by_role("button", name=re.compile("^Take")).click()
    fill_opening(handler, summary)
    handler.screenshot(path=SCREENSHOTS / "contact.png")
    handler.keyboard.press("Control+Enter")

    row = control.locator(f"[data-live-list] >> text={summary}").first
    expect(row).to_be_visible()  # the other browser, without a reload
    work_the_incident(control, row)
    control.screenshot(path=SCREENSHOTS / "control.png")
    record_the_crime(sign_in(chromium, running, "Crime recorder", color_scheme="light"), running, summary)
    close(control)
    assert handler.faults == []
    assert control.faults == []


def fill_opening(page, summary):
    page.locator("#place").press_sequentially("leeds p8", delay=60)
    expect(page.locator("#place-readings")).to_contain_text("Leeds")
    page.locator("[name=place_status]").select_option("confirmed")
    page.locator("[name=opening_code]").select_option("VIOL")
    page.locator("[name=summary]").fill(summary)
    for question, answer in ANSWERS.items():
        page.locator(f"[name=thrive-{question}][value={answer}]").check()
        if question in IN_WORDS:
            page.locator(f"[name=thrive-{question}-text]").fill("As told")
    expect(page.locator("#opening-proposal")).to_contain_text("Proposed")


def say(page, text):
    box = page.locator("[data-command-line], input[name=text], textarea[name=text]").first
    box.press_sequentially(text, delay=15)
    box.press("Enter")
    expect(page.locator("[data-command-line], input[name=text], textarea[name=text]").first).to_have_value("")


def work_the_incident(page, row):
    row.click()
    log = page.locator("[data-live-list^='log-']").first
    expect(log).to_be_visible()
    for line, shows in (
        ("/u CX15", "CX15 assigned"),
        ("/st CX15 5", "CX15: 5"),
        ("/st CX15 6", "CX15: 6"),
        ("One man detained, guard treated", "One man detained"),
        ("/st CX15 2", "CX15 clear"),
        ("/res CRIME ARR ADV", "Result"),
    ):
        say(page, line)
        expect(log).to_contain_text(shows)


def insist(page, text, shows):
    """Somebody else may work on the log too: a first Enter may be refused with both texts, a second sends it again."""
    page.locator("#line").press_sequentially(text, delay=15)
    for _ in range(3):
        with page.expect_response(lambda answer: answer.request.method == "POST" and "/try/" not in answer.url) as sent:
            page.locator("#line").press("Enter")
        if "has changed since you opened it" not in (said := sent.value.text()):
            break
        expect(page.locator("#line")).to_have_attribute("aria-invalid", "true")
        page.wait_for_timeout(500)  # a person reads the two texts
    assert shows in said, said


def close(page):
    """The crime was recorded meanwhile."""
    insist(page, "/close", "Closed.")


def record_the_crime(page, running, summary):
    page.goto(f"{running.address}/crime/")
    page.get_by_text(summary).first.click()
    page.locator("#offence-find").press_sequentially("common assault")
    found = page.locator("#offence-found [name=offence]").first
    expect(found).to_be_visible()
    page.keyboard.press("Tab")
    expect(found).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#offence-find")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(found).to_be_checked()
    expect(found).to_be_focused()
    page.locator("#crime-form [name=summary]").fill("Punched once in the face while checking tickets")
    page.locator("#crime-form [name=victim_name]").fill("Lee Marsden")
    page.screenshot(path=SCREENSHOTS / "crime.png")
    page.locator("#crime-form button.main").click()
    expect(page.locator(".done").first).to_contain_text("Crime 26")
