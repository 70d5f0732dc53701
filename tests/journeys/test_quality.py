"""A contact is scored by two who do not see each other's marks, decided by a third, and answered by whose it was."""

import re

import pytest
from playwright.sync_api import expect
from tests.journeys.by_keys import finds_nothing, tab_to, walk_to
from tests.journeys.conftest import SCREENSHOTS, sign_in

from lineside.gateways.email.peer import send_mail, write_mail
from lineside.kernel.keys import uuid7

pytestmark = pytest.mark.timeout(300)
MET, PARTLY, NOT_MET = "1", "2", "3"


def test_two_score_blind_a_third_decides_and_the_person_answers(running, chromium):
    reference = an_ended_contact(running, chromium)
    lead = sign_in(chromium, running, "Quality lead", color_scheme="light")
    review = taken_by_hand(lead, running, reference)
    scorer = sign_in(chromium, running, "Quality scorer", color_scheme="dark")
    scorer.goto(f"{running.address}/quality/")
    walk_to(scorer, review)
    mark_all(scorer, MET, "Heard well")
    finds_nothing(scorer)
    scorer.screenshot(path=SCREENSHOTS / "quality-score.png", full_page=True)
    put_in(scorer)
    expect(scorer.locator("#chosen .done")).to_contain_text("Your marks are in")
    expect(lead.locator("[data-row]", has_text=review)).to_contain_text("1 of 2")  # live
    walk_to(lead, review)
    expect(lead.locator("#score")).to_be_visible()
    expect(lead.locator("#chosen")).not_to_contain_text("Heard well")  # the second sees nothing of the first
    mark_all(lead, MET, "The grade was too low", grade=NOT_MET)
    finds_nothing(lead)
    lead.screenshot(path=SCREENSHOTS / "quality-score-light.png", full_page=True)
    put_in(lead)
    expect(lead.locator("#chosen")).to_contain_text("Heard well")
    decide(running, chromium, review)
    answered(running, chromium, review)
    assert (lead.faults, scorer.faults) == ([], [])


def an_ended_contact(running, chromium):
    """A mail that the contact handler takes and resolves; its reference."""
    subject = f"Bag {uuid7().int % 10**9}"
    raw = write_mail("Sam <sam@passenger.example>", "fcc@lineside.example", subject, "I left my bag on the 08:14.")
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
    page.context.close()
    return reference


def taken_by_hand(lead, running, reference):
    lead.goto(f"{running.address}/quality/")
    expect(lead.locator("#freshness")).to_contain_text("live ")
    tab_to(lead, "#hand-reference")
    lead.keyboard.type(reference)
    tab_to(lead, "#hand-why")
    lead.keyboard.type("The sender complained")
    lead.keyboard.press("Enter")
    expect(lead.locator("#review-title")).to_contain_text("Q-")
    finds_nothing(lead)
    return lead.locator("#review-title").inner_text().split()[0]


def mark_all(page, key, words, **other):
    """Every question by its keys, then the words."""
    expect(page.locator("#score")).to_be_visible()
    names = page.eval_on_selector_all("#score input[type=radio]", "all => [...new Set(all.map(each => each.name))]")
    for name in names:
        tab_to(page, f"[name={name}]")
        page.keyboard.press(other.get(name.removeprefix("mark-"), key))
    tab_to(page, "#score-words")
    page.keyboard.type(words)


def put_in(page):
    page.keyboard.press("Control+Enter")


def decide(running, chromium, review):
    page = sign_in(chromium, running, "Quality moderator", color_scheme="dark")
    page.goto(f"{running.address}/quality/")
    expect(page.locator("[data-row]", has_text=review)).to_contain_text("a moderator decides")
    walk_to(page, review)
    expect(page.locator("#decide")).to_be_visible()
    tab_to(page, "[name=mark-grade]")
    page.keyboard.press(PARTLY)
    tab_to(page, "#decide-why")
    page.keyboard.type("The risk was told late")
    finds_nothing(page)
    page.screenshot(path=SCREENSHOTS / "quality-decide.png", full_page=True)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#chosen")).to_contain_text("Decided by")
    expect(page.locator("[data-row]", has_text=review)).to_have_count(0)  # live, off the list
    assert page.faults == []


def answered(running, chromium, review):
    """Whose contact it was sees the result and answers; the lead's figures tell no percentage of so few."""
    page = sign_in(chromium, running, "Contact handler", color_scheme="light")
    page.goto(f"{running.address}/quality/")
    tab_to(page, f"[data-command='My result {review}']")
    page.keyboard.press("Enter")
    expect(page.locator("#chosen")).to_contain_text("The risk was told late")
    expect(page.locator("#chosen")).not_to_contain_text(running.accounts["quality_scorer"][0])
    tab_to(page, "#answer-words")
    page.keyboard.type("The line was bad")
    finds_nothing(page)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#chosen")).to_contain_text("The line was bad")
    page.screenshot(path=SCREENSHOTS / "quality-own-light.png", full_page=True)
    lead = sign_in(chromium, running, "Quality lead", color_scheme="dark")
    lead.goto(f"{running.address}/quality/results/")
    expect(lead.locator("main")).to_contain_text("fewer than 5")
    finds_nothing(lead)
    lead.screenshot(path=SCREENSHOTS / "quality-results.png", full_page=True)
    assert (page.faults, lead.faults) == ([], [])
