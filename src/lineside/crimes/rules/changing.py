"""Changing the class of a crime, and handing it to another force or taking one from it: who may, and what it needs."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime

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
from lineside.crimes.rules.recording import check_text
from lineside.crimes.rules.standing import Standing, check_words, facts_of, refuse_unless_on_record
from lineside.kernel.clock import UK
from lineside.kernel.errors import RuleBroken

TABLE = "change_conditions"
SEND, ACCEPT, DECLINE, RECLASSIFY = "send", "accept", "decline", "reclassify"
STALKING, HARASSMENT = ("8Q",), ("8L",)
LONGEST_REFERENCE, LONGEST_FORCE = 60, 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change as somebody asks for it."""

    what: str
    rationale: str = ""
    confirmed: frozenset[str] = field(default_factory=frozenset)
    authority: str = ""
    authorised_by: str = ""


def check_change(
    change: Change, crime: Standing, at: datetime, own: Collection[str] = (), more: Collection[str] = ()
) -> None:
    """Refused in the sentence and paragraph of the first thing in its way; `more` are facts besides the crime's."""
    refuse_unless_on_record(crime)
    on = at.astimezone(UK).date()
    check_words(change.confirmed, {row.code for row in conditions(TABLE, on)})
    check_text(change.rationale, "rationale")
    check_text(change.authorised_by, "authorised_by", LONGEST_FORCE)
    for obstacle in what_prevents_change(change, crime, at, own, more):
        raise RuleBroken(obstacle.sentence, obstacle.field)


def what_prevents_change(
    change: Change, crime: Standing, at: datetime, own: Collection[str] = (), more: Collection[str] = ()
) -> tuple[Unmet, ...]:
    on = at.astimezone(UK).date()
    rows = conditions(TABLE, on)
    facts = confirmed_of(rows, change.what, facts_of(crime, on) | {*more}, change.confirmed)
    found = list(unmet(rows, change.what, facts, authority_of(change.authority, own, on)))
    if len(change.rationale.strip()) < int(policies(on)["shortest_rationale"][0]):
        says, page = ("Say what showed it", "CRR 2026/27 p13")
        found.append(Unmet(code="rationale", says=says, paragraph=page, field="rationale"))
    if change.authority and not change.authorised_by.strip():
        says = "Say who authorised it, by name"
        found.append(Unmet(code="authorised_by", says=says, paragraph="CRR 2026/27 p13", field="authorised_by"))
    return tuple(found)


def asked_for_change(what: str, crime: Standing, on: date, more: Collection[str] = ()) -> list[Condition]:
    return to_confirm(conditions(TABLE, on), what, facts_of(crime, on) | {*more})


def facts_of_classes(was: str, becomes: str, on: date) -> frozenset[str]:
    """What a change of class is, in the words of the conditions."""
    policy = policies(on)
    words = {
        "stalking_to_harassment": was in STALKING and becomes in HARASSMENT,
        "to_homicide": becomes in policy["homicide_classes"] and was not in policy["homicide_classes"],
        "rape_to_incident": was in policy["rape_classes"] and becomes.startswith("N100"),
        "crosses_the_border": bool(was) is not bool(becomes),
    }
    return frozenset(word for word, holds in words.items() if holds)


def check_force(name: str, on: date) -> frozenset[str]:
    """The force on the other side of a transfer, and whether it is this one."""
    if not name.strip():
        raise RuleBroken("Name the other force (CRR 2026/27 p25).", "force")
    check_text(name, "force", LONGEST_FORCE)
    return frozenset(["to_ourselves"] if name.strip().lower() in policies(on)["own_force"] else [])


def check_reference(reference: str, kind: str, on: date) -> None:
    """CRR p25: removed only once the receiving force has given a reference; which kinds count is policy."""
    if kind not in policies(on)["transfer_references"]:
        raise RuleBroken(
            "Say whether it is their crime or their crime related incident (CRR 2026/27 p25).", "reference_kind"
        )
    if not reference.strip():
        raise RuleBroken("Give the reference of the receiving force (CRR 2026/27 p25).", "reference")
    check_text(reference, "reference", LONGEST_REFERENCE)
