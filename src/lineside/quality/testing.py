"""Makers for tests: a contact taken for scoring, the marks of a whole score, the seal that a draw stands on."""

from typing import Any
from uuid import UUID

from lineside.contacts.commands import resolve_contact
from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import make_taken_contact
from lineside.kernel.actors import Actor
from lineside.kernel.keys import uuid7
from lineside.kernel.models import AuditLine, Seal
from lineside.kernel.testing import an_actor
from lineside.people.testing import on_staff
from lineside.quality import commands
from lineside.quality.models import Review
from lineside.quality.permissions import CanQuality
from lineside.quality.queries import questions_for

HANDLING = (CanContact.VIEW, CanContact.TAKE, CanContact.RESOLVE)
HAD_IT = an_actor(*HANDLING, CanQuality.OWN, name="Kim Osei", key=uuid7())
LEAD = an_actor(CanQuality.VIEW, CanQuality.LEAD, name="Lee Marsh", key=uuid7())
FIRST = an_actor(CanQuality.VIEW, CanQuality.SCORE, name="Ash Birch", key=uuid7())
SECOND = an_actor(CanQuality.VIEW, CanQuality.SCORE, name="Bo Field", key=uuid7())
MODERATOR = an_actor(CanQuality.VIEW, CanQuality.MODERATE, name="Mo Hart", key=uuid7())


def make_ended_contact(person: Actor = HAD_IT, **facts: Any) -> UUID:
    """A contact that this person took and resolved."""
    row = make_taken_contact(person, **facts)
    resolve_contact(actor=person, contact_id=row.id, disposition="advice_given")
    return row.id


def make_review(person: Actor = HAD_IT) -> Review:
    on_staff(person, HAD_IT, FIRST, SECOND, MODERATOR)
    return commands.take_by_hand(actor=LEAD, contact_id=make_ended_contact(person), why="A complaint was made of it")


def marks_of(row: Review, **other: str) -> dict[str, str]:
    """Everything met, but for what is said otherwise."""
    return {each.code: other.get(each.code, "met") for each in questions_for(row)}


def make_scored(row: Review, first: dict[str, str], second: dict[str, str]) -> Review:
    for actor, marks in ((FIRST, first), (SECOND, second)):
        commands.score_contact(actor=actor, review_id=row.id, marks=marks, words="What was missing")
    row.refresh_from_db()
    return row


def make_differing(person: Actor = HAD_IT) -> Review:
    row = make_review(person)
    return make_scored(row, marks_of(row), marks_of(row, grade="not_met"))


def make_agreed(person: Actor = HAD_IT) -> Review:
    row = make_review(person)
    return make_scored(row, marks_of(row), marks_of(row))


def make_seal(chain: bytes = b"\x07" * 32) -> Seal:
    """A seal of the audit trail, as the sealer makes one a moment after commit."""
    row = Seal(of_table=AuditLine._meta.db_table, horizon="1", rows=[], chain=chain)
    row.save()
    return row
