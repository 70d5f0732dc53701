"""The way in, and what a person has of their own, asked with hostile words: refused, and no secret said back."""

from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lineside.access.testing import PASSWORD, make_account, make_link, with_second_step
from lineside.access.urls import entrance_patterns, urlpatterns
from lineside.kernel.keys import uuid7

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SECRETS = ("password", "again", "current", "code")
HOSTILE = ("x" * 30_000, "before\x00after", "safe\u202egnp.exe", "'\"><script>alert(1)</script>", "{{ 7*7 }}", "0" * 6)
FORMS = {
    "account_login": ("login", "password", "remember", "next"),
    "account_logout": ("next",),
    "mfa_authenticate": ("code",),
    "access:lock": ("why",),
    "access:unlock": ("password", "next"),
    "access:here": (),
    "access:end-all": (),
    "access:begin": ("password", "again"),
    "access:enrol": ("code",),
    "access:prove": ("password", "next"),
    "access:own-password": ("current", "password", "again"),
    "access:own-second-step": ("code",),
    "access:own-codes": (),
    "access:own-end": (),
}
BOXES = [(name, field) for name, fields in FORMS.items() for field in (*fields, "nothing")]


def somebody():
    return make_account("trainer", username=f"kim.{uuid7().hex[-12:]}")


def with_link():
    client = Client()
    client.get(reverse("access:open-link", args=[make_link(somebody())]))
    return client


def half_way_in():
    client, account = Client(), somebody()
    with_second_step(account)
    client.post(reverse("account_login"), {"login": account.username, "password": PASSWORD})
    return client


def to_enrol():
    client = with_link()
    client.post(reverse("access:begin"), {"password": PASSWORD, "again": PASSWORD})
    return client


def inside(*, locked=False):
    client, account = Client(), somebody()
    with_second_step(account)
    client.force_login(account, backend=BACKEND)
    session: Any = client.session
    session.prove()
    session.save()
    if locked:
        client.post(reverse("access:lock"), {"why": "left the desk"})
    return client


def one_at(name):
    """A browser that has come as far as this form."""
    before = {"account_login": Client, "mfa_authenticate": half_way_in, "access:begin": with_link,
              "access:enrol": to_enrol, "access:unlock": lambda: inside(locked=True)}  # fmt: skip
    return before.get(name, inside)()


def test_every_form_of_the_way_in_is_tried():
    asked = set()
    for prefix, patterns in (("access:", urlpatterns), ("", entrance_patterns)):
        for pattern in patterns:
            name = prefix + pattern.name
            answer = inside().generic("BREW", reverse(name, args=["x" for _ in pattern.pattern.converters]))
            if answer.status_code != 405 or "POST" in answer["Allow"]:
                asked.add(name)
    assert asked == set(FORMS)


@pytest.mark.parametrize(("name", "field"), BOXES)
def test_a_hostile_word_at_the_way_in_breaks_nothing_and_is_not_said_back(name, field):
    path = reverse(name, args=["x'--"] if name == "access:own-end" else [])
    for words in HOSTILE:
        client = one_at(name)
        filled = dict.fromkeys(FORMS[name], "four other words here")
        answer = client.post(path, {**filled, field: words})
        page = answer.content.decode()
        assert answer.status_code in (200, 204, 302, 401, 404, 422), (words[:20], answer.status_code)
        assert "<script>alert" not in page
        assert not answer.headers.get("Location", "/").startswith(("//", "http"))
        if field in SECRETS and len(words) > 6:
            assert words not in unescape(page)


@pytest.mark.parametrize("body", [b"password=%ff%fe&code=%c3%28&login=%ff", b"login=a&login=b&password=c&password=d"])
@pytest.mark.parametrize("name", FORMS)
def test_a_body_of_the_wrong_encoding_breaks_nothing_at_the_way_in(name, body):
    path = reverse(name, args=["x"] if name == "access:own-end" else [])
    answer = one_at(name).generic("POST", path, body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in (200, 204, 302, 401, 404, 422)
