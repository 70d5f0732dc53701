"""The API of API clients and of what is set about sign-in."""

from datetime import datetime
from uuid import UUID

from ninja import Field, Query, Router, Schema, Status

from lineside.access import commands, queries
from lineside.access.permissions import CanAccess
from lineside.kernel.http import asked_once
from lineside.kernel.paging import Page, page_in
from lineside.kernel.policy import CAN_SET_POLICY
from lineside.ui.operations import PageOut, PagingIn, changes, example, reads
from lineside.ui.pages import Asking

router = Router()
NEW = "It makes something new."


class ClientOut(Schema):
    id: UUID
    name: str
    prefix: str
    scopes: list[str]
    created_at: datetime
    revoked_at: datetime | None
    last_used_at: datetime | None
    last_address: str


class ClientIn(Schema):
    model_config = example(name="The telephone switch", scopes=["contacts.receive"], renews=False)

    name: str = Field(max_length=120)
    scopes: list[str] = Field(max_length=200)
    renews: bool = Field(
        default=False, description="Give a client of that name a new key, instead of refusing the name."
    )


class ClientKeyOut(Schema):
    client: ClientOut
    key: str


class PolicyOut(Schema):
    name: str
    label: str
    value: int
    least: int
    most: int


class PolicyIn(Schema):
    model_config = example(name="access.idle_minutes", value=20, why="The new building has a locked floor.")

    name: str = Field(max_length=60)
    value: int
    why: str = Field(max_length=500)


@router.get("/access/clients", response=PageOut[ClientOut])
@reads(CanAccess.MANAGE)
def list_clients(request: Asking, paging: Query[PagingIn]) -> Page[queries.ClientRow]:  # noqa: ARG001
    return page_in(queries.clients(), paging)


@router.post("/access/clients", response={201: ClientKeyOut})
@changes(commands.enrol_client, no_version_because=NEW, shows_once="key", proof=True)
def enrol_client(request: Asking, said: ClientIn) -> Status[dict[str, object]]:
    made = asked_once(
        request,
        commands.enrol_client,
        actor=request.actor,
        name=said.name,
        scopes=tuple(said.scopes),
        renews=said.renews,
    )
    return Status(201, {"client": queries.client_row(made.id), "key": made.shown_key})


@router.post("/access/clients/{uuid:client_id}/revoke", response=ClientOut)
@changes(
    commands.revoke_client,
    no_version_because="A key is revoked whatever else was changed of its client.",
    proof=True,
)
def revoke_client(request: Asking, client_id: UUID) -> queries.ClientRow:
    asked_once(request, commands.revoke_client, actor=request.actor, client_id=client_id)
    return queries.client_row(client_id)


@router.get("/access/policies", response=PageOut[PolicyOut])
@reads(CAN_SET_POLICY)
def list_policies(request: Asking, paging: Query[PagingIn]) -> Page[queries.PolicyRow]:  # noqa: ARG001
    """What is set about sign-in, and between which bounds it may be."""
    return page_in(queries.policies(), paging)


@router.post("/access/policies", response=PolicyOut)
@changes(
    commands.set_sign_in_policy,
    no_version_because="The newest holds; each is kept with who set it and why.",
    proof=True,
)
def set_sign_in_policy(request: Asking, said: PolicyIn) -> queries.PolicyRow:
    """It holds for sittings that begin from now on."""
    asked_once(
        request,
        commands.set_sign_in_policy,
        actor=request.actor,
        name=said.name,
        value=said.value,
        why=said.why,
    )
    return next(row for row in queries.policies() if row.name == said.name)
