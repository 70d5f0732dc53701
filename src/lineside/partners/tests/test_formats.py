"""What leaves in the formats of others is valid by their schemas, tells no more than it may, and is marked."""

import tarfile
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import pytest
import xmlschema

from lineside.exchanges.rules.canonical import EXERCISE, TYPES, Exchange, Person
from lineside.exchanges.rules.markup import read_markup
from lineside.kernel.errors import RuleBroken
from lineside.kernel.testing import real_data
from lineside.partners.rules import cap, eido, ucri2
from lineside.partners.tests.shapes import EIDO, UCRI2

SCHEMAS = Path(__file__).parent / "schemas"
SAID = Exchange(
    exchange_id="5e0c1111-0000-4000-8000-000000000001",
    kind="CREATE",
    sender="control.lineside.example",
    to="roc north, rail",
    sent_at=datetime(2026, 11, 28, 3, 14, 7, 123456, tzinfo=UTC),
    shared_id="5e0c1111-0000-4000-8000-000000000002",
    desk="Lineside Railway Police",
    operator="Kim Osei",
    own_ref="LS-20261128-0457",
    opened_at=datetime(2026, 11, 28, 3, 10, tzinfo=UTC),
    type_local="Trespass or person on or near the line",
    grade="I",
    headline="Man on the track & walking <north>",
    narrative="He is in dark clothes.",
    place="Leeds",
    place_status="confirmed",
    lat=53.795,
    lon=-1.547,
    headcode="1A23",
    access="Marsh Lane",
    people=(Person(name="Sam Vale", phone="07700 900123", vulnerability="alone"), Person(role="SUSPECT")),
)
BARE = Exchange(
    exchange_id="e",
    kind="CREATE",
    sender="s",
    to="t",
    sent_at=SAID.sent_at,
    shared_id=SAID.shared_id,
    headline="x",
)
EARLIER = (cap.reference(SAID.sender, "e-0", SAID.sent_at),)


@pytest.fixture(scope="module")
def schemas():
    return {name: xmlschema.XMLSchema(str(SCHEMAS / f"{name}.xsd")) for name in ("cap12", "edxl_de2")}


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("said", [SAID, BARE], ids=["whole", "bare"])
def test_cap_and_its_envelope_are_valid_whatever_is_said(schemas, said, kind):
    message = replace(said, kind=kind)
    schemas["cap12"].validate(BytesIO(cap.warning(message, EARLIER, is_exercise=False)))
    schemas["edxl_de2"].validate(BytesIO(cap.enveloped(message, EARLIER, is_exercise=False)))


def test_cap_is_valid_by_the_schema_that_oasis_publishes():
    with tarfile.open(real_data("protocol/cap_edxl_samples_and_xsd.tar.gz")) as archive:
        member = archive.extractfile("cap/schema/cap12.xsd")
        assert member
        published = member.read().decode()
    # The signature's schema, which it fetches from elsewhere, stands for nothing that we write.
    lines = [line for line in published.splitlines() if "xmldsig" not in line.lower()]
    schema = xmlschema.XMLSchema("\n".join(lines), validation="lax", allow="none")
    assert schema.is_valid(BytesIO(cap.warning(SAID, is_exercise=False)))
    assert not schema.is_valid(BytesIO(cap.warning(SAID, is_exercise=False).replace(b"Private", b"Secret")))


@pytest.mark.parametrize("said", [SAID, BARE], ids=["whole", "bare"])
def test_eido_and_ucri2_are_of_their_shapes(said):
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    jsonschema.validate(eido.document(said, is_exercise=False), EIDO, format_checker=checker)
    jsonschema.validate(ucri2.incident(said, is_exercise=False), UCRI2, format_checker=checker)


def test_times_have_an_offset_and_no_z_and_names_hold_nothing_that_splits_them():
    node = read_markup(cap.warning(SAID, is_exercise=False))
    assert node.said("sent") == "2026-11-28T03:14:07-00:00"
    assert node.said("addresses") == "roc-north--rail"


@pytest.mark.parametrize("kind", ["UPDATE", "CANCEL", "ACK"])
def test_what_is_about_an_earlier_alert_names_it_or_does_not_leave(kind):
    with pytest.raises(RuleBroken, match="names the alert that it is about"):
        cap.warning(replace(SAID, kind=kind), is_exercise=False)
    assert read_markup(cap.warning(replace(SAID, kind=kind), EARLIER, is_exercise=False)).said("references")


WRITERS = [cap.warning, cap.enveloped, eido.document, ucri2.incident]


@pytest.mark.parametrize("write", WRITERS)
def test_an_exercise_leaves_in_no_format_as_actual_and_says_so_in_each(write):
    with pytest.raises(RuleBroken, match="never leaves as Actual"):
        write(SAID, is_exercise=True)
    whole = write(replace(SAID, status=EXERCISE), is_exercise=True)
    said = whole.decode() if isinstance(whole, bytes) else str(whole)
    assert "exercise" in said.lower()
    assert ">Actual<" not in said


def test_a_warning_tells_nothing_of_people():
    for write in (cap.warning, cap.enveloped):
        assert b"Vale" not in write(SAID, is_exercise=False)
        assert b"07700" not in write(SAID, is_exercise=False)
