"""The rail of desks at the left: each room that has a desk hangs its name here; only what one may use is drawn."""

from dataclasses import dataclass

from lineside.kernel.actors import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class RailItem:
    """A desk's name on the rail, its sign and its path."""

    word: str
    sign: str
    path: str
    needs: str
    rank: int = 50


_RAIL: dict[str, RailItem] = {}


def hang(item: RailItem) -> None:
    _RAIL[item.path] = item


def rail_for(actor: Actor) -> list[RailItem]:
    return sorted((item for item in _RAIL.values() if actor.may(item.needs)), key=lambda item: item.rank)
