"""Reports of which the rules say something of their own; where a crime counts as committed; by when it is recorded."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lineside.crimes.rules.conditions import holds, policies
from lineside.crimes.rules.recording import DATA
from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import in_force


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A kind of report, and the facts on which what is recorded turns."""

    code: str
    name: str
    asks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the rules say: to record or not, by when, why, and the paragraph."""

    decision: str
    record_by: datetime | None
    says: str
    paragraph: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Which place decides, and what the force that took the report does when that place is another's."""

    knows: str
    place: str
    is_ours: bool
    decision: str
    paragraph: str


def situations(on: date) -> dict[str, Situation]:
    found: dict[str, Situation] = {}
    for row in in_force(DATA / "recording_situations", on).rows:
        so_far = found[row["code"]].asks if row["code"] in found else ()
        asks = tuple(dict.fromkeys((*so_far, *row["when"].split())))
        found[row["code"]] = Situation(code=row["code"], name=row["name"], asks=asks)
    return found


def judge_situation(code: str, facts: Collection[str], first_report_at: datetime, on: date) -> Verdict:
    """The first row of the situation that holds; a fact on which it does not turn is refused."""
    known = situations(on).get(code)
    if known is None:
        raise RuleBroken("That is no situation of which the rules say something of their own; choose one.", "situation")
    if stray := sorted({*facts} - {*known.asks}):
        turns = ", ".join(known.asks) or "nothing"
        raise RuleBroken(f"{known.name} does not turn on {stray[0][:40]}; it turns on {turns}.", "facts")
    rows = in_force(DATA / "recording_situations", on).rows
    row = next(row for row in rows if row["code"] == code and holds(row["when"].split(), facts))
    due = first_report_at + timedelta(hours=int(row["hours"])) if row["hours"] else None
    return Verdict(decision=row["decision"], record_by=due, says=row["says"], paragraph=row["paragraph"])


def ladders(on: date) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row["ladder"] for row in in_force(DATA / "location_ladders", on).rows))


def where_committed(ladder: str, known: dict[str, str], on: date) -> Placed:
    """CRR pp 15-16: the first principle whose place is known decides; `known` says which force has each place."""
    rows = [row for row in in_force(DATA / "location_ladders", on).rows if row["ladder"] == ladder]
    if not rows:
        raise RuleBroken(f"Choose a way of placing it: {', '.join(ladders(on))}.", "ladder")
    for row in rows:
        if not row["knows"]:
            return Placed(knows="", place="", is_ours=False, decision=row["decision"], paragraph=row["paragraph"])
        if place := known.get(row["knows"], "").strip():
            is_ours = place.lower() in policies(on)["own_force"]
            decision = "record" if is_ours else row["decision"]
            return Placed(
                knows=row["knows"], place=place, is_ours=is_ours, decision=decision, paragraph=row["paragraph"]
            )
    asks = ", ".join(row["knows"] for row in rows)
    raise RuleBroken(f"Nothing that places it is known: say one of {asks} ({rows[-1]['paragraph']}).", "known")
