"""Staff and their duties."""

from django.db import models

from lineside.kernel.models import Record


class Staff(Record):
    """Somebody who works for the force: what they are called, what they are at work, and where."""

    name = models.CharField(max_length=120)
    collar_number = models.CharField(max_length=8, unique=True)
    role = models.CharField(max_length=40)
    site = models.CharField(max_length=8)
    post = models.CharField(max_length=8, blank=True)
    account = models.OneToOneField("access.Account", null=True, on_delete=models.PROTECT, related_name="staff")
    left_at = models.DateTimeField(null=True)
    probation_until = models.DateField(null=True)  # the last day of it

    class Meta:
        verbose_name = "staff record"

    def __str__(self) -> str:
        return f"{self.name} {self.collar_number}"


class Duty(Record):
    """One person's place on the rota; who is at it is who booked on."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="duties")
    day = models.DateField()  # on which it begins, UK time
    shift = models.CharField(max_length=20, blank=True)  # of the pattern; empty when the hours are its own
    edition = models.CharField(max_length=20, blank=True)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    site = models.CharField(max_length=8)
    desk = models.CharField(max_length=40)
    role = models.CharField(max_length=40)
    booked_on_at = models.DateTimeField(null=True)
    booked_off_at = models.DateTimeField(null=True)
    cancelled_why = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = "duty"
        indexes = [models.Index(fields=["begins_at"]), models.Index(fields=["staff", "begins_at"])]

    def __str__(self) -> str:
        return f"{self.desk} {self.day}"


class SignOff(Record):
    """A module or a skill that somebody was signed off for, from a day to a day; never taken away, only ended."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="sign_offs")
    code = models.CharField(max_length=40)
    edition = models.CharField(max_length=20)
    first_day = models.DateField()
    last_day = models.DateField()
    signed_by = models.CharField(max_length=200)
    evidence = models.CharField(max_length=500)
    ended_on = models.DateField(null=True)  # from this day it counts no more, whatever its last day was
    ended_by = models.CharField(max_length=200, blank=True)
    ended_why = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = "sign-off"
        indexes = [models.Index(fields=["staff", "code"], name="people_sign_offs")]

    def __str__(self) -> str:
        return f"{self.code} to {self.last_day}"
