"""Incidents, their logs, holds and links."""

from django.db import models

from lineside.kernel.models import Record, Sealed


class Incident(Record):
    """One incident. `last_line` repeats the newest log line, so that a board needs no second look."""

    keeps_former = True
    former_leaves_out = ("last_line", "last_line_at")  # the log tells them

    reference = models.CharField(max_length=24, unique=True)
    opened_on = models.DateField()
    serial = models.PositiveIntegerField()
    state = models.CharField(max_length=12, default="open")
    opening_code = models.CharField(max_length=10)
    nsir_category = models.CharField(max_length=10, blank=True)
    qualifiers = models.JSONField(default=list)
    editions = models.JSONField(default=dict)
    grade = models.CharField(max_length=2, blank=True)
    grade_reason = models.TextField(blank=True)
    assessed_at = models.DateTimeField(null=True)
    dispatch_by = models.DateTimeField(null=True)
    attend_by = models.DateTimeField(null=True)
    slot_at = models.DateTimeField(null=True)  # agreed with the caller; the target while it is Scheduled
    first_contact_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    first_assigned_at = models.DateTimeField(null=True)
    first_at_scene_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    deferred_at = models.DateTimeField(null=True)
    deferred_until = models.DateTimeField(null=True)
    review_by_id = models.UUIDField(null=True)
    review_by_name = models.CharField(max_length=200, blank=True)
    times_reopened = models.PositiveIntegerField(default=0)
    is_happening_now = models.BooleanField(default=False)
    is_restricted = models.BooleanField(default=False)
    is_exercise = models.BooleanField(default=False, db_default=False)  # nothing of it is real, and none may take it so
    summary = models.CharField(max_length=300)
    place_text = models.CharField(max_length=300, blank=True)
    place = models.JSONField(default=dict)
    place_status = models.CharField(max_length=12)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    crs = models.CharField(max_length=3, blank=True)
    headcode = models.CharField(max_length=8, blank=True)
    area = models.CharField(max_length=10, blank=True)
    desk = models.CharField(max_length=40, blank=True)
    owner_id = models.UUIDField(null=True)
    owner_name = models.CharField(max_length=200, blank=True)
    informant_name = models.CharField(max_length=200, blank=True)
    informant_number = models.CharField(max_length=60, blank=True)
    opened_by_id = models.UUIDField(null=True)
    opened_by_name = models.CharField(max_length=200)
    closing_code = models.CharField(max_length=10, blank=True)
    result_codes = models.JSONField(default=list)
    result_references = models.JSONField(default=dict)
    crime_references = models.JSONField(default=list)
    master = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="duplicates")
    waiting_since = models.DateTimeField(null=True)  # when it last stood without a unit at this grade
    rung = models.PositiveSmallIntegerField(default=0, db_default=0)  # the role that its ladder has reached
    # How far it disrupts the railway, as a person decided; beside the grade and never part of it.
    disruption = models.CharField(max_length=2, blank=True, default="", db_default="")
    origin = models.CharField(max_length=20, blank=True, default="", db_default="")  # the old system it was moved from
    last_line = models.CharField(max_length=200, blank=True)
    last_line_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "incident"
        constraints = [models.UniqueConstraint(fields=["opened_on", "serial"], name="one_serial_a_day")]
        indexes = [
            models.Index(fields=["closed_at", "opened_at"]),
            models.Index(fields=["informant_number"]),
            models.Index(fields=["opened_at"]),
            models.Index(fields=["rung"], name="incidents_reached", condition=models.Q(rung__gt=0)),
        ]

    def __str__(self) -> str:
        return self.reference


