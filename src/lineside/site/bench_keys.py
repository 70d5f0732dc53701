"""For the bench, a person at a control desk in a real browser, by the keyboard alone; each action timed in the page.

An action begins with the key that asks for it, as the browser dates it, and ends with the frame that shows its outcome:
a line ends when it stands in the log, which the live stream brings, and not when the form was answered.
"""

import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from uuid import uuid4

MOST_TABS, TYPED_MS, LONGEST_MS, LOOK_MS = 120, 25, 20_000, 50
# In the page: from the key to the frame in which one of these elements holds the words. It looks when something has
# changed and asks for no frames of its own, which would be work for the machine that it measures.
TIMED = """() => {
  window.arm = ({ key, selector, words }) => {
    window.took = null;
    let began = null;
    const look = () => {
      if (began === null || ![...document.querySelectorAll(selector)].some(e => e.textContent.includes(words))) return;
      observer.disconnect();
      requestAnimationFrame(() => { window.took = performance.now() - began; });
    };
    const observer = new MutationObserver(look);
    observer.observe(document.body, { subtree: true, childList: true, characterData: true });
    const listen = event => {
      if (event.key !== key) return;
      began = event.timeStamp;
      document.removeEventListener("keydown", listen, true);
      requestAnimationFrame(look);
    };
    document.addEventListener("keydown", listen, true);
  };
}"""
# In the page: when the row of each incident first held each of the words that are looked for.
WATCH = """() => {
  window.came = {};
  const look = node => {
    const row = (node.nodeType === 1 ? node : node.parentElement)?.closest("tr[id^=incident-]");
    const token = row?.textContent.match(/probe-[0-9]{6}/)?.[0];
    if (token && !(token in window.came)) {
      window.came[token] = 0;
      requestAnimationFrame(() => { window.came[token] = performance.timeOrigin + performance.now(); });
    }
  };
  new MutationObserver(changes => {
    for (const change of changes) [change.target, ...change.addedNodes].forEach(look);
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""
ANSWERS = {"threat": "present", "harm": "low", "risk": "possible", "investigation": "attend", "vulnerability": "staff",
           "scene": "not_needed", "prevention": "given"}  # fmt: skip
STANDING = "Two people shouting at staff"  # what the bench's own incidents say, which nobody else works
IN_WORDS = ("threat", "harm", "risk", "vulnerability")


class TooSlow(Exception):
    """The outcome of an action was not seen within twenty seconds."""


class Hands:
    """The hands of one person at the keys of one page."""

    def __init__(self, page: Any, unit: str) -> None:  # noqa: ANN401 - playwright's page
        self.page, self.unit = page, unit
        self.times: defaultdict[str, list[float]] = defaultdict(list)
        self.missed: list[str] = []
        page.evaluate(TIMED)

    def work(self, until: float) -> None:
        """Open a log, work and close it; look into one that is open, write in it and raise its grade; and again."""
        while time.monotonic() < until:
            try:
                for _ in self._round():
                    if time.monotonic() >= until:
                        return
            except TooSlow as slow:
                self.missed.append(str(slow))
                self._begin_anew()

    def _round(self) -> Iterator[None]:
        mark = uuid4().hex[:8]
        self._rest()
        self._timed("form for a new log", "n", "#chosen #new-title", "New incident")
        yield
        self._fill(f"Youths throw ballast {mark}")
        yield
        self._timed("log opened", "Control+Enter", ".logpane", mark)
        yield
        for kind, text, words in (
            ("unit sent", f"/u {self.unit}", f"Sent {self.unit}."),
            ("unit's state told", f"/st {self.unit} 5", f"{self.unit} is in state 5."),
            ("unit's state told", f"/st {self.unit} 6", f"{self.unit} is in state 6."),
        ):
            self._line(kind, text, "#command .done", words)
            yield
        for number in range(3):
            said = f"Spoken to {number} {mark}"
            self._line("line written", said, "ol.log", said)
            yield
        self._line("unit's state told", f"/st {self.unit} 2", "#command .done", f"{self.unit} is in state 2.")
        self._line("resulted and closed", "/res ASB2 ADV close", "#command .done", "Resulted and closed.")
        yield
        yield from self._look_into(mark)

    def _look_into(self, mark: str) -> Iterator[None]:
        """One that somebody else opened, found on the board by the arrows."""
        key = self._walk_to_priority()
        if not key:
            return
        self._timed("log read", "Enter", f"ol.log[data-live-list='log-{key}']", "Opened")
        yield
        self.page.keyboard.press("Alt+l")
        said = f"Asked again {mark}"
        self._line("line written", said, "ol.log", said)
        yield
        self._line("graded", f"/g i a knife was seen {mark}", "#command .done", "Graded I.")

    def _timed(self, kind: str, keys: str, selector: str, words: str) -> None:
        key = keys.rpartition("+")[2]
        self.page.evaluate("asked => window.arm(asked)", {"key": key, "selector": selector, "words": words})
        self.page.keyboard.press(keys)
        if not until(self.page, "window.took !== null"):
            said = self.page.locator(".refusal").all_inner_texts()
            raise TooSlow(f"{kind}: not within {LONGEST_MS} ms {said}")
        self.times[kind].append(float(self.page.evaluate("window.took")))

    def _line(self, kind: str, text: str, selector: str, words: str) -> None:
        self.page.keyboard.type(text, delay=TYPED_MS)
        self._timed(kind, "Enter", selector, words)
        until(self.page, "document.querySelector('#line')?.value === ''")
        self.page.wait_for_timeout(500)  # a person reads what came of it

    def _rest(self) -> None:
        self.page.keyboard.press("Escape")
        self.page.evaluate("document.activeElement.blur()")

    def _begin_anew(self) -> None:
        with suppress(Exception):
            self.page.reload()
            self.page.evaluate(TIMED)

    def _walk_to_priority(self) -> str:
        """Down the board by its arrows to a Priority that has no unit; its key."""
        self._rest()
        for _ in range(MOST_TABS):
            self.page.keyboard.press("ArrowDown")
            row = self.page.evaluate(
                "(() => { const row = document.activeElement.closest('tr[id^=incident-]');"
                " return row && [row.id, row.dataset.grade, row.textContent]; })()"
            )
            if row and row[1] == "P" and STANDING in row[2] and "probe-" not in row[2]:
                return str(row[0]).removeprefix("incident-")
        return ""

    def _fill(self, summary: str) -> None:
        """Place, type, words and THRIVE, until a grade is proposed."""
        page = self.page
        page.keyboard.press("Alt+p")
        page.keyboard.type("leeds p8", delay=TYPED_MS)
        self._shows("#place-readings", "Leeds")
        self._choose("[name=place_status]", "confirmed")
        self._choose("[name=opening_code]", "ASB")
        self._tab_to("[name=summary]")
        page.keyboard.type(summary, delay=TYPED_MS)
        for question, answer in ANSWERS.items():
            self._tab_to(f"[name=thrive-{question}]")
            chosen = page.locator("label", has=page.locator(f"[name=thrive-{question}][value={answer}]"))
            page.keyboard.press(chosen.locator("kbd").inner_text())
            if question in IN_WORDS:
                self._tab_to(f"[name=thrive-{question}-text]")
                page.keyboard.type("As they told")
        self._shows("#opening-proposal", "Proposed")

    def _choose(self, selector: str, value: str) -> None:
        self._tab_to(selector)
        self.page.keyboard.type(self.page.locator(f"{selector} option[value={value}]").inner_text())

    def _tab_to(self, selector: str) -> None:
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
                return
        raise TooSlow(f"{selector} is not reached by Tab")

    def _shows(self, selector: str, words: str) -> None:
        asked = "([selector, words]) => document.querySelector(selector)?.textContent.includes(words)"
        if not until(self.page, asked, [selector, words]):
            raise TooSlow(f"{words} was not shown")


def until(page: Any, truth: str, of: object = None) -> bool:  # noqa: ANN401 - playwright's page
    """Ask the page again and again; its own waiting is forbidden by the policy that our pages are sent with."""
    limit = time.monotonic() + LONGEST_MS / 1000
    while not page.evaluate(truth, of):
        if time.monotonic() > limit:
            return False
        page.wait_for_timeout(LOOK_MS)
    return True
