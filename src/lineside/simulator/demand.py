"""The stream of contacts: when they come, what about, from where. Pure and repeatable: a seed and a beginning."""

import heapq
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from itertools import accumulate
from zoneinfo import ZoneInfo

from lineside.simulator.people import Person, a_person
from lineside.simulator.tables import Channel, Kind, Station, Text, channels, kinds, stations, texts, weights

UK = ZoneInfo("Europe/London")
BLOCK = timedelta(minutes=15)
HOURS_A_YEAR = 8766
DISPERSION = 1.4  # of the counts in a block
DUPLICATES = 0.12
SILENT = 0.03
NIGHT_ENDS = 4
FRIDAY, SATURDAY = 4, 5
OCTOBER, APRIL = 10, 4
DISORDERS_A_YEAR = 25 * 52
# Who rings about a person struck by a train, beside the public; some more of the railway follow.
FIRST_AT_A_FATALITY = (
    ("rail", "signaller"),
    ("rail", "control"),
    ("rail", "staff"),
    ("emergency", "force"),
    ("emergency", "driver"),
)


@dataclass(frozen=True, kw_only=True)
class Contact:
    """One message or call of the stream."""

    key: str
    at: datetime
    channel: str
    by: str  # phone | email | text
    lands: str  # the line type or the box
    kind: str
    text_code: str
    text: str
    station: Station
    headcode: str
    person: Person
    talk_s: int = 0
    patience_s: int = 0
    wait_s: int = 0
    burst: str = ""
    silent: bool = False


@dataclass(frozen=True)
class Scene:
    """What several contacts have in common: what happened, where, on which train, when."""

    kind: str
    station: Station
    headcode: str
    at: datetime
    burst: str = ""


class Stream:
    """The contacts of one profile from a beginning on, in order of time."""

    def __init__(self, profile: str, seed: int, start: datetime) -> None:
        if profile not in {"role", "now"}:
            raise ValueError("The profile is role or now.")
        self.profile, self.start = profile, start
        self.dice = random.Random(f"{seed} {profile} {start.isoformat()}")  # noqa: S311 - repeatable is the point
        self.stamp = f"sim-{seed}-{start:%Y%m%d%H%M%S}"
        self._ahead: list[tuple[datetime, int, Contact]] = []
        self._count = 0

    def contacts(self) -> Iterator[Contact]:
        block = self.start
        while True:
            self._fill(block)
            block += BLOCK
            while self._ahead and self._ahead[0][0] < block:
                yield heapq.heappop(self._ahead)[2]

    def _fill(self, block: datetime) -> None:
        for channel in channels().values():
            expected = rate(channel, self.profile, block) * BLOCK / timedelta(hours=1)
            noise = self.dice.gammavariate(expected / (DISPERSION - 1), (DISPERSION - 1) / expected)
            for _ in range(self._poisson(expected * noise)):
                self._ordinary(channel, block)
        quarter = BLOCK / timedelta(hours=HOURS_A_YEAR)
        for _ in range(self._poisson(kinds()["FATAL"].per_year * quarter * factor("crisis", block))):
            self._fatality(self._moment(block))
        for _ in range(self._poisson(DISORDERS_A_YEAR * quarter * factor("evening", block))):
            self._disorder(self._moment(block))

    def _ordinary(self, channel: Channel, block: datetime) -> None:
        codes, sums = mixture(channel.code, local_hour(block), block.month)
        kind = self.dice.choices(codes, cum_weights=sums)[0]
        scene = Scene(kind, self._station(), self._headcode(), self._moment(block))
        self._add(channel, scene, scene.at)
        if self.dice.random() < DUPLICATES:
            again = scene.at + timedelta(seconds=self.dice.uniform(20, 1200))
            self._add(channel, replace(scene, burst="duplicate"), again)

    def _fatality(self, at: datetime) -> None:
        scene = Scene("FATAL", self._station(), self._headcode(), at, "fatality")
        public = [("public", "passenger")] * self.dice.randint(3, 10)
        told = [*FIRST_AT_A_FATALITY, *public]
        told += [("rail", "staff")] * max(0, self.dice.randint(15, 25) - len(told))
        for name, voice in told:
            self._add(channels()[name], scene, at + timedelta(seconds=self.dice.triangular(0, 900, 120)), voice)

    def _disorder(self, at: datetime) -> None:
        """A train in disorder: texts as it moves, and its guard or control once."""
        scene = Scene("ASB", self._station(), self._headcode(), at, "train disorder")
        for _ in range(self.dice.randint(2, 6)):
            when = at + timedelta(seconds=self.dice.uniform(0, 600))
            self._add(channels()["text"], replace(scene, station=self._station(scene.station.area)), when)
        self._add(channels()["rail"], scene, at + timedelta(seconds=self.dice.uniform(120, 600)))

    def _add(self, channel: Channel, scene: Scene, at: datetime, voice: str = "") -> None:
        said = self.dice.choice(sayings(scene.kind, (voice,) if voice else channel.voices))
        slots = {"place": scene.station.name, "headcode": scene.headcode, "time": self._clock(scene.at)}
        silent = channel.code == "emergency" and self.dice.random() < SILENT
        phone = channel.by == "phone"
        self._count += 1
        contact = Contact(
            key=f"{self.stamp}-{self._count}",
            at=at,
            channel=channel.code,
            by=channel.by,
            lands=channel.lands[said.voice],
            kind=scene.kind,
            text_code=said.code,
            text="" if silent else said.text.format(**slots),
            station=scene.station,
            headcode=scene.headcode,
            person=a_person(self.dice, said.voice),
            talk_s=self._talk(channel) if phone else 0,
            patience_s=int(self.dice.expovariate(1 / channel.patience_mean)) if phone else 0,
            wait_s=int(self.dice.expovariate(1 / channel.wait_mean)) if phone else 0,
            burst=scene.burst,
            silent=silent,
        )
        heapq.heappush(self._ahead, (at, self._count, contact))

    def _talk(self, channel: Channel) -> int:
        middle = math.log(channel.talk_mean) - channel.talk_sigma**2 / 2
        return max(10, int(self.dice.lognormvariate(middle, channel.talk_sigma)))

    def _moment(self, block: datetime) -> datetime:
        return block + timedelta(seconds=self.dice.uniform(0, BLOCK.total_seconds()))

    def _clock(self, at: datetime) -> str:
        return f"{(at - timedelta(minutes=self.dice.randint(1, 25))).astimezone(UK):%H:%M}"

    def _station(self, area: str = "") -> Station:
        among = [station for station in stations() if area in ("", station.area)]
        return self.dice.choices(among, [station.weight for station in among])[0]

    def _headcode(self) -> str:
        return f"{self.dice.choice('1112259')}{self.dice.choice('ABCDEFGHJKLMNPRSTVWY')}{self.dice.randint(1, 99):02d}"

    def _poisson(self, mean: float) -> int:
        count, left = 0, mean - self.dice.expovariate(1)
        while left > 0:
            count += 1
            left -= self.dice.expovariate(1)
        return count


