"""A long conversation on the screen: the newest of it, and a way to what was said before."""

import pytest

from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import make_long_conversation

pytestmark = pytest.mark.django_db


def test_the_desk_shows_the_newest_and_leads_to_what_was_said_before(client, sign_in):
    sign_in(*CanContact)
    long_one = make_long_conversation(120)
    page = client.get(f"/contact/{long_one.id}/").content.decode()
    assert page.count('id="message-') == 50
    assert "number 119<" in page
    assert "number 69<" not in page
    cursor = page.split("said/?before=")[1].split('"')[0]
    earlier = client.get(f"/contact/{long_one.id}/said/?before={cursor}").content.decode()
    assert "number 69<" in earlier
    assert "said/?before=" in earlier
    last = client.get(f"/contact/{long_one.id}/said/?before={earlier.split('said/?before=')[1].split(chr(34))[0]}")
    assert "number 0<" in last.content.decode()
    assert "said/?before=" not in last.content.decode()
    assert client.get(f"/contact/{long_one.id}/said/?before=invented").status_code == 422
    assert "number 69<" in client.get(f"/contact/{long_one.id}/?before={cursor}").content.decode()
