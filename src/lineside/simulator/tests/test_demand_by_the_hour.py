"""Hour by hour and type by type the stream keeps within the bounds of the tables; it sends the same bytes each time."""

import json
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import takewhile
from math import sqrt

import pytest

from lineside.simulator.demand import (
    DUPLICATES,
    HOURS_A_YEAR,
    UK,
    Contact,
    Stream,
    hour_factor,
    local_hour,
    mixture,
    rate,
)
from lineside.simulator.letters import letter
from lineside.simulator.switch import event_body, moments
from lineside.simulator.tables import Kind, channels, kinds, newest, stations, texts

MONDAY = datetime(2026, 6, 1, tzinfo=UTC)
DAYS = 28
PROFILES = ("role", "now")
PUBLISHED = {  # contacts a year of each profile, and logs a year
    "role": {"calls": 900_000, "emails": 20_000, "camera": 8_500, "text": 7_000, "social": 1_400, "web_form": 22_000},
    "now": {"calls": 900_000, "emails": 20_000, "camera": 8_500, "text": 55_000, "social": 1_400, "web_form": 22_000},
}
LOGS = 270_000


@cache
def contacts(profile: str) -> tuple[Contact, ...]:
    end = MONDAY + timedelta(days=DAYS)
    return tuple(takewhile(lambda each: each.at < end, Stream(profile, 11, MONDAY).contacts()))


def hours() -> list[datetime]:
    return [MONDAY + timedelta(hours=hour) for hour in range(DAYS * 24)]


def bound(expected: float) -> float:
    """Six deviations at the dispersion of the counts, which bursts and duplicates widen."""
    return 6 * sqrt(expected * 2) + 3


def sent(profile: str, seed: int) -> bytes:
    """Whatever a stream of six hours puts on the wire: letters whole, calls as events, texts with their number."""
    end = MONDAY + timedelta(hours=6)
    parts: list[bytes] = []
    for each in takewhile(lambda contact: contact.at < end, Stream(profile, seed, MONDAY).contacts()):
        if each.by == "email":
            parts.append(letter(each).as_bytes())
        elif each.by == "text":
            parts.append(f"{each.person.number} {each.text}".encode())
        else:
            told = [
                event_body(each, moment, number, str(moment.after_s)) for number, moment in enumerate(moments(each))
            ]
            parts.append(json.dumps(told).encode())
    return b"\n".join(parts)


@pytest.mark.parametrize("profile", PROFILES)
def test_the_same_seed_sends_the_same_bytes_and_another_seed_others(profile):
    assert len(sent(profile, 7)) > 10_000
    assert sent(profile, 7) == sent(profile, 7)
    assert sent(profile, 7) != sent(profile, 8)


def test_another_process_sends_the_same_bytes_whatever_its_hashes_are_salted_with():
    command = [sys.executable, "-m", "lineside.simulator.run", "--dry-run", "--profile", "now", "--seed", "7"]
    runs = [
        subprocess.run([*command, "--hours", "6"], check=True, capture_output=True, env={"PYTHONHASHSEED": salt}).stdout
        for salt in ("1", "2")
    ]
    assert len(runs[0].splitlines()) > 100
    assert runs[0] == runs[1]


@pytest.mark.parametrize("profile", PROFILES)
def test_the_tables_hold_the_published_volumes_of_a_year(profile):
    year = {code: channel.per_year[profile] for code, channel in channels().items()}
    calls = sum(year[code] for code, channel in channels().items() if channel.by == "phone")
    told = {"calls": calls, "emails": year["email"], **{code: year[code] for code in PUBLISHED[profile].keys() & year}}
    assert told == PUBLISHED[profile]
    assert sum(kind.per_year for kind in kinds().values()) == LOGS


