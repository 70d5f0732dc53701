"""Whether two persons stand behind a deed: told by their staff records, of which each has one account and no more."""

from uuid import UUID

from lineside.kernel.actors import Actor
from lineside.kernel.errors import RuleBroken
from lineside.people.models import Staff


def is_on_staff(account_id: UUID | None) -> bool:
    """Whether this account belongs to a staff record of somebody who has not left."""
    return account_id is not None and Staff.objects.filter(account_id=account_id, left_at=None).exists()


def is_second_to(actor: Actor, first: UUID | None) -> bool:
    """A person beside whose account the first is, as dual control asks: no machine, and both known from their records.

    A record has one account, so two accounts that have records are two persons; a further account of somebody has
    none and counts for nobody. The database holds the same where the deed has a table (`people_two_persons`).
    """
    return actor.kind == "person" and actor.id != first and is_on_staff(actor.id) and is_on_staff(first)


def check_is_person(actor: Actor) -> None:
    """Who does the first half of what two persons do, since nobody can be second to somebody unknown."""
    if actor.kind != "person" or not is_on_staff(actor.id):
        raise RuleBroken(
            "Two persons do this, each signed in by an account that belongs to a staff record; yours does not, "
            "or it is a machine's key."
        )
