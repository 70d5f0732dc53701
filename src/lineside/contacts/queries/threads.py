"""The thread of a contact: what came before it and after it in the same exchange of letters, open or closed."""

from django.db.models import Q

from lineside.contacts.models import Contact
from lineside.contacts.permissions import CanContact
from lineside.contacts.queries.rows import ContactRow
from lineside.finding.queries import rows_of
from lineside.kernel.actors import Actor
from lineside.kernel.commands import permit

SHOWN = 20


def thread(actor: Actor, of: ContactRow) -> list[ContactRow]:
    """Every other contact of its thread, oldest first."""
    permit(actor, CanContact.VIEW)
    root = of.thread_id or of.id
    found = Contact.objects.filter(Q(pk=root) | Q(thread_id=root)).exclude(pk=of.id)
    return rows_of(ContactRow, found.order_by("opened_at", "id")[:SHOWN])
