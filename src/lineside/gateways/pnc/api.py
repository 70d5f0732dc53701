"""Look-ups in the national database over HTTP."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Field, Query, Router, Schema, Status

from lineside.gateways.pnc import commands, queries
from lineside.gateways.pnc.commands import LookUpFacts
from lineside.gateways.pnc.looking import carried_out
from lineside.gateways.pnc.permissions import CanPnc
from lineside.kernel.http import asked_once
from lineside.kernel.paging import Page
from lineside.ui.operations import PageOut, PagingIn, changes, example, reads
from lineside.ui.pages import Asking

router = Router(tags=["pnc"])


class PncLookUpIn(Schema):
    """What is looked for, why, and for whom."""

    model_config = example(
        kind="person",
        name="Robin Vale",
        born="1990-02-01",
        purpose="warrant",
        reason="Named in alert A-1234ABCD, at the barrier now.",
        originator="PC 4711 Ash",
        reference="A-1234ABCD",
    )

    kind: str = Field(max_length=10)
    purpose: str = Field(max_length=20)
    reason: str = Field(max_length=500)
    originator: str = Field(max_length=120)
    reference: str = Field("", max_length=40)
    name: str = Field("", max_length=200)
    born: str = Field("", max_length=10)
    vrm: str = Field("", max_length=12)
    serial: str = Field("", max_length=80)


class PncLookUpOut(Schema):
    """One look-up, without anything that a record said."""

    id: UUID
    version: int
    kind: str
    asked: dict[str, str]
    purpose: str
    reason: str
    originator: str
    reference: str
    by_name: str
    asked_at: datetime
    state: str
    answered_at: datetime | None
    matches: int
    record_ids: list[str]
    answer_sha256: str
    says: str


class PncAnswerOut(PncLookUpOut):
    """A look-up with what the records say: told once, and kept nowhere here."""

    records: list[list[tuple[str, str]]]


@router.get("/pnc/look-ups", response=PageOut[PncLookUpOut])
@reads(CanPnc.LOOK_UP, sighting="pnc.look_ups")
def list_pnc_look_ups(request: Asking, paging: Query[PagingIn]) -> Page[queries.LookUpRow]:
    """One's own look-ups, the newest first; everybody's to who reviews them."""
    return queries.look_up_page(request.actor, paging)


@router.post("/pnc/look-ups", response={201: PncAnswerOut})
@changes(commands.begin_look_up, no_version_because="It makes something new.", shows_once="records")
def look_up_in_pnc(request: Asking, said: PncLookUpIn) -> Status[dict[str, Any]]:
    """Look something up: on record before it is asked. A repeat is told how it stands and shown no record."""
    facts = LookUpFacts(**said.dict())
    begun = asked_once(request, commands.begin_look_up, actor=request.actor, facts=facts)
    row, answer = carried_out(request.actor, begun)
    records = [list(each) for each in answer.records] if answer else []
    return Status(201, {**{name: getattr(row, name) for name in PncLookUpOut.model_fields}, "records": records})
