"""The call-out cascade as the board shows it, and what of it a supervisor must know."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lineside.finding.queries import row_of
from lineside.incidents.queries import visible_to
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now
from lineside.kernel.commands import permit
from lineside.kernel.errors import NotFound
from lineside.major_incidents import rules
from lineside.major_incidents.models import CallTurn, MajorTask
from lineside.major_incidents.permissions import CanMajor
from lineside.major_incidents.queries.majors import major_incident

ANSWERS = tuple(rules.ANSWERS.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnRow:
    """Whose turn it is, was or will be."""

    id: UUID
    major_incident_id: UUID
    role_label: str
    turn: int
    post: str
    telephone: str
    minutes: int
    state: str
    due_at: datetime | None
    rung_at: datetime | None
    rung_by: str
    answered_at: datetime | None
    answered_by: str
    who: str
    words: str
    told_at: datetime | None

    @property
    def is_in_hand(self) -> bool:
        return self.state in (rules.NEXT, rules.RUNG)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRow:
    """A role with its turns in order."""

    label: str
    turns: tuple[TurnRow, ...]

    @property
    def is_filled(self) -> bool:
        return any(each.state == rules.COMING for each in self.turns)

    @property
    def is_exhausted(self) -> bool:
        return all(each.state in rules.ENDED_WITHOUT for each in self.turns)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedRow:
    """What a supervisor is told: a list that nobody is left on, somebody whom nobody rang, a task that is overdue."""

    id: UUID
    major_incident_id: UUID
    reference: str
    text: str
    since: datetime


def cascade_of(major_incident_id: UUID, times: int) -> list[RoleRow]:
    """Each role of this declaration in the order of the edition. Ask for the major incident first."""
    found = CallTurn.objects.filter(major_incident_id=major_incident_id, times=times).order_by("id")
    roles: dict[str, list[TurnRow]] = {}
    for each in found:
        roles.setdefault(each.role, []).append(row_of(TurnRow, each))
    return [RoleRow(label=turns[0].role_label, turns=tuple(turns)) for turns in roles.values()]


def turn_of(actor: Actor, call_turn_id: UUID) -> TurnRow:
    found = CallTurn.objects.filter(pk=call_turn_id).first()
    if found is None:
        raise NotFound("There is no such turn.")
    major_incident(actor, found.major_incident_id)
    return row_of(TurnRow, found)


def turns_due() -> list[UUID]:
    """Turns whose time is over, for the clock."""
    found = CallTurn.objects.filter(state__in=(rules.NEXT, rules.RUNG), due_at__lte=now(), major_incident__over_at=None)
    return list(found.order_by("due_at").values_list("id", flat=True))


def owed(actor: Actor) -> list[OwedRow]:
    """What the clock told, and nobody has mended: the oldest first."""
    permit(actor, CanMajor.VIEW)
    seen = {
        "major_incident__over_at": None,
        "major_incident__incident__in": visible_to(actor),
        "told_at__isnull": False,
    }
    turns = CallTurn.objects.filter(**seen).exclude(state=rules.RUNG).select_related("major_incident__incident")
    tasks = MajorTask.objects.filter(ended_at=None, **seen).select_related("major_incident__incident")
    rows = [_owed(each, _turn_words(each)) for each in turns if each.times == each.major_incident.times_declared]
    rows += [_owed(each, f"task of {each.owner} is overdue: {each.text}") for each in tasks]
    return sorted(rows, key=lambda each: (each.since, each.id))


def _turn_words(turn: CallTurn) -> str:
    if turn.state == rules.NEXT:
        return f"nobody has rung {turn.post} ({turn.role_label})"
    return f"nobody on the list is coming as {turn.role_label}"


def _owed(row: CallTurn | MajorTask, text: str) -> OwedRow:
    major = row.major_incident
    since = row.told_at or row.created_at
    return OwedRow(id=row.id, major_incident_id=major.id, reference=major.incident.reference, text=text, since=since)
