"""Protections, the standing of each party, accepted risks, and fatalities."""

from django.db import models

from lineside.kernel.models import Record


class LineProtection(Record):
    """One request to the railway, from being asked until the line is given back."""

    incident = models.ForeignKey("incidents.Incident", on_delete=models.PROTECT, related_name="protections")
    number = models.PositiveSmallIntegerField()  # within its log
    level = models.CharField(max_length=16)
    edition = models.CharField(max_length=20)  # of the level's words
    protects = models.BooleanField()  # whether the interlock holds it
    state = models.CharField(max_length=16, default="requested")
    section = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=16)
    nature = models.CharField(max_length=500)
    elr = models.CharField(max_length=8, blank=True)
    limits = models.CharField(max_length=120, blank=True)
    lines = models.CharField(max_length=120, blank=True)
    location = models.CharField(max_length=300)
    access = models.CharField(max_length=300, blank=True)
    requested_by_id = models.UUIDField(null=True)
    requested_by = models.CharField(max_length=200)
    requested_at = models.DateTimeField()
    confirm_by = models.DateTimeField()
    given_by = models.CharField(max_length=120, blank=True)
    given_role = models.CharField(max_length=120, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    control_reference = models.CharField(max_length=120, blank=True)
    confirmed_to = models.CharField(max_length=200, blank=True)  # who of us recorded it
    person = models.CharField(max_length=10, blank=True)
    person_says = models.CharField(max_length=500, blank=True)
    person_at = models.DateTimeField(null=True)
    person_by = models.CharField(max_length=200, blank=True)
    restore_requested_by = models.CharField(max_length=200, blank=True)
    restore_requested_at = models.DateTimeField(null=True)
    restored_by = models.CharField(max_length=120, blank=True)  # at control
    restored_role = models.CharField(max_length=120, blank=True)
    restored_at = models.DateTimeField(null=True)
    restored_to = models.CharField(max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=200, blank=True)
    withdrawn_why = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = "line protection"
        constraints = [models.UniqueConstraint(fields=["incident", "number"], name="protection_one_number_a_log")]
        indexes = [
            models.Index(
                fields=["requested_at"],
                condition=models.Q(state__in=("requested", "in_force", "restore_asked")),
                name="protection_open",
            )
        ]

    def __str__(self) -> str:
        return f"line protection {self.number}"


class PartyStanding(Record):
    """Of one party to one protection: when it was told and acknowledged, and its latest word on its persons."""

    protection = models.ForeignKey(LineProtection, on_delete=models.PROTECT, related_name="standings")
    party = models.ForeignKey("incidents.Party", on_delete=models.PROTECT, related_name="standings")
    told_at = models.DateTimeField(null=True)
    told_by = models.CharField(max_length=200, blank=True)
    acknowledged_at = models.DateTimeField(null=True)
    word = models.CharField(max_length=10, blank=True)
    said_by = models.CharField(max_length=120, blank=True)
    word_at = models.DateTimeField(null=True)
    word_to = models.CharField(max_length=200, blank=True)  # who of us recorded it

    class Meta:
        verbose_name = "party's standing"
        constraints = [models.UniqueConstraint(fields=["protection", "party"], name="protection_one_standing")]

    def __str__(self) -> str:
        return self.word


class RiskDecision(Record):
    """That the line may come back although somebody is not clear: who asks, why, for whom, and the second person."""

    protection = models.ForeignKey(LineProtection, on_delete=models.PROTECT, related_name="risks")
    parties = models.JSONField(default=list)  # the keys of those who were not clear when it was asked
    signs = models.JSONField(default=list)
    covers_person = models.BooleanField()
    why = models.CharField(max_length=500)
    state = models.CharField(max_length=10, default="asked")
    asked_by_id = models.UUIDField(null=True)
    asked_by = models.CharField(max_length=200)
    decided_by_id = models.UUIDField(null=True)
    decided_by = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    declined_why = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = "risk decision"
        constraints = [
            models.UniqueConstraint(
                fields=["protection"], condition=models.Q(state="asked"), name="protection_one_risk_asked"
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by_id=None) | ~models.Q(decided_by_id=models.F("asked_by_id")),
                name="protection_two_accept",
            ),
        ]

    def __str__(self) -> str:
        return self.state


class Fatality(Record):
    """The marks of a fatality, each set once; the class that stands is its newest."""

    incident = models.OneToOneField("incidents.Incident", on_delete=models.PROTECT, related_name="fatality")
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=120, blank=True)  # who confirmed it, as a paramedic by name
    driver_account = models.CharField(max_length=2000, blank=True)
    driver_account_at = models.DateTimeField(null=True)
    driver_account_by = models.CharField(max_length=200, blank=True)
    handed_back_at = models.DateTimeField(null=True)
    handed_back_to = models.CharField(max_length=120, blank=True)
    handed_back_by = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "fatality"

    def __str__(self) -> str:
        return str(self.incident_id)


class FatalityClass(Record):
    """One classification with its reason; a later one is another, and the earlier ones stay."""

    fatality = models.ForeignKey(Fatality, on_delete=models.PROTECT, related_name="classes")
    number = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=16)
    tables_on = models.DateField()
    reason = models.CharField(max_length=500)
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fatality", "number"], name="protection_one_class")]

    def __str__(self) -> str:
        return self.code
