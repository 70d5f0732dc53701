"""The other side of the form: a reporter at a browser without scripts, who fills in page after page.

`python -m lineside.gateways.web.peer --to http://127.0.0.1:8010 "Your words"`
"""

import argparse
import re
import sys
from dataclasses import dataclass
from html import unescape

import httpx

Answers = dict[str, dict[str, str]]
ANSWERS: Answers = {
    "what": {"kind": "theft", "text": "Somebody took my blue rucksack from the rack."},
    "where": {"place": "Leeds", "train": ""},
    "when": {"when": "unknown"},
    "people": {"role": "victim", "hurt": "no"},
    "you": {"how": "none"},
}


class NotTaken(Exception):
    """The page came back instead of going on."""

    def __init__(self, answer: httpx.Response) -> None:
        found = re.findall(r'class="refusal"[^>]*>(.*?)</p>|role="alert".*?<p>(.*?)</p>', answer.text, re.DOTALL)
        words = "; ".join(re.sub("<[^>]+>", "", first or second).strip() for first, second in found)
        super().__init__(f"{answer.status_code} {words}")
        self.status = answer.status_code


@dataclass(frozen=True, slots=True)
class Filled:
    """A report that is filled in and not sent; sent twice it is still one."""

    draft: str
    mark: str


class Reporter:
    """One browser."""

    def __init__(self, address: str = "", client: httpx.Client | None = None, root: str = "") -> None:
        self.path = f"{root}/report/"
        self.client = client or httpx.Client(base_url=address, timeout=10, trust_env=False)

    def fill(self, answers: Answers) -> Filled:
        page = self.client.get(self.path)
        for step, facts in answers.items():
            page = self._post(page, step, facts)
            if 'name="seen"' in page.text:  # the place was asked about: the reporter's own words stand
                page = self._post(page, step, {**facts, "seen": facts["place"]})
        if page.status_code != httpx.codes.OK:
            raise NotTaken(page)
        return Filled(hidden(page.text, "draft"), hidden(page.text, "csrfmiddlewaretoken"))

    def send(self, filled: Filled) -> str:
        """The path of the reporter's own page."""
        facts = {"csrfmiddlewaretoken": filled.mark, "draft": filled.draft, "step": "check", "go": "send"}
        answer = self.client.post(self.path, data=facts)
        if not answer.is_redirect:
            raise NotTaken(answer)
        return str(answer.headers["Location"]).partition("?")[0]

    def reference(self, path: str) -> str:
        return str(re.findall(r"<strong>([A-Z]+-[^<]+)</strong>", self.client.get(path).text)[0])

    def add(self, path: str, text: str, files: tuple[tuple[str, bytes, str], ...] = ()) -> httpx.Response:
        page = self.client.get(path).text
        facts = {name: hidden(page, name) for name in ("csrfmiddlewaretoken", "key")} | {"text": text}
        return self.client.post(path, data=facts, files=[("files", file) for file in files] or [("files", ("", b""))])

    def _post(self, page: httpx.Response, step: str, facts: dict[str, str]) -> httpx.Response:
        kept = {name: hidden(page.text, name) for name in ("csrfmiddlewaretoken", "draft")}
        return self.client.post(self.path, data={**kept, "step": step, "go": "next", **facts})


def hidden(page: str, name: str) -> str:
    """What a page carries for the next one."""
    return unescape(re.findall(rf'name="{name}" value="([^"]*)"', page)[0])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("text")
    parser.add_argument("--to", required=True)
    parser.add_argument("--place", default="Leeds")
    asked = parser.parse_args()
    reporter = Reporter(asked.to)
    what, where = {"kind": "other", "text": asked.text}, {"place": asked.place, "train": ""}
    path = reporter.send(reporter.fill({**ANSWERS, "what": what, "where": where}))
    sys.stdout.write(f"{reporter.reference(path)} {asked.to.rstrip('/')}{path}\n")


if __name__ == "__main__":
    main()
