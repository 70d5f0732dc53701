"""What is sent and answered about partner agencies."""

from datetime import datetime
from uuid import UUID

from ninja import Field, Schema

from lineside.ui.operations import example


class AgencyOut(Schema):
    """An agency of the directory."""

    code: str
    label: str
    kind: str
    kind_label: str
    areas: list[str]
    routes: list[str]
    telephone: str
    backup: str
    email: str
    talkgroup: str
    give: str
    tested_on: str
    accept_seconds: int


class ExchangeMessageOut(Schema):
    """One message; what it says of people is in the log alone."""

    id: UUID
    version: int
    direction: str
    kind: str
    status: str
    exchange_id: str
    at: datetime
    state: str
    attempts: int
    acknowledged_at: datetime | None
    says: str
    by_name: str


class TransferOut(Schema):
    """One incident between us and one agency. `received` says that their system has it; only `accepted` is taken."""

    id: UUID
    version: int
    shared_id: str
    agency: str
    agency_label: str
    is_ours: bool
    is_exercise: bool
    incident_id: UUID | None
    reference: str
    contact_id: UUID | None
    state: str
    headline: str
    their_ref: str
    offered_by: str
    offered_at: datetime
    ring_due_at: datetime | None
    ring_since: datetime | None
    accepted_by: str
    accepted_at: datetime | None
    last_word: str
    last_word_at: datetime | None
    ended_at: datetime | None
    settled_at: datetime | None
    messages: list[ExchangeMessageOut]


class TransferIn(Schema):
    """The incident as it is offered; `status` Actual or Exercise, and of an exercise Exercise alone."""

    model_config = example(
        agency="NAS", headline="Woman has collapsed at the gates, not breathing", access="By the north ramp"
    )

    agency: str = Field(max_length=12)
    headline: str = Field(max_length=300)
    words: str = Field("", max_length=2000)
    hazards: str = Field("", max_length=300)
    access: str = Field("", max_length=300)
    rendezvous: str = Field("", max_length=300)
    talkgroup: str = Field("", max_length=300)
    status: str = Field("", max_length=10)


class TransferWordsIn(Schema):
    """What they are told."""

    model_config = example(words="She breathes again; second crew not needed.")

    words: str = Field("", max_length=2000)


class ResourceAskedIn(Schema):
    """How many of what, and why."""

    model_config = example(kind="Ambulance", quantity="2", why="Two more are hurt")

    kind: str = Field(max_length=300)
    quantity: str = Field("1", max_length=3)
    why: str = Field(max_length=300)


class MutualAidIn(Schema):
    """How many officers of which force, and why; `status` Actual or Exercise, and of an exercise Exercise alone."""

    model_config = example(agency="NPOL", kind="response unit", quantity="1", why="Ours is 35 minutes away")

    agency: str = Field(max_length=12)
    kind: str = Field(max_length=300)
    quantity: str = Field("1", max_length=3)
    why: str = Field(max_length=300)
    status: str = Field("", max_length=10)


class RingOutcomeIn(Schema):
    """What came of ringing them, by a code of the list in force."""

    model_config = example(outcome="accepted", spoke_to="Robin Vale", words="Crew in four minutes")

    outcome: str = Field(max_length=16)
    spoke_to: str = Field("", max_length=120)
    words: str = Field("", max_length=500)
