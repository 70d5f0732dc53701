"""The trail over the API, for a force's own monitoring; each page that is read is on the trail itself."""

from base64 import b64encode
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Query, Router, Schema

from lineside.audit import commands, queries
from lineside.audit.permissions import CanAudit
from lineside.kernel.audit import record_sighting
from lineside.kernel.http import asked_once
from lineside.kernel.paging import Page
from lineside.ui.operations import PageOut, PagingIn, changes, example, reads
from lineside.ui.pages import Asking

router = Router()


class Which(Schema):
    """Which lines: of the last seven days where no day is given."""

    first: date | None = None
    last: date | None = None
    person: str = Field("", max_length=120, description="An id, a user name, or part of a name.")
    record: str = Field("", max_length=120, description="A record's id, or words as they stand in a line.")
    kind: Literal["", "did", "looked", "refused"] = ""

    def wanted(self) -> queries.Wanted:
        records = (self.record,) if self.record else ()
        return queries.asked_for(self.first, self.last, person=self.person, records=records, kind=self.kind)


class TrailIn(PagingIn, Which):
    """Which lines are shown, and why."""

    why: str = Field("", max_length=300, description="Why you look; it goes on record.")


class TrailCopyIn(Which):
    """Which lines are taken away, and what for."""

    model_config = example(record="LS-20261126-0012", reason="Complaint 7")

    reason: str = Field(max_length=300)


class TrailCopyOut(Schema):
    """The lines as a table, safe to open in a spreadsheet."""

    lines: int
    csv: str


class DisclosureIn(Schema):
    """Of which incident the log is disclosed, and what for; it goes on record."""

    model_config = example(incident_id="01900000-0000-7000-8000-000000000001", reason="R v Hale, disclosure to the CPS")

    incident_id: UUID
    reason: str = Field(max_length=300)


class DisclosureOut(Schema):
    """The bundle as a zip file in base64, under the digest that is on record."""

    name: str
    sha256: str
    content: str


class TrailLineOut(Schema):
    """Who did, looked at or was refused what, when, where and why."""

    id: UUID
    at: datetime
    kind: str
    name: str
    actor_id: UUID | None
    actor_name: str
    actor_kind: str
    workstation: str
    facts: dict[str, Any]
    why: str


@router.get("/audit/lines", response=PageOut[TrailLineOut])
@reads(CanAudit.READ)
def list_audit_lines(request: Asking, asked: Query[TrailIn]) -> Page[queries.TrailRow]:
    """Lines of the trail, the newest first."""
    wanted = asked.wanted()
    found = queries.trail_page(wanted, asked)
    record_sighting(request.actor, "audit.trail", str(wanted), asked.why)
    return found


@router.post("/audit/copies", response=TrailCopyOut)
@changes(commands.copy_trail, no_version_because="It changes no record.")
def copy_audit_lines(request: Asking, sent: TrailCopyIn) -> dict[str, Any]:
    """Take lines away, the oldest first; who takes which and what for is put on the trail."""
    wanted = sent.wanted()
    until = asked_once(request, commands.copy_trail, actor=request.actor, wanted=wanted, reason=sent.reason)
    count, lines = queries.copy_of(wanted, until)
    return {"lines": count, "csv": lines}


@router.post("/audit/disclosures", response=DisclosureOut)
@changes(commands.record_disclosure, no_version_because="It changes no record.", shows_once="content", proof=True)
def disclose_incident(request: Asking, sent: DisclosureIn) -> dict[str, str]:
    """The log of an incident with the digests to check it by; who takes it and what for is put on the trail first.

    A bundle that is built again has another digest, which is not on record: the key of the first gets its digest only.
    """
    bundle = queries.bundle_of(request.actor, sent.incident_id, sent.reason)
    recorded = asked_once(
        request,
        commands.record_disclosure,
        actor=request.actor,
        incident_id=sent.incident_id,
        reason=sent.reason,
        sha256=bundle.sha256,
    )
    is_first = recorded == bundle.sha256
    return {"name": bundle.name, "sha256": recorded, "content": b64encode(bundle.content).decode() if is_first else ""}
