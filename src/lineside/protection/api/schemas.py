"""What is sent and told about protections and fatalities."""

from datetime import datetime
from uuid import UUID

from ninja import Field, Schema

from lineside.ui.operations import Moment, example


class ProtectionRequestIn(Schema):
    """What is asked of the railway; nothing is given by it."""

    model_config = example(
        level="stopped",
        section="Up and Down Fast, Leeds to Neville Hill",
        reason="person",
        nature="A man on the track, walking towards Leeds",
        location="Signal L3912, bridge HUL4/16",
        access="Marsh Lane",
    )

    level: str = Field(max_length=16, description="inform, caution, stopped or power_off")
    section: str = Field("", max_length=300)
    reason: str = Field(max_length=16)
    nature: str = Field(max_length=500)
    elr: str = Field("", max_length=8)
    limits: str = Field("", max_length=120)
    lines: str = Field("", max_length=120)
    location: str = Field(max_length=300)
    access: str = Field("", max_length=300)


class ProtectionGivenIn(Schema):
    """Who at control gave it, when, under which reference; no time is now."""

    model_config = example(name="Jo Patel", role="route control", reference="RC-4411")

    name: str = Field(max_length=120)
    role: str = Field(max_length=120)
    reference: str = Field("", max_length=120)
    at: Moment | None = None


class ProtectionWithdrawnIn(Schema):
    """Who at control says that nothing was given, and why it is not needed."""

    model_config = example(told="Jo Patel", why="The man is on the platform.")

    told: str = Field(max_length=120)
    why: str = Field(max_length=300)


class PartyToldIn(Schema):
    """Which unit or agency was told, and whether it said that it heard."""

    model_config = example(sign="NWAS", is_acknowledged=True)

    sign: str = Field(max_length=12)
    is_acknowledged: bool = True


class PartyClearIn(Schema):
    """What a party says of its persons: yes or no, and who says it."""

    model_config = example(sign="NWAS", word="yes", said_by="Robin Vale")

    sign: str = Field(max_length=12)
    word: str = Field(max_length=10)
    said_by: str = Field(max_length=120)


class PersonOnLineIn(Schema):
    """found, nobody or missing, and who knows it and how."""

    model_config = example(person="found", says="PC Hale sits with him in the ambulance at Marsh Lane.")

    person: str = Field(max_length=10)
    says: str = Field(max_length=500)


class RestoredIn(Schema):
    """Who at control gave the line back."""

    model_config = example(name="Jo Patel", role="route control")

    name: str = Field(max_length=120)
    role: str = Field(max_length=120)


class ProtectionWhyIn(Schema):
    """The reason of it."""

    model_config = example(why="A second man is seen by the fence.")

    why: str = Field(max_length=500)


class FatalityConfirmedIn(Schema):
    """Who confirmed it, by name and office."""

    model_config = example(confirmed_by="Robin Vale, paramedic")

    confirmed_by: str = Field(max_length=120)


class FatalityClassIn(Schema):
    """non_suspicious, unexplained or suspicious, with the reason."""

    model_config = example(code="unexplained", reason="Nobody saw the person before.")

    code: str = Field(max_length=16)
    reason: str = Field(max_length=500)


class DriverAccountIn(Schema):
    """What the driver said."""

    model_config = example(account="Came round the curve at 70, braked, somebody stood on the Down Fast.")

    account: str = Field(max_length=2000)


class HandBackIn(Schema):
    """Who took the line back, by name and role."""

    model_config = example(to="Jo Patel, route control")

    to: str = Field(max_length=120)


class ProtectionPartyOut(Schema):
    """A party to a protection, and its latest word."""

    id: UUID
    kind: str
    sign: str
    label: str
    listed_at: datetime
    left_at: datetime | None
    told_at: datetime | None
    told_by: str
    acknowledged_at: datetime | None
    word: str
    said_by: str
    word_at: datetime | None


class ProtectionRiskOut(Schema):
    """A decision of two persons on a risk."""

    id: UUID
    state: str
    why: str
    signs: list[str]
    covers_person: bool
    asked_by: str
    created_at: datetime
    decided_by: str
    decided_at: datetime | None
    declined_why: str


class ProtectionOut(Schema):
    """A protection with its parties; `waits` says what stands between now and a restore."""

    id: UUID
    version: int
    incident_id: UUID
    reference: str
    number: int
    level_code: str
    level_label: str
    never: str
    state: str
    section: str
    reason: str
    nature: str
    elr: str
    limits: str
    lines: str
    location: str
    access: str
    requested_by: str
    requested_at: datetime
    confirm_by: datetime
    given_by: str
    given_role: str
    confirmed_at: datetime | None
    control_reference: str
    person: str
    person_says: str
    person_at: datetime | None
    restore_requested_by: str
    restore_requested_at: datetime | None
    restored_by: str
    restored_role: str
    restored_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_why: str
    is_late: bool
    must_stop: bool
    parties: list[ProtectionPartyOut]
    risks: list[ProtectionRiskOut]
    waits: list[str]


class LogProtectionsOut(Schema):
    """The open protections of a log."""

    incident_id: UUID
    protections: list[ProtectionOut]


class MessageToControlOut(Schema):
    """The message to control as one text, and whom to ring."""

    text: str
    control: str
    number: str


class FatalityTimerOut(Schema):
    """One clock, until when, and when its own mark ended it."""

    code: str
    label: str
    due: datetime
    since: datetime
    done_at: datetime | None
    was_late: bool


class FatalityClassOut(Schema):
    """One classification; a later one stands beside it."""

    number: int
    code: str
    label: str
    reason: str
    by_name: str
    created_at: datetime


class FatalityOut(Schema):
    """The marks and clocks of a fatality."""

    incident_id: UUID
    timers: list[FatalityTimerOut]
    classes: list[FatalityClassOut]
    confirmed_at: datetime | None
    confirmed_by: str
    driver_account: str
    driver_account_at: datetime | None
    driver_account_by: str
    handed_back_at: datetime | None
    handed_back_to: str
    handed_back_by: str
