"""Dead letters: what came and could not become a contact by itself is kept until a person has dealt with it."""

from typing import Any
from uuid import UUID

from lineside.contacts.commands.opening import one_at_a_time
from lineside.contacts.events import LetterDied
from lineside.contacts.models import DeadLetter
from lineside.contacts.permissions import CanContact
from lineside.contacts.rules import check_dead_letter
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now
from lineside.kernel.commands import command
from lineside.kernel.events import announce
from lineside.kernel.models import locked


@command(needs=CanContact.RECEIVE)
def record_dead_letter(
    *,
    actor: Actor,  # noqa: ARG001 - the audit line names the actor
    gateway: str,
    sha256: str,
    raw_id: UUID | None,
    why: str,
    facts: dict[str, Any] | None = None,
) -> DeadLetter:
    """Keep what could not become a contact; the same bytes again are the same dead letter."""
    one_at_a_time(f"dead:{gateway}:{sha256}")
    known = DeadLetter.objects.filter(gateway=gateway, sha256=sha256).first()
    if known:
        return known
    letter = DeadLetter(gateway=gateway, sha256=sha256, raw_id=raw_id, why=why, facts=facts or {})
    letter.save()
    announce(LetterDied(dead_letter_id=letter.id))
    return letter


@command(needs=CanContact.SUPERVISE)
def work_dead_letter(
    *, actor: Actor, dead_letter_id: UUID, how: str, became: UUID | None = None, seen_version: int
) -> DeadLetter:
    """Set it aside with what was done about it, or name the contact that it became after all."""
    letter = locked(DeadLetter, dead_letter_id, seen_version)
    check_dead_letter(letter.worked_by, how)
    letter.worked_by, letter.worked_at, letter.worked_how = actor.name, now(), how.strip()
    letter.became_id = became
    letter.save()
    announce(LetterDied(dead_letter_id=letter.id))
    return letter
