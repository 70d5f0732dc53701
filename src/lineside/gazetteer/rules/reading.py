"""What a text was read as: readings best first, whether they compete, and the words nobody could use."""

from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True)
class Reading:
    kind: str
    name: str
    why: str
    score: float
    lat: float | None = None
    lon: float | None = None
    accuracy_m: int | None = None
    codes: dict[str, str | int] = field(default_factory=dict)  # crs, tiploc, elr, yards, platform... as apply
    post: str = ""
    area: str = ""

    def with_codes(self, **codes: str | int) -> "Reading":
        return replace(self, codes={**self.codes, **{key: value for key, value in codes.items() if value != ""}})

    def as_json(self) -> dict[str, Any]:
        whole: dict[str, Any] = {"kind": self.kind, "name": self.name}
        whole.update({key: value for key, value in self.codes.items() if value != ""})
        if self.lat is not None and self.lon is not None:
            whole |= {"lat": round(self.lat, 6), "lon": round(self.lon, 6), "accuracy_m": self.accuracy_m}
            whole |= {key: value for key, value in (("post", self.post), ("area", self.area)) if value}
        return {**whole, "why": self.why, "score": round(self.score, 2)}


@dataclass(frozen=True)
class Located:
    text: str
    readings: tuple[Reading, ...] = ()
    ambiguous: bool = False
    unread: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "text": self.text,
            "readings": [reading.as_json() for reading in self.readings],
            "ambiguous": self.ambiguous,
            "unread": list(self.unread),
        }


@dataclass(frozen=True)
class Found:
    """Readings that one stretch of the text gave; several readings of one stretch compete unless `alike`."""

    start: int
    end: int
    readings: tuple[Reading, ...]
    rank: int = 1  # how strongly the text says that this is the place: 3 a platform or measure, 2 "at", 0 "from", "to"
    alike: bool = False  # the readings are one place under several names
