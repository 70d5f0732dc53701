"""What Next asks of the database is what the rule says: the same queue, the same order, the same overflow."""

from dataclasses import replace
from datetime import timedelta

import pytest

from lineside.access.queries import actor_of
from lineside.access.testing import make_account
from lineside.contacts import queries
from lineside.contacts.commands import record_call_moment
from lineside.contacts.models import Contact
from lineside.contacts.permissions import CanContact
from lineside.contacts.queries.next import of_queue
from lineside.contacts.testing import GATEWAY, a_call, make_call, make_message, make_text
from lineside.kernel.clock import now
from lineside.kernel.testing import an_actor
from lineside.people.commands import Facts, record_staff, sign_off
from lineside.people.testing import PLANNER
from lineside.queues import queries as queues

pytestmark = pytest.mark.django_db
LINES = ("999_BT", "999_FORCE_TRANSFER", "SIGNALLER", "PUBLIC_FREEPHONE", "A_LINE_OF_TOMORROW")


def one_of_each():
    for line in LINES:
        make_call(line_type=line)
    make_text()
    make_message()
    make_message(channel="web", box="report")
    make_message(channel="social", box="@force", sender_address="@sam")
    return list(Contact.objects.all())


def somebody_at(site, *codes):
    account = make_account("contact_handler", username="lou")
    facts = Facts(name="Lou Hart", collar_number="C1003", role="contact_handler", site=site, account_id=account.id)
    staff = record_staff(actor=PLANNER, facts=facts)
    for code in codes:
        sign_off(actor=PLANNER, staff_id=staff.id, code=code, evidence="Seen")
    return actor_of(account)


def by_rule(known, contact):
    return next(each for each in known if each.takes(contact.channel, contact.box_or_line))


def test_every_contact_is_asked_for_in_the_one_queue_that_the_rule_names():
    made, force = one_of_each(), queues.queues()
    grave = replace(force[-1], code="grave", lines=("999_BT", "fcc"))  # of every channel, and first of the list
    for known in (force, (grave, *force), (*force[:2], grave, *force[2:])):
        for queue in known:
            asked = set(Contact.objects.filter(of_queue(queue, known)))
            assert asked == {contact for contact in made if by_rule(known, contact) == queue}, queue.code


@pytest.mark.usefixtures("sign_offs")
def test_risk_goes_before_age_and_age_before_nothing():
    older, old = (make_message(received_at=now() - timedelta(minutes=ago)) for ago in (15, 1))
    grave = make_message(subject="Man with a knife")
    assert [row.id for row in queries.next_for(somebody_at("FCC", "mail"))] == [grave.id, older.id, old.id]


@pytest.mark.usefixtures("sign_offs")
def test_one_that_waited_too_long_is_not_hidden_by_a_graver_one_that_did_not():
    fresh = make_message(subject="Man with a knife")
    stale = make_message(received_at=now() - timedelta(minutes=20))
    assert fresh.risk > stale.risk
    assert [row.id for row in queries.next_for(somebody_at("FCRL", "mail"))] == [stale.id]


@pytest.mark.usefixtures("sign_offs")
def test_who_was_spoken_to_comes_after_everybody_who_was_not():
    over = make_call(switch_call_id="over", line_type="999_BT")
    for kind in ("answered", "ended"):
        record_call_moment(actor=GATEWAY, call=a_call(kind, switch_call_id="over", line_type="999_BT"))
    rings = make_call(switch_call_id="rings")
    assert over.risk > rings.risk
    given = queries.next_for(somebody_at("FCC", "public_calls", "emergency_calls"))
    assert [row.id for row in given] == [rings.id, over.id]
    supervisor = an_actor(CanContact.SUPERVISE)
    assert (queries.queue_figures(supervisor).in_hand, queries.queue_figures(supervisor).to_write_up) == (0, 1)
