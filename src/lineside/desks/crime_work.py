"""What is shown of a recorded crime beside its forms: how it stands, what the rules ask, what is still missing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from lineside.crimes.permissions import CanCrime
from lineside.crimes.queries import finals, weighing, worklists
from lineside.crimes.queries.finals import AskedRow
from lineside.crimes.queries.weighing import ObstacleRow
from lineside.desks import crime_forms as forms
from lineside.kernel.actors import Actor
from lineside.kernel.errors import RuleBroken
from lineside.kernel.paging import Page, Paging
from lineside.ui.forms import DeskForm

SHOWN = 100  # rows of a list on one page of the desk
SUSPECTS = [
    ("none", "No suspect is named"),
    ("named", "A suspect is named"),
    ("identified", "A suspect's true identity is established"),
]
EVIDENCE = [
    ("", "Not said"),
    ("confirmed", "The crime is confirmed"),
    ("responsibility", "It shows that the suspect did it"),
    ("charge", "It suffices to charge"),
]
VICTIMS = [
    ("", "Not said"),
    ("supports", "Supports police action"),
    ("does_not_support", "Is not able to support it"),
    ("out_of_reach", "Cannot be reached"),
]
PARTS = [
    ("arose", "When the information became available"),
    ("came_from", "Where it came from"),
    ("verified", "How it can be verified"),
    ("changes", "What it changes"),
]
REPORTERS = [
    ("victim", "the victim"),
    ("on_behalf_professional", "a professional for them"),
    ("on_behalf_parent_carer", "a parent or carer"),
    ("third_party", "somebody else"),
    ("witness", "a witness"),
    ("police", "the police"),
    ("cctv", "a camera"),
]
CONFIRMS = [("yes", "confirms it"), ("not_reached", "was not reached yet"), ("no", "does not confirm it")]
NATIONS = [("england_wales", "England or Wales"), ("scotland", "Scotland"), ("northern_ireland", "Northern Ireland")]
LISTS = {
    "decide": "To decide",
    "late": "Late",
    "transfers": "With another force",
    "finalise": "To finalise",
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Which stretch of a list the desk shows."""

    cursor: str
    limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """What the rules ask for what is chosen: to confirm, and everything else that is still in the way."""

    name: str
    is_chosen: bool = False
    asked: tuple[AskedRow, ...] = ()
    obstacles: tuple[ObstacleRow, ...] = ()
    unconfirmed: int = 0
    refused: str = ""

    @property
    def may_be(self) -> bool:
        return self.is_chosen and not (self.obstacles or self.unconfirmed or self.refused)


def outcome_weighed(actor: Actor, crime_id: UUID, form: DeskForm | None) -> Weighed:
    """Nothing before an outcome is chosen."""

    def obstacles(said: forms.OutcomeForm) -> list[ObstacleRow]:
        return weighing.outcome_obstacles(actor, crime_id, said.claim())

    return _weighed(actor, crime_id, "outcome", "outcome", form, obstacles)


def cancelling_weighed(actor: Actor, crime_id: UUID, form: DeskForm | None) -> Weighed:
    def obstacles(said: forms.CancelForm) -> list[ObstacleRow]:
        return weighing.cancelling_obstacles(actor, crime_id, said.cancelling())

    return _weighed(actor, crime_id, "cancel", "code", form, obstacles)


def _weighed(
    actor: Actor, crime_id: UUID, name: str, field: str, form: DeskForm | None, obstacles: Callable[[Any], list[Any]]
) -> Weighed:
    code = str(form[field].value() or "").strip()[:10] if form and form.is_bound else ""
    if form is None or not code:
        return Weighed(name=name)
    asked, said = tuple(finals.asked_of(actor, crime_id, code)), type(form)(form.data)
    if not said.is_valid():
        return Weighed(name=name, is_chosen=True, asked=asked, refused=_first_of(said))
    try:
        found: list[ObstacleRow] = obstacles(said)
    except RuleBroken as broken:
        return Weighed(name=name, is_chosen=True, asked=asked, refused=broken.sentence)
    to_confirm = {row.code for row in asked}
    others = {row.says: row for row in found if row.code not in to_confirm}
    missing = {row.code for row in found if row.code in to_confirm}
    return Weighed(name=name, is_chosen=True, asked=asked, obstacles=tuple(others.values()), unconfirmed=len(missing))


def _first_of(form: DeskForm) -> str:
    return next((str(said) for told in form.errors.values() for said in told), "")


def work_list(actor: Actor, name: str, cursor: str) -> Page[Any]:
    """One page of a list of the desk other than that of the reports to decide."""
    paged: Mapping[str, Callable[[Actor, Paging], Page[Any]]] = {
        "late": worklists.late_page,
        "transfers": worklists.transfers_out_page,
        "finalise": worklists.to_finalise_page,
    }
    return paged[name](actor, Stretch(cursor, SHOWN))


def crime_deeds(actor: Actor, crime_id: UUID, kept: Mapping[str, DeskForm]) -> dict[str, Any]:
    """What the panels of one crime need; `kept` are forms that were refused, by their panel and crime."""
    weighed = {
        "outcome": outcome_weighed(actor, crime_id, kept.get(f"outcome-{crime_id}")),
        "cancel": cancelling_weighed(actor, crime_id, kept.get(f"cancel-{crime_id}")),
    }
    nation = finals.nation_of_crime(actor, crime_id)
    return {
        "outcomes": [(each.code, f"{each.code} {each.name}") for each in finals.outcomes_now(nation)],
        "codes": [(each.code, f"{each.code} {each.name}") for each in finals.cancellations_now(nation)],
        "forms": {name: kept.get(f"{name}-{crime_id}") or blank() for name, blank in BLANK.items()},
        "weighed": {name: _beside_refusal(each) for name, each in weighed.items()},
        "to_send": _asked(actor, crime_id, "send", CanCrime.TRANSFER),
        "to_reclassify": _asked(actor, crime_id, "reclassify", CanCrime.RECLASSIFY),
    }


def _beside_refusal(weighed: Weighed) -> Weighed:
    """What cannot be weighed is refused beside its field already; of it nothing more is said."""
    return replace(weighed, refused="", is_chosen=False) if weighed.refused else weighed


def _asked(actor: Actor, crime_id: UUID, what: str, needs: CanCrime) -> list[AskedRow]:
    return weighing.asked_on_change(actor, crime_id, what) if actor.may(needs) else []


def choices(actor: Actor) -> dict[str, Any]:
    """What can be chosen in the panels, by the editions in force now."""
    return {
        "ranks": finals.ranks_now(),
        "flags": finals.flags_now(),
        "suspects": SUSPECTS,
        "evidence": EVIDENCE,
        "victims": VICTIMS,
        "parts": PARTS,
        "reporters": REPORTERS,
        "confirms": CONFIRMS,
        "nations": NATIONS,
        "may_finalise": actor.may(CanCrime.FINALISE),
        "may_cancel": actor.may(CanCrime.CANCEL),
        "may_flag": actor.may(CanCrime.RECORD),
        "may_send": actor.may(CanCrime.TRANSFER),
        "may_reclassify": actor.may(CanCrime.RECLASSIFY),
    }


BLANK: dict[str, type[DeskForm]] = {
    "outcome": forms.OutcomeForm,
    "cancel": forms.CancelForm,
    "flags": forms.FlagsForm,
    "send": forms.SendCrimeForm,
    "answer": forms.ForceAnswerForm,
}
