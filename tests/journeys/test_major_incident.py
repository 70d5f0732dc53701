"""A major incident by keys: declared, contacts attached in its mode, never past a life at risk, its board live."""

import pytest
from playwright.sync_api import expect
from tests.journeys.by_keys import can_be_read, choose, say_why, tab_to, walk_to
from tests.journeys.conftest import sign_in
from tests.journeys.test_action_cards import at_log, type_line
from tests.journeys.test_from_mail_to_crime import send_mail
from tests.journeys.test_live_desks import open_incident
from tests.journeys.test_promise_and_referral import press

from lineside.kernel.keys import uuid7

pytestmark = pytest.mark.timeout(500)
CALM = {"threat": "none", "harm": "low", "risk": "unlikely", "investigation": "desk", "vulnerability": "none",
        "scene": "not_needed", "prevention": "given"}  # fmt: skip
DECISION = {
    "information": "Smoke in the subway, about forty people below",
    "risks": "Crushing at the stairs; save life first",
    "powers": "Common law, to save life",
    "options": "Evacuate by the north stairs, or hold",
    "refused": "Hold, since the smoke thickens",
    "decision": "Evacuate by the north stairs",
    "reason": "The only stairs that are clear",
}


def test_a_major_incident_is_declared_worked_and_stood_down_by_keys(running, chromium):
    key, word = open_incident(chromium, running), f"smoke{str(uuid7())[-4:]}"
    boss = declared(chromium, running, key)
    attaching(boss, word)
    log = at_log(running, chromium, key, "light")
    expect(log.locator(f"#major-state-{key}")).to_contain_text("call-attach mode")
    reader = sign_in(chromium, running, "Communications officer", color_scheme="dark")
    reader.goto(boss.url)
    expect(reader.locator("#freshness")).to_contain_text("live ")
    counted_and_told(boss, reader)
    called_out(boss, reader)
    decided(boss, reader)
    part = at_log(running, chromium, open_incident(chromium, running), "dark")
    type_line(part, f"/link {boss.locator('#board-title').inner_text().split()[0]} child of: a crush at the stairs")
    expect(part.locator("[data-live-list^='log-']")).to_contain_text("a crush at the stairs")
    expect(reader.locator(".parts")).to_contain_text("Shouting by the gates")
    can_be_read(reader, "major-board")
    handler = attached(chromium, running, log, word)
    stood_down(boss, log, key)
    type_line(part, "/res ASB2 ADV close")  # what a journey brings it ends
    expect(part.locator("#command .done")).to_contain_text("Resulted and closed.")
    assert [*boss.faults, *log.faults, *reader.faults, *handler.faults] == []


def declared(chromium, running, key):
    boss = sign_in(chromium, running, "FCR supervisor", color_scheme="dark")
    boss.goto(f"{running.address}/control/{key}/")
    reference = boss.locator("#log-title").inner_text()
    boss.goto(f"{running.address}/major/")
    expect(boss.locator("#freshness")).to_contain_text("live ")
    tab_to(boss, "#declare-log")
    boss.keyboard.type(reference)
    press(boss, "[data-command='Declare this log a major incident']")
    expect(boss.locator("#declare-reason-refusal")).to_contain_text("why it is a major incident")
    can_be_read(boss, "major-declare")
    tab_to(boss, "#declare-reason")
    boss.keyboard.type("Smoke in the subway, many below")
    press(boss, "[data-command='Declare this log a major incident']")
    expect(boss.locator("#board-title")).to_contain_text(reference)
    expect(boss.locator("#freshness")).to_contain_text("live ")
    return boss


def written(page, key, facts, said):
    """One form beside the board: opened by its key, filled in, sent; the words of what was done."""
    page.keyboard.press(key)
    for name, words in facts.items():
        field = page.locator(name)
        expect(field).to_be_visible()
        if field.evaluate("e => e.tagName") == "SELECT":
            choose(page, name, words)
            continue
        tab_to(page, name)
        page.keyboard.press("Control+a")
        page.keyboard.type(words)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#major-side .done")).to_contain_text(said)


