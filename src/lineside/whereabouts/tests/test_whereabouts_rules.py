"""Positions as handsets tell them, and which are refused. The examples are the standard's and of open readers."""

from datetime import UTC, datetime, timedelta

import pytest

from lineside.kernel.errors import RuleBroken
from lineside.whereabouts.rules import (
    Unreadable,
    check_fix,
    fix_in_form,
    fix_in_text,
    is_aml,
    is_hmac_right,
    round_due,
    unpacked,
)
from lineside.whereabouts.testing import a_fix

AT = datetime(2026, 11, 26, 21, 0, tzinfo=UTC)
FIRST = 'A"ML=1;lt=+55.74297;lg=-4.26880;rd=10;top=20130717175329;lc=95;pm=G;si=234302543446355;ei=356708041746734;mcc=234;mnc=30;ml=127'  # noqa: E501 - as it came
SHORT = 'A"ML=1;lt=+54.76397;lg=0.18305;rd=50;top=20130717141935;lc=90;pm=W;si=123456789012345;ei=1234567890123456;mcc=234;mnc=30;ml=128'  # noqa: E501 - as it came
WIDE = 'A"ML=1;lt=+48.902963;lg=+2.516582;rd=1964;top=20220210134654;lc=95;pm=G;si=234302543446355;ei=357365093474415;mcc=208;mnc=01;ml=131'  # noqa: E501 - as it came
SECOND = 'A"ML=2;en=+15555555555;et=1593187189;lo=-37.42175,-122.08461,2000.1;lt=-9999;lc=68;lz=-100.1,100.1;ls=G;ei=358239059042542;nc=310260;hc=310260;lg=en-US'  # noqa: E501 - as it came
PACKED = bytes.fromhex(
    "415193D98BEDD8F4DEECE6A2C962B7DA8E7DEEB56232990B86A3D9623B39B92783EDE86F784F068BD560B6D80C1683E568B81D7BDCB3E176F076EFB89BA77B39DCCD56A3C966B15D39DD9BD570B2590E56CBC168B21A4DB66B8FC7BD590CB66BBBC73D990DB66BB37B31D90C"
)
FORM = b"v=1&device_number=%2B447477593102&location_latitude=55.85732&location_longitude=-4.26325&location_time=1476189444435&location_accuracy=10.4&location_source=GPS&location_certainty=83&location_altitude=0.0&location_floor=5&device_model=ABC+ABC+Detente+530&device_imei=354773072099116&cell_network_mcc=234&cell_network_mnc=15"  # noqa: E501 - as it came
SIGNED = b"v=1&device_number=%2B33611223344&location_latitude=0.85732&location_longitude=-4.26325&location_time=1604912121000&location_accuracy=10.4&location_source=GPS&location_certainty=83&hmac=f64c70eb238bb239e00e8ac8c023bf2b5d3c41dd"  # noqa: E501 - as it came


def test_the_first_version_is_read():
    fix = fix_in_text(FIRST, "+447700900123", AT)
    assert (fix.lat, fix.lon, fix.uncertainty_m, fix.confidence_pct) == (55.74297, -4.2688, 10, 95)
    assert fix.positioned_at == datetime(2013, 7, 17, 17, 53, 29, tzinfo=UTC)
    assert (fix.more["method"], fix.more["network"], fix.number) == ("satellites", "23430", "+447700900123")
    wide = fix_in_text(WIDE, "", AT)
    assert (wide.lat, wide.lon, wide.uncertainty_m, wide.confidence_pct) == (48.902963, 2.516582, 1964, 95)


def test_the_second_version_gives_the_same_keys_other_meanings():
    fix = fix_in_text(SECOND, "", AT)
    assert (fix.lat, fix.lon, fix.uncertainty_m) == (-37.42175, -122.08461, 2000.1)
    assert fix.positioned_at == datetime.fromtimestamp(1593187189 - 9999, UTC)
    assert (fix.more["language"], fix.more["dialled"], fix.more["altitude"]) == ("en-US", "+15555555555", "-100.1 m")


