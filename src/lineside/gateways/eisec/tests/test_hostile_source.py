"""A source that says what no position can hold, and a full file store: the next caller is located all the same."""

from threading import Event

import pytest

from lineside.contacts.models import DeadLetter
from lineside.contacts.testing import make_call
from lineside.gateways.eisec.client import Client
from lineside.gateways.eisec.inbound import GATEWAY, Asked
from lineside.gateways.eisec.peer import OFFICE, found
from lineside.gateways.eisec.protocol import line, source_of
from lineside.gateways.eisec.run import mapping
from lineside.whereabouts.commands import make_enquiry
from lineside.whereabouts.models import Enquiry, Fix

pytestmark = pytest.mark.django_db(transaction=True)
NAN = float("nan")
ADDRESS = {"result": "FOUND", "source": "FIXED", "subscriber": OFFICE}


@pytest.fixture
def client(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    client = Client(source_of("eisec://a:b@127.0.0.1:1"), mapping(), Event())
    call = make_call(number="+447700900120", line_type="999_BT")
    for ref in ("first", "second"):
        enquiry = make_enquiry(actor=GATEWAY, contact_id=call.id, after_s=len(client.asked))
        assert enquiry
        client.asked[ref] = Asked(enquiry, call.id, call.sender_address, 0.0)
    return client


@pytest.mark.parametrize(
    "told",
    [
        found("CELL", NAN, -1.55, 900),
        found("CELL", 53.8, -1.55, NAN),
        {**ADDRESS, "area": {"semiMajorM": NAN}},
        {**ADDRESS, "subscriber": {**OFFICE, "name": "\x00\ud800"}},
        found("CELL", 53.8, -1.55, 900, positionTime="0001-01-01T00:00:00+14:00"),
    ],
)
def test_whatever_it_says_of_one_caller_the_next_answer_comes_through(client, told):
    client._take(line(ref="first", **told))
    client._take(line(ref="second", **found("AML", 53.7949, -1.5477, 12)))
    assert Fix.objects.filter(source="AML").count() == 1
    assert set(Enquiry.objects.values_list("result", flat=True)) <= {"found", "refused"}


def test_a_full_file_store_loses_no_position(client, settings, tmp_path):
    (tmp_path / "full").write_text("")
    settings.FILES_DIR = tmp_path / "full" / "files"
    client._take(b"rubbish")
    client._take(line(ref="first", **found("AML", 53.7949, -1.5477, 12)))
    fix = Fix.objects.get()
    assert (fix.source, fix.raw_id) == ("AML", None)
    assert Enquiry.objects.get(after_s=0).result == "found"
    assert DeadLetter.objects.get().raw_id is None
