"""An incident given to an agency and taken from one, on PostgreSQL."""

from datetime import timedelta

import pytest

from lineside.contacts.models import Contact
from lineside.incidents import queries as incidents
from lineside.incidents.models import ClosingHold, Incident, Party
from lineside.incidents.testing import make_incident
from lineside.kernel.clock import now
from lineside.kernel.errors import NotFound, RuleBroken, Stale
from lineside.kernel.testing import an_actor, audit_lines, clock, events_of
from lineside.partners import commands, queries, rules
from lineside.partners.events import TransferChanged
from lineside.partners.models import ExchangeMessage, RingTask, Transfer
from lineside.partners.permissions import CanPartner
from lineside.partners.testing import (
    GATEWAY,
    WORKER,
    a_message,
    answer_of,
    make_heard,
    make_offered,
    make_transfer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _live(settings, tmp_path):
    settings.ENVIRONMENT, settings.FILES_DIR = "LIVE", tmp_path


def lines(transfer):
    return [line.text for line in incidents.log(transfer.incident_id)]


def open_holds(transfer):
    return ClosingHold.objects.filter(incident_id=transfer.incident_id, released_at=None, kind__startswith="partner")


def later(transfer, seconds):
    with clock(transfer.offered_at + timedelta(seconds=seconds)):
        return commands.raise_due()


def test_it_offers_logs_holds_queues_and_announces():
    transfer = make_transfer(access="By the north ramp")
    message = ExchangeMessage.objects.get()
    assert (message.kind, message.state, message.status) == ("CREATE", "queued", "Actual")
    assert message.facts["headline"] == "Woman has collapsed at the gates, not breathing"
    assert transfer.incident
    assert message.facts["own_ref"] == transfer.incident.reference
    assert "NOT accepted yet" in lines(transfer)[-1]
    assert open_holds(transfer).count() == 1
    assert "partners.send_to_agency" in audit_lines()
    assert events_of(TransferChanged)[-1].facts["state"] == "offered"


def test_the_same_agency_is_not_offered_it_twice_and_another_shares_its_number():
    first = make_transfer()
    with pytest.raises(RuleBroken, match="has this incident already"):
        make_transfer(incident_id=first.incident_id)
    other = make_transfer(incident_id=first.incident_id, agency="NFRS")
    assert other.shared_id == first.shared_id


def test_an_ack_is_written_beside_the_message_and_the_incident_is_still_not_accepted():
    transfer = make_transfer()
    make_heard(answer_of(transfer, rules.ACK))
    transfer.refresh_from_db()
    assert (transfer.state, transfer.accepted_at) == ("received", None)
    assert transfer.messages.get(kind="CREATE").acknowledged_at
    assert open_holds(transfer).exists()
    assert later(transfer, 61) == 1


def test_a_person_there_accepts_and_their_agency_becomes_a_party_to_the_log():
    transfer = make_transfer()
    make_heard(answer_of(transfer, rules.ACCEPT, narrative="Crew in 6 minutes"))
    transfer.refresh_from_db()
    assert (transfer.state, transfer.their_ref) == ("accepted", "NAS-7781")
    assert "ACCEPTED by NAS: Robin Vale" in lines(transfer)[-1] + lines(transfer)[-2]
    assert Party.objects.filter(incident=transfer.incident, sign="NAS", left_at=None).exists()
    assert not open_holds(transfer).exists()
    assert later(transfer, 61) == 0


def test_no_acceptance_in_sixty_seconds_raises_one_task_to_ring_that_stands_on_the_log():
    transfer = make_transfer()
    assert later(transfer, 59) == 0
    assert later(transfer, 60) == 1
    assert later(transfer, 90) == 0
    assert next(line for line in lines(transfer) if line.startswith("RING NAS")).endswith(
        "01632 960101: sent, NOT accepted."
    )
    assert [row.id for row in queries.to_ring(WORKER)] == [transfer.id]
    assert RingTask.objects.count() == 1


def test_an_agency_that_no_machine_reaches_is_to_be_rung_at_once():
    transfer = make_transfer(agency="LCC")
    assert ExchangeMessage.objects.get().state == "told"
    assert later(transfer, 0) == 1


@pytest.mark.parametrize(
    ("outcome", "state", "waits"),
    [("accepted", "accepted", 0), ("rejected", "rejected", 1), ("no_reply", "offered", 0)],
)
def test_only_an_outcome_ends_the_task_to_ring(outcome, state, waits):
    transfer = make_transfer()
    later(transfer, 60)
    with pytest.raises(RuleBroken, match="what came of ringing"):
        commands.record_ring(actor=WORKER, transfer_id=transfer.id, outcome="")
    commands.record_ring(actor=WORKER, transfer_id=transfer.id, outcome=outcome, spoke_to="Robin Vale", words="Busy")
    transfer.refresh_from_db()
    assert transfer.state == state
    assert len(queries.to_ring(WORKER)) == waits
    assert lines(transfer)[-1].startswith("Rang NAS") or "NAS" in lines(transfer)[-1]
    task = RingTask.objects.get()
    assert (task.outcome, task.ended_by) == (outcome, "Kim Osei")


def test_who_does_not_answer_is_to_be_rung_again_a_minute_later():
    transfer = make_transfer()
    later(transfer, 60)
    commands.record_ring(actor=WORKER, transfer_id=transfer.id, outcome="no_reply")
    transfer.refresh_from_db()
    assert transfer.ring_due_at
    with clock(transfer.ring_due_at - timedelta(seconds=1)):
        assert commands.raise_due() == 0
    with clock(transfer.ring_due_at):
        assert commands.raise_due() == 1


def test_an_answer_by_message_ends_the_task_and_a_refusal_waits_for_somebody():
    transfer = make_transfer()
    later(transfer, 60)
    make_heard(answer_of(transfer, rules.REJECT, narrative="Not our area"))
    row = queries.transfer(WORKER, transfer.id)
    assert (row.state, row.ring_since, row.stands_out) == ("rejected", None, True)
    assert open_holds(transfer).exists()
    commands.settle_refusal(actor=WORKER, transfer_id=transfer.id, words="Offered to the southern service")
    assert queries.to_ring(WORKER) == []
    assert not open_holds(transfer).exists()


def test_an_offered_incident_becomes_a_contact_that_nobody_has_graded():
    transfer = make_offered(grade="I")
    contact = Contact.objects.get()
    assert (contact.channel, contact.state, transfer.contact_id) == ("partner", "waiting", contact.id)
    assert contact.risk >= 70
    assert Incident.objects.count() == 0
    assert "Their type and grade: I" in contact.messages.get().text
    ack = ExchangeMessage.objects.get(direction="out")
    assert (ack.kind, ack.state, ack.in_reply_to) == (
        "ACK",
        "queued",
        transfer.messages.get(direction="in").exchange_id,
    )


def test_the_same_message_again_is_the_same_and_the_same_number_with_other_words_is_refused():
    said = a_message()
    first, again = make_heard(said, b"one"), make_heard(said, b"one")
    assert first.id == again.id
    assert (Contact.objects.count(), ExchangeMessage.objects.filter(direction="out").count()) == (1, 1)
    with pytest.raises(RuleBroken, match="stands for another message"):
        make_heard(said, b"two")


def test_each_message_is_kept_as_it_came_with_how_far_its_clock_was_off():
    said = a_message(sent_at=now() - timedelta(seconds=90))
    heard = make_heard(said, b"<raw/>")
    assert bytes(ExchangeMessage.objects.get(id=heard.id).raw or b"") == b"<raw/>"
    assert 89 < (heard.skew_seconds or 0) < 120


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"sender": "stranger.example"}, "no agency of the directory"),
        ({"kind": rules.UPDATE}, "not shared with NAS"),
        ({"kind": rules.ACCEPT}, "not shared with NAS"),
    ],
)
def test_what_belongs_to_nothing_is_refused_for_a_person(said, why):
    with pytest.raises(RuleBroken, match=why):
        make_heard(**said)