class LogEntry(Sealed):
    """A line of a log. `at` is when it was recorded, `event_at` when it happened; a correction is another line."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="log")
    event_at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=200)
    workstation = models.CharField(max_length=100, blank=True)
    source = models.CharField(max_length=20, default="manual")
    kind = models.CharField(max_length=20, default="note")
    text = models.TextField()
    corrects_id = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["incident", "id"]), models.Index(fields=["xid"])]

    def __str__(self) -> str:
        return self.text[:60]


class ClosingHold(Record):
    """Something that closing must wait for; put here by the room that knows of it."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="holds")
    kind = models.CharField(max_length=40)
    why = models.CharField(max_length=300)
    released_how = models.CharField(max_length=200, blank=True)
    placed_by = models.CharField(max_length=200)
    released_at = models.DateTimeField(null=True)
    released_by = models.CharField(max_length=200, blank=True)
    release_reason = models.TextField(blank=True)

    class Meta:
        verbose_name = "hold"
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "kind"], condition=models.Q(released_at=None), name="one_open_hold_a_kind"
            )
        ]

    def __str__(self) -> str:
        return self.why


class Party(Record):
    """A unit or an agency listed on the log, once for each time it came; who has left stays on record."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="parties")
    kind = models.CharField(max_length=8)
    sign = models.CharField(max_length=12)
    label = models.CharField(max_length=80, blank=True)
    listed_at = models.DateTimeField()
    listed_by = models.CharField(max_length=200)
    left_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "party"
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "kind", "sign"], condition=models.Q(left_at=None), name="one_party_a_sign_at_once"
            )
        ]

    def __str__(self) -> str:
        return self.sign


class IncidentLink(Record):
    """Two incidents that have to do with each other, and how."""

    one = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="links_from")
    other = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="links_to")
    kind = models.CharField(max_length=20)
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["one", "other", "kind"], name="one_link_a_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.other_id}"


class RungReached(Record):
    """A rung that an incident has reached, once for the moment from which it was counted."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="rungs")
    grade = models.CharField(max_length=2)
    step = models.CharField(max_length=10)
    level = models.PositiveSmallIntegerField()
    counted_since = models.DateTimeField()
    due_at = models.DateTimeField()
    edition = models.CharField(max_length=20)
    told = models.JSONField(default=list)  # who was booked on in that role, by name

    class Meta:
        verbose_name = "rung"
        constraints = [
            models.UniqueConstraint(fields=["incident", "grade", "step", "counted_since"], name="incidents_rung_once")
        ]

    def __str__(self) -> str:
        return f"{self.grade} {self.step}"


class RungSeen(Record):
    """Somebody has seen that an incident stands on a rung; their own strip is silent of it until then."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="seen")
    level = models.PositiveSmallIntegerField()
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=200)
    silent_until = models.DateTimeField()

    class Meta:
        verbose_name = "acknowledgement"
        indexes = [models.Index(fields=["by_id", "silent_until"], name="incidents_rung_seen")]

    def __str__(self) -> str:
        return f"{self.by_name} {self.level}"


class DayCount(Record):
    """The last serial given on a day; gaps would have to be explained, so there are none."""

    day = models.DateField(unique=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.day}: {self.last}"


class Passing(Record):
    """An incident that its owner offered to another desk, site or area; theirs until somebody there accepts it."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="passings")
    from_id = models.UUIDField(null=True)
    from_name = models.CharField(max_length=200)
    from_desk = models.CharField(max_length=40, blank=True)
    to = models.CharField(max_length=40)  # a site, an area, or a desk of the rota
    to_label = models.CharField(max_length=120)
    why = models.CharField(max_length=500, blank=True)
    told_at = models.DateTimeField(null=True)  # when the clock told the supervisor that nobody had accepted
    state = models.CharField(max_length=10, default="offered")
    answered_at = models.DateTimeField(null=True)
    answered_by_id = models.UUIDField(null=True)
    answered_by = models.CharField(max_length=200, blank=True)
    refused_why = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = "offer"
        constraints = [
            models.UniqueConstraint(
                fields=["incident"], condition=models.Q(answered_at=None), name="incidents_one_open_offer"
            )
        ]

    def __str__(self) -> str:
        return f"{self.incident_id} to {self.to}"
