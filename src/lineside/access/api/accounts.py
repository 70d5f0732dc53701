"""The API of accounts. What a person has of their own asks for a browser."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from ninja import Field, Query, Router, Schema, Status

from lineside.access import commands, queries
from lineside.access.permissions import CanAccess
from lineside.kernel.http import asked_once, seen_version
from lineside.kernel.paging import Page, page_in
from lineside.ui.operations import PageOut, PagingIn, changes, example, reads
from lineside.ui.pages import Asking

router = Router()
NEW = "It makes something new."
ENDS = "It ends whatever there is."


class AccountOut(Schema):
    id: UUID
    version: int
    username: str
    display_name: str
    roles: list[str]
    areas: list[str]
    is_active: bool
    locked_why: str
    has_password: bool
    has_second_step: bool
    may_enrol_until: datetime | None
    last_signed_in_at: datetime | None
    sittings: int


class AccountIn(Schema):
    model_config = example(username="robin.vale", display_name="Robin Vale", role="trainer", areas=["B"])

    username: str = Field(max_length=80)
    display_name: str = Field(max_length=120)
    role: str = Field(max_length=40)
    areas: list[str] = Field([], max_length=40)


class RolesIn(Schema):
    model_config = example(roles=["trainer"])

    roles: list[str] = Field(max_length=40)


class AreasIn(Schema):
    model_config = example(areas=["B", "C"])

    areas: list[str] = Field(max_length=40)


class AccountReasonIn(Schema):
    model_config = example(reason="Left the force on 30 November.")

    reason: str = Field(max_length=500)


class LinkOut(Schema):
    link: str
    expires_at: datetime


class EndedOut(Schema):
    ended: int


class SittingOut(Schema):
    mark: str
    began_at: datetime | None
    seen_at: datetime | None
    ends_at: datetime
    address: str
    browser: str
    is_locked: bool


class RoleOut(Schema):
    code: str
    label: str
    permissions: list[str]


@router.get("/access/accounts", response=PageOut[AccountOut])
@reads(CanAccess.MANAGE)
def list_accounts(request: Asking, paging: Query[PagingIn], find: str = "") -> Page[queries.AccountRow]:  # noqa: ARG001
    """Accounts in the order of user names; `find` is part of a name."""
    return queries.accounts_page(paging, find[:80])


@router.get("/access/accounts/{uuid:account_id}", response=AccountOut)
@reads(CanAccess.MANAGE)
def read_account(request: Asking, account_id: UUID) -> queries.AccountRow:  # noqa: ARG001
    return queries.account_row(account_id)


@router.post("/access/accounts", response={201: AccountOut})
@changes(commands.open_account, no_version_because=NEW, proof=True)
def open_account(request: Asking, said: AccountIn) -> Status[queries.AccountRow]:
    made = asked_once(
        request,
        commands.open_account,
        actor=request.actor,
        username=said.username,
        display_name=said.display_name,
        role=said.role,
        areas=tuple(said.areas),
    )
    return Status(201, queries.account_row(made.id))


@router.put("/access/accounts/{uuid:account_id}/roles", response=AccountOut)
@changes(commands.grant_roles, proof=True)
def grant_roles(request: Asking, account_id: UUID, said: RolesIn) -> queries.AccountRow:
    """Replace the roles; live streams of the person end."""
    asked_once(
        request,
        commands.grant_roles,
        actor=request.actor,
        account_id=account_id,
        names=said.roles,
        seen_version=seen_version(request),
    )
    return queries.account_row(account_id)


@router.put("/access/accounts/{uuid:account_id}/areas", response=AccountOut)
@changes(commands.change_areas, proof=True)
def change_areas(request: Asking, account_id: UUID, said: AreasIn) -> queries.AccountRow:
    """Replace the areas; none means every area."""
    asked_once(
        request,
        commands.change_areas,
        actor=request.actor,
        account_id=account_id,
        areas=said.areas,
        seen_version=seen_version(request),
    )
    return queries.account_row(account_id)


@router.post("/access/accounts/{uuid:account_id}/lock", response=AccountOut)
@changes(commands.lock_account, proof=True)
def lock_account(request: Asking, account_id: UUID, said: AccountReasonIn) -> queries.AccountRow:
    asked_once(
        request,
        commands.lock_account,
        actor=request.actor,
        account_id=account_id,
        reason=said.reason,
        seen_version=seen_version(request),
    )
    return queries.account_row(account_id)


@router.post("/access/accounts/{uuid:account_id}/unlock", response=AccountOut)
@changes(commands.unlock_account, proof=True)
def unlock_account(request: Asking, account_id: UUID) -> queries.AccountRow:
    """Also where too many wrong attempts had closed it."""
    version = seen_version(request)
    asked_once(request, commands.unlock_account, actor=request.actor, account_id=account_id, seen_version=version)
    return queries.account_row(account_id)


@router.post("/access/accounts/{uuid:account_id}/reset-second-step", response=AccountOut)
@changes(commands.reset_second_step, proof=True)
def reset_second_step(request: Asking, account_id: UUID, said: AccountReasonIn) -> queries.AccountRow:
    """Take away authenticator and recovery codes; a new one-use link lets the owner set up others."""
    asked_once(
        request,
        commands.reset_second_step,
        actor=request.actor,
        account_id=account_id,
        reason=said.reason,
        seen_version=seen_version(request),
    )
    return queries.account_row(account_id)


@router.post("/access/accounts/{uuid:account_id}/link", response={201: LinkOut})
@changes(commands.make_enrol_link, no_version_because=NEW, shows_once="link", proof=True)
def make_enrol_link(request: Asking, account_id: UUID) -> Status[dict[str, object]]:
    """A one-use link by which its owner sets a password, and a second step when there is none."""
    made = asked_once(request, commands.make_enrol_link, actor=request.actor, account_id=account_id)
    path = reverse("access:open-link", args=[made.shown_token]) if made.shown_token else ""
    return Status(201, {"link": f"{settings.ORIGIN}{path}" if path else "", "expires_at": made.expires_at})


@router.get("/access/accounts/{uuid:account_id}/sittings", response=PageOut[SittingOut])
@reads(CanAccess.MANAGE)
def list_sittings(request: Asking, account_id: UUID, paging: Query[PagingIn]) -> Page[queries.SittingRow]:  # noqa: ARG001
    queries.account_row(account_id)
    return page_in(queries.sittings_of(account_id), paging)


@router.post("/access/accounts/{uuid:account_id}/end-sittings", response=EndedOut)
@changes(commands.end_sittings, no_version_because=ENDS, proof=True)
def end_sittings(request: Asking, account_id: UUID, said: AccountReasonIn) -> dict[str, int]:
    ended = asked_once(request, commands.end_sittings, actor=request.actor, account_id=account_id, reason=said.reason)
    return {"ended": ended}


@router.post("/access/end-every-sitting", response=EndedOut)
@changes(commands.end_every_sitting, no_version_because=ENDS, proof=True)
def end_every_sitting(request: Asking, said: AccountReasonIn) -> dict[str, int]:
    """Everybody signs in anew, but for whoever asks."""
    return {"ended": asked_once(request, commands.end_every_sitting, actor=request.actor, reason=said.reason)}


@router.get("/access/roles", response=PageOut[RoleOut])
@reads(CanAccess.MANAGE)
def list_roles(request: Asking, paging: Query[PagingIn]) -> Page[queries.RoleRow]:  # noqa: ARG001
    """What each role may do, from the edition in force."""
    return page_in(queries.roles_in_force(), paging)
