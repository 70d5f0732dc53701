"""Cancelling a crime: C1 to C5, and in Scotland no crime; what each needs, and who is told first.

CRR are the Crime Recording Rules, OF the Outcomes for Recorded Crimes, SCRS the Scottish Crime Recording Standard.
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
from lineside.crimes.rules.recording import DATA, check_moment, check_text
from lineside.crimes.rules.standing import (
    SHORTEST_PROOF,
    Standing,
    check_words,
    facts_of,
    refuse_unless_on_record,
)
from lineside.kernel.clock import UK
from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import in_force

TABLE = "cancellation_conditions"
PARTS = {
    "arose": "when the information became available",
    "came_from": "where it came from",
    "verified": "how it can be verified",
    "changes": "what it changes",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancelling:
    """A cancellation as somebody asks for it; four parts make additional verifiable information (OF p28)."""

    code: str
    rationale: str = ""
    arose: str = ""
    came_from: str = ""
    verified: str = ""
    changes: str = ""
    confirmed: frozenset[str] = frozenset()
    authority: str = ""
    authorised_by: str = ""
    told_victim_at: datetime | None = None
    telling: str = ""
    other_reference: str = ""  # of the crime of which this is a duplicate or a part
    untold: str = ""  # why they were not told, as who cares for them has put it down


@dataclass(frozen=True, slots=True, kw_only=True)
class CancellationKind:
    """A code of the list, with what it always needs."""

    code: str
    name: str
    jurisdiction: str
    needs: frozenset[str]
    tells_first: bool
    paragraph: str
    edition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What else is on record: a transfer that was accepted, and whether the other crime is live."""

    transfer_accepted: bool = False
    other_is_live: bool = False


def cancellation_kinds(on: date, jurisdiction: str = "") -> dict[str, CancellationKind]:
    edition = in_force(DATA / "cancellation_rules", on)
    return {
        row["code"]: _kind(row, edition.edition) for row in edition.rows if jurisdiction in {"", row["jurisdiction"]}
    }


def _kind(row: dict[str, Any], edition: str) -> CancellationKind:
    return CancellationKind(
        code=row["code"],
        name=row["name"],
        jurisdiction=row["jurisdiction"],
        needs=frozenset(row["needs"].split()),
        tells_first=row["tell_first"] == "yes",
        paragraph=row["paragraph"],
        edition=edition,
    )


def asked_for_cancelling(crime: Standing, code: str, on: date) -> list[Condition]:
    """What must or may be confirmed before this crime is cancelled under this code."""
    return to_confirm(conditions(TABLE, on), code, facts_of(crime, on))


def check_cancelling(
    asked: Cancelling, crime: Standing, at: datetime, around: Around, own: Collection[str] = ()
) -> CancellationKind:
    """The code under which it may be cancelled; refused in the sentence and paragraph of the first obstacle."""
    kind, obstacles = weigh_cancelling(asked, crime, at, around, own)
    for obstacle in obstacles:
        raise RuleBroken(obstacle.sentence, obstacle.field)
    return kind


def weigh_cancelling(
    asked: Cancelling, crime: Standing, at: datetime, around: Around, own: Collection[str] = ()
) -> tuple[CancellationKind, tuple[Unmet, ...]]:
    """The code that is asked for, and everything that stands in its way."""
    refuse_unless_on_record(crime)
    on = at.astimezone(UK).date()
    kind = cancellation_kinds(on, crime.jurisdiction).get(asked.code)
    if kind is None:
        raise RuleBroken(
            "That is no code under which this crime can be cancelled; choose one of the list (CRR 2026/27 p25).", "code"
        )
    check_words(asked.confirmed, {row.code for row in conditions(TABLE, on)})
    check_moment(asked.told_victim_at, "told_victim_at", crime.first_report_at.replace(second=0, microsecond=0), at)
    for field in ("rationale", "telling", "authorised_by", "other_reference", *PARTS):
        check_text(getattr(asked, field), field)
    return kind, what_prevents_cancelling(asked, crime, at, around, own)


def what_prevents_cancelling(
    asked: Cancelling, crime: Standing, at: datetime, around: Around, own: Collection[str] = ()
) -> tuple[Unmet, ...]:
    """Everything that the rules miss; nothing when the crime may be cancelled now."""
    on = at.astimezone(UK).date()
    kind = cancellation_kinds(on)[asked.code]
    rows = conditions(TABLE, on)
    facts = confirmed_of(rows, asked.code, facts_of(crime, on), asked.confirmed)
    authority = authority_of(asked.authority, own, on)
    return (
        *_never(rows, asked, facts, authority),
        *_information(asked, kind),
        *_records(asked, kind, around),
        *(each for each in unmet(rows, asked.code, facts, authority) if each.field),
        *_told_first(asked, kind, facts),
        *_written(asked, kind, on),
    )


def _never(
    rows: tuple[Condition, ...], asked: Cancelling, facts: frozenset[str], authority: frozenset[str]
) -> Iterator[Unmet]:
    """What forbids is said before what is still to be written."""
    return (each for each in unmet(rows, asked.code, facts, authority) if not each.field)


def _information(asked: Cancelling, kind: CancellationKind) -> Iterator[Unmet]:
    if "information" not in kind.needs:
        return
    for field, says in PARTS.items():
        if len(getattr(asked, field).strip()) < SHORTEST_PROOF:
            yield Unmet(
                code=field,
                says=f"Additional verifiable information says {says}; write it",
                paragraph="OF 2026 p28",
                field=field,
            )


def _records(asked: Cancelling, kind: CancellationKind, around: Around) -> Iterator[Unmet]:
    if "transfer" in kind.needs and not around.transfer_accepted:
        says = "It goes only when the other force has accepted the crime and given its reference"
        yield Unmet(code="transfer", says=says, paragraph=kind.paragraph)
    if "record" not in kind.needs:
        return
    if not asked.other_reference.strip():
        says = "Give the reference of the crime of which it is a duplicate or a part"
        yield Unmet(code="other_reference", says=says, paragraph=kind.paragraph, field="other_reference")
    elif not around.other_is_live:
        says = "The other record must be another crime that is live here, and that one is not"
        yield Unmet(code="other_reference", says=says, paragraph=kind.paragraph, field="other_reference")


def _told_first(asked: Cancelling, kind: CancellationKind, facts: frozenset[str]) -> Iterator[Unmet]:
    is_said = asked.told_victim_at is not None or bool(asked.untold)
    if kind.tells_first and "victim_based" in facts and not is_said:
        says = "The victim is told before the crime is cancelled; say when"
        yield Unmet(code="told_victim_at", says=says, paragraph="CRR 2026/27 p26", field="told_victim_at")
    if asked.told_victim_at is not None and not asked.telling.strip():
        says = "Say how the victim was told, and by whom"
        yield Unmet(code="telling", says=says, paragraph="CRR 2026/27 p26", field="telling")


def _written(asked: Cancelling, kind: CancellationKind, on: date) -> Iterator[Unmet]:
    if len(asked.rationale.strip()) < int(policies(on)["shortest_rationale"][0]):
        yield Unmet(code="rationale", says="Write the rationale", paragraph=kind.paragraph, field="rationale")
    if asked.authority and not asked.authorised_by.strip():
        yield Unmet(
            code="authorised_by",
            says="Say who authorised it, by name",
            paragraph=kind.paragraph,
            field="authorised_by",
        )
