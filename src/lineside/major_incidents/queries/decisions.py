"""The decision log of a major incident, each with whether it still reads as its sealed line."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lineside.incidents.queries import log
from lineside.major_incidents import rules
from lineside.major_incidents.models import MajorDecision

PARTS = tuple(rules.PARTS.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class MajorDecisionRow:
    """One decision in its parts; `is_as_sealed` says that it reads as its line of the log, which is sealed."""

    id: UUID
    number: int
    information: str
    risks: str
    powers: str
    options: str
    refused: str
    decision: str
    reason: str
    review: str
    entry_id: UUID
    by_name: str
    created_at: datetime
    is_as_sealed: bool


def major_decisions(major_incident_id: UUID) -> list[MajorDecisionRow]:
    """In their order. Ask for the major incident first."""
    found = MajorDecision.objects.filter(major_incident_id=major_incident_id).select_related("major_incident")
    rows = list(found.order_by("number"))
    lines = {each.id: each.text for each in log(rows[0].major_incident.incident_id)} if rows else {}
    return [_row(each, lines.get(each.entry_id, "")) for each in rows]


def major_decision_row(major_decision_id: UUID) -> MajorDecisionRow:
    found = MajorDecision.objects.select_related("major_incident").get(pk=major_decision_id)
    lines = {each.id: each.text for each in log(found.major_incident.incident_id)}
    return _row(found, lines.get(found.entry_id, ""))


def _row(row: MajorDecision, line: str) -> MajorDecisionRow:
    own = [name for name in MajorDecisionRow.__slots__ if name != "is_as_sealed"]
    facts = rules.JointDecision(**{name: getattr(row, name) for name in rules.PARTS})
    return MajorDecisionRow(
        **{name: getattr(row, name) for name in own}, is_as_sealed=line == rules.decision_line(facts, row.number)
    )
