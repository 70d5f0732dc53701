"""The newest of what is found, wherever in ten years it lies."""

import pytest

from lineside.finding.queries import newest
from lineside.incidents.models import Incident
from lineside.incidents.testing import make_incident


@pytest.mark.django_db
def test_what_lies_behind_the_times_that_are_sought_first_is_found_with_the_rest(monkeypatch):
    monkeypatch.setattr("lineside.finding.queries.LATELY", ())
    keys = [make_incident("P").id for _ in range(3)]
    whole = [row.id for row in newest(Incident.objects.all(), 10)]
    assert whole == sorted(keys, reverse=True)
    monkeypatch.undo()
    assert [row.id for row in newest(Incident.objects.all(), 10)] == whole


@pytest.mark.django_db
def test_where_those_of_lately_are_enough_no_older_one_is_asked_for(django_assert_num_queries):
    keys = [make_incident("P").id for _ in range(3)]
    with django_assert_num_queries(1):
        assert [row.id for row in newest(Incident.objects.all(), 2)] == sorted(keys, reverse=True)[:2]
    with django_assert_num_queries(3):
        assert len(newest(Incident.objects.all(), 10)) == 3
