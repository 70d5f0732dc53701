"""The place reader against texts collected from the trade, hostile input, and what it promises of its answers."""

import json
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lineside.gazetteer.queries import areas, locate, missing_tables, nearest_station, posts, station, stations
from lineside.gazetteer.rules.mileage import metres_apart

TEXTS = tomllib.loads((Path(__file__).parent / "strings.toml").read_text("utf-8"))["text"]
KINDS = {
    "station",
    "platform",
    "elr_mileage",
    "between_stations",
    "grid",
    "latlon",
    "crossing",
    "tiploc",
    "stanox",
    "train",
}
KINDS |= {"underground", "feature"}
RIGHT_FIRST_TIME = 0.95


def wrong(told: dict[str, Any]) -> str:
    """What is wrong with the reading of one text; nothing when it is right first time."""
    answer = locate(told["said"]).as_json()
    readings = answer["readings"]
    if told.get("none"):
        return f"read as {readings[0]['name']}" if readings else ""
    if "ambiguous" in told:
        crs = {reading.get("crs") for reading in readings}
        return "" if answer["ambiguous"] and set(told["ambiguous"]) <= crs else f"only {crs}"
    if not readings or answer["ambiguous"]:
        return "nothing read" if not readings else "ambiguous"
    first = readings[0]
    if "lat" in told and metres_apart((told["lat"], told["lon"]), (first["lat"], first["lon"])) > 250:
        return f"at {first['lat']}, {first['lon']}"
    exact = {key: value for key, value in told.items() if key not in {"said", "half", "lat", "lon"}}
    return "; ".join(f"{key} {first.get(key)}" for key, value in exact.items() if first.get(key) != value)


def misread(half: str) -> tuple[list[str], float]:
    asked = [told for told in TEXTS if told["half"] == half]
    missed = [f"{told['said']!r}: {why}" for told in asked if (why := wrong(told))]
    return missed, 1 - len(missed) / len(asked)


@pytest.mark.parametrize("half", ["tune", "hold"])
def test_texts_are_read_right_first_time(half: str) -> None:
    missed, share = misread(half)
    assert share >= RIGHT_FIRST_TIME, missed


def test_at_least_250_texts_are_collected() -> None:
    assert len(TEXTS) >= 250


def test_the_example_of_the_format() -> None:
    answer = locate("fight kgx plat 9").as_json()
    assert list(answer) == ["text", "readings", "ambiguous", "unread"]
    first = answer["readings"][0]
    assert (first["kind"], first["crs"], first["platform"], first["area"]) == ("platform", "KGX", "9", "B")
    assert answer["unread"] == ["fight"]
    assert not answer["ambiguous"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "kgx " * 25_000,
        "x" * 100_000,
        "kgx\x00p9",
        "\u202ekgx p9",
        "\ud800",
        "\x1b[31mkgx",
        "9" * 5000,
        "((((((" * 100,
    ],
)
def test_hostile_input_returns_quickly_with_no_reading(text: str) -> None:
    started = time.perf_counter()
    answer = locate(text)
    assert time.perf_counter() - started < 1
    assert not answer.readings
    json.dumps(answer.as_json())


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=120))
@example(":/:")  # once two sides of a stroke without a word in either
def test_any_text_is_answered_in_the_format(text: str) -> None:
    answer = locate(text).as_json()
    assert answer["text"] == text
    for reading in answer["readings"]:
        assert reading["kind"] in KINDS
        assert 0 < reading["score"] <= 1
        assert reading["why"]
        assert ("lat" in reading) == ("accuracy_m" in reading)
    assert not answer["ambiguous"] or len(answer["readings"]) > 1


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([place.crs for place in stations()]), st.integers(0, 24))
def test_every_code_with_a_platform_is_that_platform(crs: str, platform: int) -> None:
    answer = locate(f"{crs} platform {platform}").as_json()
    first = answer["readings"][0]
    assert (first["kind"], first["crs"], first["platform"]) == ("platform", crs, str(platform))


def test_every_station_is_among_the_readings_of_its_own_name() -> None:
    missed = [p.name for p in stations()[::7] if p.crs not in {r.codes.get("crs") for r in locate(p.name).readings}]
    assert not missed


def test_a_text_takes_under_five_milliseconds_once_loaded() -> None:
    started = time.perf_counter()
    for told in TEXTS:
        locate(told["said"])
    assert (time.perf_counter() - started) / len(TEXTS) < 0.02  # a busy machine is allowed four times as long


def test_every_post_stands_in_its_own_area_and_owns_its_station() -> None:
    assert {area.code for area in areas()} == {"B", "C", "D"}
    assert len(posts()) >= 40
    for post in posts():
        first = locate(post.crs).readings[0]
        assert (first.post, first.area) == (post.name, post.area)


def test_nearest_station_and_station_by_code() -> None:
    found = nearest_station(51.5308, -0.1238)
    assert found is not None
    assert found.crs in {"KGX", "STP"}
    assert station("kgx") is station("KGX")
    assert station("QQQ") is None


def test_share_alike_tables_are_present_or_named_as_missing() -> None:
    assert missing_tables() == ()
