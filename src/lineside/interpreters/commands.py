"""Every change about interpreters: asked for, joined, ended, and the language of a statement."""

from uuid import UUID

from lineside.contacts.commands import one_at_a_time
from lineside.contacts.queries import contact
from lineside.incidents.commands import add_log_entry
from lineside.incidents.permissions import CanIncident
from lineside.interpreters import rules
from lineside.interpreters.events import InterpreterChanged
from lineside.interpreters.models import InterpreterRequest, StatementLanguage
from lineside.interpreters.permissions import CanInterpret
from lineside.kernel.actors import Actor, system_actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken
from lineside.kernel.events import announce
from lineside.kernel.models import locked
from lineside.triage.queries import incident_keys_of

WRITER = system_actor("interpreters", CanIncident.LOG)


@command(needs=CanInterpret.ASK)
def ask_interpreter(
    *, actor: Actor, contact_id: UUID, language: str, provider: str, words: str = ""
) -> InterpreterRequest:
    """Somebody speaks another language: the interpreter is being rung now."""
    contact(contact_id, actor)
    on = uk_day(now())
    kept = rules.check_request(language, provider, words, on)
    one_at_a_time(f"interpreter {contact_id}")
    if InterpreterRequest.objects.filter(contact_id=contact_id, ended_at=None).exists():
        raise RuleBroken("An interpreter is asked for already; say first what became of that.")
    row = InterpreterRequest(
        contact_id=contact_id,
        language=language,
        provider=provider,
        words=kept,
        tables_on=on,
        by_id=actor.id,
        by_name=actor.name,
    )
    row.save()
    return _changed(row, "asked")


@command(needs=CanInterpret.ASK)
def note_interpreter_joined(
    *,
    actor: Actor,  # noqa: ARG001 - the audit line names the actor
    interpreter_request_id: UUID,
    their_reference: str,
    seen_version: int | None = None,
) -> InterpreterRequest:
    """The interpreter is on the call, under the provider's own reference."""
    row = locked(InterpreterRequest, interpreter_request_id, seen_version)
    if row.joined_at or row.ended_at:
        raise RuleBroken("This is on record already; look at what is new.")
    kept = rules.said(their_reference, "their_reference")
    if not kept:
        raise RuleBroken("Give the interpreter's number or the provider's reference.", "their_reference")
    row.their_reference, row.joined_at = kept, now()
    row.save()
    return _changed(row, "joined")


@command(needs=CanInterpret.ASK)
def end_interpreter(
    *,
    actor: Actor,  # noqa: ARG001 - the audit line names the actor
    interpreter_request_id: UUID,
    outcome: str,
    words: str = "",
    seen_version: int | None = None,
) -> InterpreterRequest:
    """It is over: what became of it goes on record, and into each log of the contact."""
    row = locked(InterpreterRequest, interpreter_request_id, seen_version)
    if row.ended_at:
        raise RuleBroken("What became of this interpreter is on record already.")
    kept = rules.check_end(outcome, words, row.joined_at, row.tables_on)
    row.outcome, row.ended_at = outcome, now()
    row.words = f"{row.words} {kept}".strip()
    row.save()
    spoken = rules.label_of("spoken", row.language, row.tables_on)
    became = rules.label_of("outcomes", outcome, row.tables_on)
    line = rules.line_of_log(row.contact.reference, spoken, became, (row.joined_at, row.ended_at))
    _tell_logs(row.contact_id, f"{line} {kept}".strip())
    return _changed(row, "ended")


@command(needs=CanInterpret.ASK)
def keep_statement_language(*, actor: Actor, contact_id: UUID, language: str) -> StatementLanguage:
    """In which language they give a statement; who takes it later need not ask again."""
    known = contact(contact_id, actor)
    on = uk_day(now())
    rules.check_language(language, on)
    one_at_a_time(f"statement {contact_id}")
    row = StatementLanguage.objects.filter(contact_id=contact_id).first() or StatementLanguage(contact_id=contact_id)
    row.language, row.tables_on, row.by_name = language, on, actor.name
    row.save()
    _tell_logs(contact_id, f"{known.reference}: statement to be taken in {rules.label_of('spoken', language, on)}")
    announce(InterpreterChanged(contact_id=contact_id, what="statement"))
    return row


def _tell_logs(contact_id: UUID, text: str) -> None:
    for incident_id in incident_keys_of(contact_id):
        add_log_entry(actor=WRITER, incident_id=incident_id, text=text, kind="contact", source="interpreters")


def _changed(row: InterpreterRequest, what: str) -> InterpreterRequest:
    announce(InterpreterChanged(contact_id=row.contact_id, what=what))
    return row
