"""No form of a desk without its place among the hostile ones."""

import pytest
from django.urls import URLPattern, reverse

from lineside.desks.tests.test_hostile_forms import FORMS
from lineside.desks.urls import urlpatterns
from lineside.kernel.keys import uuid7

pytestmark = pytest.mark.django_db


def takes_post(client, pattern: URLPattern) -> bool:
    """Whether the view behind the path says that it answers to POST; one that names no methods answers to all."""
    args = {
        name: uuid7() if "UUID" in type(each).__name__ else "x" for name, each in pattern.pattern.converters.items()
    }
    answer = client.generic("BREW", reverse(f"desks:{pattern.name}", kwargs=args))
    return answer.status_code != 405 or "POST" in answer["Allow"]


def test_every_path_of_a_desk_that_takes_a_form_is_tried_with_hostile_words(client):
    forms = {pattern.name for pattern in urlpatterns if takes_post(client, pattern)}
    assert forms == set(FORMS)
