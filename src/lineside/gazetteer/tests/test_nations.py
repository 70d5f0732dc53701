"""Whose law a place is under."""

from datetime import date

import pytest

from lineside.gazetteer.queries import nation_at
from lineside.gazetteer.rules.nations import nation_of

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("words", "area", "nation"),
    [
        ({"glasgow", "scotland"}, "", "scotland"),
        ({"leeds", "yorkshire"}, "D", "england_wales"),  # the station says first
        ((), "D", "scotland"),
        ((), "C", "england_wales"),
    ],
)
def test_the_nearest_station_says_first_and_the_area_where_none_is_known(words, area, nation):
    assert nation_of(words, area, TODAY) == nation


@pytest.mark.parametrize(
    ("text", "known", "nation"),
    [
        ("Glasgow Central", {}, "scotland"),
        ("Carlisle", {}, "england_wales"),
        ("Carlisle", {"crs": "GLC"}, "scotland"),  # what somebody confirmed is not read again from the words
        ("the footbridge", {"lat": 55.952, "lon": -3.189, "crs": ""}, "scotland"),
        ("nobody knows where", {}, "england_wales"),
    ],
)
def test_a_place_that_was_confirmed_or_read_says_whose_law_it_is(text, known, nation):
    assert nation_at(text, known, "", TODAY) == nation
