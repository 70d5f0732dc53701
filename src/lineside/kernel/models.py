"""The tables of the kernel, and the two kinds of table that the rooms make: records, and sealed rows that only grow."""

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from django.db import models
from django.db.models.expressions import RawSQL

from lineside.kernel import doing, tail
from lineside.kernel.clock import now
from lineside.kernel.errors import NotFound, Stale
from lineside.kernel.keys import uuid7
from lineside.kernel.tail import change

R = TypeVar("R", bound="Record")

__all__ = ["Record", "Sealed", "append", "change", "locked", "now"]


class OnlyCommandsWrite(models.Model):
    """A table that refuses a write outside a command; a trigger in the database says the same to raw SQL."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        doing.required()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        doing.required()
        return super().delete(*args, **kwargs)


class Record(OnlyCommandsWrite):
    """A thing that changes; `version` counts its changes, so that a stale save is noticed."""

    version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=now, editable=False)

    keeps_former: ClassVar[bool] = False  # whether the database keeps what each column was before every change
    former_leaves_out: ClassVar[tuple[str, ...]] = ()  # columns told elsewhere, or too often to keep each value

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding:
            kwargs.setdefault("force_insert", True)
        else:
            self.version += 1
            if (fields := kwargs.get("update_fields")) is not None:
                kwargs["update_fields"] = {*fields, "version"}
        super().save(*args, **kwargs)


class TransactionId(models.Field):  # type: ignore[type-arg]
    """PostgreSQL's xid8: tells which transaction wrote a row, so that the tail can see what is newly visible."""

    def db_type(self, connection: object) -> str:  # noqa: ARG002
        return "xid8"


class Sealed(OnlyCommandsWrite):
    """A row that is added and never changed; `digest` is set by the database and chained by the sealer."""

    at = models.DateTimeField(default=now, editable=False)
    xid = TransactionId(db_default=RawSQL("pg_current_xact_id()", ()), editable=False)
    digest = models.BinaryField(null=True, editable=False)

    set_by_database: ClassVar[frozenset[str]] = frozenset({"xid", "digest"})

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise RuntimeError("A sealed row is never changed.")
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)


def append(row: Sealed) -> None:
    """Write the row with the rest of the command's end, in the same round trip."""
    doing.required().rows.append(row)


class AuditLine(Sealed):
    """Who did, was refused, or looked at what."""

    kind = models.CharField(max_length=10)  # did | refused | looked
    name = models.CharField(max_length=100)
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=200)
    actor_kind = models.CharField(max_length=10)
    workstation = models.CharField(max_length=100, blank=True)
    facts = models.JSONField(default=dict)
    why = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["xid"]), models.Index(fields=["actor_id", "at"])]


class EventRecord(Sealed):
    """Something that happened, for reactions and for the live stream."""

    name = models.CharField(max_length=100)
    facts = models.JSONField(default=dict)
    topics = models.JSONField(default=list)
    by = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=["xid"])]


class Tombstone(Sealed):
    """What is left of a sealed row that was lawfully disposed of."""

    of_table = models.CharField(max_length=100)
    row_id = models.UUIDField()
    row_digest = models.BinaryField()
    authority = models.CharField(max_length=200)
    reason = models.TextField()
    by = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=["row_id"]), models.Index(fields=["xid"])]


class Seal(models.Model):
    """A link of the chain: the rows of one table that became final together, in order, with their digests."""

    id = models.BigAutoField(primary_key=True)
    of_table = models.CharField(max_length=100)
    at = models.DateTimeField(default=now)
    horizon = TransactionId()
    rows = models.JSONField()  # [[id, digest in hex], ...]
    chain = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["of_table", "-id"])]


class Answer(models.Model):
    """The first answer to a key that came from outside; a second arrival gets it again."""

    key = models.CharField(primary_key=True, max_length=200)
    command = models.CharField(max_length=100)
    at = models.DateTimeField(default=now)
    answer = models.JSONField(null=True)


class Reacted(models.Model):
    """A reaction that has been carried out for an event."""

    pk = models.CompositePrimaryKey("event_id", "reaction")
    event_id = models.UUIDField()
    reaction = models.CharField(max_length=150)
    at = models.DateTimeField(default=now)


class Policy(Record):
    """What operators may change at run time, one row an edition: the newest row of a name is in force."""

    name = models.CharField(max_length=60)
    value = models.JSONField()
    by = models.CharField(max_length=200)
    why = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["name", "-created_at"])]


class RuleEdition(Record):
    """An edition of a reference table that has been published to the database."""

    table = models.CharField(max_length=80)
    edition = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    meta = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["table", "edition"], name="one_edition")]


class RuleEntry(Record):
    """One code of an edition, with its wording; records point here and so keep the words that were in force."""

    edition = models.ForeignKey(RuleEdition, on_delete=models.PROTECT, related_name="entries")
    key = models.CharField(max_length=400)
    code = models.CharField(max_length=80, db_index=True)
    facts = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "key"], name="one_key_an_edition")]


def locked(
    model: type[R], key: UUID | str, seen_version: int | None = None, sees: Callable[[R], bool] | None = None
) -> R:
    """Take the row's lock; NotFound when it is not there or not to be seen, Stale when it is not the version read."""
    row = tail.read_locked(model, key)
    noun = str(model._meta.verbose_name)
    if row is None or (sees and not sees(row)):
        raise NotFound(f"There is no such {noun}.")
    if seen_version is not None and row.version != seen_version:
        raise Stale(f"This {noun} has changed since you opened it; look at what is new and send yours again.")
    return row
