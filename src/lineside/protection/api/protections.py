"""The operations of a protection, from being asked for until the line is given back."""

from collections.abc import Callable
from uuid import UUID

from ninja import Query, Router, Status

from lineside.kernel.clock import now
from lineside.kernel.http import asked_once, seen_version
from lineside.kernel.paging import Page
from lineside.protection import commands, queries
from lineside.protection.api.schemas import (
    LogProtectionsOut,
    MessageToControlOut,
    PartyClearIn,
    PartyToldIn,
    PersonOnLineIn,
    ProtectionGivenIn,
    ProtectionOut,
    ProtectionRequestIn,
    ProtectionWhyIn,
    ProtectionWithdrawnIn,
    RestoredIn,
)
from lineside.protection.models import LineProtection
from lineside.protection.permissions import CanProtect
from lineside.ui.operations import PageOut, PagingIn, changes, reads
from lineside.ui.pages import Asking

router = Router()
EVERY_OPEN_ONE = "It is of every open protection of the log, and a later word stands in place of an earlier."


@router.get("/protections", response=PageOut[ProtectionOut])
@reads(CanProtect.VIEW, sighting="protection.register")
def list_protections(request: Asking, paging: Query[PagingIn]) -> Page[queries.ProtectionRow]:
    """Every protection, the oldest first."""
    return queries.page(request.actor, paging)


@router.get("/incidents/{uuid:incident_id}/protections", response=PageOut[ProtectionOut])
@reads(CanProtect.VIEW, sighting="protection.of_log")
def list_protections_of_log(request: Asking, incident_id: UUID, paging: Query[PagingIn]) -> Page[queries.ProtectionRow]:
    """The protections of one log by their numbers."""
    return queries.page_of_log(request.actor, incident_id, paging)


@router.get("/protections/{uuid:protection_id}", response=ProtectionOut)
@reads(CanProtect.VIEW, sighting="protection.protection")
def read_protection(request: Asking, protection_id: UUID) -> queries.ProtectionRow:
    """One protection with its parties."""
    return queries.protection(request.actor, protection_id)


@router.get("/protections/{uuid:protection_id}/message", response=MessageToControlOut)
@reads(CanProtect.VIEW, sighting="protection.protection")
def read_message_to_control(request: Asking, protection_id: UUID) -> MessageToControlOut:
    """What control is told, as one text; nothing is given until a person records who gave it."""
    row = queries.protection(request.actor, protection_id)
    control = queries.control_of(row.area)
    return MessageToControlOut(text=queries.message_of(row), control=control["label"], number=control["number"])


@router.post("/incidents/{uuid:incident_id}/protections", response={201: ProtectionOut})
@changes(commands.request_protection, no_version_because="A new protection has no version yet.")
def request_protection(request: Asking, incident_id: UUID, said: ProtectionRequestIn) -> Status[queries.ProtectionRow]:
    """Record what is asked of the railway."""
    facts = commands.RequestFacts(**said.dict())
    made = asked_once(request, commands.request_protection, actor=request.actor, incident_id=incident_id, facts=facts)
    return Status(201, queries.protection(request.actor, made.id))


@router.post("/protections/{uuid:protection_id}/confirm", response=ProtectionOut)
@changes(commands.confirm_protection)
def confirm_protection(request: Asking, protection_id: UUID, said: ProtectionGivenIn) -> queries.ProtectionRow:
    """Record who at control gave it."""
    given = commands.Given(name=said.name, role=said.role, reference=said.reference, at=said.at or now())
    return _done(request, protection_id, commands.confirm_protection, given=given)


@router.post("/protections/{uuid:protection_id}/withdraw", response=ProtectionOut)
@changes(commands.withdraw_protection)
def withdraw_protection(request: Asking, protection_id: UUID, said: ProtectionWithdrawnIn) -> queries.ProtectionRow:
    """Take back a request that control never gave."""
    return _done(request, protection_id, commands.withdraw_protection, **said.dict())


@router.post("/protections/{uuid:protection_id}/restore", response=ProtectionOut)
@changes(commands.ask_restore)
def ask_restore(request: Asking, protection_id: UUID) -> queries.ProtectionRow:
    """Ask for the restore; refused, naming them, while anybody is not clear."""
    return _done(request, protection_id, commands.ask_restore)


@router.post("/protections/{uuid:protection_id}/keep", response=ProtectionOut)
@changes(commands.keep_protection)
def keep_protection(request: Asking, protection_id: UUID, said: ProtectionWhyIn) -> queries.ProtectionRow:
    """Take the restore back; everybody is asked anew."""
    return _done(request, protection_id, commands.keep_protection, why=said.why)


@router.post("/protections/{uuid:protection_id}/restored", response=ProtectionOut)
@changes(commands.record_restored)
def record_restored(request: Asking, protection_id: UUID, said: RestoredIn) -> queries.ProtectionRow:
    """Record that control gave the line back."""
    return _done(request, protection_id, commands.record_restored, **said.dict())


@router.post("/incidents/{uuid:incident_id}/protections/told", response=LogProtectionsOut)
@changes(commands.record_told, no_version_because=EVERY_OPEN_ONE)
def record_told(request: Asking, incident_id: UUID, said: PartyToldIn) -> LogProtectionsOut:
    """A party was told of the protections of the log."""
    return _of_log(request, incident_id, commands.record_told, **said.dict())


@router.post("/incidents/{uuid:incident_id}/protections/clear", response=LogProtectionsOut)
@changes(commands.record_word, no_version_because=EVERY_OPEN_ONE)
def record_clear_word(request: Asking, incident_id: UUID, said: PartyClearIn) -> LogProtectionsOut:
    """A party says that all its persons are clear, or that they are not."""
    return _of_log(request, incident_id, commands.record_word, **said.dict())


@router.post("/incidents/{uuid:incident_id}/protections/person", response=LogProtectionsOut)
@changes(commands.record_person, no_version_because=EVERY_OPEN_ONE)
def record_person_on_line(request: Asking, incident_id: UUID, said: PersonOnLineIn) -> LogProtectionsOut:
    """Whether somebody is missing on the line."""
    return _of_log(request, incident_id, commands.record_person, **said.dict())


def _done(
    request: Asking, protection_id: UUID, command: Callable[..., LineProtection], **said: object
) -> queries.ProtectionRow:
    version = seen_version(request)
    asked_once(request, command, actor=request.actor, protection_id=protection_id, seen_version=version, **said)
    return queries.protection(request.actor, protection_id)


def _of_log(request: Asking, incident_id: UUID, command: Callable[..., int], **said: object) -> LogProtectionsOut:
    asked_once(request, command, actor=request.actor, incident_id=incident_id, **said)
    rows = [ProtectionOut.model_validate(each) for each in queries.of_log(incident_id) if each.is_open]
    return LogProtectionsOut(incident_id=incident_id, protections=rows)