def attaching(boss, word):
    facts = {"#mode-place_text": "leeds", "#mode-radius_m": "300", "#mode-words": f"{word}, subway{word}"}
    written(boss, "Alt+m", facts, "Call-attach mode is on.")
    expect(boss.locator(".major-board")).to_contain_text(f"the words {word}")


def counted_and_told(boss, reader):
    told = {"#count-line": "Casualties: P1 immediate", "#count-have": "3", "#count-told_by": "Ambulance commander"}
    written(boss, "Alt+c", told, "It is counted.")
    expect(reader.locator(".tote").first).to_contain_text("Ambulance commander")  # without a reload
    owned = {"#task-text": "Open the reception centre", "#task-owner": "BX12", "#task-due": "tomorrow 09:00"}
    written(boss, "Alt+t", owned, "The task is given.")
    expect(reader.locator(".tasks")).to_contain_text("Open the reception centre")
    press(boss, "[data-command='End the task of BX12']")
    expect(boss.locator("#ended-words")).to_be_visible()
    boss.keyboard.press("Control+Enter")
    expect(reader.locator(".tasks")).to_contain_text("done")


def called_out(boss, reader):
    press(boss, "[data-command^='Ring Force duty officer on shift']")
    press(boss, "[data-command='Ring Force duty officer on shift']")
    expect(reader.locator(".cascade")).to_contain_text("rung")
    press(boss, "[data-command^='Ring Force duty officer on shift']")
    choose(boss, "#answered-answer", "no answer")
    boss.keyboard.press("Control+Enter")
    expect(reader.locator(".cascade > li").first.locator(".line").nth(1)).to_contain_text("to be rung")


def decided(boss, reader):
    written(boss, "Alt+j", {f"#joint-{name}": words for name, words in DECISION.items()}, "stands in the log")
    expect(reader.locator(".decisions")).to_contain_text("as its sealed line")


def attached(chromium, running, log, word):
    """One key attaches what is like it; where a life may be at risk it asks THRIVE first."""
    handler = sign_in(chromium, running, "Contact handler", color_scheme="light")
    handler.goto(f"{running.address}/contact/")
    expect(handler.locator("#freshness")).to_contain_text("live ")
    taken(handler, running, f"It smells of {word} on my train")
    handler.keyboard.press("Alt+d")
    expect(handler.locator("#major-asked")).to_contain_text("attached by")
    expect(log.locator("[data-live-list^='log-']")).to_contain_text("attached in call-attach mode by")
    taken(handler, running, f"There is {word} and a man is not breathing")
    handler.keyboard.press("Alt+d")
    expect(handler.locator("#major-asked .refusal")).to_contain_text("answer THRIVE")
    can_be_read(handler, "major-asked", full_page=True)
    for question, answer in CALM.items():
        tab_to(handler, f"[name=thrive-{question}]")
        label = handler.locator("label", has=handler.locator(f"[name=thrive-{question}][value={answer}]"))
        handler.keyboard.press(label.locator("kbd").inner_text())
        say_why(handler, question)
    handler.keyboard.press("Alt+d")
    expect(handler.locator("#major-asked")).to_contain_text("attached by")
    expect(log.locator("[data-live-list^='log-']")).to_contain_text("THRIVE:")
    return handler


def taken(handler, running, text):
    sender = f"Robin Vale {str(uuid7())[-4:]}"
    send_mail(running, sender, "What I see", text)
    expect(handler.locator("[data-live-list=contacts]")).to_contain_text(sender)
    walk_to(handler, sender)
    expect(handler.locator("#contact-title")).to_contain_text(sender)
    handler.keyboard.press("Alt+t")
    expect(handler.locator("#major-asked .major-asked button.main")).to_be_visible()


def stood_down(boss, log, key):
    """What a journey brings it ends."""
    written(boss, "Alt+z", {"#over-reason": "All are out"}, "It is stood down.")
    expect(log.locator(f"#major-state-{key}")).to_contain_text("stood down")
    log.goto(log.url)  # as it is now: a result is given to what was seen
    expect(log.locator("#freshness")).to_contain_text("live ")
    type_line(log, "/res ASB2 ADV close")
    # What its card asks for is still to be done or skipped before it closes.
    expect(log.locator("#command .done")).to_contain_text("Resulted, and not closed")
