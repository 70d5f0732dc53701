"""A conversation of any length is read in stretches; nothing of it is lost, and nothing reads it whole."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lineside.contacts import queries
from lineside.contacts.models import Message
from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import make_long_conversation, make_message
from lineside.files.testing import make_file
from lineside.kernel.errors import RuleBroken
from lineside.kernel.testing import an_actor

pytestmark = pytest.mark.django_db
ALEX = an_actor(*CanContact)
LONG = 120


@pytest.fixture
def long_one():
    return make_long_conversation(LONG)


def words(page):
    return [message.text for message in page.items]


def test_each_message_stands_in_one_stretch_and_in_its_order(long_one):
    found: list[str] = []
    cursor = ""
    while page := queries.conversation_page(long_one.id, queries.Stretch(cursor), ALEX):
        assert len(page.items) <= queries.Stretch().limit
        found = [*words(page), *found]
        cursor = page.next
        if not cursor:
            break
    assert found == [f"number {number}" for number in range(LONG)]


def test_the_newest_stand_first_and_a_cursor_of_another_list_is_refused(long_one):
    assert words(queries.conversation_page(long_one.id, queries.Stretch()))[-1] == f"number {LONG - 1}"
    assert [each.text for each in queries.conversation(long_one.id, newest=2)] == ["number 118", "number 119"]
    with pytest.raises(RuleBroken, match="cursor was not given by this list"):
        queries.conversation_page(long_one.id, queries.Stretch("invented"))


def test_what_we_sent_and_noted_and_what_came_first_is_found_however_much_came_since(long_one):
    first, second = Message.objects.filter(contact=long_one).order_by("at")[:2]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE contacts_message SET direction = 'out' WHERE id = %s", [second.id])
        cursor.execute("UPDATE contacts_message SET direction = 'note' WHERE text = 'number 2'")
    assert [row.text for row in queries.sent_of(long_one.id)] == ["number 1"]
    assert [text for _, text in queries.notes_of(long_one.id)] == ["number 2"]
    found = queries.first_received(long_one.id)
    assert found
    assert found.id == first.id
    assert queries.message_of(long_one.id, second.id)
    assert queries.message_of(make_message().id, second.id) is None


def test_what_a_file_came_with_is_found_without_reading_the_conversations(long_one):
    file = make_file(name="map.pdf")
    held = make_message(attachment_ids=(file.id,), in_reply_to=Message.objects.get(text="number 0").message_id)
    others = [make_message(attachment_ids=(file.id,)) for _ in range(3)]
    assert held.id == long_one.id
    with CaptureQueriesContext(connection) as asked:
        found = queries.messages_with_file(file.id)
    assert {row.contact_id for row in found} == {held.id, *(other.id for other in others)}
    assert [[each.name for each in row.files] for row in found] == [["map.pdf"]] * 4
    assert len(asked) == 3
