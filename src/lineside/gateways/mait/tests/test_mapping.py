"""The mapping file: what is written by it is read back the same, and what it lacks is named."""

import string
import tarfile
from dataclasses import fields, replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineside.exchanges.queries import names_of
from lineside.exchanges.rules import Unreadable
from lineside.exchanges.rules.canonical import STATUSES, TYPES, Exchange, Person, Resource, Wanted
from lineside.gateways.mait.protocol import Mapping, cap
from lineside.gateways.mait.reading import SHIPPED
from lineside.kernel.testing import real_data

NAMES = names_of("", SHIPPED)
MAPPING = Mapping(NAMES)
WHOLE = Exchange(
    exchange_id="e-1",
    kind="CREATE",
    sender="control.lineside.example",
    to="nas.ambulance.example",
    sent_at=datetime(2026, 11, 28, 3, 14, 7, 123456, tzinfo=UTC),
    shared_id="s-1",
    opened_at=datetime(2026, 11, 28, 3, 10, tzinfo=UTC),
    seq=3,
    headline="Two hurt <at> & near the gates",
    is_major=True,
    lat=53.795,
    lon=-1.5,
    people=(Person(name="Sam Vale", safe_to_call=False), Person(role="SUSPECT", vulnerability="young")),
    requested=(Wanted(kind="Ambulance", quantity="2", why="two hurt"),),
    resources=(Resource(call_sign="A12", status="mobile", eta="03:20"),),
)
PLAIN = st.text(string.ascii_letters + string.digits + " <>&'\"äé中", max_size=60).map(str.strip)


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("status", STATUSES)
def test_each_type_and_status_goes_there_and_back(kind, status):
    said = replace(WHOLE, kind=kind, status=status)
    assert MAPPING.read(MAPPING.write(said)) == said


@given(headline=PLAIN, narrative=PLAIN, place=PLAIN, name=PLAIN)
def test_whatever_is_typed_goes_there_and_back(headline, narrative, place, name):
    said = replace(WHOLE, headline=headline, narrative=narrative, place=place, people=(Person(name=name),))
    assert MAPPING.read(MAPPING.write(said)) == said


def test_a_fact_that_the_hub_has_no_name_for_is_left_out_and_hinders_nothing():
    fewer = Mapping({code: wire for code, wire in NAMES.items() if not code.startswith("people")})
    assert fewer.read(fewer.write(WHOLE)) == replace(WHOLE, people=())


def test_a_file_that_lacks_what_must_be_said_is_refused_by_its_names():
    with pytest.raises(Unreadable, match="shared_id, status"):
        Mapping({code: wire for code, wire in NAMES.items() if code not in ("shared_id", "status")})


def test_every_fact_of_ours_has_a_name_in_the_file_that_ships():
    assert [each.name for each in fields(Exchange) if each.name not in NAMES] == []


@pytest.mark.parametrize(
    ("was", "now", "why"),
    [
        (b"2026-11-28T03:14:07", b"yesterday", "time in it cannot be read"),
        (b"03:14:07.123456+00:00", b"03:14:07", "names no zone"),
        (b">53.795<", b">north<", "no number"),
        (b">53.795<", b">5300<", "not on the earth"),
        (b"<Sequence>3<", b"<Sequence>-3<", "running number"),
        (b"<SharedID>s-1</SharedID>", b"", "does not say its shared id"),
        (b"urn:example:multi-agency-incident", b"urn:other", "no message of the hub"),
    ],
)
def test_what_cannot_be_read_says_what_is_wrong_with_it(was, now, why):
    raw = MAPPING.write(WHOLE)
    assert was in raw
    with pytest.raises(Unreadable, match=why):
        MAPPING.read(raw.replace(was, now))


def test_a_warning_where_envelope_and_alert_differ_is_not_taken_as_real():
    alert = (
        '<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>a</identifier><sender>s</sender>'
        "<sent>2026-11-28T03:14:07-00:00</sent><status>{}</status><msgType>{}</msgType><scope>Public</scope></alert>"
    )
    around = "<edxlDistribution><distributionStatus>{}</distributionStatus><content>{}</content></edxlDistribution>"

    def read(envelope, status, kind="Alert"):
        return cap.read(around.format(envelope, alert.format(status, kind)).encode())

    assert read("Exercise", "Actual").is_exercise
    assert read("Actual", "Exercise").is_exercise
    assert not read("Actual", "Actual").is_exercise
    assert read("Test", "Actual").is_test
    with pytest.raises(Unreadable, match="whether it is real"):
        read("Unknown", "Actual")
    with pytest.raises(Unreadable, match="does not say of what"):
        read("Actual", "Actual", "Cancel")


@pytest.mark.parametrize("name", ["weather.cap", "australia.cap", "earthquake.cap", "wcatwc-warning.cap"])
def test_published_samples_are_read_or_refused_in_a_sentence(name):
    with tarfile.open(real_data("protocol/cap_edxl_samples_and_xsd.tar.gz")) as archive:
        member = archive.extractfile(f"cap/testdata/{name}")
        assert member
        raw = member.read()
    if b"urn:oasis:names:tc:emergency:cap:1.2" in raw:
        warned = cap.read(raw)
        assert warned.identifier
        assert warned.headline
    else:
        with pytest.raises(Unreadable, match=r"no CAP of version 1\.2"):
            cap.read(raw)
