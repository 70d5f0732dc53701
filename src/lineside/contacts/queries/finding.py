"""Finding contacts by what is known of them: reference, number, name, words of what was said."""

from uuid import UUID

from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from lineside.contacts.models import Contact, Message
from lineside.contacts.permissions import CanContact
from lineside.contacts.queries.rows import ContactRow
from lineside.finding.queries import holding, newest, rows_of, words_in
from lineside.kernel.actors import Actor
from lineside.kernel.audit import record_sighting
from lineside.kernel.commands import permit

# As the indexes of migration 0005 have them.
SAID = (
    "lower(contacts_contact.reference || ' ' || contacts_contact.sender_name || ' ' || "
    "contacts_contact.sender_address || ' ' || contacts_contact.subject || ' ' || contacts_contact.gist)"
)
WORDS = "to_tsvector('english', left(contacts_message.text, 20000))"


def find_contacts(actor: Actor, text: str, why: str = "", limit: int = 20) -> list[ContactRow]:
    """The newest whose sender, subject or reference holds every word, then those in whose messages the words stand."""
    permit(actor, CanContact.VIEW)
    words = words_in(text)
    if not words:
        return []
    record_sighting(actor, "contacts.find_contacts", text, why)
    found = newest(holding(Contact.objects.all(), SAID, words), limit)
    if len(found) < limit:
        known = {contact.id for contact in found}
        spoken = Contact.objects.filter(id__in=_spoken_in(text, limit * 5)).exclude(id__in=known)
        found += list(spoken.order_by("-id")[: limit - len(found)])
    return rows_of(ContactRow, found)


def _spoken_in(text: str, limit: int) -> list[UUID]:
    sql = f"{WORDS} @@ plainto_tsquery('english', %s)"
    holds = RawSQL(sql, [text.replace("\x00", "")[:300]], output_field=BooleanField())  # noqa: S611 - our own SQL
    return list(Message.objects.filter(holds).order_by("-id").values_list("contact_id", flat=True)[:limit])
