"""What control is told and where it is rung, and what a request on a log begins with."""

from typing import Any
from uuid import UUID

from django.conf import settings

from lineside.incidents.queries import incident
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.errors import RuleBroken
from lineside.protection import rules
from lineside.protection.queries.rows import ProtectionRow, of_log


def message_of(row: ProtectionRow) -> str:
    """The message to control as one text; that it was said, and what was given, a person records."""
    names = ("section", "reason", "nature", "elr", "limits", "lines", "location", "access")
    facts = rules.RequestFacts(level=row.level.code, **{name: getattr(row, name) for name in names})
    return rules.message(facts, row.level, log=row.reference, force=str(settings.FORCE), at=row.requested_at)


def control_of(area: str) -> dict[str, Any]:
    """Whom to ring, by name and number."""
    row = rules.control_for(area, uk_day(now()))
    return {"label": row["label"], "number": row["number"]}


def begun(actor: Actor, incident_id: UUID) -> dict[str, str]:
    """What the log knows already of a request: the reason that its type proposes, what is happening, and where."""
    known = incident(actor, incident_id)
    place = known.place if isinstance(known.place, dict) else {}
    yards = place.get("yards")
    return {
        "reason": rules.reason_for(known.opening_code, uk_day(now())),
        "nature": known.summary[: rules.LONGEST_WORDS],
        "elr": str(place.get("elr") or "")[:8],
        "limits": miles(int(yards)) if isinstance(yards, int | float) else "",
        "location": str(place.get("name") or known.place_text)[:300],
    }


def miles(yards: int) -> str:
    """Signed total yards as miles and chains, a chain being 22 yards: not for track access."""
    sign, whole = ("-", -yards) if yards < 0 else ("", yards)
    return f"about {sign}{whole // 1760}m {whole % 1760 // 22}ch"


def level_choices() -> list[rules.Level]:
    return list(rules.levels(uk_day(now())))


def reason_choices() -> list[tuple[str, str]]:
    return rules.reasons(uk_day(now()))


def numbered(actor: Actor, incident_id: UUID, number: int, states: tuple[str, ...]) -> ProtectionRow:
    """The protection of a log that a line means: by its number, or the only one that stands so."""
    incident(actor, incident_id)
    found = of_log(incident_id)
    if number:
        found = [each for each in found if each.number == number]
        if not found:
            raise RuleBroken(f"This log has no line protection {number}.", "text")
        return found[0]
    fits = [each for each in found if each.state in states]
    if not fits:
        wanted = " or ".join(rules.STATES[each] for each in states)
        raise RuleBroken(f"No line protection of this log is {wanted}.", "text")
    if len(fits) > 1:
        raise RuleBroken(f"Say which: {', '.join(f'{each.number} {each.level.label}' for each in fits)}.", "text")
    return fits[0]
