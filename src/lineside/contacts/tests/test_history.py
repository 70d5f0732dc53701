"""Who this is: what came from the same number before, counted from one index, and every look on record."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lineside.contacts import queries
from lineside.contacts.models import Contact
from lineside.contacts.permissions import CanContact
from lineside.contacts.rules import repeat_marks
from lineside.contacts.testing import make_call, make_message
from lineside.kernel.clock import now
from lineside.kernel.errors import NotPermitted
from lineside.kernel.models import AuditLine
from lineside.kernel.testing import an_actor

ALEX = an_actor(CanContact.VIEW)


def of(contact, actor=ALEX):
    return queries.history(actor, queries.contact(contact.id))


@pytest.mark.django_db
def test_earlier_contacts_are_counted_by_day_month_and_year_and_the_look_is_on_record():
    for ago in (timedelta(hours=2), timedelta(days=3), timedelta(days=20), timedelta(days=200), timedelta(days=500)):
        make_call("abandoned", at=now() - ago, number="07700 900123")
    make_call(number="07700 900999")
    found = of(make_call(number="+447700900123"))
    assert (found.day, found.month, found.year) == (1, 3, 4)
    assert len(found.earlier) == 5
    assert found.earlier[0].opened_at > found.earlier[-1].opened_at
    assert found.marks == ("2 in 24 hours with this one", "4 in 30 days with this one")
    look = AuditLine.objects.get(name="contacts.history")
    assert look.facts["subject"] == "+447700900123"
    assert look.why.startswith("contact C-")


@pytest.mark.django_db
def test_what_came_by_any_way_of_one_person_counts_and_every_way_that_was_looked_at_is_on_record():
    make_call("abandoned", number="07700 900123")
    mail = make_message(sender_address="sam@passenger.example")
    found = queries.history(ALEX, queries.contact(mail.id), ("+447700900123", "sam@passenger.example"))
    assert (found.day, found.ways) == (1, ("+447700900123", "sam@passenger.example"))
    look = AuditLine.objects.get(name="contacts.history")
    assert look.facts["subject"] == "+447700900123, sam@passenger.example"


@pytest.mark.django_db
def test_a_withheld_number_has_no_history_and_is_nobodys_repeat():
    make_call(number="")
    assert of(make_call(number="")) == queries.History()


@pytest.mark.django_db
def test_who_may_not_see_contacts_sees_no_history():
    with pytest.raises(NotPermitted):
        of(make_message(), an_actor())


@pytest.mark.parametrize(
    ("day", "month", "marks"),
    [
        (1, 1, ()),
        (2, 2, ("2 in 24 hours with this one",)),
        (1, 3, ("3 in 30 days with this one",)),
        (5, 9, ("5 in 24 hours with this one", "9 in 30 days with this one")),
    ],
)
def test_what_makes_a_repeat_by_the_rules(day, month, marks):
    assert repeat_marks(day, month) == marks


def timed(row):
    begun = now()
    queries.history(ALEX, row)
    return now() - begun


@pytest.mark.django_db
def test_among_many_contacts_both_statements_read_the_index_of_the_sender_and_are_quick():
    contact = make_call(number="07700 900123")
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lineside.command', 'test', true)")
    template = Contact.objects.get(pk=contact.id)
    for first in range(0, 20_000, 1000):  # a thousand at a time: the server ends a transaction that is long idle
        Contact.objects.bulk_create(
            Contact(
                reference=f"T-{number}",
                channel="phone",
                box_or_line="999_BT",
                state="resolved",
                disposition="advice",
                risk=1,
                sender_address=f"+4477009{number % 4000:05d}",
                opened_at=template.opened_at - timedelta(minutes=number),
            )
            for number in range(first, first + 1000)
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE contacts_contact")
    row = queries.contact(Contact.objects.get(reference="T-7").id)
    with CaptureQueriesContext(connection) as asked:
        assert queries.history(ALEX, row).year == 4
    took = min(timed(row) for _ in range(9))  # the machine may be busy with others
    read = [query["sql"] for query in asked if "contacts_contact" in query["sql"]]
    assert len(read) == 2
    for statement in read:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN {statement}")
            plan = "\n".join(line for (line,) in cursor.fetchall())
        assert "contacts_of_sender" in plan, plan
        assert "Seq Scan" not in plan, plan
    assert took < timedelta(milliseconds=50)
    print(f"\nwho this is, among 20,000 contacts: {took.total_seconds() * 1000:.1f} ms")  # noqa: T201
