"""Units, who and what they are made of, where they were sent and what they were told."""

from django.db import models

from lineside.kernel.models import Record


class Vehicle(Record):
    """A vehicle of the force; what it brings is counted among the skills of the unit that has it."""

    registration = models.CharField(max_length=8, unique=True)
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=60, blank=True)
    equipment = models.JSONField(default=list)
    skills = models.JSONField(default=list)
    base = models.CharField(max_length=80, blank=True)
    area = models.CharField(max_length=10, blank=True)
    off_road_at = models.DateTimeField(null=True)
    off_road_why = models.CharField(max_length=200, blank=True)
    off_road_until = models.DateTimeField(null=True)  # by when it is looked for again

    class Meta:
        verbose_name = "vehicle"

    def __str__(self) -> str:
        return self.registration


class Unit(Record):
    """Someone who can be sent: a call sign for a duty, with crew, state and position."""

    keeps_former = True
    former_leaves_out = ("lat", "lon", "position_at", "position_source", "fixes")

    call_sign = models.CharField(max_length=8, unique=True)
    kind = models.CharField(max_length=20, default="patrol")
    crew = models.CharField(max_length=200, blank=True)
    skills = models.JSONField(default=list)  # what was said by hand; what counts comes from crew and vehicle
    area = models.CharField(max_length=10, blank=True)
    post = models.CharField(max_length=80, blank=True)
    talkgroup = models.CharField(max_length=40, blank=True)
    state = models.PositiveIntegerField(default=1)
    state_at = models.DateTimeField()
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    position_at = models.DateTimeField(null=True)
    fixes = models.JSONField(default=list, db_default=[])  # the last three, the newest first; see rules.with_fix
    duty_until = models.DateTimeField(null=True)
    is_on_duty = models.BooleanField(default=True)
    duty_from = models.DateTimeField(null=True)
    base = models.CharField(max_length=80, blank=True, db_default="")
    vehicle = models.ForeignKey(
        Vehicle, null=True, on_delete=models.PROTECT, related_name="units", db_index=False
    )  # its few rows are read whole; an index of it would stop the board while it is built
    device = models.CharField(max_length=40, blank=True, db_default="")
    position_source = models.CharField(max_length=10, blank=True, db_default="")
    place_text = models.CharField(max_length=120, blank=True, db_default="")
    ring_fenced_for = models.CharField(max_length=120, blank=True, db_default="")
    ring_fenced_until = models.DateTimeField(null=True)
    ring_fence_why = models.CharField(max_length=200, blank=True, db_default="")
    is_covert = models.BooleanField(default=False, db_default=False)
    confidential_at = models.DateTimeField(null=True)  # a confidential message waits since then

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
    heard_at = models.DateTimeField(null=True)  # when the unit was last heard of, by whatever way
    heard_how = models.CharField(max_length=120, blank=True, db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=models.Q(cleared_at=None), name="one_open_deployment_a_unit"
            )
        ]
        indexes = [models.Index(fields=["incident", "cleared_at"])]

    def __str__(self) -> str:
        return f"{self.unit_id} to {self.incident_id}"


class CrewMember(Record):
    """Somebody's time in a unit's crew; it is ended, never taken out."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="crew_members")
    staff = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="crewed")
    is_driver = models.BooleanField(default=False)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    written_by = models.CharField(max_length=200)

    class Meta:
        verbose_name = "crew member"
        constraints = [
            models.UniqueConstraint(fields=["staff"], condition=models.Q(left_at=None), name="one_crew_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} in {self.unit_id}"


class UnitRadio(Record):
    """A radio that a unit carries, by its ISSI, from when to when."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="radios")
    issi = models.PositiveIntegerField()
    staff = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="radios_carried")
    carried_from = models.DateTimeField()
    carried_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "radio of a unit"
        constraints = [
            models.UniqueConstraint(fields=["issi"], condition=models.Q(carried_until=None), name="one_unit_a_radio")
        ]

    def __str__(self) -> str:
        return str(self.issi)


class UnitMessage(Record):
    """What a unit was told of an incident, with the warnings that whoever sent it ticked, and each step it took."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="messages")
    incident = models.ForeignKey("incidents.Incident", on_delete=models.PROTECT, related_name="unit_messages")
    text = models.TextField()
    warnings = models.JSONField(default=list)
    sent_at = models.DateTimeField()
    sent_by_id = models.UUIDField(null=True)
    sent_by_name = models.CharField(max_length=200)
    delivered_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    accepted_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "message to a unit"
        indexes = [models.Index(fields=["unit", "-sent_at"], name="dispatch_messages")]

    def __str__(self) -> str:
        return f"message to {self.unit_id}"


class UnitHold(Record):
    """Who is about to send a unit and where to, for some seconds; it ends by itself, and one unit has one row."""

    unit = models.OneToOneField(Unit, on_delete=models.PROTECT, related_name="hold")
    incident = models.ForeignKey("incidents.Incident", on_delete=models.PROTECT, related_name="+")
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=200)
    until = models.DateTimeField()

    class Meta:
        verbose_name = "hold of a unit"

    def __str__(self) -> str:
        return f"{self.unit_id} until {self.until}"


class UnitPhoto(Record):
    """A photo that an officer sent to the incident they were sent to; its bytes are in room files."""

    incident = models.ForeignKey("incidents.Incident", on_delete=models.PROTECT, related_name="unit_photos")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="photos")
    file = models.ForeignKey("files.Attachment", on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()
    words = models.CharField(max_length=200, blank=True)
    by_name = models.CharField(max_length=200)

    class Meta:
        verbose_name = "photo of a unit"

    def __str__(self) -> str:
        return f"photo to {self.incident_id}"
