"""The bench: what it refuses before it makes anything, how it says figures, and years of logs on a small scale."""

import pytest

from lineside.site.bench import PARTS, measure
from lineside.site.bench_jobs import TRIGGER
from lineside.site.bench_node import SCRIPT, at_share, spread
from lineside.site.bench_years import years
from lineside.site.bench_years_words import day_shape, days
from lineside.site.postgres import ClusterFault


def test_a_part_that_it_does_not_know_is_refused_with_those_it_knows():
    told: list[str] = []
    with pytest.raises(ClusterFault, match=r"There is no part bord; the parts are commands, board, "):
        measure(told.append, ["board", "bord"])
    assert told == []


def test_p99_of_a_hundred_is_the_slowest_of_them():
    assert spread([float(number) for number in range(1, 101)]) == "median 50.5 ms, p99 100.0 ms"


def test_it_measures_all_that_is_asked_of_it():
    parts = "commands board rows cell intake import jobs who queue trains recommend map busy"
    assert list(PARTS) == parts.split()
    assert SCRIPT.read_text().count("COMMIT;") == 1


@pytest.mark.django_db
def test_the_trigger_that_it_turns_on_is_there_and_off():
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT tgenabled FROM pg_trigger WHERE tgname = %s", [TRIGGER])
        assert cursor.fetchall() == [("D",)]


def test_ninety_five_of_a_hundred_were_done_within_the_ninety_sixth_slowest():
    assert at_share([float(number) for number in range(1, 101)], 0.95) == 96.0
    assert at_share([7.0], 0.95) == 7.0


def test_the_days_of_the_years_have_all_the_logs_that_were_asked_for_and_mornings_are_quiet():
    counted = days(2_700_000, 3_652)
    assert (len(counted), sum(counted)) == (3_652, 2_700_000)
    shape = day_shape()
    assert shape == sorted(shape)
    assert shape[500] > 12 * 3600  # half of a day's logs come after noon


@pytest.mark.alone
@pytest.mark.timeout(900)
def test_years_are_made_once_and_every_page_and_search_is_measured_among_them(tmp_path, monkeypatch):
    monkeypatch.setenv("LINESIDE_VAR", str(tmp_path))
    told: list[str] = []
    years(told.append, 2_000, 400, asked=8, compared=("board",))
    first = "\n".join(told)
    assert "lines of 400 days: made in" in first
    assert "incidents_was_open" in first
    for measured in ("the board's first page: one day", "a log beside the board: p50", "a log on its own page: p50",
                     "a place and a word: p50", "a person: p50", "a number: p50", "a time of a day: p50",
                     "the board as it was at a moment: p50"):  # fmt: skip
        assert measured in first, measured
    told.clear()
    years(told.append, 2_000, 400, asked=2, compared=())
    assert "as they were made in" in "\n".join(told)
    assert "lines of 400 days: made" not in "\n".join(told)
