"""What comes in the instant in which somebody ends a burst."""

from threading import Event, Thread

import pytest
from django.db import connection

from lineside.alerts.commands import Ending, end_alert, take_alert
from lineside.alerts.models import Activation
from lineside.alerts.permissions import CanAlert
from lineside.alerts.testing import FIRST, make_activation, taken_in
from lineside.contacts.testing import make_message
from lineside.kernel.commands import command

TEXT = "Person on the line.\n\nCamera: LDS-CAM-1\n"


@pytest.mark.django_db(transaction=True)
def test_an_activation_that_comes_while_its_burst_is_ended_is_seen_as_a_burst_of_its_own():
    burst = make_activation()
    assert burst
    take_alert(actor=FIRST, alert_id=burst.id)
    mail = make_message(sender_address="a@cameras.example", subject="Camera activation: Leeds", text=TEXT)
    ended, may_commit = Event(), Event()

    @command(needs=CanAlert.WORK)
    def end_slowly(*, actor):
        end_alert(actor=actor, alert_id=burst.id, ending=Ending(outcome="gone", words="Over the fence"))
        ended.set()
        may_commit.wait(10)

    def ending():
        end_slowly(actor=FIRST)
        connection.close()

    def coming():
        taken_in(mail.id)
        connection.close()

    threads = [Thread(target=ending), Thread(target=coming)]
    threads[0].start()
    assert ended.wait(10)
    threads[1].start()
    threads[1].join(0.7)  # it waits for the burst's lock, or has gone past it
    may_commit.set()
    for thread in threads:
        thread.join(10)
    last = Activation.objects.order_by("-id").first()
    assert last
    assert (last.alert_id == burst.id, last.alert.state) == (False, "new")
