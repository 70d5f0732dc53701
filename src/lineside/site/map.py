"""The map of the building, drawn from the code: rooms, what they do, what they announce, who hears it."""

import sys
from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

from django.conf import settings

from lineside.kernel.commands import REGISTRY
from lineside.kernel.events import KINDS, REACTIONS

T = TypeVar("T")
ROOT = Path(__file__).resolve().parents[3]


def draw() -> str:
    """The whole of docs/MAP.md, rooms from the top of the stairs down."""
    for room in settings.ROOMS:
        for part in ("commands", "events", "reactions", "api"):
            if find_spec(f"lineside.{room}.{part}"):
                import_module(f"lineside.{room}.{part}")
    parts = ["# Map\n\nDrawn from the code by `python -m lineside.manage map`. Rooms stand from the top down.\n"]
    parts += [_room(room) for room in reversed(settings.ROOMS)]
    return "\n".join(parts)


def _room(room: str) -> str:
    sign = (sys.modules[f"lineside.{room}"].__doc__ or import_module(f"lineside.{room}").__doc__ or "").strip()
    lines = [f"## {room}\n", sign, ""]
    lines += [f"- does `{_tail(name)}` (needs `{needs}`)" for name, needs in sorted(_of(room, REGISTRY).items())]
    lines += [f"- announces `{_tail(name)}`" for name in sorted(_of(room, KINDS))]
    for event, reactions in sorted(REACTIONS.items()):
        lines += [
            f"- hears `{event}`: {_tail(name).replace('_', ' ')}"
            for name, _ in reactions
            if name.startswith(f"{room}.")
        ]
    return "\n".join(lines).rstrip() + "\n"


def _of(room: str, names: Mapping[str, T]) -> dict[str, T]:
    return {name: value for name, value in names.items() if name.startswith(f"{room}.") and ".tests." not in name}


def _tail(name: str) -> str:
    return name.rpartition(".")[2]
