"""The desk for intelligence: nothing of a source stays in a browser, and what nobody has seen to stands in sight."""

import pytest
from django.urls import reverse

from lineside.contacts.permissions import CanContact
from lineside.intelligence.permissions import CanIntel
from lineside.intelligence.testing import make_report

pytestmark = pytest.mark.django_db


def test_no_text_that_may_name_a_source_is_kept_in_the_browser(client, sign_in):
    sign_in(CanIntel.REFER, CanIntel.VIEW, CanIntel.RELEASE, CanIntel.READ_SOURCE)
    new = client.get(reverse("desks:intelligence"), {"new": "1"}).content.decode()
    sanitising = client.get(reverse("desks:report", args=[make_report().id])).content.decode()
    assert 'name="text"' in new
    assert 'name="text"' in sanitising
    assert "data-draft" not in new + sanitising


def test_what_waits_to_be_sanitised_stands_at_the_supervisors_desk_without_its_text(client, sign_in):
    sign_in(CanContact.SUPERVISE, CanIntel.RELEASE, CanIntel.REFER, CanIntel.VIEW)
    row = make_report(text="Robin Vale says that cable is taken.")
    shown = client.get(reverse("desks:owed-rows", args=["intelligence"])).content.decode()
    assert row.reference in shown
    assert "Vale" not in shown


def test_who_may_not_release_is_told_of_no_report(client, sign_in):
    sign_in(CanContact.SUPERVISE)
    row = make_report()
    assert row.reference not in client.get(reverse("desks:owed-rows", args=["intelligence"])).content.decode()
