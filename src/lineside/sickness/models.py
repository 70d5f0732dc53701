"""Absences, with their reason sealed, and the notices to the HR system."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models
from django.utils.encoding import force_bytes

from lineside.kernel.errors import Refusal
from lineside.kernel.models import Record
from lineside.sickness.rules import QUEUED


class Absence(Record):
    """Somebody is absent sick, from a day to a day; an open one has no last day yet."""

    name = models.CharField(max_length=200)
    collar_number = models.CharField(max_length=8)
    first_day = models.DateField()
    expected_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    reason_sealed = models.TextField()  # empty once the HR system has it
    reported_by = models.CharField(max_length=200)
    reported_by_id = models.UUIDField(null=True)
    contact_id = models.UUIDField(null=True)

    class Meta:
        verbose_name = "absence"
        constraints = [
            models.UniqueConstraint(
                fields=["collar_number"], condition=models.Q(last_day=None), name="sickness_one_open_absence"
            )
        ]

    def __str__(self) -> str:
        return f"{self.collar_number} {self.first_day}"

    @property
    def holds_reason(self) -> bool:
        return bool(self.reason_sealed)


class Notice(Record):
    """What the HR system is told of an absence; its own key makes that once, however often it is sent."""

    absence = models.ForeignKey(Absence, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=8)
    state = models.CharField(max_length=10, default=QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    try_at = models.DateTimeField(null=True)
    says = models.CharField(max_length=300, blank=True)
    hr_reference = models.CharField(max_length=60, blank=True)
    delivered_at = models.DateTimeField(null=True)
    worked_by = models.CharField(max_length=200, blank=True)
    worked_how = models.TextField(blank=True)

    class Meta:
        verbose_name = "notice"
        constraints = [models.UniqueConstraint(fields=["absence", "kind"], name="sickness_told_once")]
        indexes = [
            models.Index(fields=["try_at"], name="sickness_untold", condition=models.Q(state__in=["queued", "sending"]))
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


def sealed(text: str) -> str:
    """As it lies in the database, its copies and its backups: under a key that is not in them."""
    return _keys().encrypt(text.encode()).decode()


def unsealed(text: str) -> str:
    try:
        return _keys().decrypt(text.encode()).decode()
    except InvalidToken:
        raise Refusal("This was sealed under another secret key; set the earlier one as a fallback.") from None


def _keys() -> MultiFernet:
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_derived(secret))) for secret in secrets])


def _derived(secret: str | bytes) -> bytes:
    """The server's secret is long and random, so one keyed hash makes a key of it for this use alone."""
    return hashlib.blake2b(force_bytes(secret), digest_size=32, person=b"lineside.sick").digest()
