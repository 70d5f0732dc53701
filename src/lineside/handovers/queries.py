"""What a handover sheet lists at this moment, and the sheets as they were given."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from lineside.callbacks import queries as callbacks
from lineside.callbacks.permissions import CanCallBack
from lineside.dispatch import queries as dispatch
from lineside.dispatch.permissions import CanDispatch
from lineside.handovers import rules
from lineside.handovers.models import Sheet
from lineside.handovers.permissions import CanHandOver
from lineside.heartbeats import queries as heartbeats
from lineside.incidents import queries as incidents
from lineside.incidents.permissions import CanIncident
from lineside.kernel.actors import Actor
from lineside.kernel.clock import UK, now, uk_day
from lineside.kernel.commands import permit
from lineside.kernel.errors import NotFound
from lineside.kernel.paging import Page, Paging, page_of
from lineside.people import queries as people
from lineside.people.permissions import CanPeople
from lineside.promises import queries as promises
from lineside.promises.permissions import CanPromise

MOST = 60
RESTRICTED = "a restricted log: who may see it opens it"
COVERT = "a covert unit: who may know of it sees what it is on"
Found = Iterator[rules.Item]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """A sheet as it was given, section by section, and what became of it."""

    id: UUID
    version: int
    desk: str
    given_at: datetime
    given_by_id: UUID | None
    given_by: str
    remarks: str
    state: str
    taken_at: datetime | None
    taken_by: str
    taken_words: str
    sections: tuple[tuple[str, tuple[rules.Item, ...]], ...]

    @property
    def is_waiting(self) -> bool:
        return self.state == rules.GIVEN

    @property
    def count(self) -> int:
        """How many things there are to read."""
        return sum(len(items) for _, items in self.sections)


def items_now(actor: Actor) -> list[rules.Item]:
    """All that stands, of what the actor may see; who gives a sheet hands over nothing that they could not read."""
    permit(actor, CanHandOver.VIEW)
    found: list[rules.Item] = []
    for needs, look in _LOOKS:
        if actor.may(needs):
            found += look(actor)
    return found


def sheets(actor: Actor) -> list[SheetRow]:
    """The newest first: those that wait, and those that were taken."""
    permit(actor, CanHandOver.VIEW)
    return [_row(each) for each in Sheet.objects.exclude(state=rules.REPLACED).order_by("-created_at", "-id")[:MOST]]


def sheets_page(actor: Actor, paging: Paging) -> Page[SheetRow]:
    permit(actor, CanHandOver.VIEW)
    return page_of(Sheet.objects.all(), ("-id",), _row, paging)


def sheet(actor: Actor, sheet_id: UUID) -> SheetRow:
    permit(actor, CanHandOver.VIEW)
    row = sheet_row(sheet_id)
    if row is None:
        raise NotFound("There is no such handover sheet.")
    return row


def sheet_row(sheet_id: UUID) -> SheetRow | None:
    """For the live process, which shows each row only to those who may see it."""
    found = Sheet.objects.filter(id=sheet_id).first()
    return _row(found) if found else None


def ticks_of(sheet_id: UUID) -> dict[str, tuple[str, datetime]]:
    """Item -> who has ticked it, and when."""
    found = Sheet.objects.get(id=sheet_id).ticks.values_list("item", "by_name", "created_at")
    return {item: (name, at) for item, name, at in found}


def _row(found: Sheet) -> SheetRow:
    known = rules.sections(uk_day(found.created_at))
    items = [rules.Item(**item) for item in found.items]
    return SheetRow(
        id=found.id,
        version=found.version,
        desk=found.desk,
        given_at=found.created_at,
        given_by_id=found.given_by_id,
        given_by=found.given_by,
        remarks=found.remarks,
        state=found.state,
        taken_at=found.taken_at,
        taken_by=found.taken_by,
        taken_words=found.taken_words,
        sections=tuple(
            (section.label, tuple(each for each in items if each.section == code)) for code, section in known.items()
        ),
    )


def _logs(actor: Actor) -> Found:
    """Open logs by grade, by type, and put off."""
    board = incidents.board(actor)
    for code, section in rules.sections(uk_day(now())).items():
        for row in board:
            grave = row.grade in ("I", "P", "")
            if row.grade in section.grades or (row.opening_code in section.types and grave):
                yield _of_log(code, row, f"{row.state.replace('_', ' ')}, owner {row.owner or 'nobody'}")
    for row in board:
        if row.state == "deferred" and row.deferred_until:
            yield _of_log("deferred", row, f"until {_time(row.deferred_until)}")


def _holds(actor: Actor) -> Found:
    """What a room above has written on a log, in its own words: trains held, power off, scenes."""
    for code, section in rules.sections(uk_day(now())).items():
        for row, hold in incidents.held_by_kinds(actor, section.holds) if section.holds else ():
            yield _of_log(code, row, hold.why, key=rules.item_key(code, row.id, hold.kind))


def _prisoners(actor: Actor) -> Found:
    wanted = {state for section in rules.sections(uk_day(now())).values() for state in section.units}
    for unit in dispatch.units_on_duty(actor):
        if unit.state in wanted:
            where = RESTRICTED if unit.is_on_restricted else unit.incident_reference or "no log"
            if unit.is_covert:  # a sheet has more readers than may know on what it is
                where = COVERT
            words = f"{unit.call_sign} {unit.crew}: {unit.state_label} since {_time(unit.state_at)}, {where}"
            yield rules.Item(section="prisoners", key=f"prisoners:{unit.id}", words=words)


def _waiting(actor: Actor) -> Found:
    """Where nobody is, and logs on offer."""
    for reached in incidents.reached_by_anybody(actor):
        yield _of_log("gaps", reached.incident, f"{reached.words}; the {reached.reached} is told")
    for offer in incidents.offers(actor):
        yield _of_log("offers", offer.incident, f"offered to {offer.to_label} by {offer.from_name}")


def _places(actor: Actor) -> Found:
    day, shift = people.shift_now(now())
    for each in people.strength(day, shift, people.rota_of(actor, day)):
        if each.there < each.needed:
            words = f"{each.site_name}, {each.role_label}: {each.there} there of {each.needed}"
            yield rules.Item(section="gaps", key=f"gaps:{each.site}:{each.role}", words=words)


def _call_backs(actor: Actor) -> Found:
    for row in callbacks.board(actor)[:MOST]:
        words = f"{row.reference}: {row.label}, by {_time(row.due_by)}, tried {row.tried} times"
        yield rules.Item(section="calls", key=f"calls:{row.id}", words=words)


def _promises(actor: Actor) -> Found:
    for row in promises.due(actor)[:MOST]:
        words = f"{row.reference}: {row.reach_words} by {_time(row.due_at)}, {row.what} (promised by {row.by_name})"
        yield rules.Item(section="calls", key=f"promises:{row.id}", words=words)


def _outages(_actor: Actor) -> Found:
    for part in heartbeats.parts_down():
        since = _time(part.down_since) if part.down_since else "some time"
        words = f"{part.part} is {part.state} since {since}: {part.why or 'it gave no reason'}"
        yield rules.Item(section="outages", key=rules.item_key("outages", part.part), words=words)


def _of_log(section: str, row: incidents.IncidentRow, how: str, key: str = "") -> rules.Item:
    said = RESTRICTED if row.is_restricted else f"{row.opening_label}, {row.place or 'no place'}: {row.summary}"
    grade = row.grade or "not graded"
    return rules.Item(
        section=section,
        key=key or f"{section}:{row.id}",
        words=f"{row.reference} {grade}, {said}" if row.is_restricted else f"{row.reference} {grade}, {said} ({how})",
        incident=row.reference,
    )


def _time(at: datetime) -> str:
    return f"{at.astimezone(UK):%d %b %H:%M}"


def labels(on: date) -> dict[str, str]:
    """Section -> what it is called."""
    return {code: section.label for code, section in rules.sections(on).items()}


_LOOKS: tuple[tuple[str, Callable[[Actor], Found]], ...] = (
    (CanIncident.VIEW, _logs),
    (CanIncident.VIEW, _holds),
    (CanDispatch.VIEW, _prisoners),
    (CanIncident.VIEW, _waiting),
    (CanPeople.VIEW, _places),
    (CanCallBack.VIEW, _call_backs),
    (CanPromise.VIEW, _promises),
    (CanHandOver.VIEW, _outages),
)
