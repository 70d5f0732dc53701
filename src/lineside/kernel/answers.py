"""What was answered to a key, so that the same request twice is one deed."""

from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models

from lineside.kernel.errors import RuleBroken
from lineside.kernel.models import Answer


def answered_before(key: str, command: str) -> tuple[bool, object]:
    """Claim the key: (False, None) when it is new. A second claim at the same moment waits here for the first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_answer (key, command, at) VALUES (%s, %s, now()) ON CONFLICT (key) DO NOTHING",
            [key, command],
        )
        if cursor.rowcount:
            return False, None
    row = Answer.objects.get(key=key)
    if row.command != command:
        raise RuleBroken("That idempotency key was used for something else; send a new one.")
    return True, _read(row.answer)


def remember(key: str, result: object) -> None:
    Answer.objects.filter(key=key).update(answer=_write(result))


def forget(key: str) -> None:
    Answer.objects.filter(key=key).delete()


def _write(result: object) -> dict[str, Any]:
    if isinstance(result, models.Model):
        return {"model": result._meta.label, "id": str(result.pk)}
    if isinstance(result, UUID):
        return {"uuid": str(result)}
    return {"value": result}


def _read(kept: dict[str, Any] | None) -> object:
    kept = kept or {"value": None}
    if "model" in kept:
        model: type[models.Model] = apps.get_model(kept["model"])
        return model._default_manager.get(pk=kept["id"])
    return UUID(kept["uuid"]) if "uuid" in kept else kept["value"]
