"""An update is promised, missed, seen by the supervisor and kept; a child is referred to the unit; by keys alone."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from tests.journeys.by_keys import choose, finds_nothing, tab_to, walk_to
from tests.journeys.conftest import SCREENSHOTS, sign_in

from lineside.gateways.email.peer import send_mail, write_mail
from lineside.kernel.clock import UK, now
from lineside.kernel.keys import uuid7

pytestmark = pytest.mark.timeout(300)


def test_a_promise_is_missed_seen_and_kept_and_its_limit_stays_on_record(running, chromium):
    page, subject = a_contact(running, chromium, "dark")
    supervisor = sign_in(chromium, running, "FCC supervisor", color_scheme="light")
    supervisor.goto(f"{running.address}/supervise/")
    expect(supervisor.locator("#freshness")).to_contain_text("live ")
    page.keyboard.press("Alt+u")
    expect(page.locator("#promise-reach")).to_be_visible()
    choose(page, "#promise-reach", "We write")
    tab_to(page, "#promise-by")
    page.keyboard.type("soon")
    tab_to(page, "#promise-what")
    page.keyboard.type(f"Whether {subject} was found")
    press(page, "[data-command='Promise this']")
    expect(page.locator("#promise-by-refusal")).to_contain_text("tomorrow 10:00")
    expect(page.locator("#promise-what")).to_have_value(re.compile(subject))
    finds_nothing(page)
    soon = (now() + timedelta(minutes=1)).astimezone(UK)
    tab_to(page, "#promise-by")
    page.keyboard.press("Control+a")
    page.keyboard.type(f"{soon:%Y-%m-%d %H:%M}" if soon.second > 20 else f"{soon:%H:%M}")
    press(page, "[data-command='Promise this']")
    own = page.locator("#promised [data-live-list^='promises-']")
    expect(own).to_contain_text(subject)  # live, in one's own list
    page.screenshot(path=SCREENSHOTS / "promise.png")
    overdue = supervisor.locator("[data-live-list='promises-overdue']")
    expect(overdue).to_contain_text(subject, timeout=100_000)  # recorded by the clock
    finds_nothing(supervisor)
    supervisor.screenshot(path=SCREENSHOTS / "promise-overdue-light.png")
    keep(page, subject)
    expect(overdue).not_to_contain_text(subject)
    assert [*page.faults, *supervisor.faults] == []


def keep(page, subject):
    """Not by word alone: only once something went out to them."""
    choose(page, "#promising [id$='-how']", "Written to them on this contact")
    press(page, "[data-end-promise]")
    expect(page.locator("#promising .refusal")).to_contain_text("Nothing has been sent")
    page.keyboard.press("Alt+t")
    expect(page.locator("#contact-title")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Take"))).to_have_count(0)
    choose(page, "[name=template]", "When you hear from us")
    tab_to(page, "[name=text]")
    page.keyboard.type("It was found at Leeds.")
    page.keyboard.press("Alt+r")
    expect(page.locator("[data-live-list^='talk-']")).to_contain_text("You will hear from us by")
    expect(page.locator("[name=text]")).to_have_value("")  # the answer is here, with a fresh form
    page.keyboard.press("Alt+u")
    expect(page.locator("#promising [id$='-how']")).to_be_visible()
    choose(page, "#promising [id$='-how']", "Written to them on this contact")
    press(page, "[data-end-promise]")
    kept = page.locator("[aria-label='Promised updates']")
    expect(kept).to_contain_text("kept: Written to them")
    expect(kept).to_contain_text("missed")
    expect(page.locator("#promised [data-live-list^='promises-']")).not_to_contain_text(subject)


def test_a_child_is_referred_and_the_unit_accepts_by_keys(running, chromium):
    page, _ = a_contact(running, chromium, "light")
    unit = sign_in(chromium, running, "Safeguarding officer", color_scheme="dark")
    unit.goto(f"{running.address}/safeguarding/")
    expect(unit.locator("#freshness")).to_contain_text("live ")
    page.keyboard.press("Alt+v")
    expect(page.locator("#refer-kind")).to_be_visible()
    choose(page, "#refer-kind", "Child alone or far from home")
    choose(page, "#refer-urgency", "Danger now or within hours")
    who = f"A girl in a red coat, {uuid7().hex[-6:]}"
    for name, words in (("subject", who), ("seen", "She has no ticket and says that she may not go home.")):
        tab_to(page, f"#refer-{name}")
        page.keyboard.type(words)
    choose(page, "#refer-basis", "A child: made to protect, whether or not they or a parent agree")
    press(page, "[data-command='Send to the safeguarding unit']")
    expect(page.locator("#refer-basis_words-refusal")).to_contain_text("did not agree")
    finds_nothing(page)
    tab_to(page, "#refer-basis_words")
    page.keyboard.type("She is a child, alone and afraid")
    press(page, "[data-command='Send to the safeguarding unit']")
    expect(page.locator("#referring .done")).to_contain_text("Send a unit as well")
    reference = re.search(r"SG-\w+", page.locator("#referring .done").inner_text())[0]
    page.screenshot(path=SCREENSHOTS / "referral-made-light.png")
    row = unit.locator("[data-row]", has_text=reference)
    expect(row).to_contain_text("nobody has it yet")
    assert who not in unit.locator("body").inner_text()
    work(unit, reference, who)
    expect(page.locator("[aria-label='Safeguarding referrals']")).to_contain_text("accepted")  # live
    expect(row).to_have_count(0)
    assert [*page.faults, *unit.faults] == []


def work(unit, reference, who):
    """The unit has it, accepts it, and another agency is told."""
    walk_to(unit, reference)
    expect(unit.locator("#chosen")).to_contain_text(who)
    unit.keyboard.press("Alt+t")
    expect(unit.locator("#chosen header")).to_contain_text("received by the unit")
    tab_to(unit, "#accept-words")
    unit.keyboard.type("The children's team of Leeds meets her at the station")
    finds_nothing(unit)
    press(unit, "[data-command='Accept this referral']")
    expect(unit.locator("#share-agency")).to_be_visible()
    choose(unit, "#share-agency", "Children's services of the local authority")
    unit.keyboard.press("Tab")
    unit.keyboard.press("Enter")
    expect(unit.locator("#chosen")).to_contain_text("has not answered yet")
    finds_nothing(unit)
    unit.screenshot(path=SCREENSHOTS / "referral-accepted.png")
    tab_to(unit, "[name=their_reference]")
    unit.keyboard.type("LCC-2291")
    unit.keyboard.press("Tab")
    unit.keyboard.press("Enter")
    expect(unit.locator("#chosen")).to_contain_text("has it: LCC-2291")
    unit.emulate_media(color_scheme="light")
    finds_nothing(unit)


def a_contact(running, chromium, scheme, **options):
    """A mail of a passenger at the contact desk, opened by keys."""
    page = sign_in(chromium, running, "Contact handler", color_scheme=scheme, **options)
    one = uuid7().hex[-8:]  # each of a sender of its own: many of one would wait as a flood
    subject = f"bag {one}"
    page.goto(f"{running.address}/contact/")
    expect(page.locator("#freshness")).to_contain_text("live ")
    raw = write_mail(f"Sam Porter <sam.{one}@passenger.example>", "fcc@lineside.example", subject, "I lost it.")
    send_mail(("127.0.0.1", running.smtp_port), ["fcc@lineside.example"], raw)
    expect(page.locator("[data-row]", has_text=subject)).to_have_count(1)
    walk_to(page, subject)
    expect(page.locator("#contact-title")).to_be_visible()
    return page, subject


def press(page, selector):
    tab_to(page, selector)
    page.keyboard.press("Enter")
