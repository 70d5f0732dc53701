"""The last beat of each part."""

from django.db import models


class Heartbeat(models.Model):
    """A part of the system and when it last said that it works; kept up to date without a line of audit each time."""

    part = models.CharField(primary_key=True, max_length=80)
    at = models.DateTimeField()
    every = models.FloatField()  # seconds between its beats
    is_well = models.BooleanField()
    says = models.CharField(max_length=300, blank=True)
    is_down = models.BooleanField(default=False)  # as it was last announced
    down_since = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.part
