"""Action cards of incidents with their steps, how large an incident is said to be, and planned events."""

from django.db import models

from lineside.kernel.models import Record
from lineside.procedures.rules import OPEN


class Card(Record):
    """One action card on one incident; taken off, it keeps what was done."""

    incident = models.ForeignKey("incidents.Incident", on_delete=models.PROTECT, related_name="cards")
    code = models.CharField(max_length=16)
    label = models.CharField(max_length=120)
    edition = models.CharField(max_length=20)
    why = models.CharField(max_length=300)
    is_by_itself = models.BooleanField(default=False)
    taken_at = models.DateTimeField()
    taken_by = models.CharField(max_length=200)
    off_at = models.DateTimeField(null=True)
    off_by = models.CharField(max_length=200, blank=True)
    off_why = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = "action card"
        constraints = [models.UniqueConstraint(fields=["incident", "code"], name="procedures_one_card_a_kind")]

    def __str__(self) -> str:
        return self.label


class CardStep(Record):
    """One step as its edition had it when the card was taken on, and what became of it."""

    card = models.ForeignKey(Card, on_delete=models.PROTECT, related_name="steps")
    code = models.CharField(max_length=16)
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12)
    is_mandatory = models.BooleanField()
    due = models.PositiveSmallIntegerField(null=True)  # minutes
    after = models.CharField(max_length=16, blank=True)
    ring = models.CharField(max_length=20, blank=True)
    opens = models.CharField(max_length=20, blank=True)
    text = models.CharField(max_length=300)
    state = models.CharField(max_length=8, default=OPEN)
    due_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=200, blank=True)
    words = models.CharField(max_length=500, blank=True)
    entry_id = models.UUIDField(null=True)  # its line of the log

    class Meta:
        verbose_name = "step"
        constraints = [
            models.UniqueConstraint(fields=["card", "code"], name="procedures_one_step_a_code"),
            models.CheckConstraint(
                condition=models.Q(state__in=("open", "off"), entry_id=None)
                | models.Q(state__in=("done", "skipped"), entry_id__isnull=False, ended_at__isnull=False),
                name="procedures_a_step_ends_on_the_log",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], name="procedures_due", condition=models.Q(state="open", due_at__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return self.text


class Scale(Record):
    """How large an incident is said to be, by the newest who said so."""

    incident = models.OneToOneField("incidents.Incident", on_delete=models.PROTECT, related_name="scale")
    people = models.PositiveIntegerField(null=True)
    delay_minutes = models.PositiveIntegerField(null=True)
    by_name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.people} people, {self.delay_minutes} minutes"


class PlannedEvent(Record):
    """An operation order. Its place is any of its stations, trains, line or circle."""

    reference = models.CharField(max_length=16, unique=True)
    name = models.CharField(max_length=120)
    state = models.CharField(max_length=10)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    stations = models.JSONField(default=list)
    headcodes = models.JSONField(default=list)
    line = models.CharField(max_length=5, blank=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    radius_m = models.PositiveIntegerField(null=True)
    area = models.CharField(max_length=10, blank=True)
    gold = models.CharField(max_length=200, blank=True)
    silver = models.CharField(max_length=200, blank=True)
    bronze = models.CharField(max_length=200, blank=True)
    talkgroup = models.CharField(max_length=60, blank=True)
    briefing = models.TextField(blank=True)
    by_name = models.CharField(max_length=200)
    over_at = models.DateTimeField(null=True)
    over_by = models.CharField(max_length=200, blank=True)
    over_why = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = "event"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="procedures_an_event_ends_after_it_begins"
            )
        ]
        indexes = [
            models.Index(fields=["ends_at"], name="procedures_planned", condition=models.Q(state="planned")),
        ]

    def __str__(self) -> str:
        return self.name


class EventLog(Record):
    """A log that belongs to an event, and why; one that was taken off stays off."""

    event = models.ForeignKey(PlannedEvent, on_delete=models.PROTECT, related_name="logs")
    incident = models.ForeignKey("incidents.Incident", on_delete=models.PROTECT, related_name="planned_events")
    is_inherited = models.BooleanField()
    why = models.CharField(max_length=300)
    by_name = models.CharField(max_length=200)
    off_at = models.DateTimeField(null=True)
    off_by = models.CharField(max_length=200, blank=True)
    off_why = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = "log of the event"
        constraints = [models.UniqueConstraint(fields=["event", "incident"], name="procedures_one_log_an_event")]

    def __str__(self) -> str:
        return self.why


class EventResource(Record):
    """A unit that is named for an event, and for what; that it is kept for it, dispatch knows."""

    event = models.ForeignKey(PlannedEvent, on_delete=models.PROTECT, related_name="resources")
    call_sign = models.CharField(max_length=8)
    task = models.CharField(max_length=200)
    by_name = models.CharField(max_length=200)
    off_at = models.DateTimeField(null=True)
    off_by = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "unit of the event"
        constraints = [
            models.UniqueConstraint(
                fields=["event", "call_sign"], condition=models.Q(off_at=None), name="procedures_one_unit_an_event"
            )
        ]

    def __str__(self) -> str:
        return self.call_sign
