"""Safeguarding over HTTP; the whole of a referral is read alone, and each look is on record."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Field, Query, Router, Schema, Status

from lineside.kernel.http import asked_once, seen_version
from lineside.kernel.paging import Page
from lineside.safeguarding import commands, queries
from lineside.safeguarding.commands import ReferralFacts
from lineside.safeguarding.permissions import CanSafeguard
from lineside.ui.operations import PageOut, PagingIn, changes, example, reads
from lineside.ui.pages import Asking

router = Router(tags=["safeguarding"])
NEW = "It makes something new."
SAID: dict[str, Any] = {
    "subject": "A girl of about 13 in a red coat, platform 8, with the station supervisor",
    "kind": "child_alone",
    "seen": "She has no ticket and no telephone, and says that she may not go home.",
    "basis": "child",
    "basis_words": "She did not want anybody told; she is a child and afraid.",
    "urgency": "now",
    "risk": "reduce",
    "risk_words": "The station supervisor stays with her until we are there.",
}


class ReferralIn(Schema):
    """Who is vulnerable, how, what was seen, and on which basis it is passed on."""

    model_config = example(**SAID)

    subject: str = Field(max_length=300)
    kind: str = Field(max_length=20)
    seen: str = Field(max_length=4000)
    basis: str = Field(max_length=20)
    basis_words: str = Field("", max_length=500)
    urgency: str = Field(max_length=10)
    risk: str = Field("", max_length=10, description="RARA: `remove`, `avoid`, `reduce` or `accept`.")
    risk_words: str = Field("", max_length=500)


class ReferralWordsIn(Schema):
    """What the unit does about it, or why it comes back."""

    model_config = example(words="Rung the station; the children's team of Leeds meets her there.")

    words: str = Field(max_length=500)


class AgencyIn(Schema):
    """Who else is told."""

    model_config = example(agency="children")

    agency: str = Field(max_length=20)


class TheirReferenceIn(Schema):
    """What the agency answered with."""

    model_config = example(their_reference="LCC-2291, taken by the duty team at 21:40")

    their_reference: str = Field(max_length=80)


class ReferralOut(Schema):
    """A referral as the list shows it; of whom, and what was seen, is read alone."""

    id: UUID
    version: int
    reference: str
    contact_id: UUID | None
    incident_id: UUID | None
    kind: str
    urgency: str
    due_at: datetime
    state: str
    by_name: str
    unit_name: str
    created_at: datetime
    is_overdue: bool


class ReferralStepOut(Schema):
    state: str
    words: str
    by_name: str
    created_at: datetime


class ShareOut(Schema):
    """What another agency was given, as it went."""

    id: UUID
    version: int
    agency: str
    document: dict[str, Any]
    by_name: str
    created_at: datetime
    their_reference: str
    acknowledged_at: datetime | None


class WholeReferralOut(Schema):
    version: int
    row: ReferralOut
    subject: str
    seen: str
    basis: str
    basis_words: str
    risk: str
    risk_words: str
    unit_words: str
    steps: list[ReferralStepOut]
    shares: list[ShareOut]


@router.get("/referrals", response=PageOut[ReferralOut])
@reads(CanSafeguard.VIEW)
def list_referrals(request: Asking, paging: Query[PagingIn]) -> Page[queries.ReferralRow]:
    """What the unit has not accepted, by when it is to be answered."""
    return queries.worklist_page(request.actor, paging)


@router.get("/referrals/{uuid:referral_id}", response=WholeReferralOut)
@reads(CanSafeguard.VIEW, sighting="safeguarding.referral")
def read_referral(request: Asking, referral_id: UUID) -> queries.WholeReferral:
    """All of it, for the unit and for who made it."""
    return queries.referral(request.actor, referral_id)


@router.get("/referral-shares/{uuid:share_id}", response=ShareOut)
@reads(CanSafeguard.WORK, sighting="safeguarding.share")
def read_share(request: Asking, share_id: UUID) -> queries.ShareRow:
    """The document for the agency, by its own names."""
    return queries.share(request.actor, share_id)


@router.post("/contacts/{uuid:contact_id}/referrals", response={201: ReferralOut})
@changes(commands.refer, no_version_because=NEW)
def refer_from_contact(request: Asking, contact_id: UUID, said: ReferralIn) -> Any:  # noqa: ANN401
    facts = ReferralFacts(**said.dict())
    made = asked_once(request, commands.refer, actor=request.actor, content=facts, contact_id=contact_id)
    return Status(201, queries.referral_row(made.id))


@router.post("/incidents/{uuid:incident_id}/referrals", response={201: ReferralOut})
@changes(commands.refer, no_version_because=NEW)
def refer_from_incident(request: Asking, incident_id: UUID, said: ReferralIn) -> Any:  # noqa: ANN401
    facts = ReferralFacts(**said.dict())
    made = asked_once(request, commands.refer, actor=request.actor, content=facts, incident_id=incident_id)
    return Status(201, queries.referral_row(made.id))


@router.post("/referrals/{uuid:referral_id}/again", response=ReferralOut)
@changes(commands.send_referral_again)
def send_referral_again(request: Asking, referral_id: UUID, said: ReferralIn) -> Any:  # noqa: ANN401
    asked_once(
        request,
        commands.send_referral_again,
        actor=request.actor,
        referral_id=referral_id,
        content=ReferralFacts(**said.dict()),
        seen_version=seen_version(request),
    )
    return queries.referral_row(referral_id)


@router.post("/referrals/{uuid:referral_id}/acknowledge", response=ReferralOut)
@changes(commands.acknowledge_referral)
def acknowledge_referral(request: Asking, referral_id: UUID) -> Any:  # noqa: ANN401
    """Somebody of the unit has it."""
    version = seen_version(request)
    facts: dict[str, Any] = {"actor": request.actor, "referral_id": referral_id, "seen_version": version}
    asked_once(request, commands.acknowledge_referral, **facts)
    return queries.referral_row(referral_id)


@router.post("/referrals/{uuid:referral_id}/accept", response=ReferralOut)
@changes(commands.accept_referral)
def accept_referral(request: Asking, referral_id: UUID, said: ReferralWordsIn) -> Any:  # noqa: ANN401
    version = seen_version(request)
    facts: dict[str, Any] = {"actor": request.actor, "referral_id": referral_id, "seen_version": version}
    asked_once(request, commands.accept_referral, words=said.words, **facts)
    return queries.referral_row(referral_id)


@router.post("/referrals/{uuid:referral_id}/return", response=ReferralOut)
@changes(commands.return_referral)
def return_referral(request: Asking, referral_id: UUID, said: ReferralWordsIn) -> Any:  # noqa: ANN401
    version = seen_version(request)
    facts: dict[str, Any] = {"actor": request.actor, "referral_id": referral_id, "seen_version": version}
    asked_once(request, commands.return_referral, words=said.words, **facts)
    return queries.referral_row(referral_id)


@router.post("/referrals/{uuid:referral_id}/shares", response={201: ShareOut})
@changes(commands.share_referral)
def share_referral(request: Asking, referral_id: UUID, said: AgencyIn) -> Any:  # noqa: ANN401
    """Another agency is to be told; the answer holds its document."""
    version = seen_version(request)
    facts: dict[str, Any] = {"actor": request.actor, "referral_id": referral_id, "seen_version": version}
    made = asked_once(request, commands.share_referral, agency=said.agency, **facts)
    return Status(201, queries.share(request.actor, made.id))


@router.post("/referral-shares/{uuid:share_id}/acknowledge", response=ShareOut)
@changes(commands.acknowledge_share)
def acknowledge_share(request: Asking, share_id: UUID, said: TheirReferenceIn) -> Any:  # noqa: ANN401
    """The agency said that it has it."""
    asked_once(
        request,
        commands.acknowledge_share,
        actor=request.actor,
        share_id=share_id,
        their_reference=said.their_reference,
        seen_version=seen_version(request),
    )
    return queries.share(request.actor, share_id)
