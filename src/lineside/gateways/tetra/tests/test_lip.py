"""The location protocol, bit by bit: the open vectors, our own, and whatever may come instead."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from lineside.gateways.tetra.protocol import Malformed, lip
from lineside.gateways.tetra.protocol.bits import packed
from lineside.kernel.testing import real_data

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
# The bits of the open vectors (vitaly-zubentsov/parser-tetra-lip-messages): encodings that the standard defines.
SHORT_ON = "0a01ac608a7a20d8000000"
SHORT_USER = "0a00000000000007fff551"
LONG_CIRCLE = "0a4c51ac608a7a20d80fff40000000"
LONG_ELAPSED = "0a4d146b18229e8837fbffdffff000"
LONG_TIME = "0a4e08000146b18229e883603ffd00000000"
MOSCOW = (55.7339322567, 37.6503288746)


def read(digits):
    return lip.read(bytes.fromhex(digits))


def test_a_short_report_is_a_place_an_age_and_a_reason():
    report = read(SHORT_ON)
    assert (report.lat, report.lon) == pytest.approx(MOSCOW, abs=1e-9)
    assert (report.kind, report.within_m, report.speed_kmh, report.course_deg) == ("short", 2, 0, None)
    assert (report.older_than_s, report.reason, report.user_data) == (5, 0, None)


def test_what_is_not_known_is_not_made_up():
    report = read(SHORT_USER)
    assert (report.lat, report.lon, report.within_m, report.speed_kmh, report.course_deg) == (0, 0, None, None, None)
    assert (report.reason, report.user_data) == (None, 0b01010101)


@pytest.mark.parametrize("digits", [LONG_CIRCLE, LONG_ELAPSED, LONG_TIME])
def test_a_long_report_is_a_circle_with_altitude(digits):
    report = read(digits)
    assert (report.lat, report.lon) == pytest.approx(MOSCOW, abs=1e-9)
    assert (report.kind, report.shape, report.altitude_m, report.reason) == ("long", "circle with altitude", 11_525, 0)


def test_the_times_and_doubts_of_long_reports_are_their_own():
    none, elapsed, at = read(LONG_CIRCLE), read(LONG_ELAPSED), read(LONG_TIME)
    assert none.within_m == pytest.approx(1, abs=0.03)
    assert (none.older_than_s, none.wants_answer) == (None, False)
    assert (elapsed.within_m, elapsed.older_than_s, elapsed.wants_answer, elapsed.speed_kmh) == (None, 5, True, None)
    assert at.position_time == (1, 0, 0, 0)


def test_every_open_vector_reads_as_its_own_table_says():
    vectors = json.loads(real_data("protocol/tetra_lip_vectors.json").read_text())["vectors"]
    assert len(vectors) == 5
    for vector in vectors:
        bits = vector["sds_type4_payload_bits"]
        report = lip.read(bytes.fromhex(vector["sds_type4_payload_hex"]))
        at = bits.index(next(f["bits"] for f in vector["fields"] if len(f["bits"]) == 25))
        assert report.lon == pytest.approx(int(bits[at : at + 25], 2) * 360 / 2**25), vector["name"]
        assert report.lat == pytest.approx(int(bits[at + 25 : at + 49], 2) * 180 / 2**24), vector["name"]


def test_west_of_greenwich_is_two_s_complement():
    """standards.md section 3: our own vectors, King's Cross and Leeds."""
    kings_cross, leeds = read("0A0FFE98E24A518900000"[:21] + "0"), read("0A0FEE64026411015A800"[:21] + "0")
    assert (kings_cross.lat, kings_cross.lon) == pytest.approx((51.5319, -0.1233), abs=1e-5)
    assert (leeds.lat, leeds.lon) == pytest.approx((53.7949, -1.5477), abs=1e-5)
    assert (leeds.speed_kmh, leeds.course_deg) == (pytest.approx(52.8, abs=0.05), 90)


