"""Promised updates."""

from django.db import models
from django.db.models import F, Q

from lineside.kernel.models import Record
from lineside.promises.rules import OPEN


class Promise(Record):
    """We said that we would tell somebody by a limit. The limit is never moved; a later one is another promise."""

    contact = models.ForeignKey("contacts.Contact", on_delete=models.PROTECT, related_name="promises")
    reach = models.CharField(max_length=8)
    what = models.CharField(max_length=500)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=8, default=OPEN)
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=200)
    missed_at = models.DateTimeField(null=True)  # when the clock found it missed; stays for good
    how = models.CharField(max_length=20, blank=True)
    words = models.CharField(max_length=500, blank=True)
    proof = models.CharField(max_length=40, blank=True)  # the key of the message or call out that kept it
    edition = models.CharField(max_length=20, blank=True)  # of the ways, when it was done
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "promise"
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(done_at__lte=F("due_at")) | Q(missed_at__isnull=False),
                name="promises_missed_stays_missed",
            )
        ]
        indexes = [models.Index(fields=["due_at"], name="promises_open", condition=Q(state=OPEN))]

    def __str__(self) -> str:
        return f"{self.contact_id} by {self.due_at:%H:%M} {self.state}"


class Undone(Record):
    """What kept a promise until we heard that it had not reached them; only ever added."""

    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="undone")
    how = models.CharField(max_length=20)
    words = models.CharField(max_length=500, blank=True)
    proof = models.CharField(max_length=40)
    edition = models.CharField(max_length=20)
    done_at = models.DateTimeField()
    done_by = models.CharField(max_length=200)
    failed_at = models.DateTimeField()
    failed_why = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = "keeping undone"
        constraints = [models.UniqueConstraint(fields=["promise", "proof"], name="promises_undone_once")]

    def __str__(self) -> str:
        return f"{self.promise_id} {self.how}"
