"""Logs of an old system: what each must say before it is moved in, and the keys by which it stands in its own time."""

import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from lineside.incidents.rules.codes import grades, opening_codes
from lineside.incidents.rules.opening import LONGEST_GIST, LONGEST_TEXT, check_place, check_text
from lineside.kernel.clock import uk_day
from lineside.kernel.errors import RuleBroken

LONGEST_REFERENCE, LONGEST_NAME = 24, 200
LONGEST = {
    "place_text": LONGEST_GIST,
    "informant_name": LONGEST_NAME,
    "informant_number": 60,
    "opened_by": LONGEST_NAME,
}
REFERENCE = re.compile(r"[A-Z0-9][A-Z0-9.\-]*")
EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)  # the first day of which a key can be made
# Above what any day of ours reaches, so that an old log takes no number that a live one is waiting for.
FIRST_SERIAL = 1_000_001


@dataclass(frozen=True, slots=True, kw_only=True)
class OldLog:
    """A log that was ended in the system that it comes from."""

    reference: str
    opened_at: datetime
    closed_at: datetime
    summary: str
    opening_code: str
    first_contact_at: datetime | None = None
    grade: str = ""
    place_text: str = ""
    crs: str = ""
    lat: float | None = None
    lon: float | None = None
    area: str = ""
    headcode: str = ""
    informant_name: str = ""
    informant_number: str = ""
    opened_by: str = ""
    result: str = ""
    is_restricted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OldLine:
    """A line of such a log."""

    at: datetime
    text: str
    by: str = ""


def check_old_log(log: OldLog, now: datetime, prefix: str) -> None:
    """`prefix` begins our own numbers: an old one that looks like one of today or later could be given once more."""
    check_old_reference(log.reference, LONGEST_REFERENCE)
    day = uk_day(now)
    found = re.fullmatch(re.escape(prefix) + r"-(\d{8})-\d+", log.reference)
    if found and found[1] >= f"{day:%Y%m%d}":
        raise RuleBroken("This is a number that may be given here yet; let the mapping alter it.", "reference")
    _check_times(log, now)
    if log.opening_code not in opening_codes(day):
        raise RuleBroken(f"{log.opening_code[:20]!r} is no opening code in force; correct the mapping.", "opening_code")
    if log.grade and log.grade not in grades(day):
        raise RuleBroken(f"{log.grade[:20]!r} is no grade in force; correct the mapping.", "grade")
    _check_words(log)


def _check_times(log: OldLog, now: datetime) -> None:
    check_old_moment(log.opened_at, "opened_at", now)
    check_old_moment(log.closed_at, "closed_at", now)
    if log.closed_at < log.opened_at:
        raise RuleBroken("It cannot have been closed before it was opened; check the times.", "closed_at")
    if log.first_contact_at:
        check_old_moment(log.first_contact_at, "first_contact_at", now)


def _check_words(log: OldLog) -> None:
    check_text(log.summary, "summary")
    if log.result:
        check_text(log.result, "result")
    check_place({"crs": log.crs, "lat": log.lat, "lon": log.lon, "headcode": log.headcode, "area": log.area}, "unknown")
    for name, longest in LONGEST.items():
        if len(getattr(log, name)) > longest:
            raise RuleBroken(f"Keep {name} to {longest} characters.", name)


def check_old_line(line: OldLine, now: datetime) -> None:
    check_old_moment(line.at, "at", now)
    check_text(line.text, "text", LONGEST_TEXT)
    if len(line.by) > LONGEST_NAME:
        raise RuleBroken(f"Keep by to {LONGEST_NAME} characters.", "by")


def check_old_reference(reference: str, longest: int) -> None:
    """It stands in addresses, and people read it out: capitals, digits, dots and dashes."""
    if len(reference) > longest:
        raise RuleBroken(f"The number {reference[:60]!r} is longer than {longest}; let the mapping give a shorter one.")
    if not REFERENCE.fullmatch(reference):
        raise RuleBroken(f"The number {reference[:60]!r} holds more than capitals, digits, dots and dashes.")


def check_old_moment(at: datetime, name: str, now: datetime) -> None:
    if at > now:
        raise RuleBroken(f"{name} lies in the future; check it.", name)
    if at < EARLIEST:
        raise RuleBroken(f"{name} lies before 1970; check it.", name)


def old_key(at: datetime, order: int) -> UUID:
    """A key of that moment; of one moment those of a lower order come first, and no two are the same."""
    millis = int(at.timestamp() * 1000)
    high, low = divmod(order & 0xFFFFFFFF, 1 << 20)
    drawn = int.from_bytes(os.urandom(6), "big") >> 6
    return UUID(int=(millis << 80) | (0x7 << 76) | (high << 64) | (0b10 << 62) | (low << 42) | drawn)


def moment_of(key: UUID) -> datetime:
    """The moment of which a key was made."""
    return datetime.fromtimestamp((key.int >> 80) / 1000, UTC)
