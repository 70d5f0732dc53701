"""The fictional force's people: invented staff in four shift groups, their rota, and who of them is there."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import count, islice, product
from uuid import UUID

from lineside.kernel.actors import system_actor
from lineside.kernel.clock import UK, now
from lineside.people import commands, queries
from lineside.people.commands import Facts, Place
from lineside.people.models import Duty, Staff
from lineside.people.permissions import CanPeople

PLANNER = system_actor("demonstration", *CanPeople)
GROUPS = 4
FIRST = ("Ada", "Bilal", "Carys", "Dominic", "Esi", "Fergus", "Gwen", "Harun", "Isla", "Jarek", "Kezia", "Leif", "Mina",
         "Niall", "Oona", "Piers", "Quinn", "Rhona", "Sunil", "Tamsin")  # fmt: skip
LAST = ("Abara", "Brightwater", "Catterick", "Dunmore", "Eastaway", "Farrow", "Greystoke", "Hallam", "Inglis",
        "Jessop", "Kirkbride", "Larkin", "Merrow", "Nairn", "Ormiston", "Pellow", "Quarles", "Ravel", "Selby",
        "Tranter")  # fmt: skip
ALL_MODULES = ("emergency_calls", "public_calls", "rail_calls", "texts", "mail", "web_and_social")
MODULES = {
    "contact_handler": ALL_MODULES,
    "fcc_supervisor": ALL_MODULES,
    "fcr_supervisor": ALL_MODULES,
    "force_duty_officer": ALL_MODULES,
    "communications_officer": ("emergency_calls", "rail_calls", "public_calls"),
    "crime_recorder": ("mail", "web_and_social"),
    "force_crime_registrar": ("mail",),
}
PROBATION = 11  # every so many
LATE = 17  # every so many is not there yet when the shift begins


def make_rota(accounts: dict[str, tuple[UUID, str]]) -> None:
    """Staff, today's rota and tomorrow's, and whoever sits there now; `accounts` are a role's account and its name."""
    at = now()
    today = at.astimezone(UK).date()
    for number, staff in enumerate(_engage(accounts, today), start=1):
        _sign_off(number, staff, today)
    for day, shift in _shifts_about(today):
        if not Duty.objects.filter(day=day, shift=shift).exists():
            commands.plan_shift(actor=PLANNER, day=day, shift=shift, places=list(_places(day, shift)))
    _put_on_the_shift_that_runs(accounts, at)
    _book_on(at)


def _engage(accounts: dict[str, tuple[UUID, str]], today: date) -> list[Staff]:
    """Whom the rota needs and who tries a role, as far as they are not there from before; those who are new."""
    names = [f"{first} {last}" for first, last in product(FIRST, LAST)]
    random.Random(7).shuffle(names)  # noqa: S311 - invented names, the same in every demonstration
    taken = set(Staff.objects.values_list("collar_number", flat=True))
    numbers = (number for number in count(1001) if f"C{number}" not in taken)
    there = Counter(Staff.objects.filter(account=None).values_list("role", "site"))
    known = set(Staff.objects.exclude(account=None).values_list("account_id", flat=True))
    wanted = [
        Facts(name=names[number % 1000 % len(names)], collar_number=f"C{number}", role=need.role, site=need.site)
        for need in queries.needs(today)
        for number in islice(numbers, max(0, max(need.by_shift.values()) * GROUPS - there[need.role, need.site]))
    ]
    sites = {need.role: need.site for need in reversed(queries.needs(today))}
    elsewhere = next(iter(queries.sites(today)))
    for role, (account_id, name) in accounts.items():
        if account_id not in known:
            collar, site = f"C{next(numbers)}", sites.get(role, elsewhere)
            wanted.append(Facts(name=name, collar_number=collar, role=role, site=site, account_id=account_id))
    return [commands.record_staff(actor=PLANNER, facts=facts) for facts in wanted]


def _sign_off(number: int, staff: Staff, today: date) -> None:
    """Everybody holds what their role works with; a few lapse soon, and some are on probation, as anywhere."""
    known = {each.code: each for each in queries.modules()}
    for code in MODULES.get(staff.role, ()):
        soon = number % LATE == 0 and code == "texts"
        first = today - known[code].lasts + timedelta(days=12) if soon else today - timedelta(days=number % 90)
        commands.sign_off(actor=PLANNER, staff_id=staff.id, code=code, evidence="Assessed at work", first_day=first)
    if staff.account_id is None and number % PROBATION == 0:
        until = today + timedelta(days=120)
        commands.set_probation(actor=PLANNER, staff_id=staff.id, until=until, reason="In the first year")


def _shifts_about(today: date) -> Iterator[tuple[date, str]]:
    """Last night's shift, which may still run, today's and tomorrow's."""
    yield today - timedelta(days=1), "night"
    for day in (today, today + timedelta(days=1)):
        yield from ((day, shift.code) for shift in queries.shifts(day))


def _places(day: date, shift: str) -> Iterator[Place]:
    """Each group works every fourth shift: a day, then a night two days on."""
    codes = [each.code for each in queries.shifts(day)]
    group = (day.toordinal() * len(codes) + codes.index(shift)) % GROUPS
    for need in queries.needs(day):
        of_role = Staff.objects.filter(role=need.role, site=need.site, account=None).order_by("collar_number")
        mine = list(of_role.values_list("id", flat=True))[group::GROUPS]
        for place, staff_id in enumerate(mine[: need.by_shift[shift]], start=1):
            yield Place(staff_id=staff_id, desk=f"{need.desk} {place}")


def _put_on_the_shift_that_runs(accounts: dict[str, tuple[UUID, str]], at: datetime) -> None:
    """Whoever tries a role has a place on the rota, whenever the demonstration is started."""
    day, shift = queries.shift_now(at)
    worked = next(each for each in queries.shifts(day) if each.code == shift)
    begins_at, ends_at = queries.hours_of(day, worked)
    for role, (account_id, _) in accounts.items():
        staff = Staff.objects.get(account_id=account_id)
        if Duty.objects.filter(staff=staff, begins_at__lt=ends_at, ends_at__gt=begins_at).exists():
            continue
        need = next((need for need in queries.needs(day) if need.role == role), None)
        if need is None:
            continue  # who works out on the railway has no desk
        place = Place(staff_id=staff.id, desk=f"{need.desk} {need.by_shift[shift] + 1}")
        commands.plan_duty(actor=PLANNER, place=place, begins_at=begins_at, ends_at=ends_at)


def _book_on(at: datetime) -> None:
    running = Duty.objects.filter(begins_at__lte=at, ends_at__gt=at, booked_on_at=None, staff__account=None)
    for number, duty in enumerate(running.order_by("desk"), start=1):
        if number % LATE:
            before = timedelta(minutes=number % 12)
            commands.book_on(actor=PLANNER, duty_id=duty.id, at=duty.begins_at - before)
