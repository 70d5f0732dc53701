"""The tables of demand, read from their editions."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lineside.kernel.rule_tables import Edition, editions

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Kind:
    """A type of incident: how many, when, and how long officers stay."""

    code: str
    label: str
    per_year: int
    urgent: float  # the share that is graded immediate or priority
    shape: str
    scene_median: float
    scene_p90: float


@dataclass(frozen=True)
class Channel:
    """A way to reach us: how many a year in each profile, who uses it, where it lands, how long it takes."""

    code: str
    by: str
    per_year: dict[str, int]
    voices: tuple[str, ...]
    lands: dict[str, str]
    talk_mean: float
    talk_sigma: float
    patience_mean: float
    wait_mean: float
    urgent: bool


@dataclass(frozen=True)
class Station:
    """A place where things happen, with its weight."""

    crs: str
    name: str
    area: str
    weight: float
    lat: float
    lon: float


@dataclass(frozen=True)
class Text:
    """What one voice says about one type."""

    code: str
    kind: str
    voice: str
    text: str


def newest(table: str) -> Edition:
    return editions(DATA / table)[-1]


@cache
def kinds() -> dict[str, Kind]:
    return {
        row["code"]: Kind(
            row["code"],
            row["label"],
            row["per_year"],
            sum(row["grades"][:2]) / 100,
            row["shape"],
            row["scene_median"],
            row["scene_p90"],
        )
        for row in newest("demand").rows
    }


@cache
def channels() -> dict[str, Channel]:
    return {
        row["code"]: Channel(
            row["code"],
            row["by"],
            {"role": row["role"], "now": row["now"]},
            tuple(row["voices"]),
            dict(row["lands"]),
            row["talk_mean"],
            row["talk_sigma"],
            row["patience_mean"],
            row["wait_mean"],
            row["urgent"],
        )
        for row in newest("channels").rows
    }


@cache
def stations() -> tuple[Station, ...]:
    return tuple(
        Station(row["code"], row["name"], row["area"], float(row["weight"]), float(row["lat"]), float(row["lon"]))
        for row in newest("stations").rows
    )


@cache
def texts() -> tuple[Text, ...]:
    return tuple(Text(row["code"], row["type"], row["voice"], row["text"]) for row in newest("texts").rows)


@cache
def weights(table: str, code: str) -> tuple[float, ...]:
    return tuple(newest(table).by_code[code]["weights"])