def test_speed_has_no_step_where_its_scale_changes():
    assert lip.speed_of(28) == 28
    assert lip.speed_of(29) == pytest.approx(29.06, abs=0.01)
    assert lip.speed_of(126) == pytest.approx(1082, abs=1)


def test_the_table_of_exactness_is_that_of_the_standard():
    assert [round(lip.uncertainty_m(number) or 0, 1) for number in (0, 1, 2, 3, 62)] == [1.0, 2.0, 3.2, 4.6, 403802.7]


@pytest.mark.parametrize("number", range(10))
def test_whatever_is_cut_short_is_no_position(number):
    with pytest.raises(Malformed):
        lip.read(bytes.fromhex(SHORT_ON)[:number])


@pytest.mark.parametrize(
    "fields",
    [
        ((0x0B, 8), (0, 80)),
        ((10, 8), (2, 2), (0, 80)),
        ((10, 8), (1, 2), (4, 4), (0, 80)),
        ((10, 8), (1, 2), (3, 4), (3, 2), (0, 120)),
        *(((10, 8), (1, 2), (3, 4), (0, 2), (shape, 4), (0, 160)) for shape in (3, 6, 7, 8, 9, 11, 15)),
        ((10, 8), (1, 2), (3, 4), (2, 2), (0, 22), (1, 4), (0, 120)),
        ((10, 8), (1, 2), (3, 4), (2, 2), (1, 5), (24, 5), (0, 12), (1, 4), (0, 120)),
    ],
)
def test_what_is_reserved_or_of_unknown_layout_is_refused_and_never_guessed_at(fields):
    with pytest.raises(Malformed):
        lip.read(packed(fields))


def test_a_velocity_of_unknown_layout_hides_what_follows_and_not_the_place():
    report = lip.read(packed(((10, 8), (1, 2), (3, 4), (0, 2), (1, 4), (0, 25), (4_803_000, 24), (4, 3), (0, 60))))
    assert (report.rest_is_read, report.reason) == (False, None)
    assert report.lat == pytest.approx(51.53, abs=0.01)


def test_an_age_told_as_a_bound_counts_from_its_bound():
    assert lip.position_at(read(SHORT_ON), NOON) == (NOON - timedelta(seconds=5), True)
    unknown = lip.read(lip.write_short(lat=51.5, lon=-0.1, elapsed=3))
    assert lip.position_at(unknown, NOON) == (NOON, False)


@pytest.mark.parametrize(
    ("told", "at"),
    [
        ((27, 11, 59, 30), datetime(2026, 11, 27, 11, 59, 30, tzinfo=UTC)),
        ((27, 12, 1, 0), NOON),  # its clock is a minute fast
        ((28, 9, 0, 0), datetime(2026, 10, 28, 9, tzinfo=UTC)),
        ((31, 9, 0, 0), datetime(2026, 10, 31, 9, tzinfo=UTC)),
    ],
)
def test_a_day_of_the_month_is_the_latest_that_is_not_ahead(told, at):
    assert lip.position_at(lip.Report(kind="long", position_time=told), NOON) == (at, True)


@given(some.floats(49, 61), some.floats(-9, 2.5), some.integers(0, 126), some.integers(0, 255))
def test_what_is_written_is_read_within_two_metres(lat, lon, speed, reason):
    report = lip.read(lip.write_short(lat=lat, lon=lon, speed=speed, reason=reason))
    assert report.lat == pytest.approx(lat, abs=1.2e-5)
    assert report.lon == pytest.approx(lon, abs=1.2e-5)
    assert (report.speed_kmh, report.reason) == (lip.speed_of(speed), reason)


@given(some.binary(max_size=40))
def test_no_octets_break_it_and_none_give_a_place_off_the_earth(octets):
    for message in (octets, b"\x0a" + octets):
        try:
            report = lip.read(message)
        except Malformed:
            continue
        assert -90 <= (report.lat or 0) <= 90
        assert -180 <= (report.lon or 0) <= 180
        assert report.within_m is None or report.within_m > 0
