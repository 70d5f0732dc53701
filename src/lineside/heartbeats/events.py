"""News of the parts of the system."""

from dataclasses import dataclass

from lineside.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class Turn(Event):
    """A part fell silent, said that it is in trouble, came back, or is no longer used."""

    part: str
    why: str

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"part:{self.part}",)


@dataclass(frozen=True, kw_only=True)
class GatewayDown(Turn):
    pass


@dataclass(frozen=True, kw_only=True)
class GatewayUp(Turn):
    pass


@dataclass(frozen=True, kw_only=True)
class PartRetired(Turn):
    pass
