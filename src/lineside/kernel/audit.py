"""Look-ups of personal data on record (Data Protection Act 2018 section 62): who looked, at what, when and why."""

from lineside.kernel.actors import Actor
from lineside.kernel.commands import audit_line, told, write_alone
from lineside.kernel.doing import in_hand
from lineside.kernel.models import AuditLine


def record_sighting(actor: Actor, what: str, subject: str, why: str = "") -> None:
    """`what` names the look-up ("contacts.contact"), `subject` the record or the value that was looked for."""
    line = audit_line(what, "looked", actor, {"subject": told(subject[:300])}, why)
    doing = in_hand()
    if doing:
        doing.rows.append(line)
    else:
        write_alone(line)


def recent_refusals(limit: int = 50) -> list[AuditLine]:
    """What was refused lately, the newest first."""
    return list(AuditLine.objects.filter(kind="refused").order_by("-id")[:limit])
