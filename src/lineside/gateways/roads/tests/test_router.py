"""Minutes by road from a router: what it says is taken, and whatever goes wrong leaves the estimate, which is said."""

import pytest

from lineside.dispatch.queries import roads
from lineside.gateways.roads.peer import Router, answer

LEEDS, YORK, LEWIS = (53.795, -1.547), (53.958, -1.093), (58.21, -7.38)


@pytest.fixture
def router(settings, monkeypatch):
    monkeypatch.setattr(roads, "_REST", roads._Rest())
    with Router() as running:
        settings.ROUTER_URL = running.url
        yield running


def test_its_minutes_are_taken_in_one_question_for_all(router):
    found = roads.minutes_by_road([YORK, LEEDS, YORK], LEEDS)
    assert (found.said, router.asked) == ("", 1)
    assert found.minutes[YORK] == pytest.approx(58, abs=2)  # 35 km at 36 km/h
    assert found.minutes[LEEDS] == 0


def test_where_there_is_no_road_nothing_is_said_of_that_unit(router):
    assert set(roads.minutes_by_road([YORK, LEWIS], LEEDS).minutes) == {YORK}


@pytest.mark.parametrize("fault", [{"delay": 1.5}, {"broken": True}])
def test_a_slow_or_broken_one_is_said_and_left_alone_for_a_while(router, fault):
    for name, value in fault.items():
        setattr(router, name, value)
    for _ in range(2):
        assert roads.minutes_by_road([YORK], LEEDS) == roads.Roads({}, roads.DOWN)
    assert router.asked == 1


def test_without_a_setting_nobody_is_asked(router, settings):
    settings.ROUTER_URL = ""
    assert roads.minutes_by_road([YORK], LEEDS) == roads.Roads({})
    assert router.asked == 0


@pytest.mark.parametrize("path", ["/table/v1/driving/x", "/table/v1/driving/1,2,3;4,5", "/route/v1/driving/1,2"])
def test_what_it_cannot_read_it_refuses(path):
    assert answer(path)[0] == 400
