"""Look-ups of personal data on record (Data Protection Act 2018 section 62): who looked, at what, when and why."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from lineside.kernel.actors import Actor
from lineside.kernel.commands import audit_line, told, write_alone
from lineside.kernel.doing import in_hand
from lineside.kernel.models import AuditLine

_gathered: ContextVar[list[AuditLine] | None] = ContextVar("gathered", default=None)


def record_sighting(actor: Actor, what: str, subject: str, why: str = "") -> None:
    """`what` names the look-up ("contacts.contact"), `subject` the record or the value that was looked for."""
    line = audit_line(what, "looked", actor, {"subject": told(subject[:300])}, why)
    doing, gathered = in_hand(), _gathered.get()
    if doing:
        doing.rows.append(line)
    elif gathered is not None:
        gathered.append(line)
    else:
        write_alone(line)


@contextmanager
def sightings_gathered() -> Iterator[None]:
    """The look-ups of one page, written in one transaction before its answer leaves, and also when it fails."""
    lines: list[AuditLine] = []
    token = _gathered.set(lines)
    try:
        yield
    finally:
        _gathered.reset(token)
        if lines:
            write_alone(*lines)
