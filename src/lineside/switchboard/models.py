"""Whom the switch rang, what it offered, who listened in on whose call, and which calls were passed on."""

from django.db import models

from lineside.kernel.models import Record


class Ring(Record):
    """One telephone of ours that the switch was told to ring for a call."""

    contact = models.ForeignKey("contacts.Contact", on_delete=models.PROTECT, related_name="rings")
    account_id = models.UUIDField()
    name = models.CharField(max_length=200)
    telephone = models.CharField(max_length=20)
    at = models.DateTimeField()
    until = models.DateTimeField()
    outcome = models.CharField(max_length=12, blank=True)  # no_answer, busy, unreachable; empty while it rings or after

    class Meta:
        indexes = [models.Index(fields=["account_id", "-at"], name="switchboard_rings_here")]

    def __str__(self) -> str:
        return f"{self.telephone} {self.at:%H:%M:%S}"


class Offer(Record):
    """A caller who waited long was offered to be rung back; once a call."""

    contact = models.OneToOneField("contacts.Contact", on_delete=models.PROTECT, related_name="ring_back_offer")
    offered_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    texted_at = models.DateTimeField(null=True)  # they asked for the address of the form
    counted = models.JSONField(default=list)  # the calls out that were attempts
    settled_at = models.DateTimeField(null=True)  # reached, or tried as often as the edition says
    edition = models.CharField(max_length=20)

    def __str__(self) -> str:
        return f"offered {self.offered_at:%H:%M:%S}"


class Listening(Record):
    """One supervisor on the call of one person, from the asking to its end."""

    seat_id = models.UUIDField()
    account_id = models.UUIDField()  # of whom is listened to
    name = models.CharField(max_length=200)
    telephone = models.CharField(max_length=20)
    contact = models.ForeignKey("contacts.Contact", on_delete=models.PROTECT, related_name="listened_to")
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=200)
    own_telephone = models.CharField(max_length=20)  # of who listens; it rings first
    mode = models.CharField(max_length=8)
    why = models.CharField(max_length=500)
    state = models.CharField(max_length=8)
    outcome = models.CharField(max_length=16, blank=True)
    says = models.CharField(max_length=300, blank=True)
    dialled_at = models.DateTimeField(null=True)
    up_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["state"], name="switchboard_ears_open", condition=~models.Q(state="ended")),
            models.Index(fields=["account_id", "-id"], name="switchboard_listened_to"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["by_id"], condition=~models.Q(state="ended"), name="one_listening_a_supervisor"
            )
        ]

    def __str__(self) -> str:
        return f"{self.by_name} on {self.name}: {self.state}"


class Move(Record):
    """One passing of a call from one person's telephone to another's, from the asking to its end."""

    contact = models.ForeignKey("contacts.Contact", on_delete=models.PROTECT, related_name="moves")
    call = models.CharField(max_length=120)  # what the switch calls it
    channel = models.CharField(max_length=200)  # the caller's, at the switch
    was_id = models.UUIDField()  # who had the call
    was = models.CharField(max_length=200)
    was_telephone = models.CharField(max_length=20, blank=True)
    to_id = models.UUIDField()
    to = models.CharField(max_length=200)
    to_telephone = models.CharField(max_length=20)
    by_name = models.CharField(max_length=200)
    reason = models.CharField(max_length=500)
    state = models.CharField(max_length=8)
    outcome = models.CharField(max_length=16, blank=True)
    says = models.CharField(max_length=300, blank=True)
    claimed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["state"], name="switchboard_moves_open", condition=~models.Q(state="ended")),
            models.Index(fields=["was_id", "-id"], name="switchboard_moved_from"),
            models.Index(fields=["to_id", "-id"], name="switchboard_moved_to"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["contact"], condition=~models.Q(state="ended"), name="one_move_a_call")
        ]

    def __str__(self) -> str:
        return f"{self.was} to {self.to}: {self.state}"
