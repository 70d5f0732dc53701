"""What the web gateway does when contacts announce: an answer stands on a page, and its reporter hears that it does."""

from lineside.contacts.commands import tell_of_answer
from lineside.contacts.events import MessageQueued
from lineside.contacts.permissions import CanContact
from lineside.gateways.web.queries import notice_for
from lineside.kernel.actors import system_actor
from lineside.kernel.events import when

TELLER = system_actor("web report", CanContact.REPLY)


@when(MessageQueued)
def tell_that_an_answer_waits(event: MessageQueued) -> None:
    """By the way that they chose and called safe; the words name nobody, and there is no link among them."""
    if found := notice_for(event.contact_id, event.message_id):
        to, subject, text = found
        tell_of_answer(actor=TELLER, message_id=event.message_id, to=to, subject=subject, text=text)
