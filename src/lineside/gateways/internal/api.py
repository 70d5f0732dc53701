"""The internal form over HTTP: the same report as the page sends, for a device of the force's own."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Field, Query, Router, Schema, Status

from lineside.gateways.internal import queries
from lineside.gateways.internal.commands import parted, send_report
from lineside.gateways.internal.permissions import CanInternal
from lineside.kernel.http import asked_once
from lineside.kernel.paging import Page, page_in
from lineside.ui.operations import PageOut, PagingIn, changes, example, reads
from lineside.ui.pages import Asking

router = Router(tags=["internal"])


class InternalLineOut(Schema):
    label: str
    said: str


class InternalReportOut(Schema):
    """A report of one's own and how it stands."""

    id: UUID
    kind: str
    label: str
    reference: str
    standing: str
    at: datetime
    lines: list[InternalLineOut]


class InternalReportIn(Schema):
    """A report: `facts` as the form asks them; `reason` only for sickness, and kept apart from all else."""

    model_config = example(
        kind="crime",
        facts={
            "text": "Graffiti on the footbridge.",
            "place": "Leeds",
            "from_at": "2026-11-26T09:05",
            "officer_attended": "yes",
        },
        form_key="8a5f0c2e-6f0e-4d57-9c6e-0b9f5f6f3d11",
    )

    kind: str = Field(max_length=20)
    facts: dict[str, str]
    form_key: str = Field(min_length=8, max_length=100, description="Drawn once a form: sent again, it is one report.")
    reason: str = Field("", max_length=1000)


@router.get("/internal/reports", response=PageOut[InternalReportOut])
@reads(CanInternal.REPORT)
def list_own_reports(request: Asking, paging: Query[PagingIn]) -> Page[dict[str, Any]]:
    """What one has sent lately."""
    return page_in([_told(row) for row in queries.sent_lately(request.actor)], paging)


@router.post("/internal/reports", response={201: InternalReportOut})
@changes(send_report, no_version_because="It makes something new.", key_in_body="form_key")
def send_internal_report(request: Asking, said: InternalReportIn) -> Status[dict[str, Any]]:
    facts, sealed = parted(said.kind, said.facts)
    made = asked_once(
        request,
        send_report,
        actor=request.actor,
        kind=said.kind,
        facts=facts,
        form_key=said.form_key,
        secret=said.reason or sealed,
    )
    return Status(201, _told(queries.sent(request.actor, made.id)))


def _told(row: queries.SentRow) -> dict[str, Any]:
    lines = [{"label": label, "said": said} for label, said in row.lines]
    return {**{name: getattr(row, name) for name in InternalReportOut.model_fields if name != "lines"}, "lines": lines}
