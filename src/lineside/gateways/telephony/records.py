"""The switch's own call records: Asterisk's `Master.csv`, as `cdr_csv` writes it, read as call events."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import chain
from pathlib import Path

from lineside.gateways.telephony.calls import CallEvent, plain, told_by
from lineside.gateways.telephony.protocol import MARK
from lineside.gateways.telephony.tracker import Caller, Lines, call_event, late_version

# cdr_csv's fixed order; `uniqueid` is written when its configuration says `loguniqueid = yes`, which we need.
DST, CLID, CHANNEL, DSTCHANNEL, START, ANSWER, END, DISPOSITION, UNIQUE = 2, 4, 5, 6, 9, 10, 11, 14, 16
SRC = 1
MOST_BYTES = 8_000_000  # the newest part of a file that has grown for years holds every gap worth reading
BEFORE_THE_GAP = timedelta(minutes=1)  # words still on the wire when we fell silent, and clocks that differ a little


@dataclass(frozen=True, kw_only=True)
class Record:
    """One line of the file that could be read."""

    unique: str
    number: str
    name: str
    dialled: str
    channel: str
    start: datetime
    answer: datetime | None
    end: datetime
    raw: bytes = field(default=b"", repr=False)


def read_records(path: Path, zone: tzinfo = UTC) -> Iterator[Record]:
    """The records of the file, oldest first; a line that cannot be read is passed over."""
    try:
        with path.open("rb") as file:
            file.seek(0, 2)
            begin = max(0, file.tell() - MOST_BYTES)
            file.seek(begin)
            lines = file.read().splitlines()
    except OSError:
        return
    for line in lines[1 if begin else 0 :]:
        try:
            row = next(csv.reader([line.decode("utf-8", "replace").replace("\x00", "")]), [])
        except csv.Error:
            continue
        if record := record_of(row, zone):
            yield replace(record, raw=line)


def record_of(row: list[str], zone: tzinfo) -> Record | None:
    if len(row) <= UNIQUE or not row[UNIQUE]:
        return None
    start, answer, end = (moment(row[column], zone) for column in (START, ANSWER, END))
    if start is None or end is None:
        return None
    name = row[CLID].partition("<")[0].strip().strip('"')
    return Record(
        unique=row[UNIQUE],
        number=row[SRC],
        name=name,
        dialled=row[DST],
        channel=row[CHANNEL],
        start=start,
        # A queue answers the line before anybody does; only with a telephone at the other end was it a person.
        answer=answer if row[DSTCHANNEL] and row[DISPOSITION] == "ANSWERED" else None,
        end=end,
    )


def moment(text: str, zone: tzinfo) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def heard_late(records: Iterator[Record], since: datetime, lines: Lines) -> list[CallEvent]:
    """What the records say happened since then, under the same names as if it had been heard."""
    calls: dict[str, list[Record]] = {}
    for record in records:
        is_ours = record.unique.startswith(MARK) or not lines.from_outside(record.channel)
        if record.end >= since - BEFORE_THE_GAP and not is_ours:
            calls.setdefault(record.unique, []).append(record)
    return list(chain.from_iterable(_events(parts, lines) for parts in calls.values()))


def _events(parts: list[Record], lines: Lines) -> Iterator[CallEvent]:
    """One call may leave several lines, one for each telephone that was tried."""
    first = min(parts, key=lambda part: part.start)
    caller = Caller(first.number, first.name, lines.type_of(first.dialled))
    end = max(part.end for part in parts)
    answered = min((part.answer for part in parts if part.answer), default=None)
    events = [call_event(first.unique, "offered", first.start, caller, {"dialled": plain(first.dialled)})]
    if answered:
        events.append(call_event(first.unique, "answered", answered, caller, {}))
    kind = "ended" if answered else "abandoned"
    events.append(call_event(first.unique, kind, end, caller, {"why": "from the switch's call records"}))
    raw = b"\n".join(part.raw for part in parts)
    yield from (told_by(late_version(event), raw, "Master.csv") for event in events)
