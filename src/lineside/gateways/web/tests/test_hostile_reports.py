"""The form is open to the whole world: whatever comes is refused in a sentence or kept, and never breaks or leaks."""

import io
import logging
import re

import pytest
from django.conf import settings as own
from django.test import Client, override_settings
from django.urls import get_resolver

from lineside.contacts.models import Contact, Message
from lineside.gateways.web.discreet import Discreet
from lineside.gateways.web.draft import Draft
from lineside.gateways.web.peer import ANSWERS
from lineside.gateways.web.rules import STEPS

writes = pytest.mark.django_db  # the steps themselves touch no database
SECRETS = ("Robin", "robin@passenger.example", "07700 900123", "red coat")
FACTS = {
    **ANSWERS,
    "you": {"how": "email", "name": "Robin", "email": "robin@passenger.example", "phone": "07700 900123"},
}


def answer(public, step="what", draft=None, **facts):
    whole = {"draft": (draft or Draft()).signed, "step": step, "go": "next", **facts}
    return public.post("/report/", whole, REMOTE_ADDR="203.0.113.9")


def sent(public, facts, **headers):
    draft = Draft(facts={step: dict(said) for step, said in facts.items()})
    return public.post("/report/", {"draft": draft.signed, "step": "check", "go": "send"}, **headers)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(
    "words",
    ["", "x" * 100_000, "\x00\x1b[2J\ud800", "<script>alert(1)</script>", "../../etc", "{{ 7*7 }}", "'; DROP TABLE"],
)
def test_every_step_answers_whatever_stands_in_its_fields_and_runs_none_of_it(public, step, words):
    names = (
        "kind",
        "text",
        "place",
        "when",
        "from_day",
        "from_time",
        "role",
        "hurt",
        "people",
        "how",
        "phone",
        "email",
    )
    reply = answer(public, step, **dict.fromkeys(names, words.encode(errors="replace").decode()))
    assert reply.status_code in (200, 422)
    assert "<script>alert" not in reply.content.decode()
    assert "49" not in re.findall(r"<textarea[^>]*>(.*?)</textarea>", reply.content.decode(), re.DOTALL)


def test_what_was_typed_stays_when_a_step_is_refused(public):
    reply = answer(public, "what", text="A long story & more").content.decode()
    assert "A long story &amp; more</textarea>" in reply
    assert "Choose one of the answers." in reply


@writes
def test_markup_in_a_report_is_words_at_the_reporters_page_and_in_the_contact(public):
    facts = {**ANSWERS, "what": {"kind": "other", "text": "<img src=x onerror=alert(1)>"}}
    check = public.post("/report/", {"draft": Draft(facts=facts).signed, "step": "you", "how": "none", "go": "next"})
    assert "<img" not in check.content.decode()
    assert "&lt;img src=x onerror=alert(1)&gt;" in check.content.decode()
    assert sent(public, facts).status_code == 302
    assert Message.objects.get().html == ""


@writes
def test_line_ends_in_a_name_or_an_address_make_no_header(public):
    facts = {
        **ANSWERS,
        "you": {"how": "email", "email": "a@b.example\r\nBcc: all@force.example", "name": "A\r\nSet-Cookie: x=1"},
    }
    reply = sent(public, facts)
    assert reply.status_code == 422
    assert "Enter an email address" in reply.content.decode()
    facts["you"]["email"] = "a@b.example"
    reply = sent(public, facts)
    assert reply.status_code == 302
    assert set(reply.cookies) <= {own.PUBLIC_FACE["CSRF_COOKIE_NAME"]}
    assert "\n" not in Contact.objects.get().sender_name


@writes
def test_a_draft_that_was_tampered_with_is_no_draft_and_the_step_keeps_its_words(public):
    reply = public.post("/report/", {"draft": Draft().signed + "x", "step": "what", "text": "My words", "go": "next"})
    assert reply.status_code == 422
    assert "My words</textarea>" in reply.content.decode()
    reply = public.post("/report/", {"draft": "x", "step": "check", "go": "send"})
    assert (reply.status_code, Contact.objects.count()) == (422, 0)


