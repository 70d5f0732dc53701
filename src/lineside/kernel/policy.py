"""What operators may change at run time, by editions: the newest row of a name is in force."""

from typing import Any

from lineside.kernel.actors import Actor
from lineside.kernel.commands import command
from lineside.kernel.models import Policy

CAN_SET_POLICY = "kernel.set_policy"


@command(needs=CAN_SET_POLICY)
def set_policy(*, actor: Actor, name: str, value: Any, why: str = "") -> Policy:  # noqa: ANN401 - any JSON
    policy = Policy(name=name, value=value, by=actor.name, why=why)
    policy.save()
    return policy


def policy(name: str, default: Any = None) -> Any:  # noqa: ANN401 - any JSON
    row = Policy.objects.filter(name=name).order_by("-created_at").first()
    return default if row is None else row.value


def is_demo() -> bool:
    return bool(policy("demo", default=False))
