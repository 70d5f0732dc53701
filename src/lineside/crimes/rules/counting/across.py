"""What one crime does to another across victims: weapons, tools, affrays, robberies, units that are the offender's."""

from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import combinations

from lineside.crimes.rules.counting.facts import NotCounted, Told
from lineside.crimes.rules.counting.grouping import Counted, Crime
from lineside.crimes.rules.counting.report import Finding
from lineside.crimes.rules.counting.tables import Tables
from lineside.crimes.rules.counting.whether import is_of_state

STEALING = ("burglary", "theft", "vehicle")
POSSESSION = ("10A", "10B", "10C", "10D", "81")
AFFRAY, GOING_EQUIPPED, DANGEROUS_DRIVING, AGGRAVATED_TAKING = "066/01", "033/00", "802/00", "037/02"
ROBBERY = ("34A", "34B")


def driven_dangerously(acts: list[Told], tables: Tables) -> list[Told]:
    """CRR p97: a vehicle known to be stolen and driven dangerously is one aggravated taking."""
    drivers = [told for told in acts if told.offence.code == DANGEROUS_DRIVING]
    aggravated = tables.by_code[AGGRAVATED_TAKING][0]
    said = Finding(rule="CRR 2026/27 p97", says="Stolen, and driven dangerously: aggravated vehicle taking.")
    return [
        told.as_offence(aggravated, said)
        if told.offence.offence_class == "48" and any(_same_hands(told, driver) for driver in drivers)
        else told
        for told in acts
    ]


def absorbed(acts: list[Told], tables: Tables) -> list[NotCounted]:
    """Offences against the state that the rules do not count beside the crime they served."""
    found = []
    for told in acts:
        others = [other for other in acts if other is not told and _same_hands(told, other)]
        if rule := _absorbing_rule(told, others, tables):
            found.append(NotCounted(act=told.id, because="principal_crime", rule=rule))
    return found


def _absorbing_rule(told: Told, others: list[Told], tables: Tables) -> str:
    kinds = {other.offence.kind for other in others if not is_of_state(other)}
    if told.offence.code == AFFRAY and "violence" in kinds:
        return "CRR 2026/27 p89"
    if told.offence.code == DANGEROUS_DRIVING and any(other.offence.offence_class == "37/2" for other in others):
        return "CRR 2026/27 p97"
    if told.offence.code == GOING_EQUIPPED and kinds & {*STEALING}:
        return "CRR 2026/27 p83"
    is_possession = told.offence.offence_class in POSSESSION and told.victim is None
    if is_possession and "weapon_not_used" not in told.facts and kinds & {*tables.policy["weapons_used_kinds"]}:
        return "CRR 2026/27 p94"
    return ""


def _same_hands(one: Told, other: Told) -> bool:
    return bool(one.suspects & other.suspects) or (not one.suspects and not other.suspects)


@dataclass(frozen=True, slots=True, kw_only=True)
class Merger:
    """Two crimes that the rules count as one."""

    kept: Crime
    left: Crime
    said: Finding


def across_victims(counted: Counted, tables: Tables) -> Counted:
    """Robberies and the units that are the offender's, once each victim has been counted."""
    window = timedelta(hours=tables.number("robbery_hours"))
    for find in (_of_both, lambda crimes: _hurt_in_robbery(crimes, window), _by_offender):
        while merger := find(counted.crimes):
            counted = _merged(counted, merger)
    return counted


def _shared(one: Crime, other: Crime) -> bool:
    return bool(one.suspects & other.suspects) and one.principal.is_after_notice == other.principal.is_after_notice


def _worth(crime: Crime) -> float | None:
    sums = [told.act.value_pounds for told in crime.acts if told.act.value_pounds is not None]
    return sum(sums) if sums else None


def _of_both(crimes: tuple[Crime, ...]) -> Merger | None:
    """CRR p72: one person robbed of a business's goods and of their own: one crime, of whichever is worth more."""
    for business in (crime for crime in crimes if crime.offence.offence_class == "34A"):
        robbed = [crime for crime in crimes if crime.offence.offence_class == "34B" and _shared(business, crime)]
        if len(robbed) != 1:
            continue  # which of several held the business's goods is not told
        mine, theirs = _worth(business), _worth(robbed[0])
        if mine is not None and theirs is not None:
            kept, left = (business, robbed[0]) if mine >= theirs else (robbed[0], business)
            said = Finding(rule="CRR 2026/27 p72", says="Robbed of both: one robbery, of the goods worth more.")
            return Merger(kept=kept, left=left, said=said)
    return None


def _hurt_in_robbery(crimes: tuple[Crime, ...], window: timedelta) -> Merger | None:
    """CRR p72: people injured immediately before or at the time of the robbery: the robbery only."""
    hurt = [crime for crime in crimes if crime.offence.kind == "violence"]
    for robbery in (crime for crime in crimes if crime.offence.offence_class in ROBBERY):
        for crime in hurt:
            is_less = crime.offence.position > robbery.offence.position
            if is_less and _shared(robbery, crime) and _at_that_time(robbery, crime, window):
                said = Finding(rule="CRR 2026/27 p72", says="Hurt at the time of the robbery: the robbery only.")
                return Merger(kept=robbery, left=crime, said=said)
    return None


def _at_that_time(robbery: Crime, hurt: Crime, window: timedelta) -> bool:
    robbed, struck = robbery.principal.begins, hurt.principal.begins
    return robbed is None or struck is None or abs(robbed - struck) <= window


def _by_offender(crimes: tuple[Crime, ...]) -> Merger | None:
    """CRR pp 69, 81: where the unit is the offender or group, several victims make one crime."""
    units = [crime for crime in crimes if crime.victim and crime.offence.unit == "offender_group"]
    ordered = sorted(units, key=lambda crime: (crime.offence.gravity, crime.victim or ""))
    for kept, left in combinations(ordered, 2):
        if kept.offence.offence_class == left.offence.offence_class and _shared(kept, left):
            says = "One crime for each offender or group of offenders."
            return Merger(kept=kept, left=left, said=Finding(rule=kept.offence.unit_rule, says=says))
    return None


def _merged(counted: Counted, merger: Merger) -> Counted:
    """One crime instead of two; the acts of the one that goes stand in the record of the one that stays."""
    kept, left = merger.kept, merger.left
    whole = replace(
        kept,
        suspects=kept.suspects | left.suspects,
        acts=(*kept.acts, *(told for told in left.acts if told not in kept.acts)),
    )
    crimes = tuple(whole if crime is kept else crime for crime in counted.crimes if crime is not left)
    same = kept.offence.offence_class == left.offence.offence_class
    because = "finished_incident" if same else "principal_crime"
    gone = NotCounted(act=left.principal.id, because=because, rule=merger.said.rule)
    return Counted(crimes=crimes, not_counted=(*counted.not_counted, gone), findings=(*counted.findings, merger.said))
