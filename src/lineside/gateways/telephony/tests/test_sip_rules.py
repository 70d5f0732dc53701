"""What a SIP message says, and the place in it: as the standards write them, and as an enemy does."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineside.gateways.telephony.edge import call_event, lines_in, moment_at, places_in, sip_bytes
from lineside.gateways.telephony.pidf import read_pidf
from lineside.gateways.telephony.sip import Address, address_in, read_sip
from lineside.gateways.telephony.sipping import pidf

AT = datetime(2026, 11, 26, 12, tzinfo=UTC)
SPACES = (
    'xmlns="urn:ietf:params:xml:ns:pidf" xmlns:dm="urn:ietf:params:xml:ns:pidf:data-model"'
    ' xmlns:gp="urn:ietf:params:xml:ns:pidf:geopriv10" xmlns:gml="http://www.opengis.net/gml"'
    ' xmlns:gs="http://www.opengis.net/pidflo/1.0" xmlns:ca="urn:ietf:params:xml:ns:pidf:geopriv10:civicAddr"'
    ' xmlns:con="urn:ietf:params:xml:ns:geopriv:conf"'
)
M, WGS = 'uom="urn:ogc:def:uom:EPSG::9001"', 'srsName="urn:ogc:def:crs:EPSG::4326"'


def place(where, method="GPS", at="2026-11-26T11:59:58Z"):
    return (
        f'<presence {SPACES} entity="pres:a@b.example"><tuple id="t"><status><gp:geopriv><gp:location-info>{where}'
        f"</gp:location-info><gp:method>{method}</gp:method></gp:geopriv></status><timestamp>{at}</timestamp></tuple>"
        "</presence>"
    ).encode()


def call(*lines, start="INVITE urn:service:sos SIP/2.0", body=b""):
    head = "\r\n".join([start, "Call-ID: c1@handset.example", 'From: "Ana, B" <sip:anonymous@x.example>;tag=1', *lines])
    return read_sip(head.encode() + b"\r\n\r\n" + body)


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        (f"<gml:Point {WGS}><gml:pos>53.79 -1.54</gml:pos></gml:Point>", (53.79, -1.54, None, None)),
        (
            f"<gs:Circle {WGS}><gml:pos>53.79 -1.54</gml:pos><gs:radius {M}>30</gs:radius></gs:Circle>",
            (53.79, -1.54, 30, 95),
        ),
        (
            (
                f"<gs:Ellipse {WGS}><gml:pos>53.79 -1.54</gml:pos><gs:semiMajorAxis {M}>50</gs:semiMajorAxis>"
                f"<gs:semiMinorAxis {M}>20</gs:semiMinorAxis></gs:Ellipse><con:confidence>67</con:confidence>"
            ),
            (53.79, -1.54, 50, 67),
        ),
        (
            (
                f"<gs:ArcBand {WGS}><gml:pos>53.79 -1.54</gml:pos><gs:innerRadius {M}>100</gs:innerRadius>"
                f"<gs:outerRadius {M}>900</gs:outerRadius></gs:ArcBand>"
            ),
            (53.79, -1.54, 900, 95),
        ),
        (
            (
                f"<gs:Sphere {WGS.replace('4326', '4979')}><gml:pos>53.79 -1.54 30</gml:pos>"
                f"<gs:radius {M}>8</gs:radius></gs:Sphere>"
            ),
            (53.79, -1.54, 8, 95),
        ),
    ],
)
def test_every_shape_is_a_middle_and_a_distance(shape, expected):
    places, faults = read_pidf(place(shape))
    assert faults == []
    found = places[0]
    assert (found.lat, found.lon, found.uncertainty_m, found.confidence_pct) == expected
    assert found.source == "AML"
    assert found.positioned_at == datetime(2026, 11, 26, 11, 59, 58, tzinfo=UTC)


def test_an_outline_is_its_middle_and_its_farthest_corner():
    corners = "53.0 -1.0 53.0 -1.002 53.002 -1.002 53.002 -1.0 53.0 -1.0"
    ring = f"<gml:exterior><gml:LinearRing><gml:posList>{corners}</gml:posList></gml:LinearRing></gml:exterior>"
    (found,), _ = read_pidf(place(f"<gml:Polygon {WGS}>{ring}</gml:Polygon>"))
    assert found.lat == pytest.approx(53.001)
    assert found.lon == pytest.approx(-1.001)
    assert found.uncertainty_m == pytest.approx(130, abs=2)


def test_a_telephone_that_was_set_up_somewhere_says_an_address_that_does_not_age():
    civic = (
        "<ca:civicAddress><ca:country>GB</ca:country><ca:A3>Leeds</ca:A3><ca:RD>Invented Street</ca:RD>"
        "<ca:HNO>7</ca:HNO><ca:FLR>2</ca:FLR><ca:ROOM>Booking hall</ca:ROOM><ca:PC>LS1 4DY</ca:PC>"
        "<ca:LMK>Platform 8</ca:LMK></ca:civicAddress>"
    )
    (found,), faults = read_pidf(place(civic, method="Manual", at="2020-01-01T00:00:00Z"))
    assert faults == []
    assert found.address == {
        "postcode": "LS1 4DY",
        "premises": "7, Booking hall",
        "name": "Platform 8",
        "street": "Invented Street",
        "town": "Leeds",
    }
    assert (found.source, found.warnings, found.positioned_at) == ("VOIP", ("voip",), None)
    assert found.more == {"method": "manual", "floor": "2", "set up": "01 Jan 2020"}


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "no XML"),
        (b"<presence>", "no XML"),
        (b'<!DOCTYPE a [<!ENTITY b "cc">]><a>&b;</a>', "document type"),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "document type"),
        (b"<a>" * 60, "deeper"),
        (b"<a>" + b"<b/>" * 3000 + b"</a>", "more elements"),
        (b"<a>" + b"x" * 70_000 + b"</a>", "64 kB"),
        (b"<presence/>", "no location"),
        (place(""), "empty"),
        (place("<gml:LineString/>"), "LineString"),
        (place("<gml:Point><gml:pos>north west</gml:pos></gml:Point>"), "no number"),
        (place("<gml:Point><gml:pos>nan 1</gml:pos></gml:Point>"), "no number"),
        (place("<gml:Point><gml:pos>53</gml:pos></gml:Point>"), "not a latitude"),
        (place('<gml:Point srsName="urn:ogc:def:crs:EPSG::27700"><gml:pos>1 2</gml:pos></gml:Point>'), "WGS 84"),
        (place('<gs:Circle><gml:pos>1 2</gml:pos><gs:radius uom="feet">3</gs:radius></gs:Circle>'), "not in metres"),
    ],
)
def test_what_is_no_place_is_refused_in_a_sentence(content, why):
    places, faults = read_pidf(content)
    assert places == []
    assert why in " ".join(faults)


def test_the_caller_is_whom_the_network_vouches_for():
    message = call('P-Asserted-Identity: <sip:help@x.example>, "Ana" <tel:+447700900123>', "Priority: emergency")
    event = call_event(message, "offered", AT, lines_in(""), {})
    assert (event.number, event.name, event.line_type) == ("+447700900123", "Ana, B", "999_BT")
    assert event.facts["priority"] == "emergency"


def test_of_those_whom_the_network_vouches_for_ten_are_read_and_once():
    names = [f"P-Asserted-Identity: <sip:a{number}@x.example>, <sip:b{number}@x.example>" for number in range(5)]
    message = call(*names, "P-Asserted-Identity: <tel:+447700900123>")
    assert message.asserted.user == "a0"
    assert message.asserted is message.asserted
    assert call(*names[1:], "P-Asserted-Identity: <tel:+447700900123>").asserted.user == "+447700900123"


def test_what_was_dialled_says_which_line_it_is():
    lines = lines_in("999=999_BT, 0800=TOC_CONTROL")
    assert lines.type_of(call(start="INVITE sip:0800@force.example SIP/2.0")) == "TOC_CONTROL"
    assert lines.type_of(call(start="INVITE sip:101@force.example SIP/2.0")) == "PUBLIC_FREEPHONE"


def test_the_place_that_the_header_names_comes_first_and_one_that_is_missing_is_told():
    both = b"".join(
        b"--p\r\nContent-Type: application/pidf+xml\r\nContent-ID: <%s>\r\n\r\n%s\r\n"
        % (name, pidf(lat, -1.5, 30).encode())
        for name, lat in ((b"old", 51.0), (b"new", 53.0))
    )
    kind = "Content-Type: multipart/mixed; boundary=p"
    places, faults = places_in(call(kind, "Geolocation: <cid:new>, <cid:gone>", body=both + b"--p--\r\n"))
    assert [each.lat for each in places] == [53.0, 51.0]
    assert faults == ["The place that its header names did not come with the call."]
    _, faults = places_in(call("Geolocation: <https://lis.example/7>"))
    assert "https://lis.example/7" in faults[0]


def test_a_body_of_parts_within_parts_without_end_stops_no_call():
    nested = b"".join(
        b"--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n" % (depth, depth + 1) for depth in range(3000)
    )
    message = call("Content-Type: multipart/mixed; boundary=b0", body=nested)
    assert message.call_id == "c1@handset.example"
    assert "cannot be read" in " ".join(places_in(message)[1])


def test_a_body_that_is_nothing_but_a_place_is_read_too():
    places, faults = places_in(call("c: application/pidf+xml", body=pidf(53.0, -1.5, 30).encode()))
    assert (places[0].lat, faults) == (53.0, [])


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=400), st.binary(max_size=300).map(lambda said: call().raw + said)), st.text())
def test_nothing_that_comes_raises(raw, text):
    message = read_sip(raw)
    event = call_event(message, "offered", AT, lines_in(text), {"why": text})
    assert 0 < len(event.call_id) <= 200
    places_in(message)
    read_pidf(raw)
    moment_at(text)
    sip_bytes(text)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 1400), st.binary(max_size=6))
def test_a_place_that_was_damaged_on_its_way_raises_nothing(at, put):
    whole = pidf(53.7949, -1.5477, 30, address="<ca:PC>LS1 4DY</ca:PC>").encode()
    places, faults = read_pidf(whole[:at] + put + whole[at + len(put) :])
    assert places or faults


def test_an_address_of_spaces_alone_holds_up_nobody():
    # By a pattern that tries again it took a second for 800 spaces and grew with their cube; this has 200,000.
    spaces = " " * 100_000
    assert address_in(f"{spaces}x{spaces}y").name == ""
    assert address_in(f'"Ana \\"B\\"" {spaces}<sip:1@a.example>;x=1') == Address('Ana "B"', "sip:1@a.example")
    assert address_in("Ana <sip:1@a.example>") == Address("Ana", "sip:1@a.example")
    assert address_in("sip:1@a.example;tag=2") == Address(uri="sip:1@a.example")
