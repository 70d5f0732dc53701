"""What `@page` asks of a request, and how a refusal reaches the form."""

from uuid import UUID

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory

from lineside.kernel.actors import NOBODY, Actor
from lineside.kernel.errors import RuleBroken, Stale
from lineside.ui.forms import DeskForm
from lineside.ui.jinja import environment, grade_mark
from lineside.ui.pages import page, refusals_shown_on

ALEX = Actor(id=UUID(int=1), name="Alex Reed", permissions=frozenset({"tea.make"}))


@page(needs="tea.make")
def tea(request):
    return HttpResponse("tea")


def ask(actor, **headers):
    request = RequestFactory().get("/tea/?milk=1", headers=headers)
    request.actor = actor  # type: ignore[attr-defined]
    request.user = AnonymousUser()
    return tea(request)


@pytest.mark.django_db
def test_a_page_shows_itself_to_who_has_the_right_and_names_the_right():
    assert ask(ALEX).content == b"tea"
    assert getattr(tea, "needs", "") == "tea.make"


def test_nobody_is_sent_to_sign_in_and_comes_back_to_the_same_page():
    answer = ask(NOBODY)
    assert answer.status_code == 302
    assert answer["Location"].endswith("next=%2Ftea%2F%3Fmilk%3D1")


def test_an_ended_sitting_answers_a_fragment_with_a_sentence_and_no_redirect():
    answer = ask(NOBODY, hx_request="true")
    assert answer.status_code == 401
    assert b"what you typed is kept" in answer.content


def test_without_the_right_the_fragment_says_which_right_is_missing():
    answer = ask(Actor(id=UUID(int=2), name="Bo"), hx_request="true")
    assert answer.status_code == 403
    assert b"tea.make" in answer.content


@pytest.mark.parametrize(("refusal", "status"), [(Stale("Changed."), 409), (RuleBroken("No.", "key"), 422)])
def test_a_refusal_becomes_the_forms_error_and_the_answers_status(refusal, status):
    form = DeskForm({"key": "k"})
    assert form.is_valid()
    with refusals_shown_on(form):
        raise refusal
    assert form.status == status
    assert refusal.sentence in str(form.errors)


def test_what_people_wrote_is_escaped():
    made = environment().from_string("{{ said }}").render(said="<script>")
    assert made == "&lt;script&gt;"


def test_a_grade_is_letter_and_shape_besides_its_colour():
    assert "I" in grade_mark("I")
    assert "▲" in grade_mark("I")
