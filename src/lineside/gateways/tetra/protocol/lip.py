"""The location information protocol (ETSI TS 100 392-18-1): where a radio is, since when, and why it says so.

Read bit by bit as in the open vectors. Of long reports those shapes and velocities are read whose layout the vectors
bear out; another shape is refused, never guessed at. [memory] marks what no vector bears out.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from lineside.gateways.tetra.protocol.bits import Bits, Malformed, packed

PROTOCOL = 0x0A
SHORT, EXTENDED = 0, 1
LONG_REPORT = 3
LONGITUDE_STEP, LATITUDE_STEP = 360 / 2**25, 180 / 2**24
# Table of time elapsed: the oldest that the position may be, in seconds; None is not known.
ELAPSED_S = (5, 300, 1800, None)
# Position error of a short report, in metres; the last but one is "more than 200 km", which bounds nothing.
ERROR_M = (2.0, 20.0, 200.0, 2_000.0, 20_000.0, 200_000.0, None, None)
EMERGENCY_REASON = 2
UNKNOWN_SPEED, STEADY_SPEED = 127, 28
NO_SHAPE, POINT, CIRCLE, POINT_HIGH, CIRCLE_HIGH, POINT_ERROR = 0, 1, 2, 4, 5, 10
SHAPES = (
    "no shape", "point", "circle", "ellipse", "point with altitude", "circle with altitude", "ellipse with altitude",
    "circle with altitude and its uncertainty", "ellipse with altitude and its uncertainty", "arc",
    "point and position error", "reserved", "reserved", "reserved", "reserved", "extension",
)  # fmt: skip
BEST_EFFORT = 63
NO_VELOCITY, SPEED, SPEED_AND_COURSE = 0, 1, 5
HIGHEST = 2047


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report. Degrees in WGS84, metres, km/h, degrees clockwise from north; None is not told or not known."""

    kind: str
    lat: float | None = None
    lon: float | None = None
    within_m: float | None = None
    altitude_m: int | None = None
    speed_kmh: float | None = None
    course_deg: float | None = None
    older_than_s: int | None = None
    elapsed_is_known: bool = False
    position_time: tuple[int, int, int, int] | None = None  # day of the month, hour, minute, second, UTC
    reason: int | None = None
    user_data: int | None = None
    wants_answer: bool = False
    shape: str = ""
    rest_is_read: bool = True

    @property
    def is_emergency(self) -> bool:
        return self.reason == EMERGENCY_REASON


def read(octets: bytes) -> Report:
    """The report of an SDS of the location protocol, its protocol number first."""
    bits = Bits(octets)
    if bits.take(8) != PROTOCOL:
        raise Malformed("It is no message of the location protocol.")
    kind = bits.take(2)
    if kind == SHORT:
        return _short(bits)
    if kind != EXTENDED:
        raise Malformed(f"Location messages of type {kind} are reserved.")
    extension = bits.take(4)
    if extension != LONG_REPORT:
        raise Malformed(f"It is no report of a place (extension {extension}).")
    return _long(bits)


def position_at(report: Report, received: datetime) -> tuple[datetime, bool]:
    """When the radio was there, and whether that is known. An age that is told as a bound counts from its bound.

    Of a time of position only the day of the month is told: it is the latest such day that is not ahead of us.
    """
    if report.position_time is None:
        return received - timedelta(seconds=report.older_than_s or 0), report.older_than_s is not None
    day, hour, minute, second = report.position_time
    for back in range(62):
        there = received - timedelta(days=back)
        if there.day == day:
            at = there.replace(hour=hour, minute=minute, second=second, microsecond=0)
            if at <= received + timedelta(minutes=2):
                return min(at, received), True
    raise Malformed(f"There has been no day {day} lately.")


def _short(bits: Bits) -> Report:
    elapsed = ELAPSED_S[bits.take(2)]
    lon, lat = _lon_lat(bits)
    within, speed = ERROR_M[bits.take(3)], speed_of(bits.take(7))
    course = bits.take(4) * 22.5
    reason, user_data = _extra(bits)
    return Report(
        kind="short",
        lat=lat,
        lon=lon,
        within_m=within,
        speed_kmh=speed,
        course_deg=course if speed else None,  # what stands or is not known to move has no course
        older_than_s=elapsed,
        elapsed_is_known=elapsed is not None,
        reason=reason,
        user_data=user_data,
        shape="point",
    )


