"""A contact that told of a theft is resolved without a record: the board finds it, live, and a person says why."""

import re

import pytest
from playwright.sync_api import expect
from tests.journeys.by_keys import finds_nothing, walk_to
from tests.journeys.conftest import SCREENSHOTS, sign_in

from lineside.gateways.email.peer import send_mail, write_mail
from lineside.kernel.keys import uuid7

pytestmark = pytest.mark.timeout(300)
WHY = "The bag was found on the rack; the passenger rang again and said so."


def test_what_a_contact_told_is_found_live_explained_and_dismissed_by_keys(running, chromium):
    registrar = sign_in(chromium, running, "Force crime registrar", color_scheme="light")
    registrar.goto(f"{running.address}/compliance/")
    expect(registrar.locator("#freshness")).to_contain_text("live ")
    reference = an_ended_contact(running, chromium)
    row = registrar.locator("[data-row]", has_text=reference)
    expect(row).to_be_visible(timeout=20_000)  # live: nobody loaded the page again
    expect(row).to_contain_text("CRR 2026/27 p6")
    walk_to(registrar, reference)
    expect(registrar.locator("#finding-title")).to_contain_text(reference)
    expect(registrar.locator("#chosen")).to_contain_text("stole")
    finds_nothing(registrar)
    registrar.screenshot(path=SCREENSHOTS / "compliance.png", full_page=True)
    say(registrar, "It is put right", "put_right-words", "Look again")
    expect(registrar.locator("#chosen [role=alert]")).to_contain_text("cause is still there")
    expect(registrar.locator("#put_right-words")).to_have_value(WHY)
    say(registrar, "Explain it", "explain-words", "Keep the explanation")
    expect(registrar.locator("#finding-title")).to_contain_text("explained")
    expect(row).to_contain_text("explained")
    say(registrar, "Dismiss it", "dismiss-words", "Dismiss")
    expect(registrar.locator("#finding-title")).to_contain_text("dismissed")
    expect(row).to_have_count(0)
    registrar.goto(f"{running.address}/compliance/figures/")
    finds_nothing(registrar)
    registrar.get_by_role("button", name="Begin").click()
    expect(registrar.locator("#sweeps-part")).to_contain_text("under way")
    registrar.goto(f"{running.address}/compliance/samples/")
    finds_nothing(registrar)
    assert registrar.faults == []


def say(page, summary, field, button):
    """Opens the deed by its summary, types the words and sends them, all by keys."""
    told = page.locator("summary", has_text=summary)
    told.focus()
    if page.locator(f"#{field}").is_hidden():
        page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(f"#{field}")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type(WHY)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name=button)).to_be_focused()
    page.keyboard.press("Enter")


def an_ended_contact(running, chromium):
    """A mail that the contact handler takes and resolves without a record; its reference."""
    subject = f"Bag {uuid7().int % 10**9}"
    raw = write_mail("Sam <sam@passenger.example>", "fcc@lineside.example", subject, "Somebody stole my bag at Leeds.")
    send_mail(("127.0.0.1", running.smtp_port), ["fcc@lineside.example"], raw)
    page = sign_in(chromium, running, "Contact handler")
    page.goto(f"{running.address}/contact/")
    row = page.locator("[data-row]", has_text=subject)
    expect(row).to_be_visible()
    row.click()
    take = page.get_by_role("button", name=re.compile("^Take"))
    expect(take).to_be_visible()
    page.keyboard.press("Alt+t")
    expect(take).to_have_count(0)
    reference = page.locator("#contact-title").inner_text().split()[0]
    page.locator("#resolve-disposition").select_option("advice_given")
    page.keyboard.press("Control+Shift+Enter")
    expect(page.locator("#resolve-disposition")).to_have_count(0)
    return str(reference)
