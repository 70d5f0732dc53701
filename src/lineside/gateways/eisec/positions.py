"""What an answer of the source says as a position of a caller."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from lineside.gateways.eisec.protocol import Answer, Unreadable
from lineside.whereabouts.commands import FixCame

LONGEST_WORDS = 120
ADDRESS = ("name", "premises", "street", "locality", "town", "postcode")


def fix_in(answer: Answer, contact_id: UUID, number: str, received_at: datetime) -> FixCame:
    """The position of an answer; the same one told again, at a later asking, is the same."""
    facts = answer.facts
    told = {name: said for name, said in facts.items() if name != "ref"}
    whole = json.dumps([str(contact_id), told], sort_keys=True, default=str)
    return FixCame(
        way="EISEC",
        source=facts["source"],
        key=hashlib.sha256(f"EISEC {whole}".encode()).hexdigest(),
        received_at=received_at,
        number=number,
        contact_id=contact_id,
        positioned_at=_moment(facts.get("positioned_at")),
        lat=_number(facts.get("lat"), "latitude"),
        lon=_number(facts.get("lon"), "longitude"),
        uncertainty_m=_number(facts.get("uncertainty_m"), "uncertainty") or None,
        confidence_pct=_percent(facts.get("confidence_pct")),
        area={"shape": _words(facts.get("shape"))} if facts.get("shape") else {},
        address={name: said for name in ADDRESS if (said := _words(facts.get(name)))},
        warnings=_warnings(facts),
        more={name: said for name in ("network", "cell") if (said := _words(facts.get(name)))},
    )


def _warnings(facts: dict[str, Any]) -> tuple[str, ...]:
    """A registered address is not where somebody with such a telephone must be; a position of the handset's own is."""
    if facts["source"] in ("AML", "CELL"):
        return ()
    voip = facts["source"] == "VOIP" or facts.get("is_voip") is True
    return (*(("voip",) if voip else ()), *(("switchboard",) if facts.get("is_switchboard") is True else ()))


def _number(said: object, what: str) -> float | None:
    if said is None:
        return None
    if isinstance(said, bool) or not isinstance(said, int | float) or not abs(said) <= 1e9:  # noqa: PLR2004 - on the earth; NaN is not
        raise Unreadable(f"Its {what} is no number.")
    return float(said)


def _percent(said: object) -> int | None:
    share = _number(said, "confidence") or 0
    return round(share) if 0 < share <= 100 else None  # noqa: PLR2004 - percent


def _moment(said: object) -> datetime | None:
    if said is None:
        return None
    try:
        at = datetime.fromisoformat(str(said))
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Unreadable(f"Its time {str(said)[:30]!r} is none.") from None


def _words(said: object) -> str:
    """One line of what a machine told us."""
    whole = str(said)[: LONGEST_WORDS * 2] if isinstance(said, str | int) else ""
    return "".join(filter(str.isprintable, " ".join(whole.split())))[:LONGEST_WORDS]
