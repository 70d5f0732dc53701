"""How long a unit needs to a place, for a room above: by train it is the train that runs, with its forecast."""

from datetime import UTC, datetime, timedelta

import pytest

from lineside.dispatch.queries import ways_to
from lineside.kernel.testing import clock
from lineside.trains.testing import activation, darwin_forecast, darwin_schedule, take

pytestmark = pytest.mark.django_db
BEGINS = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
AT = BEGINS - timedelta(minutes=25)
KINGS_CROSS, YORK = (51.5308, -0.1238), (53.9580, -1.0930)


def to_york():
    with clock(AT):
        return ways_to(YORK, {"BX12": KINGS_CROSS}, "P", AT)["BX12"]


def test_without_a_train_in_the_feeds_the_way_by_train_is_an_estimate():
    way = to_york()
    assert way.mode == "train"
    assert way.is_estimate


def test_a_train_that_runs_takes_the_place_of_the_estimate_and_its_forecast_that_of_the_timetable():
    with clock(AT):
        take("darwin", darwin_schedule(BEGINS))
        take("trust", activation(BEGINS))
    planned = to_york()
    assert not planned.is_estimate
    assert "the train of 09:00, due 10:58" in planned.words
    with clock(AT):
        take("darwin", darwin_forecast(BEGINS, 3, 40, AT))
    late = to_york()
    assert "due 11:38" in late.words
    assert round(late.minutes - planned.minutes) == 40