def _long(bits: Bits) -> Report:
    elapsed, position_time = _time(bits)
    shape = bits.take(4)
    lat = lon = within = altitude = None
    if shape in (POINT, CIRCLE, POINT_HIGH, CIRCLE_HIGH, POINT_ERROR):
        lon, lat = _lon_lat(bits)
        if shape in (CIRCLE, CIRCLE_HIGH):
            within = uncertainty_m(bits.take(6))
        elif shape == POINT_ERROR:  # [memory]
            within = ERROR_M[bits.take(3)]
        if shape in (POINT_HIGH, CIRCLE_HIGH):
            altitude = _altitude(bits)
    elif shape != NO_SHAPE:
        raise Malformed(f"A place told as {SHAPES[shape]} is not read here.")
    rest = _rest(bits)
    return Report(
        kind="long",
        lat=lat,
        lon=lon,
        within_m=within,
        altitude_m=altitude,
        older_than_s=elapsed,
        elapsed_is_known=elapsed is not None,
        position_time=position_time,
        shape=SHAPES[shape],
        **rest,
    )


def _rest(bits: Bits) -> dict[str, Any]:
    """Velocity, whether an answer is asked for, and the reason; a velocity of unknown layout hides what follows it."""
    velocity = bits.take(3)
    if velocity not in (NO_VELOCITY, SPEED, SPEED_AND_COURSE):
        return {"rest_is_read": False}
    speed = speed_of(bits.take(7)) if velocity != NO_VELOCITY else None
    course = bits.take(8) * 360 / 256 if velocity == SPEED_AND_COURSE else None
    wants_answer = bool(bits.take(1))
    reason, user_data = _extra(bits)
    return {
        "speed_kmh": speed,
        "course_deg": course if speed else None,
        "wants_answer": wants_answer,
        "reason": reason,
        "user_data": user_data,
    }


def _time(bits: Bits) -> tuple[int | None, tuple[int, int, int, int] | None]:
    kind = bits.take(2)
    if kind == 0:
        return None, None
    if kind == 1:
        return ELAPSED_S[bits.take(2)], None
    if kind != 2:  # noqa: PLR2004 - time of position
        raise Malformed("That type of time is reserved.")
    day, hour, minute, second = (bits.take(count) for count in (5, 5, 6, 6))
    if not (day and hour < 24 and minute < 60 and second < 60):  # noqa: PLR2004 - of a clock
        raise Malformed("Its time of position is no time.")
    return None, (day, hour, minute, second)


def _lon_lat(bits: Bits) -> tuple[float, float]:
    return bits.take_signed(25) * LONGITUDE_STEP, bits.take_signed(24) * LATITUDE_STEP


def _extra(bits: Bits) -> tuple[int | None, int | None]:
    is_user_data = bits.take(1)
    number = bits.take(8)
    return (None, number) if is_user_data else (number, None)


def _altitude(bits: Bits) -> int | None:
    """Metres in steps of 1, 2 and 75 [memory, borne out by the end of the table: 2047 is 11,525 m]; 0 is reserved."""
    bits.take(1)  # above the geoid or the ellipsoid [memory]; the difference is of no use to us
    number = bits.take(11)
    if number == 0:
        return None
    for last, height, step in ((1201, 1000, 1), (1926, 2450, 2), (HIGHEST, 11_525, 75)):
        if number <= last:
            return height - (last - number) * step
    raise Malformed("There is no such altitude.")


def uncertainty_m(number: int) -> float | None:
    """Horizontal position accuracy: 2 * 1.2^(K + 5) - 4 metres; 63 promises nothing."""
    return None if number == BEST_EFFORT else 2 * 1.2 ** (number + 5) - 4


def speed_of(number: int) -> float | None:
    """km/h: 0 to 28 as they are, above 16 * 1.038^(K - 13), and 127 not known."""
    if number == UNKNOWN_SPEED:
        return None
    return float(number) if number <= STEADY_SPEED else 16 * 1.038 ** (number - 13)


def write_short(
    *, lat: float, lon: float, error: int = 0, speed: int = 0, course: int = 0, elapsed: int = 0, reason: int = 0
) -> bytes:
    """A short report as a radio sends it, for our own peer and for tests; codes as in the tables above."""
    return packed(
        (
            (PROTOCOL, 8),
            (SHORT, 2),
            (elapsed, 2),
            (round(lon / LONGITUDE_STEP), 25),
            (round(lat / LATITUDE_STEP), 24),
            (error, 3),
            (speed, 7),
            (course, 4),
            (0, 1),
            (reason, 8),
        )
    )
