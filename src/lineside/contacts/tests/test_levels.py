"""The levels of the queues: what was answered in the last hour, counted in the database."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lineside.contacts import queries
from lineside.contacts.testing import make_call
from lineside.kernel.clock import now
from lineside.kernel.testing import an_actor
from lineside.queues.permissions import CanQueue

pytestmark = pytest.mark.django_db
SUPERVISOR = an_actor(*CanQueue)


def a_999(call_id, kind, seconds):
    began = now() - timedelta(minutes=10)
    make_call("offered", switch_call_id=call_id, at=began, line_type="999_BT")
    return make_call(kind, switch_call_id=call_id, at=began + timedelta(seconds=seconds), line_type="999_BT")


@pytest.fixture
def busy_hour():
    for number, (kind, seconds) in enumerate(
        [("answered", 4), ("answered", 10), ("answered", 11), ("abandoned", 3), ("abandoned", 40), ("abandoned", 50)]
    ):
        a_999(f"call-{number}", kind, seconds)
    make_call("offered", switch_call_id="public", line_type="PUBLIC_FREEPHONE")


@pytest.mark.usefixtures("busy_hour")
def test_the_last_hour_is_answered_in_time_late_or_given_up_by_the_target_of_its_queue():
    emergency = next(each for each in queries.levels(SUPERVISOR) if each.queue.code == "emergency")
    assert (emergency.answered, emergency.in_time, emergency.gave_up) == (3, 2, 3)
    assert emergency.per_cent == 40  # of two in time, one late and two that waited longer than the target
    public = next(each for each in queries.levels(SUPERVISOR) if each.queue.code == "public")
    assert (public.answered, public.gave_up, public.per_cent) == (0, 0, None)


@pytest.mark.usefixtures("busy_hour")
def test_however_busy_the_hour_no_contact_is_fetched_to_be_counted():
    with CaptureQueriesContext(connection) as asked:
        queries.levels(SUPERVISOR)
    of_contacts = [each["sql"] for each in asked if "contacts_contact" in each["sql"]]
    assert len(of_contacts) == 2
    assert all("GROUP BY" in sql for sql in of_contacts)
