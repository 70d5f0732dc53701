"""What is hostile, and what every answer to it owes: nothing breaks, one sentence, and what was typed stays."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from lineside.kernel.actors import Actor
from lineside.kernel.models import AuditLine

HTMX = {"HX-Request": "true"}
TYPED = "application/x-www-form-urlencoded"
HOSTILE = {
    "huge": "x" * 30_000,
    "nul": "before\x00after",
    "bell": "ding\x07dong",
    "turned round": "safe\u202egnp.exe",
    "half a character": "half \ud800 pair",
    "markup": "\"'><script>alert(1)</script><img src=x onerror=alert(1)>",
    "template": "{{ 7*7 }}{% raw %}",
    "number": "9" * 25,
    "another script": "Dw i'n clywed \u05e2\u05d1\u05e8\u05d9\u05ea \U0001f6a8 中文",
}
KEPT_AS_TYPED = ("huge", "markup", "turned round", "bell")


@dataclass(frozen=True, slots=True)
class Ask:
    """Where a form is sent, and the version of its record that was seen."""

    args: tuple[Any, ...] = ()
    version: int | None = None
    carried: dict[str, str] = field(default_factory=dict)  # the keys of records, which the page puts into its form


@dataclass(frozen=True, slots=True)
class Form:
    """What a person fills in, what of it is chosen rather than typed, and the record that it is sent about."""

    filled: dict[str, str]
    chosen: set[str] = field(default_factory=set)
    about: Callable[[Actor], Ask] = lambda _actor: Ask()
    is_part: bool = True  # sent by htmx, and answered with a part of the page
    is_plain: bool = False  # answered in plain words; the page keeps what was typed by itself


def sent(client, name, form, ask, hostile=None):
    """The answer to the form as filled in, but for what is hostile."""
    version = {} if ask.version is None else {"seen_version": ask.version}
    carried = {name: key for name, key in ask.carried.items() if name in form.filled}
    body = urlencode({**form.filled, **carried, **version, **(hostile or {})}, errors="surrogatepass")
    path = reverse(f"desks:{name}", args=ask.args)
    return client.generic("POST", path, body, content_type=TYPED, headers=HTMX if form.is_part else {})


def check_answer(answer, form, field, kind, done_before):
    """Whether it was done; a refusal is looked at word by word."""
    page = answer.content.decode("utf-8", "replace")
    assert answer.status_code in (200, 204, 302, 403, 404, 409, 422), (kind, answer.status_code, page[:500])
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    if answer.status_code < 400:
        return True
    assert done() == done_before, kind
    told = [page] if form.is_plain else refusals(page)
    assert len(told) == 1, (kind, told)
    assert is_one_sentence(told[0]), (kind, told)
    if form.is_plain:
        assert answer["Content-Type"].startswith("text/plain")
        return False
    plain = unescape(page)
    others = [name for name in form.filled if is_typed(form, name) and name != field and form.filled[name]]
    assert [name for name in others if form.filled[name] not in plain] == [], kind
    if is_typed(form, field) and kind in KEPT_AS_TYPED:
        assert HOSTILE[kind] in plain, kind
    return False


def done():
    """How many things have been done by anybody."""
    return AuditLine.objects.filter(kind="did").count()


def is_typed(form, name):
    is_answer = name.startswith("thrive-") and not name.endswith("-text")
    return name in form.filled and name not in form.chosen and not is_answer


def refusals(page):
    return [unescape(re.sub(r"<[^>]*>", "", each)) for each in re.findall(r'role="alert">(.*?)</p>', page, re.DOTALL)]


def is_one_sentence(words):
    return bool(re.fullmatch(r"\S.{5,400}[.?] ?", words)) and "Traceback" not in words