def test_a_text_of_seven_bits_a_sign_is_unpacked():
    assert is_aml(PACKED)
    fix = fix_in_text(unpacked(PACKED), "", AT)
    assert fix.lat == 37.42175
    assert "358239059042542" in unpacked(PACKED)


def test_a_form_is_read_with_its_floor():
    fix = fix_in_form(FORM, AT)
    assert (fix.lat, fix.lon, fix.uncertainty_m, fix.confidence_pct) == (55.85732, -4.26325, 10.4, 83)
    assert (fix.number, fix.more["floor"], fix.more["method"]) == ("+447477593102", "5", "satellites")


def test_a_form_of_thousands_of_fields_is_refused_in_one_sentence():
    with pytest.raises(Unreadable, match="more than 100 fields"):
        fix_in_form(b"a=1&" * 3000, AT)


def test_a_text_that_is_not_as_long_as_it_says_is_flagged_and_never_the_one_to_go_by():
    for text in (SHORT, FIRST.replace("ml=127", "ml=126")):
        fix = fix_in_text(text, "", AT)
        assert (fix.warnings, fix.uncertainty_m) == (("length",), None)
    assert fix_in_text(FIRST, "", AT).warnings == ()


def test_a_signed_form_is_believed_and_a_changed_or_unsigned_one_is_not():
    assert is_hmac_right(SIGNED, "AML")
    assert not is_hmac_right(SIGNED.replace(b"0.85732", b"0.95732"), "AML")
    assert not is_hmac_right(SIGNED, "another")
    assert not is_hmac_right(FORM, "AML")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (FIRST.replace("ml=127", "ml=12"), "says that it is 12 signs long and is 126"),
        (FIRST.replace("ml=127", "ml=many"), "says that it is many signs long"),
        (FIRST.replace("ML=1", "ML=9"), "only 1 and 2"),
        ('A"ML=1;lt=x;lg=1', "latitude 'x' is no number"),
        ('A"ML=1;lt=٣;lg=1', "is no number"),
        ('A"ML=1;lt=nan;lg=1', "is no number"),
        ('A"ML=1;pm=N;lt=1;lg=1', "found no position"),
        ('A"ML=1;lt=1;lg=1;top=20261399000000', "Its time"),
        ('A"ML=2;lo=,,;et=1', "Its time"),
        ('A"ML=2;lo=1,1;et=99999999999999', "Its time"),
        ('A"ML=1;lt=1;lg=1;top=00010101000000', "year 1"),
        ('A"ML=', "only 1 and 2"),
        ('A"ML=1' + ";" * 3000, "far longer"),
    ],
)
def test_a_bad_text_is_refused_in_one_sentence(text, why):
    with pytest.raises(Unreadable, match=why):
        fix_in_text(text, "", AT)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (
            {"positioned_at": AT - timedelta(hours=2, minutes=3)},
            "taken 2 h 3 min before it came; one older than 15 minutes",
        ),
        ({"positioned_at": AT + timedelta(minutes=9)}, "9 minutes in the future"),
        ({"lat": 91.0}, "not on the earth"),
        ({"lat": float("inf")}, "not on the earth"),
        ({"lat": 0.0, "lon": 0.0}, "which handsets send when they know none"),
        ({"lat": None}, "no position"),
        ({"lat": None, "lon": None}, "no position and no address"),
        ({"uncertainty_m": -4.0}, "not a distance"),
        ({"source": "GUESS"}, "no source"),
    ],
)
def test_what_shows_nothing_or_is_stale_is_refused_in_one_sentence(wrong, why):
    with pytest.raises(RuleBroken, match=why):
        check_fix(a_fix(**{"received_at": AT, "positioned_at": AT, **wrong}))


def test_a_source_is_asked_when_the_call_is_offered_and_four_times_more():
    ages = (-1, 0, 4.9, 5, 11, 20, 31, 59, 61)
    assert [round_due(timedelta(seconds=age)) for age in ages] == [None, 0, 0, 5, 10, 20, 30, 30, None]
