"""Every read of trains: where one is now, where it calls next, which run between two places."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from uuid import UUID

from django.db.models import Q

from lineside.finding.queries import row_of
from lineside.gazetteer.queries import by_railway_code
from lineside.kernel.clock import UK, now, uk_day
from lineside.kernel.errors import NotFound
from lineside.trains.models import FeedState, Said, Scheduled, Train
from lineside.trains.rules import Call, Placed, Point, Points, Report, Running, Timetabled, Told, placed, running, table

__all__ = [
    "MOST_ON_MAP",
    "Call",
    "Placed",
    "Point",
    "Report",
    "Running",
    "TrainRow",
    "feeds",
    "remaining_calls",
    "station_messages",
    "train",
    "train_now",
    "trains_between",
    "trains_by_unit",
    "trains_calling",
    "trains_heard",
]

MOST, MOST_ON_MAP = 50, 200
BEFORE, AFTER = timedelta(hours=4), timedelta(hours=3)  # a train of that headcode may have begun, or begin, so far off
A_DAY = timedelta(days=1)
LATELY = timedelta(minutes=90)  # longer than between two reports of any train that still runs
KEPT = 20_000


class _Points(Points):
    """Places by their codes, from the gazetteer; each looked up once."""

    def by_tpl(self, tpl: str) -> Point:
        return _point("tiploc", tpl) or Point(tpl=tpl, name=tpl)

    def by_stanox(self, stanox: str) -> Point:
        return _point("stanox", stanox) or Point(tpl="", stanox=stanox, name=f"STANOX {stanox}")


@lru_cache(maxsize=KEPT)
def _point(kind: str, code: str) -> Point | None:
    place = by_railway_code(kind, code)
    if place is None:
        return None
    codes = dict(place.codes)
    return Point(
        tpl=code if kind == "tiploc" else codes.get("tiploc", ""),
        stanox=code if kind == "stanox" else codes.get("stanox", ""),
        crs=place.crs,
        name=place.name,
        lat=place.lat,
        lon=place.lon,
    )


POINTS = _Points()


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainRow:
    """One train as it is known now; `running` holds its calls, its last report and how sure that is."""

    id: UUID
    headcode: str
    uid: str
    identity: str  # TRUST's ten characters
    toc: str
    unit: str
    at: datetime  # of this look
    departs_at: datetime | None
    running: Running

    @property
    def origin(self) -> str:
        return self.running.calls[0].point.name if self.running.calls else ""

    @property
    def destination(self) -> str:
        return self.running.calls[-1].point.name if self.running.calls else ""

    @property
    def name(self) -> str:
        """Enough to tell it from another of its headcode on the same day."""
        clock = f"{self.departs_at.astimezone(UK):%H:%M} " if self.departs_at else ""
        return f"{self.headcode} {clock}{self.origin} to {self.destination}".strip()

    @property
    def age(self) -> timedelta | None:
        """How old the last report is."""
        return self.at - self.running.last.at if self.running.last else None

    @property
    def next_call(self) -> Call | None:
        return next(iter(self.running.remaining), None)

    @property
    def sure_words(self) -> str:
        row = table("sureness", uk_day(self.at)).by_code[self.running.sure]
        return str(row["label"])

    @property
    def where(self) -> str:
        """Where it is now, in words."""
        run = self.running
        if run.is_over:
            return f"ended at {run.last.name}" if run.last else "ended"
        if run.last is None:
            return f"not reported yet; due from {self.origin}" if self.origin else "not reported yet"
        if run.is_standing:
            return f"at {run.last.name}"
        return f"between {run.last.name} and {run.ahead.point.name}" if run.ahead else f"past {run.last.name}"


def train(train_id: UUID) -> TrainRow:
    row = Train.objects.filter(id=train_id).select_related("joined").first()
    if row is None:
        raise NotFound("There is no such train; what is known of trains is kept for some days only.")
    return _rows([row.joined or row])[0]


def train_now(headcode: str, near: str = "", when: datetime | None = None) -> list[TrainRow]:
    """Every train of that headcode that runs about then, the likeliest first: a headcode comes again in a day.

    `near` is the CRS of a station: those that call or were reported there come first. One row is an answer; more are
    choices for a person.
    """
    at = when or now()
    days = (uk_day(at), uk_day(at) - A_DAY)
    found = Train.objects.filter(headcode=headcode.strip().upper(), day__in=days, joined=None)
    rows = [row for row in _rows(found[:MOST], at) if _is_about(row, at)]
    crs = near.strip().upper()
    return sorted(rows, key=lambda row: (not _comes_by(row, crs), row.running.is_over, _off(row, at), str(row.id)))


def trains_by_unit(unit: str, when: datetime | None = None) -> list[TrainRow]:
    """Trains that staff told this unit works."""
    at = when or now()
    days = (uk_day(at), uk_day(at) - A_DAY)
    found = Train.objects.filter(unit="".join(unit.split()), day__in=days, joined=None).exclude(unit="")
    return [row for row in _rows(found[:MOST], at) if _is_about(row, at)]


def trains_heard(when: datetime | None = None) -> list[tuple[TrainRow, Placed]]:
    """Trains that were heard lately and have a place on the ground, those heard last first; two statements."""
    at = when or now()
    found = Train.objects.filter(day__in=(uk_day(at), uk_day(at) - A_DAY), joined=None, heard_at__gt=at - LATELY)
    rows = [(row, placed(row.running, at)) for row in _rows(found.order_by("-heard_at", "id")[:MOST_ON_MAP], at)]
    return [(row, place) for row, place in rows if place]


def remaining_calls(train_id: UUID) -> tuple[Call, ...]:
    """Where the train still calls, the next first, with forecast and platform; none when it has ended."""
    return train(train_id).running.remaining


def trains_between(origin: str, destination: str, when: datetime | None = None, most: int = 10) -> list[TrainRow]:
    """Trains that still call at one station (CRS) and after it at the other, the first to leave first."""
    at = when or now()
    one, other = origin.strip().upper(), destination.strip().upper()
    found = Train.objects.filter(
        Q(ends_at=None) | Q(ends_at__gte=at - AFTER),
        day__in=(uk_day(at), uk_day(at) - A_DAY),
        stations__contains=[one, other],
        departs_at__lte=at + AFTER,
    )
    leaving = [(row, _leaves(row, one, other)) for row in _rows(found.order_by("departs_at")[: MOST * 4], at)]
    gone = [(when_, row) for row, when_ in leaving if when_ and when_ >= at]
    return [row for _, row in sorted(gone, key=lambda pair: (pair[0], str(pair[1].id)))[:most]]


def trains_calling(crs: str, within: timedelta, when: datetime | None = None) -> list[TrainRow]:
    """Trains that are to call at a station in that time by their plan, those that are cancelled among them."""
    at, code = when or now(), crs.strip().upper()
    found = Train.objects.filter(
        Q(ends_at=None) | Q(ends_at__gte=at),
        day__in=(uk_day(at), uk_day(at) - A_DAY),
        stations__contains=[code],
        departs_at__lte=at + within,
        joined=None,
    )
    rows = _rows(found.order_by("departs_at", "id")[: MOST * 4], at)
    calls = ((row, call) for row in rows for call in row.running.calls if call.stops and call.point.crs == code)
    return [row for row, call in calls if call.first_time and at <= call.first_time <= at + within]


def _leaves(row: TrainRow, one: str, other: str) -> datetime | None:
    """When it goes from one to the other; none when it does not, or has gone."""
    calls = row.running.remaining
    first = next((call for call in calls if call.point.crs == one), None)
    if first is None or not any(call.point.crs == other and call.number > first.number for call in calls):
        return None
    return first.goes_at or first.comes_at


def station_messages(crs: Iterable[str], on: datetime | None = None) -> list[str]:
    """What Darwin tells passengers at these stations."""
    since = uk_day(on or now()) - A_DAY
    wanted = set(crs)
    found = Said.objects.filter(who="M", day__gte=since).order_by("-said_at")[:200]
    return [
        str(row.facts["text"])
        for row in found
        if not row.facts.get("suppressed") and wanted & set(row.facts.get("crs", ()))
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRow:
    """How far a feed has been heard."""

    feed: str
    received_at: datetime
    said_at: datetime | None
    frames: int
    messages: int


def feeds() -> list[FeedRow]:
    return [row_of(FeedRow, row) for row in FeedState.objects.order_by("feed")]


def as_timetabled(row: Scheduled) -> Timetabled:
    return Timetabled(
        uid=row.uid,
        starts=row.starts,
        stp=row.stp,
        ends=row.ends,
        days=row.days,
        headcode=row.headcode,
        toc=row.toc,
        calls=tuple(row.calls),
    )


def _rows(found: Iterable[Train], at: datetime | None = None) -> list[TrainRow]:
    """Trains with what stands of them: two statements, however many they are."""
    trains, moment = list(found), at or now()
    whos = {who for each in trains for who in (each.trust, each.rid) if who}
    told: dict[str, list[Told]] = {}
    for row in Said.objects.filter(who__in=whos):
        said = Told(who=row.who, slot=row.slot, said_at=row.said_at, facts=row.facts, day=row.day)
        told.setdefault(row.who, []).append(said)
    return [
        TrainRow(
            id=each.id,
            headcode=each.headcode,
            uid=each.uid,
            identity=each.trust[1:11],
            toc=each.toc,
            unit=each.unit,
            at=moment,
            departs_at=each.departs_at or _departs(told.get(each.trust, ())),
            running=running(each.calls, [*told.get(each.trust, ()), *told.get(each.rid, ())], POINTS, moment),
        )
        for each in trains
    ]


def _departs(told: Iterable[Told]) -> datetime | None:
    said = next((each.facts.get("at") for each in told if each.slot == "called"), None)
    return datetime.fromisoformat(said) if said else None


def _is_about(row: TrainRow, at: datetime) -> bool:
    """Whether it runs about that moment; one of which nothing tells when, may."""
    calls = row.running.calls
    begins = row.departs_at or (calls[0].first_time if calls else None)
    ends = (calls[-1].comes_at or calls[-1].first_time) if calls else None
    return (begins is None or begins <= at + AFTER) and (ends is None or ends >= at - BEFORE)


def _comes_by(row: TrainRow, crs: str) -> bool:
    return not crs or any(call.point.crs == crs for call in row.running.calls)


def _off(row: TrainRow, at: datetime) -> timedelta:
    """How far from that moment it runs; none while it does."""
    calls = row.running.calls
    begins = row.departs_at or (calls[0].first_time if calls else None)
    ends = calls[-1].comes_at if calls else None
    if begins and begins > at:
        return begins - at
    return at - ends if ends and ends < at else timedelta()
