"""What a person does about a finding: explains it, puts it right, or dismisses it with the reason."""

from uuid import UUID

from lineside.compliance.commands.sweeping import judge_now, mark_stale
from lineside.compliance.events import FindingChanged
from lineside.compliance.models import Finding
from lineside.compliance.permissions import CanCompliance
from lineside.compliance.queries.reading import day_seen
from lineside.compliance.rules.checks import (
    CONTACT,
    DISMISSED,
    EXPLAINED,
    INCIDENT,
    STANDS,
    check_of,
    check_stands,
    check_words,
)
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import NotPermitted, RuleBroken
from lineside.kernel.events import announce
from lineside.kernel.models import locked


@command(needs=CanCompliance.WORK)
def explain_finding(*, actor: Actor, finding_id: UUID, words: str, seen_version: int | None = None) -> Finding:
    """Say how it came to be; it stays a finding and counts as one."""
    row = _taken(actor, finding_id, seen_version)
    row.state = EXPLAINED
    return _said(actor, row, check_words(words, "Say how it came to be; whoever audits reads it."))


@command(needs=CanCompliance.WORK)
def dismiss_finding(*, actor: Actor, finding_id: UUID, words: str, seen_version: int | None = None) -> Finding:
    """A person says with reasons that it is none; it counts no more and is never found again."""
    if actor.kind != "person":
        raise NotPermitted("A person dismisses a finding, signed in; a machine's key cannot.")
    row = _taken(actor, finding_id, seen_version)
    said = check_words(words, "Give the reason why it is none; whoever audits reads it.")
    row.state, row.ended_at, row.ended_by = DISMISSED, now(), actor.name
    return _said(actor, row, said)


@command(needs=CanCompliance.WORK)
def put_right(*, actor: Actor, finding_id: UUID, words: str, seen_version: int | None = None) -> Finding:
    """Look at the record again: where the cause is gone the finding closes, with what was done; else it is refused."""
    row = _taken(actor, finding_id, seen_version)
    said = check_words(words, "Say what was done; whoever audits reads it.")
    subject, key = (CONTACT, row.contact_id) if row.subject == CONTACT else (INCIDENT, row.incident_id)
    assert key  # noqa: S101 - a finding is of one or the other
    judge_now(actor, subject, [key])
    row.refresh_from_db()
    if row.state in STANDS:
        found = check_of(row.check_code, uk_day(now()))
        said = f"Its cause is still there. {found.mend} Or explain it, or dismiss it with the reason."
        raise RuleBroken(said, "words")
    row.ended_by = actor.name
    return _said(actor, row, said)


def _taken(actor: Actor, finding_id: UUID, seen_version: int | None) -> Finding:
    mark_stale([day_seen(actor, finding_id)])
    row = locked(Finding, finding_id, seen_version)
    check_stands(row.state)
    return row


def _said(actor: Actor, row: Finding, words: str) -> Finding:
    row.words, row.words_by, row.words_at = words, actor.name, now()
    row.save()
    announce(FindingChanged(finding_id=row.id, state=row.state))
    return row
