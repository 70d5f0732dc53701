"""What a switch said of a call, as it came, at the contact desk."""

import pytest
from django.urls import reverse

from lineside.contacts.commands import Original
from lineside.contacts.models import CallMoment
from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import make_call
from lineside.files.permissions import CanFile
from lineside.files.queries import open_file
from lineside.files.testing import STORER

pytestmark = pytest.mark.django_db
SAID = b"Event: Newchannel\r\nCallerIDNum: 07700900123\r\n\r\n"


@pytest.fixture(autouse=True)
def _store(settings, tmp_path):
    settings.FILES_DIR = tmp_path


def test_what_told_a_moment_stands_at_the_contact_as_it_came(client, sign_in):
    sign_in(CanContact.VIEW, CanFile.READ)
    call = make_call(original=Original(SAID, "call.ami", "text/plain"))
    page = client.get(reverse("desks:contact", args=[call.id]), headers={"HX-Request": "true"}).content.decode()
    raw_id = CallMoment.objects.get().raw_id
    assert raw_id
    assert f'href="{reverse("files:held", args=[raw_id])}?why=original+of+contact+{call.id}"' in page
    assert open_file(STORER, raw_id).read() == SAID


def test_a_call_of_which_nothing_was_kept_promises_nothing(client, sign_in):
    sign_in(CanContact.VIEW)
    call = make_call()
    page = client.get(reverse("desks:contact", args=[call.id]), headers={"HX-Request": "true"}).content.decode()
    assert "as it came" not in page
