"""What machines do about a message while people and other machines work on its transfer."""

from threading import Event, Thread

import pytest
from django.db import OperationalError, connection

from lineside.kernel.commands import command
from lineside.kernel.models import locked
from lineside.kernel.testing import events_of
from lineside.partners import commands, rules
from lineside.partners.events import TransferChanged
from lineside.partners.models import ExchangeMessage, Transfer
from lineside.partners.permissions import CanPartner
from lineside.partners.testing import GATEWAY, WORKER, answer_of, make_heard, make_transfer

pytestmark = pytest.mark.django_db


def test_what_is_typed_about_a_transfer_is_not_old_because_a_machine_carried_or_acknowledged_something():
    transfer = make_transfer()
    make_heard(answer_of(transfer, rules.ACCEPT))
    seen = Transfer.objects.get(id=transfer.id).version
    told = len(events_of(TransferChanged))
    for message in ExchangeMessage.objects.filter(direction="out").order_by("at"):
        commands.record_carriage(actor=GATEWAY, message_id=message.id, outcome=rules.SENT)
    make_heard(answer_of(transfer, rules.ACK))
    closed = commands.close_transfer(actor=WORKER, transfer_id=transfer.id, words="Over", seen_version=seen)
    assert closed.state == "closed"
    assert len(events_of(TransferChanged)) == told + 4  # who shows it looks again at each of them


@pytest.mark.django_db(transaction=True)
def test_an_acknowledgement_that_comes_before_it_is_written_that_the_message_went_waits_and_both_stand():
    transfer = make_transfer()
    message = transfer.messages.get()
    is_taken, may_go_on = Event(), Event()
    faults: list[Exception] = []

    @command(needs=CanPartner.CARRY)
    def carry_slowly(*, actor):
        locked(ExchangeMessage, message.id)
        is_taken.set()
        may_go_on.wait(10)
        commands.record_carriage(actor=actor, message_id=message.id, outcome=rules.SENT)

    def in_a_thread(work):
        try:
            work()
        except OperationalError as fault:  # PostgreSQL ends one of two that wait for each other
            faults.append(fault)
        finally:
            connection.close()

    carrying = Thread(target=in_a_thread, args=(lambda: carry_slowly(actor=GATEWAY),))
    answering = Thread(target=in_a_thread, args=(lambda: make_heard(answer_of(transfer, rules.ACK)),))
    carrying.start()
    assert is_taken.wait(10)
    answering.start()
    answering.join(0.7)
    assert answering.is_alive()  # it has the transfer and waits for the message
    may_go_on.set()
    for thread in (carrying, answering):
        thread.join(20)
    assert faults == []
    message.refresh_from_db()
    assert (message.state, message.acknowledged_at is not None) == (rules.SENT, True)
