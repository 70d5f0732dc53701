"""The stream is repeatable, and its volumes, hours and bursts are those of the tables."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise, takewhile
from math import sqrt

import pytest

from lineside.simulator.demand import UK, Contact, Stream
from lineside.simulator.run import dry_run
from lineside.simulator.tables import channels, kinds, stations, texts

MONDAY = datetime(2026, 6, 1, tzinfo=UTC)
DAYS = 28


@cache
def contacts(profile: str, seed: int = 5, days: int = DAYS) -> tuple[Contact, ...]:
    end = MONDAY + timedelta(days=days)
    return tuple(takewhile(lambda contact: contact.at < end, Stream(profile, seed, MONDAY).contacts()))


def test_the_same_seed_and_beginning_give_the_same_stream_and_another_seed_another():
    def lines(seed: int) -> list[str]:
        return list(dry_run(profile="now", seed=seed, start=MONDAY, hours=12))

    assert len(lines(7)) > 200
    assert lines(7) == lines(7)
    assert lines(7) != lines(8)


def test_contacts_come_in_order_and_no_key_comes_twice():
    found = contacts("role")
    assert all(one.at <= next_one.at for one, next_one in pairwise(found))
    assert len({contact.key for contact in found}) == len(found)


@pytest.mark.parametrize("profile", ["role", "now"])
def test_each_channel_has_its_volume(profile):
    counts = Counter(contact.channel for contact in contacts(profile))
    for code, channel in channels().items():
        # June lies 4 per cent over the year's mean; counts scatter more than Poisson's do, and bursts more again.
        expected = channel.per_year[profile] * 1.04 * DAYS / 365.25
        assert abs(counts[code] - expected) < 6 * sqrt(expected * 1.4) + 0.08 * expected, code


def test_the_two_profiles_differ_by_the_texts():
    texts_of = {profile: sum(each.channel == "text" for each in contacts(profile)) for profile in ("role", "now")}
    assert texts_of["now"] > 6 * texts_of["role"]


def test_the_mix_of_types_follows_the_table():
    counts = Counter(contact.kind for contact in contacts("now"))
    assert set(counts) == set(kinds())
    for code in ("ASB", "THEFTP", "TRESP", "VIOL", "FARE"):
        share = kinds()[code].per_year / sum(kind.per_year for kind in kinds().values())
        assert share / 1.6 < counts[code] / counts.total() < share * 1.6, code


def test_commuters_are_robbed_of_their_purses_at_the_peak_and_drunks_come_late():
    hours: dict[str, Counter[int]] = {code: Counter() for code in ("THEFTP", "ILL")}
    for contact in contacts("now"):
        if contact.kind in hours:
            hours[contact.kind][contact.at.astimezone(UK).hour] += 1
    assert hours["THEFTP"][18] > 5 * hours["THEFTP"][3]
    assert hours["ILL"][21] > 2 * hours["ILL"][9]


def test_the_small_hours_of_a_weekend_are_busier_than_of_a_weekday():
    nights = Counter(each.at.astimezone(UK).weekday() for each in contacts("now") if each.at.astimezone(UK).hour < 3)
    weekend, weekdays = (nights[5] + nights[6]) / 2, sum(nights[day] for day in (1, 2, 3)) / 3
    assert weekend > 1.4 * weekdays


def test_a_quarter_of_an_hour_scatters_more_than_chance():
    hours = Counter(
        int((each.at - MONDAY) / timedelta(minutes=15)) for each in contacts("role") if each.channel == "rail"
    )
    days = [[hours[day * 96 + quarter] for day in (1, 2, 3, 8, 9, 10, 15, 16, 17, 22, 23, 24)] for quarter in range(96)]
    scatter = [
        sum((count - sum(same) / 12) ** 2 for count in same) / 11 / (sum(same) / 12) for same in days if sum(same) > 24
    ]
    assert 1.1 < sum(scatter) / len(scatter) < 2.5


def test_a_fatality_is_a_burst_of_many_voices():
    deaths: dict[tuple[str, str], list[Contact]] = {}
    for contact in contacts("role"):
        if contact.burst == "fatality":
            deaths.setdefault((contact.station.crs, contact.headcode), []).append(contact)
    assert 12 <= len(deaths) <= 55
    for burst in list(deaths.values())[1:-1]:
        assert 15 <= len(burst) <= 25
        assert burst[-1].at - burst[0].at <= timedelta(minutes=15)
        assert {"SIGNALLER", "NR_CONTROL", "DRIVER_FATALITY_LINE"} <= {contact.lands for contact in burst}


def test_there_are_two_hundred_texts_for_every_type_and_every_slot_is_filled():
    assert len({text.text for text in texts()}) >= 200
    assert {text.kind for text in texts()} == set(kinds())
    assert {text.voice for text in texts()} == {
        "passenger", "staff", "driver", "signaller", "force", "control", "officer"
    }  # fmt: skip
    assert not any("{" in contact.text for contact in contacts("now"))


def test_places_follow_their_weights():
    counts = Counter(contact.station.area for contact in contacts("now"))
    total = sum(station.weight for station in stations())
    for area in "BCD":
        share = sum(station.weight for station in stations() if station.area == area) / total
        assert abs(counts[area] / counts.total() - share) < 0.02


def test_nobody_real_is_rung_or_written_to():
    for contact in contacts("now", days=2):
        assert contact.person.address.endswith(".example")
        assert contact.person.number.startswith(("07700900", "0207946"))


def test_a_profile_that_is_not_known_is_refused():
    with pytest.raises(ValueError, match="role or now"):
        Stream("tomorrow", 1, MONDAY)
