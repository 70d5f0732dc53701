"""Whether a mail came from whom it names: what is asked about it after it was kept, and what the answers were.

Nothing here keeps a mail back, hides it or moves it in the queue: a frightened person may write from anywhere.
"""

from datetime import timedelta
from uuid import UUID

from lineside.contacts.commands.threads import say
from lineside.contacts.events import SenderChecked
from lineside.contacts.models import Contact, Message, SenderCheck
from lineside.contacts.permissions import CanContact
from lineside.contacts.rules import OPEN_STATES, Arrival, plain
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now
from lineside.kernel.commands import command
from lineside.kernel.events import announce
from lineside.kernel.models import locked

LEASE = timedelta(minutes=2)
WORTH_ASKING = timedelta(days=7)  # a domain changes its servers and keys, so a later answer says nothing of that day
LONGEST_SENTENCE = 1000


def note_hand_over(message: Message, arrival: Arrival) -> None:
    """In the transaction that keeps the mail, so that no mail is kept and forgotten to be checked."""
    by = arrival.handed_over
    if by is None:
        return
    SenderCheck(
        message=message,
        client=plain(by.client)[:45],
        helo=plain(by.helo)[:255],
        mail_from=plain(by.mail_from)[:320],
        due_at=now(),
    ).save()


@command(needs=CanContact.RECEIVE)
def claim_sender_check(*, actor: Actor) -> SenderCheck | None:  # noqa: ARG001
    """The newest that is due, leased: a flood leaves its own for later, and what people look at now is checked now."""
    due = SenderCheck.objects.filter(due_at__lte=now(), created_at__gte=now() - WORTH_ASKING)
    check = due.select_for_update(skip_locked=True).order_by("-created_at").first()
    if check is None:
        return None
    check.due_at, check.attempts = now() + LEASE, check.attempts + 1
    check.save()
    return check


@command(needs=CanContact.RECEIVE)
def record_sender_check(
    *,
    actor: Actor,  # noqa: ARG001 - the audit line names the actor
    check_id: UUID,
    results: dict[str, str],
    says: str,
    is_forged: bool,
) -> SenderCheck:
    """What was found, once, beside what the force's own mail server said; only a forged name is news."""
    check = locked(SenderCheck, check_id)
    if check.checked_at:
        return check
    check.results, check.checked_at, check.due_at = results, now(), None
    check.save()
    says = plain(says)[:LONGEST_SENTENCE]
    message = locked(Message, check.message_id)
    message.remarks = [*message.remarks, says]
    message.save()
    contact = locked(Contact, message.contact_id)
    if is_forged and contact.state in OPEN_STATES and not contact.has_news:
        contact.has_news = True
        contact.save()
    say(contact, says)
    announce(SenderChecked(contact_id=contact.id, message_id=message.id))
    return check
