"""The API of what becomes of a crime: its outcome, its flags, its transfer to another force, its being cancelled."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Query, Router, Schema, Status

from lineside.crimes import commands, queries
from lineside.crimes.permissions import CanCrime
from lineside.crimes.queries import finals
from lineside.crimes.queries.weighing import CHANGES, asked_on_change
from lineside.crimes.rules.outcomes import OutcomeType
from lineside.crimes.rules.situations import Situation, Verdict, judge_situation, situations
from lineside.kernel.clock import now, uk_day
from lineside.kernel.http import asked_once, seen_version
from lineside.kernel.paging import Page, page_in
from lineside.ui.operations import Moment, PageOut, PagingIn, changes, example, reads
from lineside.ui.pages import Asking

router = Router()
Words = Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=60)]


class CrimeOutcomeTypeOut(Schema):
    code: str
    name: str
    group: str
    paragraph: str
    needs: dict[str, str]
    jurisdiction: str


class CrimeFinalOut(Schema):
    code: str
    name: str
    paragraph: str
    edition: str
    rationale: str
    authorised_by: str
    told_victim_at: Moment | None
    telling: str
    at: Moment
    by: str
    arose: str
    came_from: str
    verified: str
    changes: str
    other_reference: str


class CrimeAskedOut(Schema):
    code: str
    must: bool
    says: str
    paragraph: str


class CrimeFlagOut(Schema):
    code: str
    name: str
    is_mandatory: bool
    paragraph: str


class CrimeFlagsOut(Schema):
    flags: list[str]


class CrimeSituationOut(Schema):
    code: str
    name: str
    asks: list[str]


class CrimeSituationIn(Schema):
    model_config = example(situation="drunk", facts=["supported"], first_report_at="2026-05-04T09:00:00Z")

    situation: str
    facts: Words = []
    first_report_at: Moment


class CrimeVerdictOut(Schema):
    decision: str
    record_by: datetime | None
    says: str
    paragraph: str


class CrimeOutcomeIn(Schema):
    model_config = example(
        outcome="18",
        confirmed=["investigated"],
        told_victim_at="2026-05-03T10:00:00Z",
        telling="By telephone, by the officer in the case",
    )

    outcome: str
    suspect: str = "none"
    suspect_age: int | None = None
    evidence: str = ""
    admitted: bool = False
    victim: str = ""
    confirmed: Words = []
    authority: str = ""
    authorised_by: str = ""
    charged: str = ""
    told_victim_at: Moment | None = None
    telling: str = ""
    told_suspect_at: Moment | None = None
    rationale: str = ""


class CrimeCancelIn(Schema):
    model_config = example(
        code="C4",
        rationale="Recorded on the wrong incident; nothing happened here.",
        confirmed=["independent", "genuine_mistake"],
    )

    code: str
    rationale: str = ""
    arose: str = ""
    came_from: str = ""
    verified: str = ""
    changes: str = ""
    confirmed: Words = []
    authority: str = ""
    authorised_by: str = ""
    told_victim_at: Moment | None = None
    telling: str = ""
    other_reference: str = ""


class CrimeFlagsIn(Schema):
    model_config = example(flags=["hate_race", "alcohol"])

    flags: Words


class CrimeSendIn(Schema):
    model_config = example(
        force="Kent Police",
        rationale="It was done at the victim's home, in their area.",
        confirmed=["place_known", "victim_care"],
    )

    force: str
    rationale: str
    confirmed: Words = []
    in_btp_place: bool = False


class ForceAnswerIn(Schema):
    model_config = example(accepted=True, reference="46/1234/26", reference_kind="crime")

    accepted: bool
    reference: str = ""
    reference_kind: str = ""
    answer: str = ""


class CrimeTransferOut(Schema):
    id: UUID
    version: int
    crime_id: UUID
    force: str
    state: str
    rationale: str
    reference: str
    reference_kind: str
    answer: str
    sent_at: Moment
    sent_by: str
    answered_at: Moment | None


@router.get("/crime-outcomes", response=PageOut[CrimeOutcomeTypeOut])
@reads(CanCrime.VIEW)
def list_outcome_types(request: Asking, paging: Query[PagingIn]) -> Page[OutcomeType]:  # noqa: ARG001
    """Outcomes 1 to 24 and those of Scotland, as in force, with what each always needs and its paragraph."""
    return page_in(finals.outcomes_now(), paging)


@router.get("/crime-flags", response=PageOut[CrimeFlagOut])
@reads(CanCrime.VIEW)
def list_crime_flags(request: Asking, paging: Query[PagingIn]) -> Page[finals.FlagRow]:  # noqa: ARG001
    return page_in(finals.flags_now(), paging)


@router.get("/crime-situations", response=PageOut[CrimeSituationOut])
@reads(CanCrime.VIEW)
def list_crime_situations(request: Asking, paging: Query[PagingIn]) -> Page[Situation]:  # noqa: ARG001
    """Reports of which the rules say something of their own, and the facts that they turn on."""
    return page_in(list(situations(uk_day(now())).values()), paging)


@router.post("/crime-situations/judge", response=CrimeVerdictOut)
@reads(CanCrime.VIEW)
def judge_crime_situation(request: Asking, asked: CrimeSituationIn) -> Verdict:  # noqa: ARG001
    """To record or not, by when, why, and the paragraph; nothing is recorded or kept by it."""
    return judge_situation(asked.situation, asked.facts, asked.first_report_at, uk_day(asked.first_report_at))


@router.get("/crimes/{uuid:crime_id}/finals", response=PageOut[CrimeFinalOut])
@reads(CanCrime.VIEW, sighting="crimes.finals")
def list_finals(request: Asking, crime_id: UUID, paging: Query[PagingIn]) -> Page[finals.FinalRow]:
    """The outcomes of a crime in their order, and its cancellation."""
    return page_in(finals.finals_of(request.actor, crime_id), paging)


@router.get("/crimes/{uuid:crime_id}/asked", response=PageOut[CrimeAskedOut])
@reads(CanCrime.VIEW)
def list_asked(
    request: Asking,
    crime_id: UUID,
    paging: Query[PagingIn],
    code: Annotated[
        str, Query(max_length=10, description="Of an outcome or a cancellation; send or reclassify.")
    ] = "15",
) -> Page[finals.AskedRow]:
    """What must or may be confirmed before this crime is given that outcome, is cancelled, sent or reclassified."""
    asked = asked_on_change if code in CHANGES else finals.asked_of
    return page_in(asked(request.actor, crime_id, code), paging)


@router.post("/crimes/{uuid:crime_id}/outcomes", response={201: CrimeFinalOut})
@changes(commands.give_outcome)
def give_outcome(request: Asking, crime_id: UUID, asked: CrimeOutcomeIn) -> Status[finals.FinalRow]:
    """Give a crime its outcome; what the rules miss is refused in one sentence with its paragraph."""
    _asked(request, commands.give_outcome, crime_id=crime_id, claim=claimed(asked))
    return Status(201, finals.finals_of(request.actor, crime_id)[-1])


@router.post("/crimes/{uuid:crime_id}/cancel", response={201: CrimeFinalOut})
@changes(commands.cancel_crime)
def cancel_crime(request: Asking, crime_id: UUID, asked: CrimeCancelIn) -> Status[finals.FinalRow]:
    """Take a crime out of the count (C1 to C5); its record stays."""
    _asked(request, commands.cancel_crime, crime_id=crime_id, asked=cancelling(asked))
    return Status(201, finals.finals_of(request.actor, crime_id)[-1])


@router.post("/crimes/{uuid:crime_id}/flags", response=CrimeFlagsOut)
@changes(commands.flag_crime)
def flag_crime(request: Asking, crime_id: UUID, asked: CrimeFlagsIn) -> CrimeFlagsOut:
    """Set the flags of a crime; the answer has those that they bring with them."""
    _asked(request, commands.flag_crime, crime_id=crime_id, flags=asked.flags)
    return CrimeFlagsOut(flags=list(queries.crime(request.actor, crime_id).flags))


@router.get("/crimes/{uuid:crime_id}/transfers", response=PageOut[CrimeTransferOut])
@reads(CanCrime.VIEW, sighting="crimes.transfers")
def list_crime_transfers(request: Asking, crime_id: UUID, paging: Query[PagingIn]) -> Page[finals.TransferRow]:
    return page_in(finals.transfers_of(request.actor, crime_id), paging)


@router.post("/crimes/{uuid:crime_id}/transfers", response={201: CrimeTransferOut})
@changes(commands.send_crime)
def send_crime(request: Asking, crime_id: UUID, asked: CrimeSendIn) -> Status[finals.TransferRow]:
    """Offer a crime to the force in whose area it was committed."""
    change = commands.Change(what="send", rationale=asked.rationale, confirmed=frozenset(asked.confirmed))
    facts = {"crime_id": crime_id, "force": asked.force, "change": change, "in_btp_place": asked.in_btp_place}
    sent = _asked(request, commands.send_crime, **facts)
    return Status(201, finals.crime_transfer(request.actor, sent.id))


@router.get("/crime-transfers/{uuid:crime_transfer_id}", response=CrimeTransferOut)
@reads(CanCrime.VIEW, sighting="crimes.transfer")
def read_crime_transfer(request: Asking, crime_transfer_id: UUID) -> finals.TransferRow:
    return finals.crime_transfer(request.actor, crime_transfer_id)


@router.post("/crime-transfers/{uuid:crime_transfer_id}/answer", response=CrimeTransferOut)
@changes(commands.record_force_answer)
def record_force_answer(request: Asking, crime_transfer_id: UUID, asked: ForceAnswerIn) -> finals.TransferRow:
    """What the other force answered: that it takes the crime, with its reference, or why not."""
    _asked(request, commands.record_force_answer, transfer_id=crime_transfer_id, **asked.dict())
    return finals.crime_transfer(request.actor, crime_transfer_id)


def _asked(request: Asking, command: Any, **facts: Any) -> Any:  # noqa: ANN401 - whichever command it is
    return asked_once(request, command, actor=request.actor, seen_version=seen_version(request), **facts)


def claimed(asked: CrimeOutcomeIn) -> commands.Claim:
    facts = asked.dict()
    return commands.Claim(**{**facts, "confirmed": frozenset(facts["confirmed"])})


def cancelling(asked: CrimeCancelIn) -> commands.Cancelling:
    facts = asked.dict()
    return commands.Cancelling(**{**facts, "confirmed": frozenset(facts["confirmed"])})
