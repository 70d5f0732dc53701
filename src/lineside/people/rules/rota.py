"""Rules of the rota: shifts, sites, how many a shift needs, and when somebody may book on. No database here."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from lineside.kernel.clock import UK
from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import in_force

DATA = Path(__file__).parents[1] / "data"
COLLAR = re.compile(r"[A-Z]{0,2}[0-9]{2,6}")
EARLY = timedelta(hours=1)  # for the handover, and for those who come before their time
LONGEST = timedelta(hours=16)
CLOCKS_DIFFER = timedelta(minutes=5)  # between who asks and us


@dataclass(frozen=True, slots=True)
class Shift:
    """A shift of the pattern in force, with the edition it was taken from."""

    code: str
    label: str
    begins: time
    ends: time
    edition: str


@dataclass(frozen=True, slots=True)
class Need:
    """How many of a role a shift needs at a site, and from what that was reckoned."""

    site: str
    role: str
    desk: str
    by_shift: dict[str, int]
    why: str


def shifts(on: date) -> tuple[Shift, ...]:
    table = in_force(DATA / "shift_patterns", on)
    return tuple(
        Shift(
            code=str(row["code"]),
            label=str(row["label"]),
            begins=time.fromisoformat(row["begins"]),
            ends=time.fromisoformat(row["ends"]),
            edition=table.edition,
        )
        for row in table.rows
    )


def shift(code: str, on: date) -> Shift:
    found = next((each for each in shifts(on) if each.code == code), None)
    if found is None:
        raise RuleBroken(f"There is no shift {code}; choose {' or '.join(each.code for each in shifts(on))}.", "shift")
    return found


def hours_of(day: date, worked: Shift) -> tuple[datetime, datetime]:
    """From when to when, in UK time: the night on which the clocks change has an hour more or less."""
    over_midnight = timedelta(days=1 if worked.ends <= worked.begins else 0)
    return (
        datetime.combine(day, worked.begins, UK),
        datetime.combine(day + over_midnight, worked.ends, UK),
    )


def sites(on: date) -> dict[str, str]:
    """Site code -> its name."""
    return {str(row["code"]): str(row["name"]) for row in in_force(DATA / "sites", on).rows}


def needs(on: date) -> tuple[Need, ...]:
    codes = [each.code for each in shifts(on)]
    return tuple(
        Need(
            site=str(row["site"]),
            role=str(row["role"]),
            desk=str(row["desk"]),
            by_shift={code: int(row.get(code, 0)) for code in codes},
            why=str(row["why"]),
        )
        for row in in_force(DATA / "staffing", on).rows
    )


def check_collar_number(text: str) -> str:
    number = text.strip().upper()
    if not COLLAR.fullmatch(number):
        raise RuleBroken("A collar number is up to two letters and two to six figures, as C1042.", "collar_number")
    return number


def check_staff(*, name: str, role: str, site: str, known_roles: frozenset[str], on: date) -> None:
    if not name.strip():
        raise RuleBroken("Give the person's name.", "name")
    if role not in known_roles:
        raise RuleBroken(f"There is no role {role or 'of no name'}; choose from the list.", "role")
    check_site(site, on)


def check_site(site: str, on: date) -> None:
    if site not in sites(on):
        raise RuleBroken(f"There is no site {site or 'of no name'}; the sites are {', '.join(sites(on))}.", "site")


def check_hours(begins_at: datetime, ends_at: datetime) -> None:
    if not timedelta(0) < ends_at - begins_at <= LONGEST:
        raise RuleBroken("A duty ends after it begins, and lasts 16 hours at most.", "ends_at")


def check_free(name: str, begins_at: datetime, others: list[tuple[datetime, datetime]]) -> None:
    """Nobody is at two desks at once; `others` are the person's duties that overlap."""
    if others:
        begins, ends = (moment.astimezone(UK) for moment in others[0])
        raise RuleBroken(
            f"{name} has a duty from {begins:%d %b %H:%M} to {ends:%H:%M}, which overlaps the one that begins "
            f"{begins_at.astimezone(UK):%d %b %H:%M}.",
            "staff",
        )


def check_moment(at: datetime, now: datetime, *, may_go_back: bool) -> None:
    """Booking says who is there now; what was forgotten is put right by whoever answers for the shift."""
    if at > now + CLOCKS_DIFFER:
        raise RuleBroken("That time has not come yet; book when it has.", "at")
    if at < now - CLOCKS_DIFFER and not may_go_back:
        raise RuleBroken("Ask your supervisor to book an earlier time.", "at")


def check_booking_on(
    *, begins_at: datetime, ends_at: datetime, booked_on_at: datetime | None, is_cancelled: bool, at: datetime
) -> None:
    if is_cancelled:
        raise RuleBroken("That duty was cancelled; ask your supervisor.")
    if booked_on_at is not None:
        raise RuleBroken(f"Booked on already, at {booked_on_at.astimezone(UK):%H:%M}.")
    if at < begins_at - EARLY:
        raise RuleBroken(f"That duty begins {begins_at.astimezone(UK):%d %b %H:%M}; book on within the hour before it.")
    if at >= ends_at:
        raise RuleBroken("That duty is over; ask your supervisor for one that is true.")


def check_booking_off(*, booked_on_at: datetime | None, booked_off_at: datetime | None, at: datetime) -> None:
    if booked_on_at is None:
        raise RuleBroken("Nobody booked on to that duty.")
    if booked_off_at is not None:
        raise RuleBroken(f"Booked off already, at {booked_off_at.astimezone(UK):%H:%M}.")
    if at < booked_on_at:
        raise RuleBroken("Booking off comes after booking on.", "at")
