"""Contacts, what was said, the moments of calls, gaps in our hearing, and letters that could not become contacts."""

from django.db import models
from django.db.models.functions import Coalesce

from lineside.kernel.models import Record

IN_QUEUE = models.Q(state__in=["offered", "waiting", "taken", "abandoned"])
WAITING_SINCE = Coalesce("waits_since", "opened_at")  # when it began to wait this time


class Contact(Record):
    """Somebody who spoke to us about something: a conversation by e-mail, or one call."""

    reference = models.CharField(max_length=24, unique=True)
    channel = models.CharField(max_length=10)
    box_or_line = models.CharField(max_length=40)
    state = models.CharField(max_length=10, db_index=True)
    risk = models.SmallIntegerField()
    risk_why = models.CharField(max_length=200, blank=True)
    sender_name = models.CharField(max_length=200, blank=True)
    sender_address = models.CharField(max_length=320, blank=True)
    subject = models.CharField(max_length=500, blank=True)
    gist = models.CharField(max_length=200, blank=True)
    handler_id = models.UUIDField(null=True)
    handler_name = models.CharField(max_length=200, blank=True)
    opened_at = models.DateTimeField()
    waits_since = models.DateTimeField(null=True)  # of one that was resolved and waits again: since when
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    heard_late = models.BooleanField(default=False)
    is_exercise = models.BooleanField(default=False, db_default=False)  # whoever sent it says so
    switch_call_id = models.CharField(max_length=200, null=True, unique=True)  # noqa: DJ001 - no call has no number
    call_back = models.CharField(max_length=24, blank=True)
    call_back_reason = models.TextField(blank=True)
    ring_back_by = models.DateTimeField(null=True)
    rest_until = models.DateTimeField(null=True)  # Next gives it to nobody before: the caller was rung just now
    silent = models.CharField(max_length=8, blank=True, default="", db_default="")  # silent, 55, or nothing
    relay = models.CharField(max_length=12, blank=True, default="", db_default="")
    relay_id = models.CharField(max_length=80, blank=True, default="", db_default="")  # of its assistant or interpreter
    disposition = models.CharField(max_length=40, blank=True)
    disposition_reason = models.TextField(blank=True)
    disposition_edition = models.CharField(max_length=20, blank=True)
    delivery_failure = models.TextField(blank=True)
    has_news = models.BooleanField(default=False)
    marks = models.JSONField(default=list)
    # every reason of its place in the queue, and the kind its sender proposes
    ranking = models.JSONField(default=dict, db_default={})
    look_by = models.DateTimeField(null=True)
    reply_by = models.DateTimeField(null=True)
    thread_id = models.UUIDField(null=True)  # the first contact of its thread
    flood_id = models.UUIDField(null=True)  # shared by what one sender sent in a flood
    awaiting_until = models.DateTimeField(null=True)  # what we asked by text should be answered by then
    promised_by = models.DateTimeField(null=True)  # they were told that they hear from us by then

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="resolved") | ~models.Q(disposition=""), name="resolved_with_a_disposition"
            )
        ]
        indexes = [
            models.Index(
                models.F("risk").desc(), WAITING_SINCE, models.F("id"), name="contacts_in_queue", condition=IN_QUEUE
            ),
            models.Index(
                fields=["waits_since"], name="contacts_wait_again", condition=models.Q(waits_since__isnull=False)
            ),
            models.Index(fields=["sender_address", "-opened_at"], name="contacts_of_sender"),
            models.Index(fields=["flood_id"], name="contacts_of_flood", condition=models.Q(flood_id__isnull=False)),
            models.Index(fields=["thread_id"], name="contacts_of_thread", condition=models.Q(thread_id__isnull=False)),
            models.Index(
                fields=["awaiting_until"], name="contacts_awaiting", condition=models.Q(awaiting_until__isnull=False)
            ),
        ]

    flood_waiting = 0  # how many wait as one with it, where a query counts them
    waits_behind = False  # another of its flood stands for it

    def __str__(self) -> str:
        return self.reference


