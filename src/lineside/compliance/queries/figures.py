"""The figures of the registrar's board: how many of how many, with the interval; and the ledger that they stand on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Min, Q, QuerySet, Sum

from lineside.compliance.models import Span, Sweep, Tally
from lineside.compliance.permissions import CanCompliance
from lineside.compliance.rules.checks import check_of, checks, number
from lineside.compliance.rules.shares import Share, share_of
from lineside.compliance.rules.spans import KINDS, first_of_month, next_month
from lineside.finding.queries import row_of
from lineside.incidents.permissions import CanIncident
from lineside.kernel.actors import Actor
from lineside.kernel.clock import FIRST_YEAR, LAST_YEAR, now, uk_day
from lineside.kernel.commands import permit
from lineside.kernel.errors import RuleBroken
from lineside.kernel.paging import Page, Paging, page_in, page_of

BY = {"force": "the force", "area": "each area", "month": "each month"}
ALL = "every test"
WIDEST = 120  # months


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """How many records one test asked about, and how many were as they should be."""

    name: str  # of the force, an area or a month
    check_code: str  # empty: all tests together
    title: str
    paragraph: str
    n: int
    k: int
    percent: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The figures of some months as they were last counted."""

    rows: list[Figure]
    counted_at: datetime | None
    stale: int  # parts of months in which something has changed since
    fewest: int

    @property
    def groups(self) -> list[tuple[str, list[Figure]]]:
        names = list(dict.fromkeys(row.name for row in self.rows))
        return [(name, [row for row in self.rows if row.name == name]) for name in names]


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepRow:
    """A sweep and how far it has come."""

    id: UUID
    version: int
    kind: str
    first_day: date
    last_day: date
    started_at: datetime
    ended_at: datetime | None
    spans: int
    done: int
    by_name: str
    # How many records, of all areas and of restricted ones too; none for who may not see all of those.
    subjects: int | None = None
    found: int | None = None
    mended: int | None = None

    @property
    def words(self) -> str:
        return KINDS[self.kind]

    @property
    def sort(self) -> str:
        return f"{10**13 - int(self.started_at.timestamp() * 1000)} {self.id}"


def figures(actor: Actor, since: date, until: date, by: str = "force") -> Figures:
    """From the month of one day to that of another; restricted records are counted only for who may see them."""
    permit(actor, CanCompliance.VIEW)
    first, last = _months(since, until)
    if by not in BY:
        raise RuleBroken(f"Say by what: {', '.join(BY)}.", "by")
    today = uk_day(now())
    fewest = number("fewest", today)
    counted = _seen(actor).filter(month__gte=first, month__lte=last)
    spans = Span.objects.filter(first_day__gte=first, first_day__lt=next_month(last))
    return Figures(
        rows=list(_grouped(counted, by, fewest, today)),
        counted_at=spans.filter(judged_at__isnull=False).aggregate(at=Min("judged_at"))["at"],
        stale=spans.filter(Q(stale_at__isnull=False) | Q(judged_at=None)).count(),
        fewest=fewest,
    )


def figures_page(actor: Actor, since: date, until: date, by: str, paging: Paging) -> Page[Figure]:
    return page_in(figures(actor, since, until, by).rows, paging)


def sweeps(actor: Actor, paging: Paging) -> Page[SweepRow]:
    permit(actor, CanCompliance.VIEW)
    sees_all = actor.may(CanIncident.VIEW_RESTRICTED) and not actor.areas
    return page_of(Sweep.objects.all(), ("-started_at", "-id"), _counted if sees_all else _sweep, paging)


def sweep_row(sweep_id: UUID) -> SweepRow | None:
    """For the live stream, of which everybody gets the same: how far it has come, and no count of records."""
    found = Sweep.objects.filter(pk=sweep_id).first()
    return _sweep(found) if found else None


def open_sweeps() -> list[UUID]:
    """For the clock."""
    return list(Sweep.objects.filter(ended_at=None).order_by("started_at").values_list("id", flat=True))


def day_typed(typed: str, field: str) -> date:
    """A day or a month as a form gives it."""
    said = typed.strip()
    try:
        found = date.fromisoformat(f"{said}-01" if len(said) == len("2026-11") else said)
    except ValueError:
        found = date.min
    if not FIRST_YEAR <= found.year < LAST_YEAR:
        raise RuleBroken("Give the month as 2026-11.", field)
    return found


def _months(since: date, until: date) -> tuple[date, date]:
    first, last = first_of_month(since), first_of_month(until)
    if last < first:
        raise RuleBroken("The last month is before the first.", "until")
    if (last.year - first.year) * 12 + last.month - first.month >= WIDEST:
        raise RuleBroken(f"Ask for at most {WIDEST} months at once.", "since")
    return first, last


def _seen(actor: Actor) -> QuerySet[Tally]:
    found = Tally.objects.all()
    if actor.areas:
        found = found.filter(Q(area="") | Q(area__in=actor.areas))
    return found if actor.may(CanIncident.VIEW_RESTRICTED) else found.filter(is_restricted=False)


def _grouped(counted: QuerySet[Tally], by: str, fewest: int, today: date) -> Iterable[Figure]:
    """Each group in turn: all tests together, then each in the order of the table."""
    keys = ["check_code"] if by == "force" else [by, "check_code"]
    found: dict[str, dict[str, tuple[int, int]]] = {}
    for row in counted.values(*keys).annotate(n=Sum("asked"), bad=Sum("failed")).order_by(*keys):
        found.setdefault(_name(row.get(by), by), {})[row["check_code"]] = row["n"], row["bad"]
    order = [each.code for each in checks(today)]
    for name, of_test in found.items():
        whole = [sum(pair[place] for pair in of_test.values()) for place in (0, 1)]
        yield _figure(name, "", share_of(whole[0] - whole[1], whole[0], fewest), today)
        for code in sorted(of_test, key=lambda code: order.index(code) if code in order else len(order)):
            n, bad = of_test[code]
            yield _figure(name, code, share_of(n - bad, n, fewest), today)


def _name(value: Any, by: str) -> str:  # noqa: ANN401 - a month or an area
    if by == "month":
        return f"{value:%Y-%m}"
    return "the force" if by == "force" else value or "no area"


def _figure(name: str, code: str, share: Share, today: date) -> Figure:
    check = check_of(code, today) if code else None
    return Figure(
        name=name,
        check_code=code,
        title=check.title if check else ALL,
        paragraph=check.paragraph if check else "",
        n=share.n,
        k=share.k,
        percent=share.percent,
        low=share.low,
        high=share.high,
    )


def _sweep(row: Sweep) -> SweepRow:
    return row_of(SweepRow, row)


def _counted(row: Sweep) -> SweepRow:
    return row_of(SweepRow, row, subjects=row.subjects, found=row.found, mended=row.mended)
