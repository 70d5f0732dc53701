"""A report is a contact of its own channel, once; what it tells of a radio or an absence is kept with it."""

import json

import pytest
from django.db import OperationalError, connection

from lineside.access.testing import make_account, make_client_key
from lineside.contacts.models import Contact, Message
from lineside.gateways.internal.commands import send_report
from lineside.gateways.internal.models import InternalReport
from lineside.gateways.internal.permissions import CanInternal
from lineside.gateways.internal.queries import opening_known_of, own_answers, report_of, sent, sent_lately
from lineside.gateways.tests.contract import GatewayContract
from lineside.gateways.tests.failing import failing_at_commit
from lineside.kernel.clock import UK, now
from lineside.kernel.errors import NotFound, NotPermitted, RuleBroken
from lineside.kernel.keys import uuid7
from lineside.kernel.models import AuditLine
from lineside.kernel.testing import an_actor
from lineside.people.testing import make_staff
from lineside.radios.models import LostRadio
from lineside.radios.permissions import CanRadio
from lineside.sickness.models import Absence
from lineside.sickness.permissions import CanSickness

pytestmark = pytest.mark.django_db
RIGHTS = (CanInternal.REPORT, CanRadio.REPORT, CanSickness.REPORT)
OFFICER = an_actor(*RIGHTS, name="PC Alex Reed")
CRIME = {"text": "A bag was taken from the rack.", "place": "Leeds", "from_at": "24/11/2026 14:05", "train": "1a23",
         "officer_attended": "yes"}  # fmt: skip
SICK = {"name": "Robin Vale", "collar_number": "C4711", "first_day": f"{now().astimezone(UK):%d/%m/%Y}"}
RADIO = {"issi": "730 1234", "holder": "Robin Vale", "how": "stolen", "missed_at": "24/11/2026 14:05", "place": "Leeds"}


@pytest.fixture(autouse=True)
def _store(settings, tmp_path):
    settings.FILES_DIR = tmp_path


def send(kind="crime", facts=None, key="drawn once", actor=OFFICER, **more):
    return send_report(actor=actor, kind=kind, facts=facts or CRIME, form_key=key, **more)


def test_a_report_is_a_contact_of_its_own_channel_with_its_facts_and_its_original():
    report = send()
    contact = Contact.objects.get()
    assert (contact.channel, contact.box_or_line, contact.risk) == ("internal", "internal_crime", 30)
    assert (contact.sender_name, contact.subject) == ("PC Alex Reed", "Crime or incident")
    assert report.facts["train"] == "1a23"
    assert "Place: Leeds" in Message.objects.get().text
    assert Message.objects.filter(raw__name="report.json").exists()
    assert opening_known_of(contact.id)["place_text"] == "Leeds"
    assert ("Place", "Leeds") in report_of(contact.id, an_actor("contacts.view"))


def test_the_same_form_again_is_the_same_report_and_another_persons_key_is_another():
    assert send().id == send(facts={**CRIME, "text": "Changed"}).id
    assert Contact.objects.count() == 1
    assert send(actor=an_actor(*RIGHTS, key=uuid7())).id != send().id


def test_a_lost_radio_is_kept_with_its_contact_and_comes_before_a_theft():
    send("radio_lost", RADIO)
    radio, contact = LostRadio.objects.get(), Contact.objects.get()
    assert (radio.issi, radio.contact_id, radio.reported_by) == ("7301234", contact.id, "PC Alex Reed")
    assert contact.risk == 70


@pytest.mark.parametrize(
    ("kind", "facts", "field"),
    [
        ("radio_lost", {**RADIO, "issi": "99999999"}, "issi"),
        ("radio_found", {"issi": "7", "found_by": "x", "found_at": "24/11/2026 14:05", "place": "y"}, "issi"),
        ("back_at_work", {"collar_number": "C1", "last_day": "24/11/2026"}, "collar_number"),
        ("sickness", SICK, "reason"),
    ],
)
def test_what_a_room_refuses_leaves_nothing_half_done(kind, facts, field):
    with pytest.raises(RuleBroken) as told:
        send(kind, facts)
    assert told.value.field == field
    assert [kind for kind in (Contact, InternalReport, LostRadio) if kind.objects.exists()] == []


def test_why_somebody_is_sick_stands_in_no_contact_no_file_and_no_trail(settings):
    send("sickness", SICK, secret="A broken wrist")
    assert Absence.objects.get().contact_id == Contact.objects.get().id
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT coalesce(json_agg(row_to_json(t))::text, '') FROM \"{table}\" t")
            assert "wrist" not in json.dumps(cursor.fetchall()), table
    held = [path for path in settings.FILES_DIR.rglob("*") if path.is_file()]
    assert held
    assert not [path for path in held if b"wrist" in path.read_bytes()]
    assert AuditLine.objects.filter(name="gateways.internal.send_report").exists()


def test_ones_own_reports_are_seen_by_oneself_alone():
    report = send()
    assert sent(OFFICER, report.id).standing == "Waits to be read"
    other = an_actor(*RIGHTS, key=uuid7())
    assert sent_lately(other) == []
    with pytest.raises(NotFound):
        sent(other, report.id)


def test_the_form_knows_the_collar_number_of_who_fills_it_in():
    account = make_account("contact_handler")
    make_staff("C1042", account_id=account.id)
    assert own_answers(an_actor(name="Alex", key=account.id), "sickness")["collar_number"] == "C1042"


def test_who_has_no_right_sends_nothing():
    with pytest.raises(NotPermitted):
        send(actor=an_actor("contacts.view"))


class Form:
    """An officer who keeps each filled-in form and presses Send again."""

    def offer(self, key):
        try:
            return bool(send(key=key, facts={**CRIME, "text": f"Report {key}"}))
        except OperationalError:
            return False

    def offer_rubbish(self):
        try:
            return bool(send("gossip", {"\x00": "x"}))
        except RuleBroken:
            return False

    def database_away(self):
        return failing_at_commit()


class TestInternalKeepsTheContract(GatewayContract):
    @pytest.fixture
    def line(self):
        return Form()


def test_a_device_that_sends_the_reason_among_the_facts_leaves_it_in_no_trail(client):
    key = make_client_key(*RIGHTS, "contacts.view")
    body = {"kind": "sickness", "facts": {**SICK, "reason": "Broke a wrist", "note": "wrist"}, "form_key": "k" * 8}
    answer = client.post(
        "/api/v1/internal/reports", body, "application/json", headers={"authorization": f"Bearer {key}"}
    )
    assert answer.status_code == 201, answer.content
    assert Absence.objects.get().reason_sealed
    assert "wrist" not in json.dumps(list(AuditLine.objects.values_list("facts", "why")))
