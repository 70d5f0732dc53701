"""API clients, and what a key may be given."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lineside.access.models import ApiClient, ClientUse
from lineside.access.rules import (
    roles,
)
from lineside.kernel.commands import REGISTRY
from lineside.kernel.errors import NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientRow:
    id: UUID
    name: str
    prefix: str
    scopes: list[str]
    created_at: datetime
    revoked_at: datetime | None
    last_used_at: datetime | None
    last_address: str


def clients() -> list[ClientRow]:
    uses = {use.client_id: use for use in ClientUse.objects.all()}
    return [_client_row(client, uses.get(client.id)) for client in ApiClient.objects.order_by("name")]


def client_row(client_id: UUID) -> ClientRow:
    client = ApiClient.objects.filter(id=client_id).first()
    if client is None:
        raise NotFound("There is no such client.")
    return _client_row(client, ClientUse.objects.filter(client_id=client_id).first())


def known_permissions() -> frozenset[str]:
    """Every permission that a command needs or a role gives."""
    return frozenset(REGISTRY.values()) | frozenset().union(*roles().values())


def _client_row(client: ApiClient, use: ClientUse | None) -> ClientRow:
    return ClientRow(
        id=client.id,
        name=client.name,
        prefix=client.prefix,
        scopes=client.scopes,
        created_at=client.created_at,
        revoked_at=client.revoked_at,
        last_used_at=use.at if use else None,
        last_address=use.address if use else "",
    )
