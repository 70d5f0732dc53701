"""Outcomes 1 to 24: what each needs before it is given, and what stands in the way. Pages are those of the edition.

OF is the Home Office's Outcomes for Recorded Crimes, CRR the Crime Recording Rules.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lineside.crimes.rules.conditions import (
    Condition,
    Unmet,
    authority_of,
    conditions,
    confirmed_of,
    policies,
    to_confirm,
    unmet,
)
from lineside.crimes.rules.counting.conduct import months_after
from lineside.crimes.rules.recording import DATA, check_moment, check_text
from lineside.crimes.rules.standing import (
    ENGLAND_WALES,
    SCOTLAND,
    Standing,
    check_words,
    facts_of,
    refuse_unless_on_record,
)
from lineside.kernel.clock import UK
from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import in_force

SUSPECTS = ("none", "named", "identified")
EVIDENCE = ("", "confirmed", "responsibility", "charge")
VICTIMS = ("", "supports", "does_not_support", "out_of_reach")
TYPES = {ENGLAND_WALES: "outcome_rules", SCOTLAND: "outcome_rules_scotland"}
TABLES = {ENGLAND_WALES: "outcome_conditions", SCOTLAND: "outcome_conditions_scotland"}
# Where each law says that who was harmed is told.
TELLING = {ENGLAND_WALES: "OF 2026 p3", SCOTLAND: "Victims and Witnesses (Scotland) Act 2014 s1"}
OLDEST = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """An outcome as somebody claims it for a crime, with all that the rules ask about it."""

    outcome: str
    suspect: str = "none"
    suspect_age: int | None = None
    evidence: str = ""
    admitted: bool = False
    victim: str = ""
    confirmed: frozenset[str] = frozenset()
    authority: str = ""
    authorised_by: str = ""
    charged: str = ""  # the class or code of the offence that was charged, where it is another
    told_victim_at: datetime | None = None
    telling: str = ""
    told_suspect_at: datetime | None = None
    rationale: str = ""
    untold: str = ""  # why they were not told, as who cares for them has put it down


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeType:
    """A type of the list, with what it always needs."""

    code: str
    name: str
    group: str
    paragraph: str
    needs: dict[str, str]
    jurisdiction: str
    edition: str


def outcome_types(on: date, jurisdiction: str = ENGLAND_WALES) -> dict[str, OutcomeType]:
    """The types that can be given on a day: of the edition in force, and begun."""
    edition = in_force(DATA / TYPES[jurisdiction], on)
    rows = [row for row in edition.rows if date.fromisoformat(row["assigned_from"]) <= on]
    return {row["code"]: _type(row, jurisdiction, edition.edition) for row in rows}


def _type(row: dict[str, Any], jurisdiction: str, edition: str) -> OutcomeType:
    return OutcomeType(
        code=row["code"],
        name=row["name"],
        group=row["group"],
        paragraph=row["paragraph"],
        needs=dict(row),
        jurisdiction=jurisdiction,
        edition=edition,
    )


def asked_for(crime: Standing, outcome: str, on: date) -> list[Condition]:
    """What must or may be confirmed for this crime and outcome, in the order of the table."""
    return to_confirm(conditions(TABLES[crime.jurisdiction], on), outcome, facts_of(crime, on))


def check_outcome(claim: Claim, crime: Standing, at: datetime, own: Collection[str] = ()) -> OutcomeType:
    """The outcome that may be given; refused in the sentence and paragraph of the first thing in its way."""
    found, obstacles = weigh_outcome(claim, crime, at, own)
    for obstacle in obstacles:
        raise RuleBroken(obstacle.sentence, obstacle.field)
    return found


def weigh_outcome(
    claim: Claim, crime: Standing, at: datetime, own: Collection[str] = ()
) -> tuple[OutcomeType, tuple[Unmet, ...]]:
    """The outcome that is claimed, and everything that stands in its way; a claim that says nothing is refused."""
    refuse_unless_on_record(crime)
    found = _known(claim, crime, at)
    check_claim(claim, crime, at)
    return found, what_stands_in_the_way(claim, crime, at, own)


def _known(claim: Claim, crime: Standing, at: datetime) -> OutcomeType:
    on = at.astimezone(UK).date()
    listed = {row["code"]: row for row in in_force(DATA / TYPES[crime.jurisdiction], on).rows}
    if crime.jurisdiction == SCOTLAND and claim.outcome not in listed:
        raise RuleBroken(
            "A crime of Scotland has no outcome of types 1 to 24; it is cleared up or not (SCRS p5).", "outcome"
        )
    if claim.outcome in policies(on)["central_outcomes"]:
        raise RuleBroken(
            f"Outcome {claim.outcome} is given by the National Fraud Intelligence Bureau, not by a force "
            f"({listed[claim.outcome]['paragraph']}).",
            "outcome",
        )
    if claim.outcome not in listed:
        raise RuleBroken("That is no outcome of the list in force; choose one (CRR 2026/27 p24).", "outcome")
    if claim.outcome not in (types := outcome_types(on, crime.jurisdiction)):
        begins = listed[claim.outcome]["assigned_from"]
        raise RuleBroken(f"Outcome {claim.outcome} can be given from {begins} only (CRR 2026/27 p24).", "outcome")
    return types[claim.outcome]


def check_claim(claim: Claim, crime: Standing, at: datetime) -> None:
    """The words and moments of a claim, before any rule looks at them."""
    for given, known, field in (
        (claim.suspect, SUSPECTS, "suspect"),
        (claim.evidence, EVIDENCE, "evidence"),
        (claim.victim, VICTIMS, "victim"),
    ):
        if given not in known:
            raise RuleBroken(f"Say one of these: {', '.join(word for word in known if word)}.", field)
    if claim.suspect_age is not None and not 0 <= claim.suspect_age <= OLDEST:
        raise RuleBroken(f"An age is from 0 to {OLDEST}; check it.", "suspect_age")
    on = at.astimezone(UK).date()
    check_words(claim.confirmed, {row.code for row in conditions(TABLES[crime.jurisdiction], on)})
    since = crime.first_report_at.replace(second=0, microsecond=0)
    check_moment(claim.told_victim_at, "told_victim_at", since, at)
    check_moment(claim.told_suspect_at, "told_suspect_at", since, at)
    for field in ("rationale", "telling", "authorised_by", "charged"):
        check_text(getattr(claim, field), field)


def what_stands_in_the_way(claim: Claim, crime: Standing, at: datetime, own: Collection[str] = ()) -> tuple[Unmet, ...]:
    """Everything that the rules miss, in the order in which a recorder would put it right; nothing when it may be."""
    on = at.astimezone(UK).date()
    needs = in_force(DATA / TYPES[crime.jurisdiction], on).by_code[claim.outcome]
    rows = conditions(TABLES[crime.jurisdiction], on)
    facts = confirmed_of(rows, claim.outcome, facts_of(crime, on) | _facts_of(claim, on), claim.confirmed)
    authority = authority_of(claim.authority, own, on)
    return (
        *_again(claim, crime),
        *_suspect(claim, needs),
        *_evidence(claim, needs),
        *_victim(claim, needs, facts),
        *unmet(rows, claim.outcome, facts, authority),
        *_limit(claim, crime, at),
        *_telling(claim, needs, facts, TELLING[crime.jurisdiction]),
        *_writing(claim, crime, needs, on),
    )


def _facts_of(claim: Claim, on: date) -> frozenset[str]:
    age = claim.suspect_age
    words = {
        f"suspect_{claim.suspect}",
        *([f"victim_{claim.victim}"] if claim.victim else []),
        *(["suspect_child"] if age is not None and age < 18 else []),  # noqa: PLR2004 - of full age
        *(["murder_alternate"] if claim.charged.strip().upper() in policies(on)["murder_alternates"] else []),
    }
    return frozenset(words)


def _again(claim: Claim, crime: Standing) -> Iterator[Unmet]:
    if crime.outcomes[-1:] == (claim.outcome,):
        page = "SCRS p5" if crime.jurisdiction == SCOTLAND else "CRR 2026/27 p24"
        yield _missing("It has that outcome already", page, "outcome")


def _suspect(claim: Claim, needs: dict[str, str]) -> Iterator[Unmet]:
    name, page = f"Outcome {claim.outcome}", needs["paragraph"]
    if needs["suspect"] == "none" and claim.suspect != "none":
        yield _missing(
            f"{name} is for a crime with no suspect named; link the suspect and choose another", page, "suspect"
        )
    if needs["suspect"] in {"named", "identified"} and claim.suspect == "none":
        yield _missing(f"{name} needs a named suspect", page, "suspect")
    if needs["suspect"] == "identified" and claim.suspect == "named":
        yield _missing(f"{name} needs a suspect whose true identity is established", page, "suspect")
    least, most, age = needs["least_age"], needs["most_age"], claim.suspect_age
    if needs["suspect"] != "named" or not (least or most):
        return
    if age is None and (most or least not in {"", "10"}):
        yield _missing(f"{name} turns on the suspect's age; say it", page, "suspect_age")
    elif age is not None and ((least and age < int(least)) or (most and age > int(most))):
        yield _missing(f"{name} is for {_ages(least, most)}, and the suspect is {age}", page, "suspect_age")


def _ages(least: str, most: str) -> str:
    if least and most:
        return f"suspects of {least} to {most}"
    return f"suspects of {least} or over" if least else f"suspects of {most} or under"


def _evidence(claim: Claim, needs: dict[str, str]) -> Iterator[Unmet]:
    said = {
        "confirmed": "a confirmed crime",
        "responsibility": "evidence that the suspect was responsible",
        "charge": "evidence that suffices to charge",
    }
    wanted = needs["evidence"]
    if wanted and EVIDENCE.index(claim.evidence) < EVIDENCE.index(wanted):
        yield _missing(f"Outcome {claim.outcome} needs {said[wanted]}", needs["paragraph"], "evidence")
    if needs["admission"] == "yes" and not claim.admitted:
        yield _missing(f"Outcome {claim.outcome} needs a reliable admission on record", needs["paragraph"], "admitted")


def _victim(claim: Claim, needs: dict[str, str], facts: Collection[str]) -> Iterator[Unmet]:
    wanted, page = needs["victim"], needs["paragraph"]
    if not wanted or claim.victim == wanted:
        return
    if "victim_based" not in facts:
        if wanted == "does_not_support":
            yield _missing(f"Outcome {claim.outcome} is for a crime with a victim", page, "outcome")
        return
    if (claim.outcome, claim.victim) == ("16", "out_of_reach"):
        return  # the table of conditions says why
    says = {"supports": "supports police action", "does_not_support": "is not able to support it"}[wanted]
    yield _missing(f"Outcome {claim.outcome} needs a victim who {says}", page, "victim")


def _limit(claim: Claim, crime: Standing, at: datetime) -> Iterator[Unmet]:
    """OF p20: the limit runs from the commission of the offence, and must have passed."""
    if claim.outcome != "17":
        return
    if crime.committed_to is None:
        yield _missing(
            "Outcome 17 turns on when the crime was committed; the record does not say", "OF 2026 p20", "outcome"
        )
        return
    months = int(policies(at.astimezone(UK).date())["summary_limit_months"][0])
    ends = months_after(crime.committed_to, months)
    if at <= ends:
        yield _missing(
            f"The time limit of {months} months has not expired: it ends on {ends.day} {ends:%B %Y}",
            "OF 2026 p20",
            "outcome",
        )


def _telling(claim: Claim, needs: dict[str, str], facts: Collection[str], page: str) -> Iterator[Unmet]:
    if "victim_based" in facts and claim.told_victim_at is None and not claim.untold:
        yield _missing(
            "The victim, or who represents them, is told of the outcome before it is given; say when",
            page,
            "told_victim_at",
        )
    if claim.told_victim_at is not None and not claim.telling.strip():
        yield _missing("Say how the victim was told, and by whom", page, "telling")
    if needs["tells_suspect"] == "yes" and claim.told_suspect_at is None:
        yield _missing(
            "The suspect must know that they are recorded as responsible and what follows; say when they were told",
            page,
            "told_suspect_at",
        )


def _writing(claim: Claim, crime: Standing, needs: dict[str, str], on: date) -> Iterator[Unmet]:
    shortest = int(policies(on)["shortest_rationale"][0])
    if (needs["rationale"] == "yes" or crime.outcomes) and len(claim.rationale.strip()) < shortest:
        why = "why the outcome changes" if crime.outcomes else "the rationale"
        yield _missing(f"Write {why}", needs["paragraph"], "rationale")
    if claim.authority and not claim.authorised_by.strip():
        yield _missing("Say who authorised it, by name", needs["paragraph"], "authorised_by")
    if claim.outcome in {"1A", "2A", "3A"} and not claim.charged.strip():
        yield _missing("Say which other offence it was, by class or code", "CRR 2026/27 p21", "charged")


def _missing(says: str, paragraph: str, field: str) -> Unmet:
    return Unmet(code=field, says=says, paragraph=paragraph, field=field)
