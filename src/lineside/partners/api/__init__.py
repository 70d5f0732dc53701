"""The API of partner agencies: everything the desks do with them, and what was offered in the formats of others."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from ninja import Query, Router, Status

from lineside.kernel.http import asked_once, seen_version
from lineside.kernel.paging import Page
from lineside.partners import commands, queries
from lineside.partners.api.schemas import (
    AgencyOut,
    ExchangeMessageOut,
    MutualAidIn,
    ResourceAskedIn,
    RingOutcomeIn,
    TransferIn,
    TransferOut,
    TransferWordsIn,
)
from lineside.partners.models import Transfer
from lineside.partners.permissions import CanPartner
from lineside.ui.operations import PageOut, PagingIn, changes, reads
from lineside.ui.pages import Asking

router = Router()


@router.get("/agencies", response=PageOut[AgencyOut])
@reads(CanPartner.VIEW)
def list_agencies(request: Asking, paging: Query[PagingIn]) -> Page[queries.AgencyRow]:
    """The directory as it is in force: who, by which routes, on which number, and what to give them."""
    return queries.directory(request.actor, paging)


@router.get("/transfers", response=PageOut[TransferOut])
@reads(CanPartner.VIEW, sighting="partners.transfers")
def list_transfers(request: Asking, paging: Query[PagingIn]) -> Page[queries.TransferRow]:
    """Every transfer, the oldest first."""
    return queries.page(request.actor, paging)


@router.get("/incidents/{uuid:incident_id}/transfers", response=PageOut[TransferOut])
@reads(CanPartner.VIEW, sighting="partners.of_log")
def list_transfers_of_log(request: Asking, incident_id: UUID, paging: Query[PagingIn]) -> Page[queries.TransferRow]:
    """The transfers of one log."""
    return queries.page(request.actor, paging, incident_id=incident_id)


@router.get("/transfers/{uuid:transfer_id}", response=TransferOut)
@reads(CanPartner.VIEW, sighting="partners.transfer")
def read_transfer(request: Asking, transfer_id: UUID) -> queries.TransferRow:
    """One transfer with its messages."""
    return queries.transfer(request.actor, transfer_id)


@router.get("/transfers/{uuid:transfer_id}/eido", response=dict[str, Any])
@reads(CanPartner.VIEW, sighting="partners.transfer")
def read_transfer_as_eido(request: Asking, transfer_id: UUID) -> dict[str, Any]:
    """What was offered, shaped as NENA's EIDO."""
    return queries.as_json(request.actor, transfer_id, "eido")


@router.get("/transfers/{uuid:transfer_id}/ucri2", response=dict[str, Any])
@reads(CanPartner.VIEW, sighting="partners.transfer")
def read_transfer_as_ucri2(request: Asking, transfer_id: UUID) -> dict[str, Any]:
    """What was offered, shaped as the police incident of UCRI2."""
    return queries.as_json(request.actor, transfer_id, "ucri2")


@router.get("/transfers/{uuid:transfer_id}/cap", response=dict[str, str])
@reads(CanPartner.VIEW, sighting="partners.transfer")
def read_transfer_as_cap(request: Asking, transfer_id: UUID) -> dict[str, str]:
    """What was offered as CAP 1.2, by itself and in an envelope of EDXL-DE 2.0; each is a whole XML document."""
    return {form: queries.as_xml(request.actor, transfer_id, form).decode() for form in ("cap", "edxl_de")}


@router.post("/incidents/{uuid:incident_id}/transfers", response={201: TransferOut})
@changes(commands.send_to_agency, no_version_because="A new transfer has no version yet.")
def send_to_agency(request: Asking, incident_id: UUID, said: TransferIn) -> Status[queries.TransferRow]:
    """Offer the incident to an agency; a person there has to accept it."""
    told = said.dict()
    agency = str(told.pop("agency"))
    facts = commands.Offer(**told)
    made = asked_once(
        request, commands.send_to_agency, actor=request.actor, incident_id=incident_id, agency=agency, facts=facts
    )
    return Status(201, queries.transfer(request.actor, made.id))


