"""From a SIP message to call facts and the places in it, in the words of contacts and whereabouts. Pure."""

import base64
import hashlib
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from lineside.gateways.telephony.calls import CallEvent, plain, told_by
from lineside.gateways.telephony.pidf import Place, read_pidf
from lineside.gateways.telephony.sip import PIDF, UNREADABLE, Address, SipMessage, address_in, read_sip
from lineside.kernel.clock import now
from lineside.whereabouts.commands import FixCame

EDGE = "SIP edge"
EMERGENCY_LINE, USUAL_LINE = "999_BT", "PUBLIC_FREEPHONE"


@dataclass(frozen=True, slots=True)
class Lines:
    """Which line type a dialled number means."""

    by_number: dict[str, str]

    def type_of(self, message: SipMessage) -> str:
        dialled = message.called.user or address_in(message.first("to")).user
        return self.by_number.get(dialled) or (EMERGENCY_LINE if message.is_emergency else USUAL_LINE)


def lines_in(text: str) -> Lines:
    """`999=999_BT,08001112222=PUBLIC_FREEPHONE`, as the environment has it."""
    pairs = (pair.partition("=") for pair in text.split(",") if pair)
    return Lines({number.strip(): kind.strip() for number, _, kind in pairs})


def sip_bytes(message: str) -> bytes:
    """The message out of its base64; what is none is taken as it stands, so that the call is not lost by it."""
    try:
        return base64.b64decode(message, validate=True)
    except ValueError:
        return message.encode("utf-8", "replace")


def moment_at(text: str) -> datetime:
    """Seconds since 1970; of what is no time that can be, our own clock has it."""
    try:
        return datetime.fromtimestamp(float(text), UTC)
    except (ValueError, OverflowError, OSError):
        return now()


def calls_from(message: SipMessage, tag: str) -> str:
    """How the names of all tries of one caller's call begin."""
    return f"sip:{hashlib.sha256(f'{message.call_id} {tag}'.encode()).hexdigest()[:32]}:"


def call_name(message: SipMessage) -> str:
    """The caller's call, and the INVITE that began it.

    Who is turned away and tries again keeps the Call-ID and the tag and counts CSeq up (RFC 3261, 8.1.3.5): that is
    another call, which rings while the one before is over.
    """
    route = message.route
    begun = calls_from(message, route.get("ftag") or message.tag("from"))
    return begun + (route.get("inv") or message.sequence)


def known_as(message: SipMessage) -> tuple[str, ...]:
    """How the names begin of the calls that a message may be within which came without our route."""
    return calls_from(message, message.tag("from")), calls_from(message, message.tag("to"))


def key_of(kind: str, content: bytes) -> str:
    """The name of a telling: a call is offered once, and each of its other places is another telling."""
    named = f"{call_name(read_sip(content))}:{kind}"
    return named + (f":{hashlib.sha256(content).hexdigest()[:32]}" if kind == "located" else "")


def call_event(message: SipMessage, kind: str, at: datetime, lines: Lines, told: dict[str, str]) -> CallEvent:
    """One moment of a call; the same however often it is told, so that only the first telling counts."""
    sender, asserted = address_in(message.first("from")), message.asserted
    caller = asserted if asserted.user else sender
    facts = {
        "dialled": message.called.user or message.called.uri,
        "priority": message.first("priority"),
        "says it is": sender.user if asserted.user and sender.user != asserted.user else "",
        "place named": ", ".join(message.places_named),
        "Call-ID": message.call_id,
        **told,
    }
    name = call_name(message)
    if kind != "offered":
        facts = told
    event = CallEvent(
        event_id=f"{name}:{kind}",
        call_id=name,
        kind=kind,
        at=at,
        number=caller.user,
        line_type=lines.type_of(message),
        name=sender.name or asserted.name,
        facts={name: plain(value) for name, value in facts.items() if value},
    )
    return told_by(event, message.raw, "call.sip")


def refused_event(kind: str, at: datetime, call_id: bytes, address: bytes) -> CallEvent:
    """The least that is known of a message which could not be taken, in a shape that can be told again."""
    named = plain(call_id.decode("utf-8", "replace"))
    number = Address(uri=plain(address.decode("utf-8", "replace"))).user
    key = hashlib.sha256(call_id + at.isoformat().encode()).hexdigest()[:32]
    return CallEvent(event_id=f"sip:{key}:{kind}", call_id=f"sip:{named}", kind=plain(kind), at=at, number=number)


def places_in(message: SipMessage) -> tuple[list[Place], list[str]]:
    """The places that came with it, those that its header names first, and what could not be taken of them."""
    documents = [part for part in message.parts if part.kind == PIDF]
    order = {uri[4:]: at for at, uri in enumerate(message.places_named) if uri.lower().startswith("cid:")}
    documents.sort(key=lambda part: order.get(part.content_id, len(order)))
    places: list[Place] = []
    faults = [
        "The place that its header names did not come with the call."
        for name in order
        if name not in {part.content_id for part in documents}
    ]
    if any(part.kind == UNREADABLE for part in message.parts):
        faults.append("The body of the call's message cannot be read.")
    for part in documents:
        found, refused = read_pidf(part.content)
        places, faults = places + found, faults + refused
    faults += [
        f"The network gave an address to ask for the place instead of the place: {plain(uri, 120)}. We ask nobody."
        for uri in message.places_named
        if not uri.lower().startswith("cid:")
    ]
    return places, list(dict.fromkeys(faults))


def fix_of(place: Place, message: SipMessage, contact_id: UUID, number: str, received_at: datetime) -> FixCame:
    facts = asdict(place)
    said = repr(sorted(facts.items())).encode()
    key = hashlib.sha256(f"SIP {call_name(message)} ".encode() + said).hexdigest()
    fix = FixCame(way="SIP", source=place.source, key=key, received_at=received_at, number=number)
    return replace(fix, **(facts | {"contact_id": contact_id}))