def test_an_update_before_there_is_a_log_joins_the_contact_and_afterwards_the_log():
    transfer = make_offered()
    make_heard(a_message(rules.UPDATE, shared_id=transfer.shared_id, narrative="He has left towards the bridge"))
    contact = Contact.objects.get()
    assert contact.messages.count() == 2
    log = make_incident("P", actor=WORKER)
    assert commands.link_incident(actor=GATEWAY, contact_id=contact.id, incident_id=log.id) == 1
    make_heard(a_message(rules.UPDATE, shared_id=transfer.shared_id, narrative="Found by the crew"))
    transfer.refresh_from_db()
    assert any("NAS tells more: Found by the crew" in line for line in lines(transfer))
    assert open_holds(transfer).exists()


def test_only_a_person_accepts_and_their_desk_is_told_with_our_reference():
    transfer = make_offered()
    log = make_incident("P", actor=WORKER)
    assert transfer.contact_id
    commands.link_incident(actor=GATEWAY, contact_id=transfer.contact_id, incident_id=log.id)
    with pytest.raises(RuleBroken, match="Only a person"):
        machine = GATEWAY.also(CanPartner.WORK, "incidents.view")
        commands.accept_transfer(actor=machine, transfer_id=transfer.id)
    commands.accept_transfer(actor=WORKER, transfer_id=transfer.id, words="Two officers on the way")
    answer = ExchangeMessage.objects.get(kind="ACCEPT")
    assert (answer.facts["own_ref"], answer.facts["operator"]) == (log.reference, "Kim Osei")
    assert not open_holds(transfer).exists()


