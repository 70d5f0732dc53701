"""Compliance over HTTP."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from ninja import Query, Router

from lineside.compliance import commands, queries
from lineside.compliance.api.schemas import (
    FigureOut,
    FindingOut,
    FindingWordsIn,
    MonthIn,
    MonthsIn,
    OpinionIn,
    RecordOut,
    SampleDrawOut,
    SampleOut,
    SampleProofOut,
    SweepIn,
    SweepOut,
    ThirdIn,
    WholeFindingOut,
    WholeSampleOut,
)
from lineside.compliance.permissions import CanCompliance
from lineside.kernel.http import asked_once, seen_version
from lineside.kernel.paging import Page
from lineside.ui.operations import PageOut, PagingIn, changes, reads
from lineside.ui.pages import Asking

router = Router(tags=["compliance"])


@router.get("/compliance/findings", response=PageOut[FindingOut])
@reads(CanCompliance.VIEW)
def list_findings(request: Asking, paging: Query[PagingIn]) -> Page[queries.FindingRow]:
    """What stands, the gravest first; of records that you may see."""
    return queries.board_page(request.actor, paging)


@router.get("/compliance/findings/{uuid:finding_id}", response=WholeFindingOut)
@reads(CanCompliance.VIEW)
def read_finding(request: Asking, finding_id: UUID) -> dict[str, Any]:
    """A finding with its paragraph; the look is on record."""
    return _finding(request, finding_id)


@router.post("/compliance/findings/{uuid:finding_id}/explanation", response=WholeFindingOut)
@changes(commands.explain_finding)
def explain_finding(request: Asking, finding_id: UUID, said: FindingWordsIn) -> dict[str, Any]:
    """Say how it came to be; it still counts."""
    return _worked(request, commands.explain_finding, finding_id, said)


@router.post("/compliance/findings/{uuid:finding_id}/mending", response=WholeFindingOut)
@changes(commands.put_right)
def put_right(request: Asking, finding_id: UUID, said: FindingWordsIn) -> dict[str, Any]:
    """Have the record looked at again, and say what was done; refused while its cause is there."""
    return _worked(request, commands.put_right, finding_id, said)


@router.post("/compliance/findings/{uuid:finding_id}/dismissal", response=WholeFindingOut)
@changes(commands.dismiss_finding)
def dismiss_finding(request: Asking, finding_id: UUID, said: FindingWordsIn) -> dict[str, Any]:
    """A person says why it is none; it counts no more."""
    return _worked(request, commands.dismiss_finding, finding_id, said)


@router.get("/compliance/figures", response=PageOut[FigureOut])
@reads(CanCompliance.VIEW)
def list_figures(request: Asking, asked: Query[MonthsIn]) -> Page[queries.Figure]:
    """Compliance with 95% confidence intervals (Wilson), as it was last counted."""
    return queries.figures_page(request.actor, asked.since, asked.until, asked.by, asked)


@router.get("/compliance/sweeps", response=PageOut[SweepOut])
@reads(CanCompliance.VIEW)
def list_sweeps(request: Asking, paging: Query[PagingIn]) -> Page[queries.SweepRow]:
    """The ledger of sweeps, the newest first."""
    return queries.sweeps(request.actor, paging)


@router.post("/compliance/sweeps", response=RecordOut)
@changes(commands.begin_sweep, no_version_because="A new sweep has no version yet.")
def begin_sweep(request: Asking, said: SweepIn) -> Any:  # noqa: ANN401
    """Begin a sweep; the worker carries it on to its end."""
    return asked_once(request, commands.begin_sweep, actor=request.actor, kind=said.kind)


@router.get("/compliance/draws", response=PageOut[SampleDrawOut])
@reads(CanCompliance.VIEW)
def list_sample_draws(request: Asking, paging: Query[PagingIn]) -> Page[queries.DrawRow]:
    """The months of which dip samples were drawn, the newest first."""
    return queries.draws(request.actor, paging)


@router.post("/compliance/draws", response=RecordOut)
@changes(commands.draw_samples, no_version_because="A month is drawn once.")
def draw_samples(request: Asking, said: MonthIn) -> Any:  # noqa: ANN401
    """Draw the dip samples of a month that has ended."""
    return asked_once(request, commands.draw_samples, actor=request.actor, **said.dict())


@router.get("/compliance/draws/{uuid:sample_draw_id}/proof", response=SampleProofOut)
@reads(CanCompliance.VIEW)
def prove_samples(request: Asking, sample_draw_id: UUID) -> queries.DrawProof:
    """Draw again, and say whether it comes out the same."""
    return queries.prove_draw(request.actor, sample_draw_id)


@router.get("/compliance/samples", response=PageOut[SampleOut])
@reads(CanCompliance.VIEW)
def list_samples(request: Asking, paging: Query[PagingIn]) -> Page[queries.SampleRow]:
    """Dip samples that are to be reviewed or decided, the oldest first."""
    return queries.samples_page(request.actor, paging)


@router.get("/compliance/samples/{uuid:sample_id}", response=WholeSampleOut)
@reads(CanCompliance.VIEW)
def read_sample(request: Asking, sample_id: UUID) -> dict[str, Any]:
    """A dip sample; the look is on record."""
    return _sample(request, sample_id)


@router.post("/compliance/samples/{uuid:sample_id}/opinions", response=RecordOut)
@changes(commands.review_sample, no_version_because="Each reviewer's marks are put in once and change nobody's.")
def review_sample(request: Asking, sample_id: UUID, said: OpinionIn) -> Any:  # noqa: ANN401
    """Put your marks in; the other reviewer's are seen only then."""
    return asked_once(request, commands.review_sample, actor=request.actor, sample_id=sample_id, **said.dict())


@router.post("/compliance/samples/{uuid:sample_id}/decision", response=WholeSampleOut)
@changes(commands.decide_sample)
def decide_sample(request: Asking, sample_id: UUID, said: ThirdIn) -> dict[str, Any]:
    """Decide, as a third person, where two reviewers differ."""
    seen = seen_version(request)
    asked_once(
        request, commands.decide_sample, actor=request.actor, sample_id=sample_id, seen_version=seen, **said.dict()
    )
    return _sample(request, sample_id)


def _worked(request: Asking, command: Any, finding_id: UUID, said: FindingWordsIn) -> dict[str, Any]:  # noqa: ANN401
    seen = seen_version(request)
    asked_once(request, command, actor=request.actor, finding_id=finding_id, seen_version=seen, words=said.words)
    return _finding(request, finding_id)


def _finding(request: Asking, finding_id: UUID) -> dict[str, Any]:
    found = queries.finding(request.actor, finding_id)
    row = {name: getattr(found.row, name) for name in FindingOut.model_fields}
    return {**row, **{name: getattr(found, name) for name in WholeFindingOut.model_fields if name not in row}}


def _sample(request: Asking, sample_id: UUID) -> dict[str, Any]:
    found = queries.sample(request.actor, sample_id)
    row = {name: getattr(found.row, name) for name in SampleOut.model_fields}
    more = {name: getattr(found, name) for name in WholeSampleOut.model_fields if name not in row}
    asked = [dict(zip(("code", "label", "paragraph"), each, strict=True)) for each in found.questions]
    return {**row, **more, "questions": asked, "both": [asdict(each) for each in found.both]}
