"""Of when the places are: in small where one is chosen, table by table on the supervisor's desk."""

import pytest

from lineside.contacts.permissions import CanContact
from lineside.gazetteer.permissions import CanGazetteer

pytestmark = pytest.mark.django_db


def test_it_stands_where_a_place_is_chosen(client, sign_in):
    sign_in(CanGazetteer.LOCATE)
    page = client.post("/opening/try/place/", {"place_text": "kgx p9"}, headers={"HX-Request": "true"})
    assert "Places: data of January 2024 to" in page.content.decode()


def test_the_supervisor_sees_each_table_with_its_edition_and_age(client, sign_in):
    sign_in(CanContact.VIEW, CanContact.SUPERVISE)
    page = client.get("/supervise/").content.decode()
    assert "What places are read from" in page
    assert "mileposts" in page
    assert "January 2024" in page
