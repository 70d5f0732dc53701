"""The bench: what it refuses before it makes anything, and how it says figures."""

import pytest

from lineside.site.bench import PARTS, measure
from lineside.site.bench_jobs import TRIGGER
from lineside.site.bench_node import SCRIPT, spread
from lineside.site.postgres import ClusterFault


def test_a_part_that_it_does_not_know_is_refused_with_those_it_knows():
    told: list[str] = []
    with pytest.raises(ClusterFault, match=r"There is no part bord; the parts are commands, board, "):
        measure(told.append, ["board", "bord"])
    assert told == []


def test_p99_of_a_hundred_is_the_slowest_of_them():
    assert spread([float(number) for number in range(1, 101)]) == "median 50.5 ms, p99 100.0 ms"


def test_it_measures_all_that_is_asked_of_it():
    parts = "commands board rows cell intake jobs who queue trains recommend map busy"
    assert list(PARTS) == parts.split()
    assert SCRIPT.read_text().count("COMMIT;") == 1


@pytest.mark.django_db
def test_the_trigger_that_it_turns_on_is_there_and_off():
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT tgenabled FROM pg_trigger WHERE tgname = %s", [TRIGGER])
        assert cursor.fetchall() == [("D",)]