class Message(Record):
    """One message of a conversation, in or out; the original bytes of what came in are in the file store."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="messages")
    direction = models.CharField(max_length=4)  # in, out, or note: what a handler wrote down
    at = models.DateTimeField()
    box = models.CharField(max_length=40)
    sender_name = models.CharField(max_length=200, blank=True)
    sender_address = models.CharField(max_length=320, blank=True)
    recipients = models.JSONField(default=list)
    subject = models.CharField(max_length=500, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    message_id = models.CharField(max_length=500, blank=True, db_index=True)
    in_reply_to = models.CharField(max_length=500, blank=True)
    references = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64, blank=True)
    raw = models.ForeignKey("files.Attachment", on_delete=models.PROTECT, null=True, related_name="+")
    remarks = models.JSONField(default=list)
    is_auto = models.BooleanField(default=False)
    same_id_differs = models.BooleanField(default=False)
    written_by = models.CharField(max_length=200, blank=True)
    delivery = models.CharField(max_length=10, blank=True)
    failure = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    try_at = models.DateTimeField(null=True)
    unsure_at = models.DateTimeField(null=True)  # an attempt begun then broke off before its end was known
    unsafe_reason = models.TextField(blank=True, db_default="")  # why it went although it was not safe to send

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["box", "sha256"], condition=models.Q(direction="in"), name="same_bytes_same_box_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["try_at"], name="contacts_unsent", condition=models.Q(delivery__in=["queued", "sending"])
            )
        ]

    def __str__(self) -> str:
        return f"{self.direction} {self.subject}"


class MessageFile(Record):
    """A file that came with a message, in the order in which it came."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="files")
    attachment = models.ForeignKey("files.Attachment", on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "place"], name="one_file_a_place")]

    def __str__(self) -> str:
        return f"{self.message_id} {self.place}"


class SenderCheck(Record):
    """Who handed us a mail, and what we found out ourselves about the sender that it names."""

    message = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="+")
    client = models.CharField(max_length=45)  # the address that connected; empty where we fetched it
    helo = models.CharField(max_length=255, blank=True)
    mail_from = models.CharField(max_length=320, blank=True)
    due_at = models.DateTimeField(null=True)  # nothing once it is checked
    attempts = models.PositiveSmallIntegerField(default=0)
    results = models.JSONField(default=dict)
    checked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["-created_at"], name="contacts_senders_due", condition=models.Q(due_at__isnull=False))
        ]

    def __str__(self) -> str:
        return f"{self.client} {self.mail_from}"


class CallMoment(Record):
    """Something that happened to a call, once, whenever we heard of it."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="moments")
    kind = models.CharField(max_length=12)
    at = models.DateTimeField()
    facts = models.JSONField(default=dict)
    raw = models.ForeignKey("files.Attachment", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contact", "kind", "at"], name="one_moment_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%H:%M:%S}"


class SilentQuestion(Record):
    """A question to somebody who cannot speak, answered by taps: yes, no, or none."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="silent_questions")
    code = models.CharField(max_length=40)
    text = models.CharField(max_length=300)
    edition = models.CharField(max_length=20)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=200)
    answer = models.CharField(max_length=4, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=200, blank=True)
    tones = models.PositiveSmallIntegerField(default=0)  # the keys that the switch itself heard meanwhile

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contact"], condition=models.Q(answer=""), name="one_silent_question_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.text} {self.answer}"


class RingBack(Record):
    """One attempt to ring back a caller who was lost or could not speak."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="ring_backs")
    at = models.DateTimeField()
    number = models.CharField(max_length=320)
    outcome = models.CharField(max_length=24)
    words = models.CharField(max_length=500, blank=True)
    by_name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.number} {self.outcome}"


class HearingGap(Record):
    """A time in which a gateway could not hear; calls that came in it are marked as heard late."""

    gateway = models.CharField(max_length=40, db_index=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    heard_late = models.PositiveIntegerField(default=0)
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["gateway"], condition=models.Q(ended_at=None), name="one_open_gap_a_gateway"
            )
        ]

    def __str__(self) -> str:
        return f"{self.gateway} from {self.started_at:%H:%M}"


class DeadLetter(Record):
    """Something that came and could not become a contact by itself; a person works it."""

    gateway = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)
    raw = models.ForeignKey("files.Attachment", on_delete=models.PROTECT, null=True, related_name="+")
    why = models.TextField()
    facts = models.JSONField(default=dict)  # what the gateway needs to try it again
    became = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, related_name="+")
    worked_by = models.CharField(max_length=200, blank=True)
    worked_at = models.DateTimeField(null=True)
    worked_how = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gateway", "sha256"], name="one_dead_letter")]

    def __str__(self) -> str:
        return f"{self.gateway}: {self.why[:60]}"


class DayStart(models.Model):
    """Where the running number of contacts stood when a UK day began, so that references restart without a lock."""

    day = models.DateField(primary_key=True)
    number = models.BigIntegerField()

    def __str__(self) -> str:
        return self.day.isoformat()
