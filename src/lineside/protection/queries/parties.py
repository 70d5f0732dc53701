"""Who is a party to a protection, and what each has said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lineside.incidents.queries import parties_since
from lineside.protection import rules
from lineside.protection.models import LineProtection, PartyStanding


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyWordRow:
    """One party to a protection, as the register shows it."""

    id: UUID
    kind: str
    sign: str
    label: str
    listed_at: datetime
    left_at: datetime | None
    told_at: datetime | None
    told_by: str
    acknowledged_at: datetime | None
    word: str
    said_by: str
    word_at: datetime | None
    word_to: str

    @property
    def is_settled(self) -> bool:
        return self.word in rules.SETTLED


def parties_of(protection: LineProtection) -> list[PartyWordRow]:
    """Everybody who was listed on the log while it was in force, in the order in which they came."""
    until = protection.restored_at or protection.withdrawn_at
    listed = parties_since(protection.incident_id, protection.requested_at, until)
    known = {each.party_id: each for each in PartyStanding.objects.filter(protection=protection)}
    return [_row(party, known.get(party.id) or PartyStanding()) for party in listed]


def words_version(incident_id: UUID) -> int:
    """Grows with every change of the log's protections and of what is said of them: who answers says which they saw."""
    versions = LineProtection.objects.filter(incident_id=incident_id).values_list("version", flat=True)
    return sum(version + 1 for version in versions)


def words_of(parties: Sequence[PartyWordRow]) -> list[rules.PartyWord]:
    return [rules.PartyWord(each.sign, each.word) for each in parties]


def _row(party: "object", standing: PartyStanding) -> PartyWordRow:
    facts = {name: getattr(party, name) for name in ("id", "kind", "sign", "label", "listed_at", "left_at")}
    said = ("told_at", "told_by", "acknowledged_at", "word", "said_by", "word_at", "word_to")
    return PartyWordRow(**facts, **{name: getattr(standing, name) for name in said})
