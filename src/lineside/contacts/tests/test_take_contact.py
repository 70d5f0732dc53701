"""Taking, returning and resolving a contact."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from lineside.contacts import queries
from lineside.contacts.commands import resolve_contact, return_contact, take_contact
from lineside.contacts.models import Contact
from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import make_message, make_taken_contact
from lineside.kernel.errors import NotFound, NotPermitted, Refusal, RuleBroken, Stale
from lineside.kernel.keys import uuid7
from lineside.kernel.testing import an_actor
from lineside.ui.operations import PagingIn

ALEX = an_actor(*CanContact)
KIM_MAY = (CanContact.VIEW, CanContact.TAKE, CanContact.RESOLVE)
KIM = an_actor(*KIM_MAY, name="Kim Osei", key=UUID("01900000-0000-7000-8000-000000000002"))


@pytest.mark.django_db
def test_taking_puts_the_contact_in_ones_hands():
    contact = make_message()
    taken = take_contact(actor=KIM, contact_id=contact.id, seen_version=contact.version)
    assert (taken.state, taken.handler_name, taken.has_news) == ("taken", "Kim Osei", False)


@pytest.mark.django_db
def test_the_second_is_told_who_has_it():
    contact = make_taken_contact(ALEX)
    with pytest.raises(RuleBroken, match="Alex Reed"):
        take_contact(actor=KIM, contact_id=contact.id)


@pytest.mark.django_db(transaction=True)
def test_of_two_in_one_instant_one_has_it():
    contact = make_message()

    def take(actor):
        try:
            take_contact(actor=actor, contact_id=contact.id)
        except Refusal:
            return 0
        else:
            return 1
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(take, [ALEX, KIM])) == 1


@pytest.mark.django_db
def test_a_stale_taker_and_a_wrong_key_are_refused():
    contact = make_message()
    with pytest.raises(Stale):
        take_contact(actor=KIM, contact_id=contact.id, seen_version=contact.version + 1)
    with pytest.raises(NotFound):
        take_contact(actor=KIM, contact_id=uuid7())
    with pytest.raises(NotPermitted):
        take_contact(actor=an_actor(), contact_id=contact.id)


@pytest.mark.django_db
def test_a_returned_contact_waits_again_with_the_reason():
    contact = make_taken_contact(KIM)
    with pytest.raises(RuleBroken, match="why"):
        return_contact(actor=KIM, contact_id=contact.id, reason=" ")
    back = return_contact(actor=KIM, contact_id=contact.id, reason="End of shift")
    assert (back.state, back.handler_id) == ("waiting", None)
    assert back.marks == ["Returned by Kim Osei: End of shift"]


@pytest.mark.django_db
def test_resolving_needs_a_disposition_in_force_and_its_reason():
    contact = make_taken_contact(KIM)
    with pytest.raises(RuleBroken, match="not a disposition"):
        resolve_contact(actor=KIM, contact_id=contact.id, disposition="whatever")
    with pytest.raises(RuleBroken, match="needs a reason"):
        resolve_contact(actor=KIM, contact_id=contact.id, disposition="duplicate")
    done = resolve_contact(actor=KIM, contact_id=contact.id, disposition="duplicate", reason="C-1")
    assert (done.state, done.disposition_edition) == ("resolved", "2026-11")
    assert queries.queue(ALEX) == []


@pytest.mark.django_db
def test_nobody_resolves_what_is_in_other_hands_but_a_supervisor():
    contact = make_taken_contact(ALEX)
    with pytest.raises(RuleBroken, match="Somebody else"):
        resolve_contact(actor=KIM, contact_id=contact.id, disposition="advice_given")
    kims = make_taken_contact(KIM)
    assert resolve_contact(actor=ALEX, contact_id=kims.id, disposition="advice_given").state == "resolved"


@pytest.mark.django_db
def test_the_queue_shows_the_gravest_first_then_the_oldest(django_assert_num_queries):
    calm, grave, later = make_message(), make_message(text="he has a knife"), make_message()
    with django_assert_num_queries(1):
        assert [row.id for row in queries.queue(ALEX)] == [grave.id, calm.id, later.id]
    first = queries.queue_page(ALEX, PagingIn(limit=1, cursor=""))
    assert [row.id for row in queries.queue_page(ALEX, PagingIn(limit=1, cursor=first.next)).items] == [calm.id]
    with pytest.raises(NotPermitted):
        queries.queue(an_actor())


@pytest.mark.django_db
def test_the_database_holds_that_nothing_is_resolved_without_a_disposition():
    contact = make_message()
    with pytest.raises(IntegrityError, match="resolved_with_a_disposition"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lineside.command', 'test', true)")
        Contact.objects.filter(pk=contact.id).update(state="resolved")