def rate(channel: Channel, profile: str, at: datetime) -> float:
    """Contacts an hour expected on this channel, bursts and duplicates aside (they are part of the year's volume)."""
    ordinary = max(0.0, channel.per_year[profile] - in_bursts(channel.code)) / (1 + DUPLICATES)
    return max(1e-6, ordinary / HOURS_A_YEAR * mixture(channel.code, local_hour(at), at.month)[1][-1])


def in_bursts(code: str) -> float:
    """Contacts a year that come in bursts."""
    fatal = kinds()["FATAL"].per_year
    each = {"rail": 3 + 8.5, "emergency": 2, "public": 6.5}.get(code, 0)
    disorder = {"text": 4, "rail": 1}.get(code, 0)
    return fatal * each + DISORDERS_A_YEAR * disorder


def local_hour(at: datetime) -> tuple[int, int]:
    """The day of the week and the hour on the railway's clock; the small hours belong to the night before."""
    local = at.astimezone(UK)
    return (local.weekday() - (local.hour < NIGHT_ENDS)) % 7, local.hour


def factor(shape: str, at: datetime) -> float:
    return hour_factor(shape, *local_hour(at))


@cache
def hour_factor(shape: str, day: int, hour: int) -> float:
    late = "evening_fri_sat" if day in (FRIDAY, SATURDAY) else "evening_mon_thu"
    return weights("hours", late if shape == "evening" else shape)[hour] * weights("days", shape)[day]


@cache
def mixture(channel: str, when: tuple[int, int], month: int) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """The types that come by this channel in this hour, with running sums of their weights (1 at an average hour)."""
    asked = channels()[channel]
    among = [kind for kind in kinds().values() if fits(kind, asked)]
    shares = [kind.per_year * (kind.urgent if asked.urgent else 1) for kind in among]
    weighed = [
        share / sum(shares) * hour_factor(kind.shape, *when) * month_factor(kind.code, month)
        for kind, share in zip(among, shares, strict=True)
    ]
    return tuple(kind.code for kind in among), tuple(accumulate(weighed))


def month_factor(code: str, month: int) -> float:
    return weights("days", "month_trespass" if code == "TRESP" else "month")[month - 1]


def fits(kind: Kind, channel: Channel) -> bool:
    """Fatalities come in bursts; cameras report only what cameras see; nobody says what nobody wrote."""
    if kind.code == "FATAL" or (kind.code == "CAMERA") != (channel.code == "camera"):
        return False
    return bool(sayings(kind.code, channel.voices))


@cache
def sayings(kind: str, voices: tuple[str, ...]) -> tuple[Text, ...]:
    return tuple(text for text in texts() if text.kind == kind and text.voice in voices)
