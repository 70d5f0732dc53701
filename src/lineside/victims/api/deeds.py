"""What is done for a victim over HTTP."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from ninja import Field, Router, Schema

from lineside.kernel.http import asked_once, seen_version
from lineside.ui.operations import changes, example
from lineside.ui.pages import Asking
from lineside.victims import commands, queries
from lineside.victims.api.reading import whole
from lineside.victims.api.shapes import VictimComplaintOut, VictimDutyOut, WholeVictimOut
from lineside.victims.commands import Needs, Plan, Referral, StandFacts

router = Router()


class VictimNeedsIn(Schema):
    """A needs assessment."""

    model_config = example(bases=["fear"], support="Somebody who goes to court with them", language="Welsh")

    bases: list[str] = Field([], max_length=40, description="Codes of victims.bases.")
    basis_words: str = Field("", max_length=500)
    declines_enhanced: bool = False
    language: str = Field("", max_length=60)
    communication: str = Field("", max_length=500)
    support: str = Field(max_length=500)
    measures: str = Field("", max_length=500)


class SupportReferralIn(Schema):
    """A referral to a support service, or their no."""

    model_config = example(service="victim_services", consent="agreed")

    service: str = Field(max_length=20)
    consent: str = Field(max_length=10, description="agreed, declined or self")
    words: str = Field("", max_length=500)


class VictimPlanIn(Schema):
    """How, how often and by whom they are told."""

    model_config = example(way="mail", address="robin@passenger.example", every_days=14, by_whom="PC Ash")

    way: str = Field(max_length=10, description="call, text, mail, post or person")
    address: str = Field(max_length=254)
    every_days: int = Field(ge=1, le=90)
    by_whom: str = Field(max_length=200)
    words: str = Field("", max_length=500)
    unsafe_reason: str = Field("", max_length=500)


class StandsForIn(Schema):
    """Who receives the rights with or for them."""

    model_config = example(kind="nominated", name="Kim Vale", reached_by="07700 900124")

    kind: str = Field(max_length=20)
    name: str = Field("", max_length=200)
    reached_by: str = Field("", max_length=200)
    words: str = Field("", max_length=500)


class RightChoiceIn(Schema):
    """They do not want a right, or want it again."""

    model_config = example(right=6, answer="no", words="Said so on the telephone to PC Ash")

    right: int = Field(ge=1, le=20)
    answer: str = Field(max_length=5, description="no or yes")
    words: str = Field(max_length=500)


class VictimStatementIn(Schema):
    """What they answered when a personal statement was offered."""

    model_config = example(answer="wants", words="After the hearing")

    answer: str = Field(max_length=20)
    reader: str = Field("", max_length=20)
    words: str = Field("", max_length=500)


class CorrectedVictimIn(Schema):
    """What they are before the Code, and which Code it is."""

    model_config = example(standing="child", regime="england_wales", words="Fifteen, as the school confirmed")

    standing: str = Field(max_length=10)
    regime: str = Field(max_length=20)
    words: str = Field(max_length=500)


class KeptDutyIn(Schema):
    """How they were told, or why it ends."""

    model_config = example(how="person", words="Told at Leeds that a suspect was arrested")

    how: str = Field(max_length=20)
    words: str = Field(max_length=500)
    unsafe_reason: str = Field("", max_length=500)


class VictimComplaintIn(Schema):
    """What they complain of, in their words."""

    model_config = example(words="Nobody told me that he was on bail.")

    words: str = Field(max_length=4000)


class VictimComplaintAnswerIn(Schema):
    """What they were answered."""

    model_config = example(words="We are sorry, and have rung you every week since.", is_final=True)

    words: str = Field(max_length=4000)
    is_final: bool


@router.post("/victims/{uuid:victim_id}/needs", response=WholeVictimOut)
@changes(commands.assess_needs)
def assess_victim_needs(request: Asking, victim_id: UUID, said: VictimNeedsIn) -> dict[str, Any]:
    facts = said.dict()
    return _done(request, victim_id, commands.assess_needs, content=Needs(**facts | {"bases": tuple(facts["bases"])}))


@router.post("/victims/{uuid:victim_id}/referral", response=WholeVictimOut)
@changes(commands.refer_to_support)
def refer_victim_to_support(request: Asking, victim_id: UUID, said: SupportReferralIn) -> dict[str, Any]:
    return _done(request, victim_id, commands.refer_to_support, referral=Referral(**said.dict()))


@router.post("/victims/{uuid:victim_id}/plan", response=WholeVictimOut)
@changes(commands.agree_plan)
def agree_victim_plan(request: Asking, victim_id: UUID, said: VictimPlanIn) -> dict[str, Any]:
    """A way that is not safe for them now is refused without a reason."""
    facts = said.dict()
    reason = facts.pop("unsafe_reason")
    return _done(request, victim_id, commands.agree_plan, plan=Plan(**facts), unsafe_reason=reason)


@router.post("/victims/{uuid:victim_id}/stands", response=WholeVictimOut)
@changes(commands.name_who_stands)
def name_who_stands_for_victim(request: Asking, victim_id: UUID, said: StandsForIn) -> dict[str, Any]:
    return _done(request, victim_id, commands.name_who_stands, stands=StandFacts(**said.dict()))


@router.post("/victims/{uuid:victim_id}/choice", response=WholeVictimOut)
@changes(commands.record_choice)
def record_victim_choice(request: Asking, victim_id: UUID, said: RightChoiceIn) -> dict[str, Any]:
    return _done(request, victim_id, commands.record_choice, **said.dict())


@router.post("/victims/{uuid:victim_id}/statement", response=WholeVictimOut)
@changes(commands.offer_statement)
def offer_victim_statement(request: Asking, victim_id: UUID, said: VictimStatementIn) -> dict[str, Any]:
    return _done(request, victim_id, commands.offer_statement, **said.dict())


@router.post("/victims/{uuid:victim_id}/correct", response=WholeVictimOut)
@changes(commands.correct_victim)
def correct_victim(request: Asking, victim_id: UUID, said: CorrectedVictimIn) -> dict[str, Any]:
    return _done(request, victim_id, commands.correct_victim, **said.dict())


@router.post("/victim-duties/{uuid:victim_duty_id}/keep", response=VictimDutyOut)
@changes(commands.keep_duty)
def keep_victim_duty(request: Asking, victim_duty_id: UUID, said: KeptDutyIn) -> queries.DutyRow:
    """They were told by a way that is safe for them, or it ends with its reason."""
    asked_once(
        request,
        commands.keep_duty,
        actor=request.actor,
        victim_duty_id=victim_duty_id,
        seen_version=seen_version(request),
        **said.dict(),
    )
    return queries.duty(request.actor, victim_duty_id)


@router.post("/victims/{uuid:victim_id}/complaints", response=WholeVictimOut)
@changes(commands.take_complaint)
def take_victim_complaint(request: Asking, victim_id: UUID, said: VictimComplaintIn) -> dict[str, Any]:
    return _done(request, victim_id, commands.take_complaint, **said.dict())


@router.post("/victim-complaints/{uuid:complaint_id}/answer", response=VictimComplaintOut)
@changes(commands.answer_complaint)
def answer_victim_complaint(request: Asking, complaint_id: UUID, said: VictimComplaintAnswerIn) -> dict[str, Any]:
    """Acknowledged, or answered when it is final."""
    asked_once(
        request,
        commands.answer_complaint,
        actor=request.actor,
        complaint_id=complaint_id,
        seen_version=seen_version(request),
        **said.dict(),
    )
    found = queries.complaint(request.actor, complaint_id)
    return {name: getattr(found, name) for name in VictimComplaintOut.model_fields}


def _done(request: Asking, victim_id: UUID, work: Callable[..., Any], **facts: Any) -> dict[str, Any]:
    seen = seen_version(request)
    asked_once(request, work, actor=request.actor, victim_id=victim_id, seen_version=seen, **facts)
    return whole(request, victim_id)
