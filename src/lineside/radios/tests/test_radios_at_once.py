"""A radio that is reported lost again in the instant in which the radio system answers."""

from threading import Event, Thread
from time import sleep

import pytest
from django.db import connection

from lineside.kernel.actors import system_actor
from lineside.kernel.clock import now
from lineside.kernel.commands import command
from lineside.radios.commands import FoundFacts, claim_order, record_answer, report_found, report_lost
from lineside.radios.models import LostRadio, RadioOrder
from lineside.radios.permissions import CanRadio
from lineside.radios.testing import FIRST, lost_facts, make_approved

GATEWAY = system_actor("test radio gateway", CanRadio.DELIVER)


@pytest.mark.django_db(transaction=True)
def test_a_report_and_an_answer_in_one_instant_are_both_taken():
    stun = make_approved()
    claim_order(actor=GATEWAY)
    record_answer(actor=GATEWAY, order_id=stun.id, outcome="done")
    report_found(actor=FIRST, facts=FoundFacts(issi="7301234", found_by="Robin Vale", found_at=now(), place="Leeds"))
    unstun = make_approved(LostRadio.objects.get(), "unstun")
    claimed, may_commit, faults = Event(), Event(), []

    @command(needs=CanRadio.DELIVER)
    def claim_slowly(*, actor):
        claim_order(actor=actor)
        claimed.set()
        may_commit.wait(10)

    def beside(work):
        try:
            work()
        except Exception as fault:  # noqa: BLE001 - whatever it is, the test shows it
            faults.append(str(fault))
        finally:
            connection.close()

    works = [
        lambda: claim_slowly(actor=GATEWAY),
        lambda: record_answer(actor=GATEWAY, order_id=unstun.id, outcome="done"),
        lambda: report_lost(actor=FIRST, facts=lost_facts()),
    ]
    threads = [Thread(target=beside, args=[work]) for work in works]
    threads[0].start()
    assert claimed.wait(10)
    for thread in threads[1:]:
        thread.start()
        sleep(0.4)  # each waits for the order before the next comes
    may_commit.set()
    for thread in threads:
        thread.join(10)
    assert faults == []
    assert (LostRadio.objects.get().state, RadioOrder.objects.get(id=unstun.id).state) == ("missing", "done")
