"""A letter that tripped us is tried again by a supervisor, read or unread, or set aside: once, and on record."""

from unittest.mock import patch

import pytest

from lineside.contacts import queries
from lineside.contacts.commands import record_dead_letter, work_dead_letter
from lineside.contacts.models import Contact, DeadLetter, Message
from lineside.contacts.permissions import CanContact
from lineside.files.permissions import CanFile
from lineside.gateways.email import commands, inbound
from lineside.gateways.email.commands import retry_dead_letter
from lineside.gateways.email.peer import write_mail
from lineside.gateways.tests.failing import REFUSED, failing_at_commit
from lineside.kernel.errors import NotPermitted, RuleBroken, Stale
from lineside.kernel.models import AuditLine
from lineside.kernel.testing import an_actor

pytestmark = pytest.mark.django_db(transaction=True)
SUPERVISOR = an_actor(CanContact.SUPERVISE, CanContact.VIEW, CanFile.READ)


@pytest.fixture(autouse=True)
def _store(settings, tmp_path):
    settings.FILES_DIR = tmp_path


@pytest.fixture
def dead():
    """A letter that was refused however it was read, to two boxes."""
    raw = write_mail("Sam Porter <sam@passenger.example>", "fcc@force.example", "Smoke at Hendon", "I see smoke.")
    with failing_at_commit(REFUSED):
        inbound.receive(raw, ("crime", "fcc"))
    return DeadLetter.objects.get()


def test_it_is_read_again_and_becomes_the_contacts_that_it_should_have_been(dead):
    retry_dead_letter(actor=SUPERVISOR, dead_letter_id=dead.id, seen_version=0)
    assert sorted(Contact.objects.values_list("box_or_line", "subject")) == [
        ("crime", "Smoke at Hendon"),
        ("fcc", "Smoke at Hendon"),
    ]
    dead.refresh_from_db()
    assert (dead.worked_by, dead.worked_how) == (SUPERVISOR.name, "Read at another try.")
    assert dead.became.box_or_line == "crime"
    assert {message.at.isoformat() for message in Message.objects.all()} == {dead.facts["received_at"]}
    done = AuditLine.objects.get(name="gateways.email.retry_dead_letter")
    assert done.actor_name == SUPERVISOR.name
    assert AuditLine.objects.filter(name="files.open_file", why=f"dead letter {dead.id}").exists()


def test_it_is_taken_in_unread_when_reading_it_is_what_trips_us(dead):
    retry_dead_letter(actor=SUPERVISOR, dead_letter_id=dead.id, as_it_came=True, seen_version=0)
    message = Message.objects.filter(box="fcc").get()
    assert "I see smoke." in message.text
    assert message.remarks == ["The message could not be read; it is shown as it came."]


def test_what_is_refused_at_the_commit_still_is_told_and_nothing_is_half_done(dead):
    with failing_at_commit(REFUSED), pytest.raises(RuleBroken):
        retry_dead_letter(actor=SUPERVISOR, dead_letter_id=dead.id, seen_version=0)
    dead.refresh_from_db()
    assert (Contact.objects.count(), dead.worked_by, dead.version) == (0, "", 0)


def test_what_trips_us_still_is_refused_and_nothing_is_half_done(dead):
    with patch.object(commands, "receive_message", side_effect=KeyError("x")), pytest.raises(RuleBroken, match="still"):
        retry_dead_letter(actor=SUPERVISOR, dead_letter_id=dead.id, seen_version=0)
    dead.refresh_from_db()
    assert (Contact.objects.count(), dead.worked_by, dead.version) == (0, "", 0)
    assert AuditLine.objects.filter(kind="refused", name="gateways.email.retry_dead_letter").exists()


def test_it_is_dealt_with_once(dead):
    retry_dead_letter(actor=SUPERVISOR, dead_letter_id=dead.id, seen_version=0)
    with pytest.raises(RuleBroken, match="already"):
        retry_dead_letter(actor=SUPERVISOR, dead_letter_id=dead.id, seen_version=1)
    with pytest.raises(RuleBroken, match="already"):
        work_dead_letter(actor=SUPERVISOR, dead_letter_id=dead.id, how="Rang them", seen_version=1)


def test_the_second_of_two_supervisors_is_told(dead):
    work_dead_letter(actor=SUPERVISOR, dead_letter_id=dead.id, how="Rang them", seen_version=0)
    with pytest.raises(Stale):
        work_dead_letter(actor=SUPERVISOR, dead_letter_id=dead.id, how="Wrote to them", seen_version=0)


def test_one_whose_bytes_were_not_kept_or_that_did_not_come_by_mail_is_refused(dead):
    other, bare = (
        record_dead_letter(actor=inbound.ACTOR, gateway=gateway, sha256="b" * 64, raw_id=None, why="x")
        for gateway in ("telephony", "email")
    )
    with pytest.raises(RuleBroken, match="did not come by mail"):
        retry_dead_letter(actor=SUPERVISOR, dead_letter_id=other.id, seen_version=0)
    with pytest.raises(RuleBroken, match="not kept"):
        retry_dead_letter(actor=SUPERVISOR, dead_letter_id=bare.id, seen_version=0)


def test_a_handler_may_neither_see_nor_try_it(dead):
    handler = an_actor(CanContact.VIEW, CanContact.TAKE, CanFile.READ)
    with pytest.raises(NotPermitted):
        retry_dead_letter(actor=handler, dead_letter_id=dead.id, seen_version=0)
    with pytest.raises(NotPermitted):
        queries.dead_letter(handler, dead.id)


def test_a_letter_whose_reading_is_refused_is_shown_as_it_came():
    raw = write_mail("Sam <sam@passenger.example>", "fcc@force.example", "Smoke", "I see smoke.")
    with failing_at_commit(REFUSED, "NEW.subject <> ''"):
        inbound.receive(raw, ("fcc",))
    assert "I see smoke." in Message.objects.get().text
    assert Contact.objects.get().marks[0].startswith("It could not be taken in as it was read: ")