@router.post("/incidents/{uuid:incident_id}/mutual-aid", response={201: TransferOut})
@changes(commands.ask_mutual_aid, no_version_because="It only adds; a transfer that is open is asked once more.")
def ask_mutual_aid(request: Asking, incident_id: UUID, said: MutualAidIn) -> Status[queries.TransferRow]:
    """Ask a police force for officers; the incident is offered to it where it has not got it."""
    told = said.dict()
    agency, status = str(told.pop("agency")), str(told.pop("status"))
    made = asked_once(
        request,
        commands.ask_mutual_aid,
        actor=request.actor,
        incident_id=incident_id,
        agency=agency,
        wanted=commands.Wanted(**told),
        status=status,
    )
    return Status(201, queries.transfer(request.actor, made.id))


@router.post("/transfers/{uuid:transfer_id}/update", response=TransferOut)
@changes(commands.update_agency)
def update_agency(request: Asking, transfer_id: UUID, said: TransferWordsIn) -> queries.TransferRow:
    """Tell them what is new."""
    return _done(request, transfer_id, commands.update_agency, words=said.words)


@router.post("/transfers/{uuid:transfer_id}/ask", response=TransferOut)
@changes(commands.ask_agency)
def ask_agency(request: Asking, transfer_id: UUID, said: ResourceAskedIn) -> queries.TransferRow:
    """Ask for resources."""
    return _done(request, transfer_id, commands.ask_agency, wanted=commands.Wanted(**said.dict()))


@router.post("/transfers/{uuid:transfer_id}/close", response=TransferOut)
@changes(commands.close_transfer)
def close_transfer(request: Asking, transfer_id: UUID, said: TransferWordsIn) -> queries.TransferRow:
    """What was accepted is over."""
    return _done(request, transfer_id, commands.close_transfer, words=said.words)


@router.post("/transfers/{uuid:transfer_id}/withdraw", response=TransferOut)
@changes(commands.withdraw_transfer)
def withdraw_transfer(request: Asking, transfer_id: UUID, said: TransferWordsIn) -> queries.TransferRow:
    """What we offered is not needed after all."""
    return _done(request, transfer_id, commands.withdraw_transfer, words=said.words)


@router.post("/transfers/{uuid:transfer_id}/settle", response=TransferOut)
@changes(commands.settle_refusal)
def settle_refusal(request: Asking, transfer_id: UUID, said: TransferWordsIn) -> queries.TransferRow:
    """They do not take it: what is done instead."""
    return _done(request, transfer_id, commands.settle_refusal, words=said.words)


@router.post("/transfers/{uuid:transfer_id}/ring", response=TransferOut)
@changes(commands.record_ring)
def record_ring(request: Asking, transfer_id: UUID, said: RingOutcomeIn) -> queries.TransferRow:
    """What came of ringing them; nothing else ends that task."""
    return _done(request, transfer_id, commands.record_ring, **said.dict())


@router.post("/transfers/{uuid:transfer_id}/accept", response=TransferOut)
@changes(commands.accept_transfer)
def accept_transfer(request: Asking, transfer_id: UUID, said: TransferWordsIn) -> queries.TransferRow:
    """What an agency offers us is ours; only a person says so."""
    return _done(request, transfer_id, commands.accept_transfer, words=said.words)


@router.post("/transfers/{uuid:transfer_id}/reject", response=TransferOut)
@changes(commands.reject_transfer)
def reject_transfer(request: Asking, transfer_id: UUID, said: TransferWordsIn) -> queries.TransferRow:
    """It is not ours; they are told why, and have it still."""
    return _done(request, transfer_id, commands.reject_transfer, words=said.words)


@router.get("/transfers/messages/{uuid:message_id}", response=ExchangeMessageOut)
@reads(CanPartner.VIEW, sighting="partners.message")
def read_exchange_message(request: Asking, message_id: UUID) -> queries.MessageRow:
    """One message and how it went."""
    queries.transfer_of_message(request.actor, message_id)
    return queries.message_row(message_id)


@router.post("/transfers/messages/{uuid:message_id}/again", response=ExchangeMessageOut)
@changes(commands.send_again)
def send_message_again(request: Asking, message_id: UUID) -> queries.MessageRow:
    """A message that their system refused is tried once more."""
    version = seen_version(request)
    queries.transfer_of_message(request.actor, message_id)
    asked_once(request, commands.send_again, actor=request.actor, message_id=message_id, seen_version=version)
    return queries.message_row(message_id)


def _done(request: Asking, transfer_id: UUID, command: Callable[..., Transfer], **said: object) -> queries.TransferRow:
    version = seen_version(request)
    queries.transfer(request.actor, transfer_id)
    asked_once(request, command, actor=request.actor, transfer_id=transfer_id, seen_version=version, **said)
    return queries.transfer(request.actor, transfer_id)
