"""Who is told before a crime is decided on: put down here by who cares for them, and asked when it is decided."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from lineside.crimes.models import Crime, CrimeTelling
from lineside.crimes.permissions import CanCrime
from lineside.crimes.rules.telling import ABOUT, Awaited
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken


@command(needs=CanCrime.TELL)
def await_telling(
    *,
    actor: Actor,  # noqa: ARG001 - the audit line names the actor
    crime_id: UUID,
    subject_id: UUID,
    reference: str,
    about: Collection[str] = ABOUT,
) -> None:
    """Before this is decided, they are told, or why not is put down; asked again, it is awaited once."""
    if strange := [each for each in about if each not in ABOUT]:
        raise RuleBroken(f"Nobody is told of {strange[0][:40]!r} first.", "about")
    rows = [CrimeTelling(crime_id=crime_id, subject_id=subject_id, reference=reference, about=each) for each in about]
    CrimeTelling.objects.bulk_create(rows, ignore_conflicts=True)


@command(needs=CanCrime.TELL)
def settle_telling(
    *, actor: Actor, crime_id: UUID, subject_id: UUID, about: str, told_at: datetime | None, words: str
) -> int:
    """They were told, or the words say why not; how many waited for it."""
    kept = " ".join(words.split())[:500]
    if not kept:
        raise RuleBroken("Say how they were told, or why not.", "words")
    found = _open(crime_id, about).filter(subject_id=subject_id)
    for row in found:
        _settle(row, at=now(), told_at=told_at, words=kept, by_name=actor.name)
    return len(found)


@command(needs=CanCrime.TELL)
def unsettle_telling(*, actor: Actor, crime_id: UUID, subject_id: UUID, about: str) -> int:  # noqa: ARG001
    """What was sent did not reach them, or they want to be told after all: it is awaited again."""
    found = _open(crime_id, about).filter(subject_id=subject_id, settled_at__isnull=False)
    for row in found:
        row.settled_at, row.told_at, row.words, row.by_name = None, None, "", ""
        row.save()
    return len(found)


def awaited_on(crime: Crime, about: str) -> list[CrimeTelling]:
    """Under lock, so that what is put down meanwhile waits until it is decided."""
    return list(_open(crime.id, about).order_by("id"))


def as_awaited(rows: Sequence[CrimeTelling]) -> list[Awaited]:
    return [
        Awaited(reference=row.reference, is_settled=row.settled_at is not None, told_at=row.told_at, words=row.words)
        for row in rows
    ]


def use_tellings(
    rows: Sequence[CrimeTelling], actor: Actor, *, at: datetime, told_at: datetime | None, telling: str
) -> None:
    """It is decided: these have served, one that whoever decided told of themselves among them."""
    for row in rows:
        if row.settled_at is None:
            _settle(row, at=at, told_at=told_at, words=" ".join(telling.split())[:500], by_name=actor.name)
        row.used_at = at
        row.save()


def _open(crime_id: UUID, about: str) -> QuerySet[CrimeTelling]:
    return CrimeTelling.objects.select_for_update().filter(crime_id=crime_id, about=about, used_at=None)


def _settle(row: CrimeTelling, *, at: datetime, told_at: datetime | None, words: str, by_name: str) -> None:
    row.settled_at, row.told_at, row.words, row.by_name = at, told_at, words, by_name[:200]
    row.save()
