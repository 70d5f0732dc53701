"""Where a caller is, at the contact desk."""

from datetime import timedelta

import pytest
from django.urls import reverse

from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import contact
from lineside.contacts.testing import make_call
from lineside.desks.whereabouts_rows import facts_of, scheme, whereabouts
from lineside.files.permissions import CanFile
from lineside.gazetteer.permissions import CanGazetteer
from lineside.incidents.permissions import CanIncident
from lineside.incidents.testing import make_incident
from lineside.kernel.actors import system_actor
from lineside.kernel.clock import now
from lineside.kernel.models import AuditLine
from lineside.triage.permissions import CanTriage
from lineside.whereabouts.commands import take_aml_text
from lineside.whereabouts.testing import make_fix

pytestmark = pytest.mark.django_db
TELLER = system_actor("a gateway", CanContact.RECEIVE, CanFile.STORE)


@pytest.fixture
def shown(client, sign_in):
    sign_in(CanContact.VIEW, CanContact.TAKE)

    def page(call) -> str:
        reply = client.get(reverse("desks:contact", args=[call.id]))
        assert reply.status_code == 200
        return " ".join(reply.content.decode().split())

    return page


def test_a_registered_address_warns_that_the_caller_may_be_elsewhere_and_the_look_is_on_record(shown):
    call = make_call(line_type="999_BT")
    address = {"postcode": "LS1 0AA", "premises": "7", "street": "Invented Street"}
    more = {"source": "VOIP", "way": "EISEC", "address": address, "warnings": ("voip", "switchboard")}
    make_fix(lat=None, lon=None, positioned_at=None, **more)
    page = shown(call)
    assert "Internet telephone: this is the registered address, the caller may be elsewhere." in page
    assert "Switchboard: this is the registered address" in page
    assert "LS1 0AA, 7, Invented Street" in page
    assert AuditLine.objects.filter(kind="looked", name="whereabouts.fixes_of").count() == 1


def test_the_sharpest_position_stands_first_however_many_came_after_it(shown):
    call = make_call(line_type="999_BT")
    make_fix(uncertainty_m=9.0)
    make_fix(uncertainty_m=1500.0, lat=53.8, source="CELL", received_at=now() + timedelta(seconds=1))
    make_fix(uncertainty_m=None, received_at=now() + timedelta(seconds=2))
    page = shown(call)
    assert "Sharpest: <b>53.79490,-1.54770</b> ± 9 m" in page
    assert page.count('class="take-place"') == 3
    assert "uncertainty not known" in page
    drawn = scheme(facts_of(contact(call.id))["fixes"])
    assert drawn
    assert [(circle.x, circle.y) for circle in drawn.circles if circle.is_best] == [(60.0, 60.0)]
    assert all(0 <= circle.x <= 120 and 0 <= circle.y <= 120 for circle in drawn.circles)


def test_positions_that_no_uncertainty_and_no_train_explains_are_told(shown):
    call = make_call(line_type="999_BT")
    make_fix(uncertainty_m=12.0)
    make_fix(uncertainty_m=900.0, lat=53.8, received_at=now() + timedelta(seconds=20))
    assert "apart" not in shown(call)
    make_fix(uncertainty_m=30.0, lat=53.4774, lon=-2.2309, received_at=now() + timedelta(seconds=5))
    assert "These positions are 57 km apart: ask where they are." in shown(call)


def test_open_incidents_around_the_caller_are_shown_while_no_place_is_named(client, sign_in):
    sign_in(*CanContact, *CanIncident, *CanTriage, *CanGazetteer)
    make_incident("P", place={"name": "Leeds", "crs": "LDS", "lat": 53.7954, "lon": -1.5491})
    call = make_call(line_type="999_BT")
    make_fix(uncertainty_m=12.0)
    took = {"seen_version": contact(call.id).version, "key": "a"}
    client.post(reverse("desks:contact-take", args=[call.id]), took, headers={"HX-Request": "true"})
    page = " ".join(client.get(reverse("desks:contact", args=[call.id])).content.decode().split())
    assert "Around the position of the caller, within 12 m:" in page
    assert "Two people shouting" in page.split("Around the position")[1]


def test_a_call_of_which_nothing_is_known_says_so_and_a_withheld_number_why(shown):
    assert "No position has been told." in shown(make_call())
    assert "the number is withheld, so that nobody can be asked" in shown(make_call(number=""))


def test_a_place_that_was_refused_is_told_to_whoever_has_the_call(shown):
    call = make_call(line_type="999_BT", number="07700 900123")
    take_aml_text(actor=TELLER, content='A"ML=1;lt=+53.79;lg=north', number="07700 900123", received_at=now())
    assert "A place came with this call by AML and could not be taken: Its longitude" in shown(call)
    assert "No position has been told." not in shown(call)
    other = make_call(line_type="999_BT", number="07700 900124")
    assert "could not be taken" not in shown(other)


def test_no_live_row_of_it_holds_an_input():
    call = make_call(line_type="999_BT")
    make_fix()
    rows = whereabouts(call.id)
    assert len(rows) == 2
    assert not any(word in row.html for row in rows for word in ("<input", "<select", "<textarea"))
