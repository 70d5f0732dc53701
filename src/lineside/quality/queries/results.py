"""Results by person, team and question, and the proof of a draw."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from lineside.contacts.queries import contact_referenced
from lineside.kernel.actors import Actor
from lineside.kernel.audit import record_sighting
from lineside.kernel.clock import FIRST_YEAR, LAST_YEAR, now, uk_day
from lineside.kernel.commands import permit
from lineside.kernel.errors import NotFound, RuleBroken
from lineside.kernel.models import Seal
from lineside.kernel.paging import Page, Paging, page_in, page_of
from lineside.people.queries import sites
from lineside.quality import rules
from lineside.quality.models import Draw, Review
from lineside.quality.permissions import CanQuality
from lineside.quality.queries.reading import questions_for
from lineside.quality.rules import Tally, bounds_of_days, drawn_from, edition_of, fewest, tally, worth_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Whether a draw comes out the same again."""

    week: date
    edition: str
    seal_id: int
    seed: str
    of: int
    drawn: int
    is_same_seed: bool
    is_same_sample: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """What was found of contacts that came in between, by person, team and question."""

    people: list[Tally]
    teams: list[Tally]
    questions: list[Tally]
    fewest: int


def draws(actor: Actor, paging: Paging) -> Page[Draw]:
    permit(actor, CanQuality.VIEW)
    return page_of(Draw.objects.all(), ("-week", "-id"), lambda row: row, paging)


def proof(actor: Actor, draw_id: UUID) -> Proof:
    """Draw again from what was kept, and look whether the seed is still the seal's and the sample the same."""
    permit(actor, CanQuality.VIEW)
    row = Draw.objects.filter(pk=draw_id).first()
    if row is None:
        raise NotFound("There is no such draw.")
    again = drawn_from(row.population, row.seed, edition_of("sampling", row.edition))
    chain = Seal.objects.filter(pk=row.seal_id).values_list("chain", flat=True).first()
    taken = {str(key) for key in Review.objects.filter(contact_id__in=again).values_list("contact_id", flat=True)}
    mine = {str(key) for key in Review.objects.filter(draw=row).values_list("contact_id", flat=True)}
    return Proof(
        week=row.week,
        edition=row.edition,
        seal_id=row.seal_id,
        seed=row.seed,
        of=sum(map(len, row.population.values())),
        drawn=row.drawn,
        is_same_seed=chain is not None and bytes(chain).hex() == row.seed,
        is_same_sample=taken == set(again) and mine <= set(again) and len(again) == row.drawn,
    )


def results(actor: Actor, since: date, until: date) -> Results:
    """Of contacts that came from one day to another and have their result; a look at people, so it goes on record."""
    permit(actor, CanQuality.LEAD)
    record_sighting(actor, "quality.results", f"{since} to {until}", "Quality: results by person, team and question")
    if until < since:
        raise RuleBroken("The last day is before the first.", "until")
    begin, end = bounds_of_days(since, until)
    rows = list(Review.objects.filter(ended_at__isnull=False, came_at__gte=begin, came_at__lt=end).order_by("id"))
    teams, least = sites(uk_day(now())), fewest(uk_day(now()))
    return Results(
        people=_grouped(rows, lambda row: (row.person_name, str(row.person_id)), least),
        teams=_grouped(rows, lambda row: (teams.get(row.team, row.team) or "No team known", ""), least),
        questions=_by_question(rows, least),
        fewest=least,
    )


def day_typed(typed: str, field: str) -> date:
    """A day as a form gives it."""
    try:
        found = date.fromisoformat(typed.strip())
    except ValueError:
        found = date.min
    if not FIRST_YEAR <= found.year < LAST_YEAR:
        raise RuleBroken("Give the day as 2026-11-23.", field)
    return found


def days_typed(said: Mapping[str, str]) -> tuple[date, date]:
    return day_typed(said["since"], "since"), day_typed(said["until"], "until")


def marks_to_choose() -> list[tuple[str, str]]:
    return rules.marks_to_choose(uk_day(now()))


def contact_to_take(actor: Actor, reference: str) -> UUID:
    """The contact of this reference; that it was looked for is on record."""
    permit(actor, CanQuality.LEAD)
    record_sighting(actor, "quality.contact_to_take", reference[:100], "Quality: taken by hand")
    return contact_referenced(reference).id


def results_page(actor: Actor, since: date, until: date, paging: Paging) -> Page[dict[str, Any]]:
    found = results(actor, since, until)
    kinds = (("person", found.people), ("team", found.teams), ("question", found.questions))
    return page_in([{"kind": kind, **asdict(each)} for kind, tallies in kinds for each in tallies], paging)


def _grouped(rows: Iterable[Review], key_of: Callable[[Review], tuple[str, str]], least: int) -> list[Tally]:
    """By name, and by key where two have the same name."""
    totals: dict[tuple[str, str], list[int]] = {}
    for row in rows:
        totals.setdefault(key_of(row), []).extend([] if row.total is None else [row.total])
    return [tally(key[0], totals[key], (), least) for key in sorted(totals)]


def _by_question(rows: Iterable[Review], least: int) -> list[Tally]:
    """In the order of the schemes; a mark that does not apply is counted as such and weighs nothing."""
    marks: dict[str, list[tuple[str, int | None]]] = {}
    for row in rows:
        for each in questions_for(row):
            marks.setdefault(each.label, []).append(
                (row.result[each.code], worth_of(row.result[each.code], uk_day(row.came_at)))
            )
    return [
        tally(label, [worth for _, worth in found if worth is not None], [mark for mark, _ in found], least)
        for label, found in marks.items()
    ]
