"""Every structured entry: a decision, and a M/ETHANE from its draft to the log."""

from datetime import datetime
from uuid import UUID

from lineside.contacts.commands import one_at_a_time
from lineside.dispatch.queries import deployed_to
from lineside.entries import rules
from lineside.entries.events import MethaneChanged
from lineside.entries.models import Decision, Methane, MethaneReceipt, MethaneVersion
from lineside.entries.permissions import CanEnter
from lineside.entries.queries import latest_of, said_about
from lineside.entries.rules import DecisionFacts, Known
from lineside.incidents.commands import add_log_entry
from lineside.incidents.queries import as_row, incident
from lineside.kernel.actors import Actor
from lineside.kernel.clock import UK, now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken
from lineside.kernel.events import announce
from lineside.kernel.models import locked
from lineside.procedures.commands import take_card
from lineside.procedures.permissions import CanProcedure

__all__ = [
    "DecisionFacts",
    "correct_methane",
    "draft_methane",
    "log_methane",
    "record_decision",
    "tell_agency_of_methane",
]


@command(needs=CanEnter.WRITE)
def record_decision(*, actor: Actor, incident_id: UUID, facts: DecisionFacts) -> Decision:
    """What was known, weighed and decided, as one line of the log and in its parts."""
    incident(actor, incident_id)
    on = uk_day(now())
    kept = rules.check_decision(facts, on)
    entry = add_log_entry(
        actor=actor, incident_id=incident_id, text=rules.decision_line(kept, on), kind="decision", source="entries"
    )
    parts = {name: getattr(kept, name) for name in DecisionFacts.__slots__}
    row = Decision(incident_id=incident_id, tables_on=on, entry_id=entry, by_id=actor.id, by_name=actor.name, **parts)
    row.save()
    return row


@command(needs=CanEnter.WRITE)
def draft_methane(*, actor: Actor, incident_id: UUID) -> Methane:
    """A draft of what the incident and its contacts say so far; a later one is another version."""
    known = incident(actor, incident_id)
    one_at_a_time(f"methane {incident_id}")
    found = Methane.objects.filter(incident_id=incident_id).first()
    row = locked(Methane, found.id) if found else Methane(incident_id=incident_id)
    if not found:
        row.save()
    on = uk_day(now())
    facts = Known(
        kind=as_row(known).opening_label,
        summary=known.summary,
        place=known.place_text,
        place_status=known.place_status,
        headcode=known.headcode,
        units=tuple(deployed_to(incident_id)),
        said=tuple(said_about(incident_id)),
    )
    before = latest_of(row.id)
    letters = {name: text[: rules.LONGEST] for name, text in rules.draft(facts, on).items()}
    return _version(row, letters, actor, stage=before.stage if before else "")


@command(needs=CanEnter.WRITE)
def correct_methane(
    *, actor: Actor, methane_id: UUID, letters: dict[str, str], stage: str = "", seen_version: int | None = None
) -> Methane:
    """A person has read it and says what is right, and at which stage a major incident is; earlier versions stay."""
    row = locked(Methane, methane_id, seen_version)
    incident(actor, row.incident_id)
    before, on = latest_of(row.id), uk_day(now())
    said = rules.check_stage(stage, before.stage if before else "", on)
    return _version(row, rules.check_letters(letters, on), actor, is_read=True, stage=said)


@command(needs=CanEnter.WRITE)
def log_methane(*, actor: Actor, methane_id: UUID, seen_version: int | None = None) -> Methane:
    """The latest version, which a person saved, becomes a line of the log."""
    row = locked(Methane, methane_id, seen_version)
    found = incident(actor, row.incident_id)
    last = latest_of(row.id)
    if last is None:
        raise RuleBroken("There is no draft yet; make one first.")
    on = last.tables_on
    rules.check_to_log(last.letters, is_read=last.is_read, is_logged=last.entry_id is not None, on=on)
    text = rules.methane_line(last.letters, last.number, on, last.stage)
    last.entry_id = add_log_entry(actor=actor, incident_id=row.incident_id, text=text, kind="methane", source="entries")
    last.save()
    row.save()
    announce(MethaneChanged(incident_id=row.incident_id, number=row.number))
    code = rules.card_of_stage(last.stage, on)
    if code and found.closed_at is None and last.stage != _told_before(last):
        # What begins with a declaration does so for whoever may declare it; who took the card off since has the word.
        take_card(actor=actor.also(CanProcedure.WORK), incident_id=row.incident_id, code=code)
    return row


def _told_before(last: MethaneVersion) -> str:
    """The stage that the version before this one in the log told."""
    told = MethaneVersion.objects.filter(methane_id=last.methane_id, number__lt=last.number).exclude(entry_id=None)
    before = told.order_by("number").last()
    return before.stage if before else ""


@command(needs=CanEnter.WRITE)
def tell_agency_of_methane(
    *,
    actor: Actor,
    methane_id: UUID,
    agency: str,
    whom: str,
    told_at: datetime | None = None,
    seen_version: int | None = None,
) -> MethaneReceipt:
    """Somebody of another agency was told the latest version by telephone: who, when, and by whom; once a version."""
    row = locked(Methane, methane_id, seen_version)  # who told the version before was not told of this one
    found = incident(actor, row.incident_id)
    last, on = latest_of(row.id), uk_day(now())
    is_logged = last is not None and last.entry_id is not None
    label, kept = rules.check_receipt(agency, whom, is_logged=is_logged, on=on)
    assert last  # noqa: S101 - one that stands in the log is there
    if MethaneReceipt.objects.filter(methane_version=last, agency=agency).exists():
        raise RuleBroken(f"{label} was told of version {last.number} already.", "agency")
    at = told_at or now()
    if not found.first_contact_at <= at <= now():
        raise RuleBroken("Give a time since the first contact and not to come.", "at")
    text = f"M/ETHANE version {last.number} told by telephone to {label}: {kept}, {at.astimezone(UK):%H:%M}"
    entry = add_log_entry(actor=actor, incident_id=row.incident_id, text=text, kind="methane", source="entries")
    receipt = MethaneReceipt(
        methane_version=last, agency=agency, whom=kept, told_at=at, by_name=actor.name, entry_id=entry
    )
    receipt.save()
    row.save()
    announce(MethaneChanged(incident_id=row.incident_id, number=row.number))
    return receipt


def _version(row: Methane, letters: dict[str, str], actor: Actor, *, is_read: bool = False, stage: str = "") -> Methane:
    row.number += 1
    row.save()
    MethaneVersion(
        methane=row,
        number=row.number,
        letters=letters,
        tables_on=uk_day(now()),
        is_read=is_read,
        stage=stage,
        by_name=actor.name if is_read else f"made of the facts for {actor.name}"[:200],
    ).save()
    announce(MethaneChanged(incident_id=row.incident_id, number=row.number))
    return row
