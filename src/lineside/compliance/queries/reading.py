"""Reading findings: those of records that an actor may see, and no trace of any other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from lineside.compliance.models import STANDS, Finding
from lineside.compliance.permissions import CanCompliance
from lineside.compliance.rules.checks import CONTACT, STATES, check_of, trap_of
from lineside.contacts.permissions import CanContact
from lineside.finding.queries import row_of
from lineside.incidents.permissions import CanIncident
from lineside.incidents.queries import visible_to
from lineside.kernel.actors import Actor
from lineside.kernel.audit import record_sighting
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import permit
from lineside.kernel.errors import NotFound
from lineside.kernel.paging import Page, Paging, page_of

MOST = 300
GRAVEST_FIRST = ("rank", "-day", "id")


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """A finding as the list and the live stream show it."""

    id: UUID
    version: int
    check_code: str
    subject: str
    reference: str
    incident_id: UUID | None
    crime_id: UUID | None
    contact_id: UUID | None
    day: date
    area: str
    rank: int
    gravity: str
    paragraph: str
    state: str
    found_at: datetime
    returned: int

    @property
    def title(self) -> str:
        return check_of(self.check_code, uk_day(now())).title

    @property
    def state_words(self) -> str:
        return STATES[self.state]

    @property
    def sort(self) -> str:
        return f"{self.rank} {99_999_999 - int(f'{self.day:%Y%m%d}')} {self.id}"

    @property
    def stands(self) -> bool:
        return self.state in ("open", "explained")


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeFinding:
    """A finding with what it stands on and what was said of it."""

    row: FindingRow
    edition: str
    detail: str
    words: str
    words_by: str
    words_at: datetime | None
    ended_at: datetime | None
    ended_by: str

    @property
    def because(self) -> str:
        return check_of(self.row.check_code, uk_day(now())).because

    @property
    def mend(self) -> str:
        return check_of(self.row.check_code, uk_day(now())).mend

    @property
    def told(self) -> str:
        """The words that told it; of a class, which other one and why."""
        trap = trap_of(self.detail, uk_day(now())) if self.detail else None
        if trap is None:
            return f"“{self.detail}”" if self.detail else ""
        return f"Class {trap.meant} is meant: {trap.because} ({trap.paragraph})"


def seen_by(actor: Actor) -> QuerySet[Finding]:
    """From here every other query of findings starts."""
    permit(actor, CanCompliance.VIEW)
    # One probe for each row that is shown: a set of all that somebody may see would be millions.
    known = Exists(visible_to(actor.also(CanIncident.VIEW)).filter(pk=OuterRef("incident_id")))
    found = Finding.objects.filter(known | Q(contact__isnull=False) if actor.may(CanContact.VIEW) else known)
    if actor.may(CanIncident.VIEW_RESTRICTED):
        return found
    return found.exclude(contact__incident_links__incident__is_restricted=True)


def day_seen(actor: Actor, finding_id: UUID) -> date:
    """The day of its record, where the actor may see it."""
    found = seen_by(actor).filter(pk=finding_id).first()
    if found is None:
        raise NotFound("There is no such finding that you may see.")
    return found.day


def board(actor: Actor) -> list[FindingRow]:
    """What stands, the gravest first and of those the newest."""
    return [_row(each) for each in seen_by(actor).filter(STANDS).order_by(*GRAVEST_FIRST)[:MOST]]


def board_page(actor: Actor, paging: Paging) -> Page[FindingRow]:
    return page_of(seen_by(actor).filter(STANDS), GRAVEST_FIRST, _row, paging)


def finding_row(finding_id: UUID) -> FindingRow | None:
    """For the live stream, which asks each desk what it may see."""
    found = Finding.objects.filter(pk=finding_id).first()
    return _row(found) if found else None


def is_of_restricted_contact(row: FindingRow) -> bool:
    """For the live stream: a contact that belongs to a restricted incident by now."""
    found = Finding.objects.filter(pk=row.id, contact__incident_links__incident__is_restricted=True)
    return row.subject == CONTACT and found.exists()


def finding(actor: Actor, finding_id: UUID) -> WholeFinding:
    """All of it; the look is on record."""
    found = seen_by(actor).filter(pk=finding_id).first()
    if found is None:
        raise NotFound("There is no such finding that you may see.")
    record_sighting(actor, "compliance.finding", str(found.subject_id), f"Compliance: {found.reference}")
    return row_of(WholeFinding, found, row=_row(found))


def first_day_known() -> date:
    """The day of the oldest incident of our own; today where there is none."""
    found = _one("SELECT min(opened_on) FROM incidents_incident WHERE origin = ''", [])
    return found[0] or uk_day(now())


def moments_of(subject: str, keys: Sequence[UUID]) -> tuple[list[date], datetime | None]:
    """The days of these records, and when the oldest was opened; none where there are none."""
    days = "(opened_at AT TIME ZONE 'Europe/London')::date" if subject == CONTACT else "opened_on"
    table = "contacts_contact" if subject == CONTACT else "incidents_incident"
    what = f"coalesce(array_agg(DISTINCT {days}), '{{}}'), min(opened_at)"
    found = _one(f"SELECT {what} FROM {table} WHERE id = ANY(%s)", [list(keys)])  # noqa: S608 - our own names
    return found[0], found[1]


def due_now(since: datetime, until: datetime) -> list[UUID]:
    """Incidents of which the time to record ran out in between: by when they were opened, as an index has them."""
    text = (
        "SELECT coalesce(array_agg(id), '{}') FROM incidents_incident"
        " WHERE opened_at >= %s AND opened_at < %s AND NOT is_exercise"
    )
    keys: list[UUID] = _one(text, [since, until])[0]
    return keys


def incident_of_victim(victim_id: UUID) -> UUID | None:
    """For a reaction: the news of a victim's rights tells the victim alone."""
    found = _one("SELECT incident_id FROM victims_victim WHERE id = %s", [victim_id])
    return found[0] if found else None


def _one(text: str, values: list[Any]) -> Any:  # noqa: ANN401 - a row as the statement has it
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        return cursor.fetchone()


def _row(row: Finding) -> FindingRow:
    return row_of(FindingRow, row)
