"""Reading who interpreted for whom, and in which language a statement is taken."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from lineside.contacts.queries import contact
from lineside.interpreters import rules
from lineside.interpreters.models import InterpreterRequest, StatementLanguage
from lineside.interpreters.permissions import CanInterpret
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import permit
from lineside.kernel.errors import NotFound
from lineside.kernel.paging import Page, Paging, page_of
from lineside.triage.queries import contact_keys_of


@dataclass(frozen=True, slots=True, kw_only=True)
class InterpreterRow:
    """One request as it is shown."""

    id: UUID
    version: int
    contact_id: UUID
    language: str
    provider: str
    words: str
    their_reference: str
    created_at: datetime
    joined_at: datetime | None
    ended_at: datetime | None
    outcome: str
    tables_on: date
    by_name: str

    @property
    def spoken(self) -> str:
        return rules.label_of("spoken", self.language, self.tables_on)

    @property
    def asked_of(self) -> str:
        return rules.label_of("providers", self.provider, self.tables_on)

    @property
    def number(self) -> str:
        return str(rules.table("providers", self.tables_on).by_code.get(self.provider, {}).get("number", ""))

    @property
    def became(self) -> str:
        if self.outcome:
            return rules.label_of("outcomes", self.outcome, self.tables_on)
        return "on the call" if self.joined_at else "being rung"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRow:
    """In which language the person of a contact gives a statement."""

    contact_id: UUID
    reference: str
    language: str
    spoken: str
    by_name: str


def interpreters_of(contact_id: UUID) -> list[InterpreterRow]:
    """For the live stream, which asks each desk what it may see; oldest first."""
    return [_row(each) for each in InterpreterRequest.objects.filter(contact_id=contact_id).order_by("id")]


def interpreters_page(actor: Actor, contact_id: UUID, paging: Paging) -> Page[InterpreterRow]:
    permit(actor, CanInterpret.VIEW)
    contact(contact_id, actor)
    return page_of(InterpreterRequest.objects.filter(contact_id=contact_id), ("id",), _row, paging)


def interpreter(actor: Actor, interpreter_request_id: UUID) -> InterpreterRow:
    permit(actor, CanInterpret.VIEW)
    found = InterpreterRequest.objects.filter(pk=interpreter_request_id).first()
    if found is None:
        raise NotFound("There is no such request for an interpreter.")
    contact(found.contact_id, actor)
    return _row(found)


def statement_of(contact_id: UUID) -> StatementRow | None:
    found = StatementLanguage.objects.filter(contact_id=contact_id).select_related("contact").first()
    return _statement(found) if found else None


def statements_of_incident(incident_id: UUID) -> list[StatementRow]:
    """What the people of an incident's contacts asked for. Ask for the incident first."""
    found = StatementLanguage.objects.filter(contact_id__in=contact_keys_of(incident_id)).select_related("contact")
    return [_statement(each) for each in found.order_by("id")]


def choices(name: str) -> list[tuple[str, str]]:
    """Code and words of `spoken`, `providers` or `outcomes` in force today."""
    return [(row["code"], row["label"]) for row in rules.table(name, uk_day(now())).rows]


def _row(row: InterpreterRequest) -> InterpreterRow:
    return InterpreterRow(**{name: getattr(row, name) for name in InterpreterRow.__slots__})


def _statement(row: StatementLanguage) -> StatementRow:
    return StatementRow(
        contact_id=row.contact_id,
        reference=row.contact.reference,
        language=row.language,
        spoken=rules.label_of("spoken", row.language, row.tables_on),
        by_name=row.by_name,
    )
