"""What was answered to a key, so that the same request twice is one deed."""

from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from psycopg.types.json import Jsonb

from lineside.kernel.errors import RuleBroken
from lineside.kernel.wire import Asked

# A second claim at the same moment waits here for the first.
CLAIM = (
    "INSERT INTO kernel_answer (key, command, at) VALUES ($1, $2, now()) ON CONFLICT (key) DO NOTHING RETURNING true"
)


class Answered(Exception):
    """The key has been claimed: the command is not carried out again."""


def remembered(key: tuple[str, str], result: object) -> Asked:
    return "UPDATE kernel_answer SET answer = $1 WHERE key = $2", [Jsonb(_write(result)), key[0]]


def answer_to(key: tuple[str, str]) -> object:
    """The first answer that this command gave to the key."""
    row = apps.get_model("kernel.Answer")._default_manager.get(key=key[0])
    if row.command != key[1]:
        raise RuleBroken("That idempotency key was used for something else; send a new one.")
    return _read(row.answer)


def _write(result: object) -> dict[str, Any]:
    if isinstance(result, models.Model):
        return {"model": result._meta.label, "id": str(result.pk)}
    if isinstance(result, UUID):
        return {"uuid": str(result)}
    return {"value": result}


def _read(kept: dict[str, Any] | None) -> object:
    kept = kept or {"value": None}
    if "model" in kept:
        return apps.get_model(kept["model"])._default_manager.get(pk=kept["id"])
    return UUID(kept["uuid"]) if "uuid" in kept else kept["value"]
