"""An exercise stays one, from the log to the wire and from the wire to the log."""

import pytest

from lineside.contacts.models import Contact
from lineside.incidents import queries as incidents
from lineside.incidents.commands import mark_exercise
from lineside.incidents.testing import make_incident
from lineside.kernel.errors import RuleBroken
from lineside.partners import commands, rules
from lineside.partners.models import ExchangeMessage
from lineside.partners.testing import WORKER, a_message, make_heard, make_offered, make_transfer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _live(settings, tmp_path):
    settings.ENVIRONMENT, settings.FILES_DIR = "LIVE", tmp_path


def lines(transfer):
    return [line.text for line in incidents.log(transfer.incident_id)]


def test_an_exercise_leaves_as_one_and_what_was_asked_as_actual_is_refused():
    log = make_incident("P", actor=WORKER, is_exercise=True)
    with pytest.raises(RuleBroken, match="never leaves as Actual"):
        make_transfer(incident_id=log.id, status="Actual")
    transfer = make_transfer(incident_id=log.id)
    assert ExchangeMessage.objects.get().status == "Exercise"
    assert lines(transfer)[-1].startswith("EXERCISE. Offered to NAS")


def test_a_log_that_becomes_an_exercise_sends_nothing_more_as_actual():
    transfer = make_transfer()
    assert transfer.incident_id
    mark_exercise(actor=WORKER, incident_id=transfer.incident_id)
    commands.update_agency(actor=WORKER, transfer_id=transfer.id, words="She breathes")
    assert ExchangeMessage.objects.get(kind="UPDATE").status == "Exercise"


def test_a_system_that_is_not_live_sends_nothing_as_actual(settings):
    settings.ENVIRONMENT = "TRAINING"
    make_transfer()
    assert ExchangeMessage.objects.get().status == "Exercise"


def test_an_incoming_exercise_is_marked_on_contact_and_transfer_and_takes_no_real_update():
    transfer = make_offered(status="Exercise")
    contact = Contact.objects.get()
    assert (contact.is_exercise, transfer.is_exercise) == (True, True)
    assert contact.subject.startswith("EXERCISE. ")
    with pytest.raises(RuleBroken, match="is real, and is about an exercise"):
        make_heard(a_message(rules.UPDATE, shared_id=transfer.shared_id, status="Actual", narrative="x"))
