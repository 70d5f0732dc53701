"""What contacts look like on the wire: declared, never derived from a table."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Field, Schema

from lineside.ui.operations import Moment, example


class ContactOut(Schema):
    """A contact."""

    id: UUID
    version: int
    reference: str
    channel: str
    box_or_line: str
    state: str
    risk: int
    risk_why: str
    sender_name: str
    sender_address: str
    subject: str
    gist: str
    handler_name: str
    opened_at: datetime
    waits_since: datetime | None
    answered_at: datetime | None
    ended_at: datetime | None
    heard_late: bool
    is_exercise: bool
    call_back: str
    call_back_reason: str
    ring_back_by: datetime | None
    silent: str
    relay: str
    relay_id: str
    disposition: str
    disposition_reason: str
    delivery_failure: str
    has_news: bool
    marks: list[str]
    awaiting_until: datetime | None
    ranking: dict[str, Any]
    look_by: datetime | None
    reply_by: datetime | None
    promised_by: datetime | None
    thread_id: UUID | None
    flood_id: UUID | None


class FileOut(Schema):
    """A file that came with a message."""

    id: UUID
    name: str
    media_type: str
    size: int
    sha256: str
    scan_state: str


class MessageOut(Schema):
    """A message in or out; `html` has been made safe."""

    id: UUID
    direction: str
    at: datetime
    sender_name: str
    sender_address: str
    recipients: list[str]
    subject: str
    text: str
    html: str
    message_id: str
    remarks: list[str]
    is_auto: bool
    same_id_differs: bool
    delivery: str
    failure: str
    unsure_at: datetime | None
    unsafe_reason: str
    raw_id: UUID | None
    files: list[FileOut]


class MomentOut(Schema):
    """A moment of a call; what told it, as it came, is the file of `raw_id`."""

    kind: str
    at: datetime
    facts: dict[str, Any]
    raw_id: UUID | None


class Conversation(Schema):
    """What was said: messages, and the moments of a call; `earlier` is the cursor for what was said before."""

    messages: list[MessageOut]
    earlier: str
    moments: list[MomentOut]


class HistoryOut(Schema):
    """What came from the same number, address or handle before; `marks` says what makes it a repeat."""

    earlier: list[ContactOut]
    day: int
    month: int
    year: int
    marks: list[str]


class NoteIn(Schema):
    """What is said, as it is said."""

    model_config = example(text="He has a red coat and went towards platform 4.")

    text: str = Field(max_length=2000)
    noted_at: Moment | None = Field(None, description="When it was written, where that is not now.")


class NoteOut(Schema):
    """A note of a contact."""

    id: UUID
    contact_id: UUID
    at: datetime
    text: str
    written_by: str


class ReasonIn(Schema):
    """Why."""

    model_config = example(reason="Taken by mistake; for the crime desk.")

    reason: str = Field(max_length=2000)


class ResolutionIn(Schema):
    """What became of the contact."""

    model_config = example(disposition="advice_given", reason="Told where lost property is kept.")

    disposition: str = Field(max_length=40)
    reason: str = Field("", max_length=2000)


class FloodEndIn(ResolutionIn):
    """What became of all that waits in the flood."""

    model_config = example(disposition="advice_given", reason="The same advertisement each time.", seen_count=1)

    seen_count: int = Field(ge=0, le=100_000)


class CallBackIn(Schema):
    """`call` or `no_call`, and why not."""

    model_config = example(decision="no_call", reason="The number is withheld.")

    decision: str = Field(max_length=20)
    reason: str = Field("", max_length=2000)


class ReplyIn(Schema):
    """A template of the edition in force, and the handler's words."""

    model_config = example(template="plain", text="We have found your bag; it is at the office on platform 1.")

    template: str = Field("plain", max_length=40)
    text: str = Field("", max_length=20_000)
    language: str = Field("", max_length=10, description="Of the list of languages; empty: English alone.")
    unsafe_reason: str = Field("", max_length=500, description="Why it goes where a rule says that it is not safe.")


class ReplyOut(Schema):
    """The reply that was queued."""

    id: UUID
    message_id: str
    delivery: str


class FiguresOut(Schema):
    """Calls of the last hour, in seconds from the first ring to the answer."""

    calls: int
    answered: int
    abandoned: int
    median_s: float
    ninth_s: float
    emergency: int
    emergency_in_time: int


class GapOut(Schema):
    """A time in which a gateway could not hear."""

    gateway: str
    started_at: datetime
    ended_at: datetime | None
    heard_late: int
    why: str


class DeadLetterOut(Schema):
    """Something that could not become a contact by itself; its bytes are the file of `raw_id`."""

    id: UUID
    version: int
    gateway: str
    created_at: datetime
    sha256: str
    why: str
    raw_id: UUID | None
    became_id: UUID | None
    worked_by: str
    worked_how: str


class WorkIn(Schema):
    """What was done about a dead letter."""

    model_config = example(how="Read by hand and entered as a contact.")

    how: str = Field(max_length=2000)


class ChoiceOut(Schema):
    """A code of a list in force."""

    code: str
    label: str


class RetryLetterIn(Schema):
    """Whether the bytes of a dead letter are taken in without being read."""

    model_config = example(as_it_came=True)

    as_it_came: bool = False


class RetriedLetterOut(Schema):
    """The dead letter, and the contact that it became."""

    id: UUID
    version: int
    became_id: UUID | None
    worked_by: str
    worked_how: str