def test_a_refusal_of_ours_says_why():
    transfer = make_offered()
    with pytest.raises(RuleBroken, match="why it is not taken"):
        commands.reject_transfer(actor=WORKER, transfer_id=transfer.id, words=" ")
    commands.reject_transfer(actor=WORKER, transfer_id=transfer.id, words="Not on the railway: ring Northern Police")
    assert ExchangeMessage.objects.get(kind="REJECT").facts["narrative"].startswith("Not on the railway")


def test_nobody_overwrites_what_they_have_not_seen():
    transfer = make_transfer()
    with pytest.raises(Stale):
        commands.update_agency(actor=WORKER, transfer_id=transfer.id, words="x", seen_version=transfer.version + 7)


def test_a_restricted_log_shows_its_transfers_to_nobody_else():
    log = make_incident("P", actor=WORKER, is_restricted=True)
    transfer = make_transfer(incident_id=log.id)
    other = an_actor(CanPartner.VIEW, CanPartner.WORK, "incidents.view", name="Ash Rowe")
    with pytest.raises(NotFound):
        queries.transfer(other, transfer.id)
    with pytest.raises(NotFound):
        commands.update_agency(actor=other, transfer_id=transfer.id, words="x")
    assert queries.to_ring(other) == []


def test_withdrawing_and_closing_tell_them_and_let_the_log_close():
    transfer = make_transfer()
    with pytest.raises(RuleBroken, match="what waits is withdrawn"):
        commands.close_transfer(actor=WORKER, transfer_id=transfer.id, words="Over")
    commands.withdraw_transfer(actor=WORKER, transfer_id=transfer.id, words="She has gone home")
    assert ExchangeMessage.objects.filter(kind="CANCEL").count() == 1
    assert not open_holds(transfer).exists()
    other = make_transfer(agency="NFRS")
    make_heard(answer_of(other, rules.ACCEPT, sender="nfrs.fire.example"))
    commands.close_transfer(actor=WORKER, transfer_id=other.id, words="Fire is out")
    assert Transfer.objects.get(id=other.id).state == "closed"


def test_resources_are_asked_for_with_how_many_and_why():
    transfer = make_transfer()
    commands.ask_agency(
        actor=WORKER, transfer_id=transfer.id, wanted=rules.Wanted(kind="Ambulance", quantity="2", why="Two are hurt")
    )
    assert ExchangeMessage.objects.get(kind="RESOURCE_REQUEST").facts["requested"][0]["quantity"] == "2"
    with pytest.raises(RuleBroken, match="from 1 to 99"):
        commands.ask_agency(
            actor=WORKER, transfer_id=transfer.id, wanted=rules.Wanted(kind="Dog", quantity="0", why="x")
        )
