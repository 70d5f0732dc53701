"""Who to send: the units that may go, weighed, the best five with reasons (control_room.md c.5)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations

from lineside.dispatch.rules import reasons
from lineside.dispatch.rules.candidates import FROM_POST, OLD, STALE, Candidate, Need, Scene, Way, weights
from lineside.dispatch.rules.travel import crow_km

COMMITTED = 7  # officer state: committed, deployable
Travel = Callable[[Candidate], Way | None]


@dataclass(frozen=True, slots=True)
class Able:
    """A unit that may go, with its way there, its distance in a straight line, and the points that are not minutes."""

    unit: Candidate
    way: Way
    km: float
    points: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """One unit, or several that together have what is needed; ready when the last is there."""

    able: tuple[Able, ...]
    minutes: float
    score: float
    why: tuple[str, ...]

    @property
    def call_signs(self) -> tuple[str, ...]:
        return tuple(each.unit.call_sign for each in self.able)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A unit on duty that is not proposed, and why, in one sentence."""

    unit: Candidate
    why: str
    km: float | None


@dataclass(frozen=True, slots=True)
class Advice:
    """The five, why the nearest is not first, whether the local force is sooner, and who is left out."""

    best: tuple[Proposal, ...]
    nearest: str
    mutual_aid: str
    left_out: tuple[LeftOut, ...]


def advise(units: Sequence[Candidate], scene: Scene, need: Need, travel: Travel, on: date) -> Advice:
    """Eligible units and combinations by their score; the same units always come in the same order."""
    able, left_out = _sorted_out(units, scene, need, travel, on)
    numbers = weights(on)
    alone = [_proposal((each,)) for each in able if _suffices((each.unit,), need)]
    together = _combinations(able, need, numbers)
    left_out += [_short(each, need) for each in able if not _suffices((each.unit,), need)]
    best = sorted([*alone, *together], key=lambda each: (each.score, each.call_signs))[: int(numbers["shown"])]
    best = [_told(each) for each in best]
    left_out.sort(key=lambda each: (each.km is None, each.km or 0.0, each.unit.call_sign))
    return Advice(
        best=tuple(best),
        nearest=_why_not_nearest(best, able, left_out),
        mutual_aid=_mutual_aid(best, need, numbers),
        left_out=tuple(left_out),
    )


def _sorted_out(
    units: Sequence[Candidate], scene: Scene, need: Need, travel: Travel, on: date
) -> tuple[list[Able], list[LeftOut]]:
    numbers, able, left_out = weights(on), [], []
    margin = timedelta(minutes=numbers["duty_margin_minutes"])
    last = _last_at_post(units, need)
    for unit in units:
        km = _away(unit, scene)
        why = why_not(unit, need)
        way = None if why or km is None else travel(unit)
        if not why and way is None:
            why = reasons.NO_POSITION if km is None else reasons.NO_WAY
        elif way and unit.duty_until and unit.duty_until < scene.at + timedelta(minutes=way.minutes) + margin:
            why = reasons.goes_off(unit.duty_until)
        if why or way is None or km is None:
            left_out.append(LeftOut(unit, f"{unit.call_sign} {why}", km))
        else:
            able.append(Able(unit, way, km, tuple(_points(unit, scene, last, numbers))))
    return able, left_out


def why_not(unit: Candidate, need: Need) -> str:
    """Why a unit may not be sent whatever its way is; empty when it may."""
    if need.grade not in unit.dispatchable_for or not unit.dispatchable_for:
        return reasons.in_state(unit, need.grade)
    if unit.deployed and unit.state != COMMITTED:
        return reasons.SENT_ALREADY
    if unit.ring_fenced:
        return f"is kept for {unit.ring_fenced}."
    return ""


def _away(unit: Candidate, scene: Scene) -> float | None:
    if unit.lat is None or unit.lon is None:
        return None
    return crow_km((unit.lat, unit.lon), (scene.lat, scene.lon))


def _last_at_post(units: Iterable[Candidate], need: Need) -> frozenset[str]:
    """Posts with one unit left that could be sent: with it gone they are uncovered."""
    free: dict[str, int] = {}
    for unit in units:
        if unit.post and not why_not(unit, need) and unit.state != COMMITTED:
            free[unit.post] = free.get(unit.post, 0) + 1
    return frozenset(post for post, count in free.items() if count == 1)


