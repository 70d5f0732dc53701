"""What alerts do when mail comes: a camera's activation stands on the desk at once."""

from lineside.alerts.commands import take_in_activation
from lineside.contacts.events import MessageReceived
from lineside.contacts.permissions import CanContact
from lineside.kernel.actors import system_actor
from lineside.kernel.events import when

POST = system_actor("camera activations", CanContact.RECEIVE)


@when(MessageReceived)
def list_activation(event: MessageReceived) -> None:
    """A mail of no camera, or one that came before, changes nothing."""
    take_in_activation(actor=POST, contact_id=event.contact_id, message_id=event.message_id)
