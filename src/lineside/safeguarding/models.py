"""Referrals, their steps, and what of them went to other agencies."""

from django.db import models
from django.db.models import Q

from lineside.kernel.models import Record
from lineside.safeguarding.rules import SENT


class Referral(Record):
    """Somebody vulnerable, referred from one contact or one incident."""

    reference = models.CharField(max_length=16, unique=True)
    contact = models.ForeignKey("contacts.Contact", null=True, on_delete=models.PROTECT, related_name="referrals")
    incident = models.ForeignKey("incidents.Incident", null=True, on_delete=models.PROTECT, related_name="referrals")
    subject = models.CharField(max_length=300)
    kind = models.CharField(max_length=20)
    seen = models.TextField()
    basis = models.CharField(max_length=20)
    basis_words = models.CharField(max_length=500, blank=True)
    urgency = models.CharField(max_length=10)
    risk = models.CharField(max_length=10, blank=True, db_default="", default="")  # RARA; none where nobody said
    risk_words = models.CharField(max_length=500, blank=True, db_default="", default="")
    tables_on = models.DateField()  # the day whose editions its codes are of
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, default=SENT)
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=200)
    unit_name = models.CharField(max_length=200, blank=True)  # who of the unit has it
    words = models.CharField(max_length=500, blank=True)  # what the unit does, or why it came back

    class Meta:
        verbose_name = "referral"
        constraints = [
            models.CheckConstraint(
                condition=Q(contact__isnull=False) ^ Q(incident__isnull=False), name="safeguarding_of_one_thing"
            )
        ]
        indexes = [
            models.Index(fields=["due_at"], name="safeguarding_open", condition=Q(state__in=["sent", "received"]))
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.state}"


class ReferralStep(Record):
    """One step of a referral, as it was taken: what was said then stays, whatever is corrected later."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(max_length=10)
    words = models.TextField(blank=True)
    by_name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.referral_id} {self.state}"


class Share(Record):
    """What another agency was given of a referral, as it went, and whether it said that it has it."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="shares")
    agency = models.CharField(max_length=20)
    document = models.JSONField()
    by_name = models.CharField(max_length=200)
    their_reference = models.CharField(max_length=80, blank=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.CharField(max_length=200, blank=True)  # who put it on record here

    class Meta:
        verbose_name = "share"
        constraints = [models.UniqueConstraint(fields=["referral", "agency"], name="safeguarding_shared_once")]

    def __str__(self) -> str:
        return f"{self.agency} {self.their_reference}"
