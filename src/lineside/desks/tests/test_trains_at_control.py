"""A log with a headcode shows its train beside it, and where the meeting of it is planned."""

import pytest
from django.urls import reverse

from lineside.incidents.permissions import CanIncident
from lineside.incidents.testing import make_incident
from lineside.interception.permissions import CanIntercept
from lineside.trains.testing import make_train

pytestmark = pytest.mark.django_db


def log_of(client, **facts):
    at = reverse("desks:control-log", args=[make_incident(**facts).id])
    return client.get(at, headers={"HX-Request": "true"}).content.decode()


def test_a_log_with_a_headcode_shows_where_its_train_is_and_what_it_calls_at_next(client, sign_in):
    sign_in(*CanIncident, *CanIntercept)
    make_train()
    page = log_of(client, headcode="1A23")
    assert 'aria-label="Train 1A23"' in page
    assert 'class="calls-ahead"' in page
    assert "Meet this train" in page


def test_a_log_without_a_headcode_shows_no_train(client, sign_in):
    sign_in(*CanIncident, *CanIntercept)
    assert "calls-ahead" not in log_of(client)


def test_who_may_not_see_trains_sees_none(client, sign_in):
    sign_in(*CanIncident)
    make_train()
    assert "calls-ahead" not in log_of(client, headcode="1A23")
