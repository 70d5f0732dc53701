"""Major incidents at the desks: what a handler is asked, what a supervisor declares, what the log shows."""

import pytest
from django.urls import reverse

from lineside.access.queries import actor_of
from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import contact as contact_row
from lineside.contacts.testing import make_taken_contact
from lineside.gazetteer.permissions import CanGazetteer
from lineside.incidents.permissions import CanIncident
from lineside.incidents.testing import make_incident
from lineside.major_incidents.models import MajorIncident
from lineside.major_incidents.permissions import CanMajor
from lineside.major_incidents.testing import make_attaching, make_major
from lineside.pole.permissions import CanPole
from lineside.triage.permissions import CanTriage
from lineside.triage.testing import CALM

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
WORDS = ("threat", "harm", "risk", "vulnerability")
THRIVE = {f"thrive-{name}": given for name, given in CALM.items()} | {
    f"thrive-{name}-text": "As told" for name in WORDS
}


@pytest.fixture
def handler(client, sign_in):
    rights = (*CanMajor, *CanIncident, *CanContact, *CanTriage, CanGazetteer.LOCATE, CanPole.LOOK_UP)
    client.actor = actor_of(sign_in(*rights))
    return client


def test_a_contact_that_is_proposed_shows_why_and_is_attached_by_one_button(handler):
    major, contact = make_attaching(), make_taken_contact(handler.actor, subject="Smoke", text="smoke here")
    asked = handler.get(reverse("desks:major-asked", args=[contact.id]), headers=HTMX).content.decode()
    assert "Says &#39;smoke&#39;" in asked
    assert 'data-key="alt+d"' in asked
    path = reverse("desks:major-attach", args=[major.id, contact.id])
    answer = handler.post(path, {"seen_version": contact.version}, headers=HTMX)
    assert (answer.status_code, answer["HX-Retarget"]) == (200, "#chosen")
    assert contact_row(contact.id).disposition == "attached_to_incident"


def test_a_life_at_risk_is_attached_with_the_thrive_of_the_opening_form(handler):
    major = make_attaching()
    contact = make_taken_contact(handler.actor, subject="Smoke", text="smoke, and a man is not breathing")
    path = reverse("desks:major-attach", args=[major.id, contact.id])
    answer = handler.post(path, {"seen_version": contact.version}, headers=HTMX)
    assert (answer.status_code, "answer THRIVE" in answer.content.decode()) == (422, True)
    answer = handler.post(path, {"seen_version": contact.version, **THRIVE}, headers=HTMX)
    assert answer.status_code == 200, answer.content.decode()[:900]
    assert contact_row(contact.id).disposition == "attached_to_incident"


def test_at_control_the_log_follows(handler):
    major, contact = make_attaching(), make_taken_contact(handler.actor, subject="Smoke", text="smoke here")
    path = reverse("desks:major-attach", args=[major.id, contact.id])
    answer = handler.post(path, {"seen_version": contact.version, "at_control": "yes"}, headers=HTMX)
    assert answer["HX-Push-Url"] == reverse("desks:control-log", args=[major.incident_id])


def test_a_log_is_declared_by_its_number_and_shows_it(handler):
    incident = make_incident("I")
    facts = {"log": str(incident.serial), "reason": "Smoke in the subway"}
    answer = handler.post(reverse("desks:major-declare"), facts, headers=HTMX)
    row = MajorIncident.objects.get()
    assert answer["HX-Redirect"] == reverse("desks:major", args=[row.id])
    log = handler.get(reverse("desks:control-log", args=[incident.id]), headers=HTMX).content.decode()
    assert f'id="major-state-{incident.id}"' in log
    assert reverse("desks:major", args=[row.id]) in log


def test_a_place_that_nobody_knows_is_refused_beside_its_field(handler):
    row = make_major()
    facts = {"place_text": "nowhere at all", "radius_m": "500", "words": "", "seen_version": row.version}
    answer = handler.post(reverse("desks:major-mode", args=[row.id]), facts, headers=HTMX)
    assert (answer.status_code, 'id="mode-place_text-refusal"' in answer.content.decode()) == (422, True)
