"""Units and their deployments."""

from django.db import models

from lineside.kernel.models import Record


class Unit(Record):
    """Someone who can be sent: a call sign for a duty, with crew, state and position."""

    call_sign = models.CharField(max_length=8, unique=True)
    kind = models.CharField(max_length=20, default="patrol")
    crew = models.CharField(max_length=200, blank=True)
    skills = models.JSONField(default=list)
    area = models.CharField(max_length=10, blank=True)
    post = models.CharField(max_length=80, blank=True)
    talkgroup = models.CharField(max_length=40, blank=True)
    state = models.PositiveIntegerField(default=1)
    state_at = models.DateTimeField()
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    position_at = models.DateTimeField(null=True)
    duty_until = models.DateTimeField(null=True)
    is_on_duty = models.BooleanField(default=True)

    class Meta:
        verbose_name = "unit"

    def __str__(self) -> str:
        return self.call_sign


class Deployment(Record):
    """One unit sent to one incident; a unit has at most one that is open."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="deployments")
    incident = models.ForeignKey("incidents.Incident", on_delete=models.PROTECT, related_name="deployments")
    assigned_at = models.DateTimeField()
    mobile_at = models.DateTimeField(null=True)
    at_scene_at = models.DateTimeField(null=True)
    cleared_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=models.Q(cleared_at=None), name="one_open_deployment_a_unit"
            )
        ]
        indexes = [models.Index(fields=["incident", "cleared_at"])]

    def __str__(self) -> str:
        return f"{self.unit_id} to {self.incident_id}"