@pytest.mark.parametrize("profile", PROFILES)
def test_each_hour_of_the_day_has_its_volume(profile):
    """Every channel together; the days of four weeks by their own weights, bursts beside them."""
    counts = Counter(each.at.astimezone(UK).hour for each in contacts(profile) if not each.burst)
    expected: Counter[int] = Counter()
    for hour in hours():
        expected[hour.astimezone(UK).hour] += sum(rate(each, profile, hour) for each in channels().values())  # type: ignore[assignment]
    assert len(expected) == 24
    for of_day, mean in expected.items():
        assert abs(counts[of_day] - mean) < bound(mean), (of_day, counts[of_day], mean)


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("day", range(7), ids=["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"])
def test_each_hour_of_the_week_is_within_bounds_of_the_published_mean(profile, day):
    """103 calls an hour over the year: no hour of a week is over 2.6 of that, none of the day under a tenth of it."""
    mean = PUBLISHED[profile]["calls"] / HOURS_A_YEAR
    calls = [each.at.astimezone(UK) for each in contacts(profile) if each.by == "phone"]
    counts = Counter(at.hour for at in calls if at.weekday() == day)
    weeks = DAYS // 7
    assert set(counts) == set(range(24))
    assert all(mean * 0.1 < counts[hour] / weeks < mean * 2.6 for hour in range(24)), counts
    assert max(range(24), key=lambda hour: counts[hour]) in range(14, 23)


@pytest.mark.parametrize("profile", PROFILES)
def test_every_type_has_its_volume(profile):
    """By what each channel is expected to bring in each hour; a fatality by its bursts, of 15 to 25 contacts."""
    expected: Counter[str] = Counter()
    for hour in hours():
        for channel in channels().values():
            codes, sums = mixture(channel.code, local_hour(hour), hour.month)
            lasts = (0.0, *sums)
            for code, upto, before in zip(codes, sums, lasts, strict=False):
                expected[code] += rate(channel, profile, hour) * (upto - before) / sums[-1]  # type: ignore[assignment]
    counts = Counter(each.kind for each in contacts(profile) if not each.burst)
    assert set(expected) | {"FATAL"} == set(kinds())
    for code, mean in expected.items():
        assert abs(counts[code] - mean) < bound(mean), (code, counts[code], mean)
    deaths = sum(each.burst == "fatality" for each in contacts(profile)) / 20
    assert abs(deaths - kinds()["FATAL"].per_year * DAYS / 365.25) < 18


@pytest.mark.parametrize("kind", [each for each in kinds().values() if each.per_year >= 5000 and each.code != "CAMERA"],
                         ids=lambda kind: kind.code)  # fmt: skip
def test_each_common_type_has_the_hours_of_its_shape(kind: Kind):
    """The busier half of its hours brings at least what its weights say, less what chance takes."""
    found = [each for profile in PROFILES for each in contacts(profile) if each.kind == kind.code and not each.burst]
    weighed = {(day, hour): hour_factor(kind.shape, day, hour) for day in range(7) for hour in range(24)}
    busy = set(sorted(weighed, key=lambda when: weighed[when])[len(weighed) // 2 :])
    share = sum(weighed[when] for when in busy) / sum(weighed.values())
    seen = sum(local_hour(each.at) in busy for each in found)
    assert abs(seen / len(found) - share) < 6 * sqrt(share * (1 - share) / len(found)) + 0.01


def test_one_contact_in_nine_is_said_again():
    told = Counter(each.burst for each in contacts("now"))
    again = told["duplicate"] / told[""]
    assert DUPLICATES * 0.85 < again < DUPLICATES * 1.15


def test_there_are_over_two_hundred_different_texts_some_of_every_type_and_voice():
    rows = newest("texts").rows
    assert len({row["text"] for row in rows}) == len(rows) == len(texts()) >= 200
    by_kind = Counter(text.kind for text in texts())
    assert set(by_kind) == set(kinds())
    assert min(by_kind.values()) >= 3, by_kind
    used = {each.text_code for profile in PROFILES for each in contacts(profile)}
    assert used == {text.code for text in texts()}


def test_a_text_names_only_what_can_be_filled_in():
    for text in texts():
        told = text.text.format(place="Leeds", headcode="1A23", time="14:05")
        assert "{" not in told
        assert len(told.split()) > 2, text.code
    assert len({station.crs for station in stations()}) == len(stations())
