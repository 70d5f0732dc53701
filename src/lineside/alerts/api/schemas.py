"""The shapes of alerts over HTTP."""

from datetime import datetime
from uuid import UUID

from ninja import Field, Schema

from lineside.alerts.rules import AlertFacts, Journey, Subject
from lineside.ui.operations import Moment, example


class AlertSubjectIn(Schema):
    """Whom or what to look for: a person, vehicle, object or place."""

    kind: str = Field(max_length=8)
    name: str = Field("", max_length=200)
    born: str = Field("", max_length=10, description="As YYYY-MM-DD, or what of it is known.")
    document: str = Field("", max_length=100)
    vrm: str = Field("", max_length=12)
    place: str = Field("", max_length=200)
    description: str = Field("", max_length=1000)


class AlertJourneyIn(Schema):
    """How the subject travels."""

    train: str = Field("", max_length=20)
    leaves: str = Field("", max_length=100)
    arrives: str = Field("", max_length=100)
    eta: Moment | None = None


class AlertIn(Schema):
    """An alert under the sender's own number; sent again with the same words it is the same alert."""

    model_config = example(
        sender_ref="NBTC-2026-118",
        kind="nbtc_arrest",
        summary="Wanted for robbery; arrives from Paris.",
        subject={"kind": "person", "name": "Robin Vale", "born": "1990-02-01", "document": "Passport 123456789"},
        journey={"train": "9I14", "leaves": "Paris Nord", "arrives": "St Pancras", "eta": "2099-11-27T10:30:00Z"},
        requested_action="Arrest on arrival",
        legal_basis="Warrant of Leeds Crown Court",
        confidence=90,
        do_not=["do_not_tell_carrier"],
    )

    sender_ref: str = Field(max_length=100)
    kind: str = Field(max_length=24, description="One of the codes of the list in force, as `tca_warrant`.")
    summary: str = Field(max_length=2000)
    subject: AlertSubjectIn
    journey: AlertJourneyIn | None = None
    urgency: str = Field("priority", max_length=10)
    requested_action: str = Field("", max_length=500)
    legal_basis: str = Field("", max_length=300)
    handling: str = Field("", max_length=100)
    channel: str = Field("api", max_length=12, description="How it reached its sender, as `api` or `telephone`.")
    confidence: int | None = Field(None, ge=0, le=100, description="Per cent, as the sender holds it to be right.")
    is_test: bool = Field(False, description="A test of the feed: kept and answered as any other, and nobody's work.")  # noqa: FBT003
    is_exercise: bool = Field(False, description="Nothing of it is real; it goes to no log that is not marked so too.")  # noqa: FBT003
    do_not: list[str] = Field([], max_length=20)
    do_not_words: str = Field("", max_length=500)
    expires_at: Moment | None = None

    def facts(self) -> AlertFacts:
        journey = Journey(**self.journey.dict()) if self.journey else Journey()
        parts = {"subject": Subject(**self.subject.dict()), "journey": journey, "do_not": tuple(self.do_not)}
        return AlertFacts(**{**self.dict(), **parts})


class IdentityIn(Schema):
    """What one person found by their own look: `match` or `no_match`, and what they compared."""

    model_config = example(finding="match", compared=["name", "born", "photo"])

    finding: str = Field(max_length=8)
    compared: list[str] = Field(max_length=4)


class EndingIn(Schema):
    """What became of the alert; `told_sender` goes to who sent it, `words` stay here."""

    model_config = example(outcome="not_found", words="Every door watched; not on this train.", told_sender="Not seen.")

    outcome: str = Field(max_length=16)
    words: str = Field("", max_length=2000)
    incident: str = Field("", max_length=40)
    despite: str = Field("", max_length=2000)
    told_sender: str = Field("", max_length=500)


class ToldSenderIn(Schema):
    """Whom a person told by telephone, and when by the clock on the wall; without a time, now."""

    model_config = example(whom="Sgt Vale, National Border Targeting Centre", at="")

    whom: str = Field(max_length=200)
    at: str = Field("", max_length=5)


class AlertReceiptOut(Schema):
    """That the alert is kept."""

    id: UUID
    version: int
    reference: str
    sender_ref: str
    state: str
    received_at: datetime
    look_by: datetime


class AlertFeedbackOut(AlertReceiptOut):
    """What became of an alert, for who sent it."""

    hit: str
    outcome: str
    told_sender: str
    ended_at: datetime | None
    feedback_taken_at: datetime | None


class AlertOut(AlertFeedbackOut):
    """An alert as the desk sees it."""

    kind: str
    kinds_edition: str
    source: str
    summary: str
    subject_kind: str
    subject: dict[str, str]
    journey: dict[str, str]
    urgency: str
    requested_action: str
    legal_basis: str
    handling: str
    channel: str
    confidence: int | None
    is_exercise: bool
    do_not: list[str]
    do_not_words: str
    caution: str
    sender_name: str
    eta: datetime | None
    expires_at: datetime | None
    camera: str
    activations: int
    taken_by: str
    taken_at: datetime | None
    told_whom: str
    told_at: datetime | None
    told_by: str
    words: str
    despite: str
    incident_id: UUID | None
    ended_by: str


class IdentityOut(Schema):
    """One identity check; what the first found is told once the second has looked."""

    id: UUID
    version: int
    state: str
    first_by: str
    first_at: datetime
    first_finding: str
    first_compared: list[str]
    second_by: str
    second_at: datetime | None
    second_finding: str
    second_compared: list[str]


class ActivationOut(Schema):
    """One activation of a camera's burst."""

    id: UUID
    contact_id: UUID
    at: datetime
    camera: str
    elr: str
    mileage: str
    clip: str
    text: str


class WholeAlertOut(AlertOut):
    """An alert with who has read what must not be done, its checks and its activations."""

    read_by: list[str]
    checks: list[IdentityOut]
    bursts: list[ActivationOut]
    false_alarms: str


class CameraOut(Schema):
    """How often a camera's bursts were nothing."""

    camera: str
    wrong: int
    looked_at: int
    words: str
