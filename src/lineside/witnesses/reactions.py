"""What warning witnesses does when mail comes: a request of the CJU stands on the list at once, to be checked."""

from lineside.contacts.events import MessageReceived
from lineside.contacts.permissions import CanContact
from lineside.kernel.actors import system_actor
from lineside.kernel.events import when
from lineside.witnesses.commands import take_in_mail

POST = system_actor("witness warning", CanContact.RECEIVE)


@when(MessageReceived)
def list_request(event: MessageReceived) -> None:
    """A mail that is none of the CJU's, or that came before, changes nothing."""
    take_in_mail(actor=POST, contact_id=event.contact_id)