@writes
def test_thousands_of_fields_or_a_huge_body_are_refused_with_a_page(public):
    assert public.post("/report/", {f"f{number}": "x" for number in range(2000)}).status_code == 400
    assert public.post("/report/", {"text": "x" * 3_000_000}).status_code == 400
    huge = public.generic("POST", "/report/", b"x", content_type="text/plain", CONTENT_LENGTH=str(1 << 32))
    assert huge.status_code == 413
    assert "your words are still there" in huge.content.decode()
    assert Contact.objects.count() == 0


@pytest.mark.parametrize(
    "kind",
    ["application/x-www-form-urlencoded; charset=nonsense", "multipart/form-data; boundary=x", "multipart/form-data"],
)
def test_bytes_of_no_known_coding_break_nothing(public, kind):
    reply = public.generic("POST", "/report/", b"\xff\xfe\x00step=what&text=%ff%fe%00", content_type=kind)
    assert reply.status_code in (200, 400, 422)


@writes
def test_another_sites_form_sends_nothing_and_what_was_typed_comes_back():
    with override_settings(**own.PUBLIC_FACE):
        stranger = Client(enforce_csrf_checks=True)
        reply = sent(stranger, FACTS, headers={"origin": "https://elsewhere.example"})
        assert (reply.status_code, Contact.objects.count()) == (403, 0)
        reply = stranger.post("/report/", {"draft": Draft().signed, "step": "what", "text": "My words"})
        assert reply.status_code == 403
        assert "My words</textarea>" in reply.content.decode()


@writes
def test_each_page_carries_its_headers_and_asks_for_nothing_from_elsewhere(public):
    for path in ("/", "/report/", "/privacy/", "/follow/guess/", "/nowhere/"):
        reply = public.get(path)
        assert reply.headers["Referrer-Policy"] == "same-origin"
        assert reply.headers["Cache-Control"] == "no-store"
        assert reply.headers["X-Frame-Options"] == "DENY"
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in reply.headers["Content-Security-Policy"]
        assert not re.findall(r'(?:src|<link[^>]*href)="(?:https?:)?//', reply.content.decode())


def test_leaving_forgets_what_it_can_and_tells_the_next_site_nothing(public):
    reply = public.get("/leave/")
    assert reply.headers["Location"].startswith("https://www.bbc.co.uk/")
    assert (reply.headers["Referrer-Policy"], "cookies" in reply.headers["Clear-Site-Data"]) == ("same-origin", True)


@writes
def test_the_desks_have_none_of_its_paths_and_it_has_none_of_theirs(public):
    assert [public.get(path).status_code for path in ("/contact/", "/api/v1/contacts", "/accounts/login/")] == [404] * 3
    named = {str(pattern.pattern) for pattern in get_resolver("lineside.site.urls").url_patterns}
    assert not {name for name in named if "follow" in name or "report/" in name}


@writes
def test_no_log_names_a_reporter_an_address_or_a_link(public, monkeypatch):
    lines = io.StringIO()
    out = logging.StreamHandler(lines)
    out.addFilter(Discreet())
    root = logging.getLogger()
    root.addHandler(out)
    level = root.level
    root.setLevel(logging.DEBUG)
    try:
        link = sent(public, FACTS, REMOTE_ADDR="203.0.113.9").headers["Location"].split("/")[2]
        public.get(f"/follow/{link}/")
        public.get(f"/follow/{link}/robin@passenger.example")
        public.post(f"/follow/{link}/", {f"f{number}": "Robin" for number in range(2000)})
        monkeypatch.setattr("lineside.gateways.web.views.take_in", broken_by)
        assert sent(public, FACTS, REMOTE_ADDR="203.0.113.9").status_code == 500
    finally:
        root.removeHandler(out)
        root.setLevel(level)
    said = lines.getvalue()
    assert "ZeroDivisionError at" in said
    assert not [word for word in (*SECRETS, link, "203.0.113.9", "/follow/") if word in said]


def broken_by(**facts):
    raise ZeroDivisionError(str(facts))


def test_no_library_and_no_room_below_writes_anybodys_words_into_the_log():
    lines = io.StringIO()
    out = logging.StreamHandler(lines)
    out.addFilter(Discreet())
    for name in ("library.of.others", "lineside.files"):
        log = logging.getLogger(name)
        log.addHandler(out)
        try:
            log.warning("The store at %s is full of Robin" if name.startswith("library") else "The store at %s is full",
                        "/srv/robin")  # fmt: skip
        finally:
            log.removeHandler(out)
    assert lines.getvalue() == "words left out\nThe store at %s is full\n"
