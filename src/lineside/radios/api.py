"""Lost radios and their orders over HTTP."""

from datetime import datetime
from uuid import UUID

from ninja import Field, Query, Router, Schema, Status

from lineside.kernel.http import asked_once, seen_version
from lineside.kernel.paging import Page
from lineside.radios import commands, queries
from lineside.radios.commands import FoundFacts, LostFacts
from lineside.radios.permissions import CanRadio
from lineside.ui.operations import Moment, PageOut, PagingIn, changes, example, reads
from lineside.ui.pages import Asking

router = Router(tags=["radios"])


class RadioOrderOut(Schema):
    id: UUID
    version: int
    action: str
    state: str
    reason: str
    proof: str
    asked_by: str
    asked_at: datetime
    decided_by: str
    decided_at: datetime | None
    decided_why: str
    sent_at: datetime | None
    sendings: int
    answered_at: datetime | None
    done_at: datetime | None
    says: str


class LostRadioOut(Schema):
    """A lost radio with its orders, the newest first."""

    id: UUID
    version: int
    issi: str
    tei: str
    holder: str
    collar_number: str
    how: str
    missed_at: datetime
    place: str
    circumstances: str
    reported_by: str
    contact_id: UUID | None
    state: str
    is_disabled: bool
    found_at: datetime | None
    found_by: str
    found_place: str
    orders: list[RadioOrderOut]


class LostRadioIn(Schema):
    model_config = example(
        issi="7301234", holder="Robin Vale", how="lost", missed_at="2026-11-26T14:05:00Z", place="Leeds, platform 8"
    )

    issi: str = Field(max_length=12)
    tei: str = Field("", max_length=24)
    holder: str = Field(max_length=200)
    collar_number: str = Field("", max_length=8)
    how: str = Field(max_length=10)
    missed_at: Moment
    place: str = Field(max_length=300)
    circumstances: str = Field("", max_length=2000)


class FoundRadioIn(Schema):
    model_config = example(
        issi="7301234", found_by="Robin Vale", found_at="2026-11-26T15:05:00Z", place="Leeds, lost property"
    )

    issi: str = Field(max_length=12)
    found_by: str = Field(max_length=200)
    found_at: Moment
    place: str = Field(max_length=300)
    tei: str = Field("", max_length=24)


class RadioOrderIn(Schema):
    model_config = example(
        action="stun", proof="Rang back on the station's own number; Robin Vale answered.", reason="Stolen from a bag."
    )

    action: str = Field(max_length=8)
    proof: str = Field(max_length=2000)
    reason: str = Field(max_length=2000)


class RadioWhyIn(Schema):
    model_config = example(reason="It was in the locker.")

    reason: str = Field(max_length=2000)


@router.get("/radios", response=PageOut[LostRadioOut])
@reads(CanRadio.VIEW, sighting="radios.radios")
def list_radios(request: Asking, paging: Query[PagingIn]) -> Page[queries.RadioRow]:
    """Lost radios, the last reported first."""
    return queries.radio_page(request.actor, paging)


@router.get("/radios/{uuid:radio_id}", response=LostRadioOut)
@reads(CanRadio.VIEW, sighting="radios.radio")
def read_radio(request: Asking, radio_id: UUID) -> queries.RadioRow:
    return queries.radio(request.actor, radio_id)


@router.get("/radio-orders/{uuid:order_id}", response=RadioOrderOut)
@reads(CanRadio.VIEW, sighting="radios.order")
def read_radio_order(request: Asking, order_id: UUID) -> queries.OrderRow:
    return queries.order(request.actor, order_id)


@router.post("/radios/lost", response={201: LostRadioOut})
@changes(commands.report_lost, no_version_because="It makes something new, or names what is missed already.")
def report_lost(request: Asking, said: LostRadioIn) -> Status[queries.RadioRow | None]:
    made = asked_once(request, commands.report_lost, actor=request.actor, facts=LostFacts(**said.dict()))
    return Status(201, queries.radio_row(made.id))


@router.post("/radios/found", response=LostRadioOut)
@changes(commands.report_found, no_version_because="Whoever has it in hand says so, whatever was told before.")
def report_found(request: Asking, said: FoundRadioIn) -> queries.RadioRow | None:
    made = asked_once(request, commands.report_found, actor=request.actor, facts=FoundFacts(**said.dict()))
    return queries.radio_row(made.id)


@router.post("/radios/{uuid:radio_id}/orders", response={201: LostRadioOut})
@changes(commands.request_order, proof=True)
def request_order(request: Asking, radio_id: UUID, said: RadioOrderIn) -> Status[queries.RadioRow | None]:
    """Ask for a stun or an unstun; nothing goes out before another person approves it."""
    asked_once(
        request,
        commands.request_order,
        actor=request.actor,
        radio_id=radio_id,
        **said.dict(),
        seen_version=seen_version(request),
    )
    return Status(201, queries.radio_row(radio_id))


@router.post("/radio-orders/{uuid:order_id}/approve", response=RadioOrderOut)
@changes(commands.approve_order, proof=True)
def approve_order(request: Asking, order_id: UUID) -> object:
    """The second person's half; who asked for it is refused."""
    version = seen_version(request)
    return asked_once(request, commands.approve_order, actor=request.actor, order_id=order_id, seen_version=version)


@router.post("/radio-orders/{uuid:order_id}/decline", response=RadioOrderOut)
@changes(commands.decline_order)
def decline_order(request: Asking, order_id: UUID, said: RadioWhyIn) -> object:
    return asked_once(
        request,
        commands.decline_order,
        actor=request.actor,
        order_id=order_id,
        reason=said.reason,
        seen_version=seen_version(request),
    )


@router.post("/radio-orders/{uuid:order_id}/withdraw", response=RadioOrderOut)
@changes(commands.withdraw_order)
def withdraw_order(request: Asking, order_id: UUID, said: RadioWhyIn) -> object:
    return asked_once(
        request,
        commands.withdraw_order,
        actor=request.actor,
        order_id=order_id,
        reason=said.reason,
        seen_version=seen_version(request),
    )


@router.post("/radio-orders/{uuid:order_id}/again", response=RadioOrderOut)
@changes(commands.send_order_again)
def send_order_again(request: Asking, order_id: UUID) -> object:
    """Send what was not answered once more, under the same number."""
    version = seen_version(request)
    return asked_once(request, commands.send_order_again, actor=request.actor, order_id=order_id, seen_version=version)


@router.post("/radios/{uuid:radio_id}/return", response=LostRadioOut)
@changes(commands.return_radio)
def return_radio(request: Asking, radio_id: UUID) -> queries.RadioRow | None:
    """Its holder has it back."""
    version = seen_version(request)
    asked_once(request, commands.return_radio, actor=request.actor, radio_id=radio_id, seen_version=version)
    return queries.radio_row(radio_id)
