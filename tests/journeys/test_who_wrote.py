"""Beside a mail stands who vouches for its sender, as we found it ourselves; a forged name hides nothing."""

import re
import smtplib

import pytest
from playwright.sync_api import expect
from tests.journeys.by_keys import finds_nothing
from tests.journeys.conftest import SCREENSHOTS, sign_in

from lineside.gateways.email.peer import write_mail
from lineside.kernel.keys import uuid7

pytestmark = pytest.mark.timeout(240)


def send(running, sender, name):
    address = "fcc@lineside.example"
    raw = write_mail(f"{name} <{sender}>", address, f"From {name}", "A blue bag on platform 3.")
    with smtplib.SMTP("127.0.0.1", running.smtp_port, timeout=10) as server:
        server.sendmail(sender, [address], raw)


def test_the_desk_sees_who_vouches_for_a_sender_and_who_does_not(running, chromium):
    mark = str(uuid7())[-4:]
    told = {
        f"Robin Honest {mark}": ("robin@passenger.example", "DMARC pass for passenger.example"),
        f"Robin Forged {mark}": ("robin@bank.example", "its domain asks that such mail be refused"),
    }
    handler = sign_in(chromium, running, "Contact handler")
    handler.goto(f"{running.address}/contact/")
    for name, (sender, says) in told.items():
        send(running, sender, name)
        row = handler.locator("[data-live-list=contacts] [data-row]", has_text=name)
        expect(row).to_be_visible()
        row.locator("[data-row-link]").click()
        expect(handler.locator("#chosen .head")).to_contain_text("Sender, by our own check: SPF")
        expect(handler.locator("#chosen .head")).to_contain_text(re.compile(re.escape(says)))
        handler.screenshot(path=SCREENSHOTS / f"sender-{name.split()[1].lower()}.png")
        finds_nothing(handler)
    assert handler.faults == []