def _points(
    unit: Candidate, scene: Scene, last: frozenset[str], numbers: dict[str, float]
) -> Iterable[tuple[str, float]]:
    uncovers = unit.post in last and unit.post != scene.post
    facts = (
        ("state_7", unit.state == COMMITTED),
        ("cross_division", bool(unit.area and scene.area and unit.area != scene.area)),
        ("hub_uncovered", uncovers and unit.state != COMMITTED),
        ("knows_site", unit.knows_site),
        ("position_stale", unit.trust == STALE),
        ("position_old", unit.trust in (OLD, FROM_POST)),
    )
    return [(code, numbers[code]) for code, holds in facts if holds]


def _proposal(able: tuple[Able, ...]) -> Proposal:
    minutes = max(each.way.minutes for each in able)
    score = minutes + sum(points for each in able for _, points in each.points)
    return Proposal(able, minutes, score, ())


def _told(each: Proposal) -> Proposal:
    """With its reasons: only the few that are shown have any, for hundreds are weighed."""
    why = [line for able in each.able for line in reasons.of_unit(able.unit, able.way, able.km, able.points)]
    return replace(each, why=tuple(why))


def _suffices(units: Sequence[Candidate], need: Need) -> bool:
    officers = sum(unit.officers or 1 for unit in units)
    return officers >= need.officers and need.skills <= frozenset().union(*(unit.skills for unit in units))


def _combinations(able: list[Able], need: Need, numbers: dict[str, float]) -> list[Proposal]:
    """Units that only together have what is needed, of the soonest and the soonest with each skill."""
    soonest = sorted(able, key=lambda each: (each.way.minutes, each.unit.call_sign))
    short = [each for each in soonest if not _suffices((each.unit,), need)]
    most = int(numbers["combination_from"])
    among = {each.unit.id: each for each in short[:most]}
    for skill in sorted(need.skills):
        among |= {each.unit.id: each for each in [each for each in short if skill in each.unit.skills][:2]}
    found: list[Proposal] = []
    for size in range(2, int(numbers["combination_most"]) + 1):
        for group in combinations(among.values(), size):
            units = [each.unit for each in group]
            if _suffices(units, need) and not _is_one_too_many(units, need):
                found.append(_proposal(group))
    return found


def _is_one_too_many(units: list[Candidate], need: Need) -> bool:
    return any(_suffices([*units[:at], *units[at + 1 :]], need) for at in range(len(units)))


def _short(each: Able, need: Need) -> LeftOut:
    unit = each.unit
    return LeftOut(unit, f"{unit.call_sign} {reasons.lacks(unit, need)}", each.km)


def _why_not_nearest(best: Sequence[Proposal], able: Sequence[Able], left_out: Sequence[LeftOut]) -> str:
    """One sentence where the nearest in a straight line is not in the first proposal; else nothing."""
    if not best:
        return ""
    first = best[0]
    reach = min(each.km for each in first.able)
    nearer = [each for each in able if each.km < reach and each not in first.able]
    out = next((each for each in left_out if each.km is not None and each.km < reach), None)
    near = min(nearer, key=lambda each: each.km, default=None)
    if out is not None and (near is None or (out.km or 0.0) <= near.km):
        return f"Nearest in a straight line is {out.unit.call_sign}, {out.km:.1f} km off, but it {_rest(out)}"
    if near is None:
        return ""
    alone = _proposal((near,))
    return reasons.not_nearest(near.unit, near.km, alone.minutes, near.points, first.minutes, first.call_signs)


def _rest(out: LeftOut) -> str:
    return out.why.removeprefix(f"{out.unit.call_sign} ")


def _mutual_aid(best: Sequence[Proposal], need: Need, numbers: dict[str, float]) -> str:
    """The local force is proposed when it is taken to be there more than ten minutes sooner, or nobody can go."""
    theirs = numbers.get(f"local_force_minutes_{need.grade}")
    if theirs is None:
        return ""
    if not best:
        return f"Nobody of ours can go: ask the local force, taken to be there in {theirs:.0f} minutes."
    sooner = best[0].minutes - theirs
    if sooner <= numbers["mutual_aid_after_minutes"]:
        return ""
    return (
        f"Ask the local force as well: it is taken to be there in {theirs:.0f} minutes, {sooner:.0f} before our first."
    )
