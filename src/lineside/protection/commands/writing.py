"""What every deed begins and ends with: its line in the log, whose lock all of them take first, and its news."""

from uuid import UUID

from lineside.incidents.commands import add_log_entry
from lineside.incidents.permissions import CanIncident
from lineside.incidents.queries import incident
from lineside.kernel.actors import Actor
from lineside.kernel.errors import NotFound
from lineside.kernel.events import announce
from lineside.kernel.models import locked
from lineside.protection import rules
from lineside.protection.events import ProtectionChanged
from lineside.protection.models import LineProtection, PartyStanding
from lineside.protection.queries.parties import parties_of, words_of

# What a protection does goes into the log for whoever may work it.
WRITES = frozenset({CanIncident.LOG.value, CanIncident.HOLD.value})


def hold_kind(number: int) -> str:
    return f"line_protection:{number}"


def begin(actor: Actor, protection_id: UUID, text: str, seen_version: int | None = None) -> LineProtection:
    """The protection with the lock of its log and its own: who attaches a unit to the log waits, or was waited for."""
    found = LineProtection.objects.filter(id=protection_id).first()
    if found is None:
        raise NotFound("There is no such line protection.")
    incident(actor, found.incident_id)
    write(actor, found.incident_id, f"{name_of(found)}: {text}")
    return locked(LineProtection, protection_id, seen_version)


def open_on(actor: Actor, incident_id: UUID, text: str) -> list[LineProtection]:
    """The open protections of a log, locked behind the lock of the log."""
    incident(actor, incident_id)
    write(actor, incident_id, text)
    found = LineProtection.objects.filter(incident_id=incident_id, state__in=rules.OPEN)
    return list(found.select_for_update().order_by("number"))


def write(actor: Actor, incident_id: UUID, text: str) -> UUID:
    return add_log_entry(
        actor=writer(actor), incident_id=incident_id, text=text, kind="protection", source="protection"
    )


def writer(actor: Actor) -> Actor:
    """The same person, with the right to have the deed written into the log."""
    return actor.also(*WRITES)


def name_of(row: LineProtection) -> str:
    level = rules.level_of(row.level, row.edition)
    return f"Line protection {row.number}, {level.label}{f', {row.section}' if row.section else ''}"


def check_clear(row: LineProtection, *, is_asked: bool = False) -> None:
    """Refused while anybody is not clear; what protects nobody keeps nobody."""
    if row.protects:
        rules.check_restore(words_of(parties_of(row)), row.person, is_asked=is_asked)


def ask_anew(row: LineProtection) -> None:
    """Words that were said before no longer stand: people may go on the line from here, so everybody is asked again."""
    for standing in PartyStanding.objects.filter(protection=row).exclude(word__in=("", rules.NO)):
        unsay(standing)
        standing.save()
    if row.person == rules.ACCEPTED:
        row.person = rules.MISSING


def tell_anew(row: LineProtection) -> None:
    """Whoever was told before control gave it heard of a request: that it is in force they are told again."""
    for standing in PartyStanding.objects.filter(protection=row).exclude(told_at=None):
        standing.told_at, standing.told_by, standing.acknowledged_at = None, "", None
        standing.save()


def unsay(standing: PartyStanding) -> None:
    standing.word, standing.said_by, standing.word_at, standing.word_to = "", "", None, ""


def changed(row: LineProtection) -> LineProtection:
    row.save()
    announce(ProtectionChanged(protection_id=row.id, incident_id=row.incident_id, state=row.state))
    return row
