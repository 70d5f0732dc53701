"""A recorded crime as the later rules see it: what kind of crime it is, in the words that their conditions use."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from lineside.crimes.rules.conditions import policies
from lineside.crimes.rules.recording import DATA
from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import in_force

ENGLAND_WALES, SCOTLAND = "england_wales", "scotland"
RECORDED, FINALISED, CANCELLED = "recorded", "finalised", "cancelled"
SHORTEST_PROOF = 5  # characters of each part of additional verifiable information


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A crime on record; `outcomes` are those it has had, the oldest first, with what was decided under its own law."""

    code: str
    offence_class: str
    victim_or_state: str
    first_report_at: datetime
    recorded_at: datetime
    committed_to: datetime | None = None
    flags: frozenset[str] = frozenset()
    jurisdiction: str = ENGLAND_WALES
    state: str = RECORDED
    outcomes: tuple[str, ...] = ()
    has_victim: bool = True


@cache
def _modes(on: date) -> dict[str, str]:
    return {row["code"]: row["mode"] for row in in_force(DATA / "trial_modes", on).rows}


@cache
def _kinds(on: date) -> dict[str, str]:
    return {row["code"]: row["kind"] for row in in_force(DATA / "counting_units", on).rows}


def facts_of(crime: Standing, on: date) -> frozenset[str]:
    """The words of the conditions that are true of a crime by its class, code and flags."""
    policy = policies(on)
    mode, kind = _modes(on).get(crime.code, ""), _kinds(on).get(crime.offence_class, "")
    of_victim = crime.victim_or_state == "V" or (crime.victim_or_state != "S" and crime.has_victim)
    said = {
        "victim_based": of_victim,
        "state_based": not of_victim,
        "rape": crime.offence_class in policy["rape_classes"],
        "under_13": crime.offence_class in policy["rape_under_13_classes"],
        "homicide": crime.offence_class in policy["homicide_classes"],
        "murder": crime.offence_class == "1",
        "robbery": kind == "robbery",
        "indictable_only": mode == "indictable",
        "summary_only": mode == "summary",
        "knife": crime.offence_class in policy["knife_classes"],
        "cannabis": crime.offence_class in policy["cannabis_classes"],
        "khat": crime.code in policy["khat_codes"],
        "fgm": crime.code in _mutilation(on),
        "slavery": crime.offence_class == "106",
        "making_off": crime.offence_class == "49A",
        "self_defence_offence": crime.offence_class in policy["self_defence_classes"]
        or f"{crime.offence_class} {crime.code}" in policy["self_defence_codes"],
        "domestic": "domestic" in crime.flags,
        "high_risk": "high_risk_domestic" in crime.flags,
        "hate": any(flag.startswith("hate_") for flag in crime.flags),
        "child_abuse": bool(crime.flags & {*policy["child_abuse_flags"]}) or crime.offence_class == "11A",
    }
    return frozenset(word for word, holds in said.items() if holds) | {f"had_{each}" for each in crime.outcomes[-1:]}


@cache
def _mutilation(on: date) -> frozenset[str]:
    rows = in_force(DATA / "counting_policy", on).by_code
    return frozenset(rows["mutilation_codes"]["words"])


def refuse_unless_on_record(crime: Standing) -> None:
    if crime.state == CANCELLED:
        raise RuleBroken("The crime is cancelled: nothing more is decided on it (CRR 2026/27 p25).")


def check_words(said: Collection[str], known: Collection[str], field: str = "confirmed") -> None:
    """A word that no rule asks is refused, so that nobody believes it was heard."""
    if stray := sorted({*said} - {*known}):
        raise RuleBroken(f"No rule asks to confirm {stray[0][:40]}.", field)
