"""Taking in what radios say, each message once and whole, and claiming the texts that go to them."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from lineside.contacts.commands import one_at_a_time, record_dead_letter
from lineside.contacts.permissions import CanContact
from lineside.dispatch import commands as dispatch
from lineside.dispatch.permissions import CanDispatch
from lineside.dispatch.queries import RadioMessage, RadioUnit, unit_of_radio
from lineside.gateways.tetra import rules
from lineside.gateways.tetra.models import CarriedText, HeardMessage, TextPart
from lineside.gateways.tetra.protocol import Malformed, lip, pei, sds
from lineside.incidents.commands import add_log_entry
from lineside.incidents.permissions import CanIncident
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import Refusal, RuleBroken
from lineside.kernel.models import locked
from lineside.officer_emergencies.commands import Pressed, raise_emergency
from lineside.officer_emergencies.permissions import CanOfficerEmergency

GATEWAY = "tetra"
CLAIMED, SENT, RECEIVED, READ, FAILED = "claimed", "sent", "received", "read", "failed"
OPEN = (CLAIMED, SENT, RECEIVED)
RIGHTS = (
    CanContact.RECEIVE,
    CanDispatch.STATE,
    CanDispatch.POSITION,
    CanOfficerEmergency.RAISE,
    CanIncident.LOG,
    CanIncident.VIEW,
    CanIncident.VIEW_RESTRICTED,
)


@command(needs=CanContact.RECEIVE)
def take_in(*, actor: Actor, line: str, received_at: datetime) -> str:
    """One saying of the terminal: what it was taken for. The very same within ten seconds is the one that came before.

    What the rules of a room refuse, and what no unit can be found for, lies with the dead letters for a person; an
    emergency is raised whoever's radio it is.
    """
    digest = rules.digest_of(line)
    one_at_a_time(f"tetra {digest}")
    since = received_at - rules.REPEATS_WITHIN
    known = HeardMessage.objects.filter(digest=digest, received_at__gte=since).first()
    if known:
        return known.kind
    said = pei.read_one(line)
    heard = HeardMessage(digest=digest, line=line, kind="unread", received_at=received_at)
    try:
        _take(actor, said, heard)
    except (Malformed, Refusal) as fault:
        why = fault.sentence if isinstance(fault, Refusal) else str(fault)
        heard.kind = "dead"
        _bury(actor, heard, why)
    heard.save()
    return heard.kind


@command(needs=CanContact.RECEIVE)
def take_in_dead(*, actor: Actor, line: str, why: str, received_at: datetime) -> UUID:
    """What trips us: kept whole, so that the next can be heard."""
    heard = HeardMessage(digest=rules.digest_of(line), line=line, kind="dead", received_at=received_at)
    heard.save()
    return _bury(actor, heard, why)


@command(needs=CanContact.RECEIVE)
def tell_unfinished(*, actor: Actor, before: datetime) -> int:
    """A text of which a part never came is told to a person as far as it came; how many such texts."""
    here = TextPart.objects.filter(told_at=None, received_at__lt=before - rules.PARTS_WITHIN)
    texts = sorted(set(here.values_list("issi", "group")))
    for issi, group in texts:
        one_at_a_time(f"tetra parts {issi}")
        _tell_parts(actor, list(here.filter(issi=issi, group=group).order_by("part")), before)
    return len(texts)


@command(needs=CanDispatch.STATE)
def claim_text(*, actor: Actor, message: RadioMessage) -> CarriedText | None:  # noqa: ARG001
    """The text is this gateway's to carry, once; nothing when it was claimed already."""
    one_at_a_time(f"tetra text {message.id}", f"tetra references {message.issi}")
    if CarriedText.objects.filter(message_id=message.id).exists():
        return None
    last = CarriedText.objects.filter(issi=message.issi).order_by("-claimed_at", "-id").first()
    reference = (last.reference + last.parts) & 0xFF if last else 0
    carried = CarriedText(
        message_id=message.id,
        issi=message.issi,
        reference=reference,
        parts=len(sds.write_text(message.text, reference)),
        claimed_at=now(),
    )
    carried.save()
    return carried


@command(needs=CanDispatch.STATE)
def tell_text(*, actor: Actor, carried_id: UUID, state: str, says: str = "") -> CarriedText:  # noqa: ARG001
    """It went out, or the terminal would not take it; what has gone further stays there."""
    carried = locked(CarriedText, carried_id)
    if state not in (SENT, FAILED):
        raise RuleBroken("A text is sent, or it failed.", "state")
    if carried.state == CLAIMED:
        carried.state, carried.says = state, says[:300]
        carried.sent_at = now() if state == SENT else None
        carried.ended_at = now() if state == FAILED else None
        carried.save()
    return carried


def _take(actor: Actor, said: pei.Heard, heard: HeardMessage) -> None:
    if isinstance(said, pei.Unread):
        raise Malformed(said.why)
    if isinstance(said, pei.IncomingCall):
        _call(actor, said, heard)
    elif isinstance(said, pei.ShortData) and said.ai_kind == pei.STATUS:
        _status(actor, said, heard)
    elif isinstance(said, pei.ShortData) and said.octets[:1] == bytes((lip.PROTOCOL,)):
        _position(actor, said, heard)
    elif isinstance(said, pei.ShortData):
        _short_data(actor, said, heard)


def _call(actor: Actor, call: pei.IncomingCall, heard: HeardMessage) -> None:
    """Of calls only that one with the highest priority is begun; speech itself is carried elsewhere."""
    heard.kind, heard.issi, heard.number = "call", call.source, call.priority
    if call.is_emergency:
        _emergency(actor, heard, "call", heard.received_at, Pressed(issi=call.source, talkgroup=call.destination))


def _status(actor: Actor, said: pei.ShortData, heard: HeardMessage) -> None:
    state = rules.state_of(said.status, uk_day(heard.received_at))
    heard.kind, heard.issi, heard.number = "status", said.source, said.status
    if state == rules.EMERGENCY_STATE:
        _emergency(actor, heard, "status", heard.received_at, Pressed(issi=said.source))
        return
    unit = _unit(heard)
    dispatch.record_state(actor=actor, unit_id=unit.unit_id, state=state, at=heard.received_at)


def _position(actor: Actor, said: pei.ShortData, heard: HeardMessage) -> None:
    report = lip.read(said.octets)
    heard.kind, heard.issi, heard.number = "position", said.source, report.reason
    at, _ = lip.position_at(report, heard.received_at)
    if report.is_emergency:
        pressed = Pressed(issi=said.source, lat=report.lat, lon=report.lon, within_m=report.within_m)
        _emergency(actor, heard, "lip", heard.received_at, pressed)
    if report.lat is None or report.lon is None:
        return  # it says why it sent, and not where it is
    unit = _unit(heard)
    dispatch.record_position(
        actor=actor, unit_id=unit.unit_id, lat=report.lat, lon=report.lon, at=at, within_m=report.within_m
    )


def _short_data(actor: Actor, said: pei.ShortData, heard: HeardMessage) -> None:
    read = sds.read(said.octets)
    heard.issi = said.source
    if isinstance(read, sds.Delivery):
        heard.kind, heard.number = "delivery", read.status
        _delivery(actor, read, heard)
    elif isinstance(read, sds.Text):
        heard.kind, heard.number = "text", read.reference
        _text(actor, read, heard)
    else:
        heard.kind, heard.number = "other", read.protocol
        raise Malformed(f"Short data of protocol {read.protocol:#04x} is not read here.")


def _text(actor: Actor, read: sds.Text, heard: HeardMessage) -> None:
    words = read.text if read.parts == 1 else _joined(actor, read, heard)
    if words is None:
        return
    unit = _unit(heard)
    if unit.incident_id is None:
        raise RuleBroken(f"A text of {unit.call_sign}, which is on no incident: {words[:200]}")
    add_log_entry(
        actor=actor,
        incident_id=unit.incident_id,
        text=f"{unit.named} by radio: {words}",
        kind="radio",
        source="radio",
        event_at=heard.received_at,
    )


def _joined(actor: Actor, read: sds.Text, heard: HeardMessage) -> str | None:
    """The whole text once every part is here; a part that comes again changes nothing.

    A radio counts its texts to 255 and begins anew: parts of an earlier text of that number stand in nobody's way.
    """
    one_at_a_time(f"tetra parts {heard.issi}")
    here = TextPart.objects.filter(issi=heard.issi, group=read.group or 0, told_at=None)
    since = heard.received_at - rules.PARTS_WITHIN
    _tell_parts(actor, list(here.filter(received_at__lt=since).order_by("part")), heard.received_at)
    if not here.filter(part=read.part).exists():
        part = TextPart(
            issi=heard.issi,
            group=read.group or 0,
            part=read.part,
            parts=read.parts,
            text=read.text,
            received_at=heard.received_at,
        )
        part.save()
    parts = list(here.order_by("part"))
    if len(parts) < read.parts:
        return None
    _told(parts, heard.received_at)
    return "".join(each.text for each in parts)


def _tell_parts(actor: Actor, parts: list[TextPart], at: datetime) -> None:
    """What came of a text that will not be whole, for a person."""
    if not parts:
        return
    first, came = parts[0], ", ".join(str(each.part) for each in parts)
    words = " […] ".join(each.text for each in parts)
    record_dead_letter(
        actor=actor,
        gateway=GATEWAY,
        sha256=rules.digest_of(f"{first.id} {words}"),
        raw_id=None,
        why=f"Of a text of radio {first.issi} only part {came} of {first.parts} came: {words}"[:500],
        facts={"issi": first.issi, "received_at": first.received_at.isoformat(), "text": words[:2000]},
    )
    _told(parts, at)


def _told(parts: list[TextPart], at: datetime) -> None:
    for each in parts:
        each.told_at = at
        each.save(update_fields=["told_at"])


def _delivery(actor: Actor, read: sds.Delivery, heard: HeardMessage) -> None:
    """The newest text to this radio with that reference, or with it among its parts; the last part tells for all."""
    texts = CarriedText.objects.select_for_update().filter(
        issi=heard.issi, claimed_at__gte=heard.received_at - timedelta(hours=12)
    )
    for carried in texts.order_by("-claimed_at")[:20]:
        if (read.reference - carried.reference) & 0xFF >= carried.parts:
            continue
        is_last = (carried.reference + carried.parts - 1) & 0xFF == read.reference
        if read.is_failed and carried.state in OPEN:
            carried.state, carried.ended_at = FAILED, heard.received_at
            carried.says = f"The radio did not get it (delivery status {read.status:#04x})."
        elif read.is_received and is_last:
            carried.state = READ if read.is_read or carried.state == READ else RECEIVED
            carried.ended_at = heard.received_at if carried.state == READ else None
            dispatch.note_carriage(
                actor=actor, message_id=carried.message_id, at=heard.received_at, is_read=read.is_read
            )
        carried.save()
        return
    raise RuleBroken(f"Radio {heard.issi} reports on a text that was not sent to it (reference {read.reference}).")


def _emergency(actor: Actor, heard: HeardMessage, source: str, at: datetime, pressed: Pressed) -> None:
    unit = unit_of_radio(pressed.issi)
    heard.unit_id = unit.unit_id if unit else None
    raise_emergency(
        actor=actor,
        unit_id=unit.unit_id if unit else None,
        source=source,
        at=at,
        press_key=f"tetra {heard.id}",
        pressed=replace(pressed, holder=unit.holder if unit else ""),
    )


def _unit(heard: HeardMessage) -> RadioUnit:
    unit = unit_of_radio(heard.issi)
    if unit is None:
        raise RuleBroken(f"No unit carries radio {heard.issi}; enter the radio with its unit.")
    heard.unit_id = unit.unit_id
    return unit


def _bury(actor: Actor, heard: HeardMessage, why: str) -> UUID:
    facts = {"line": heard.line[:2000], "issi": heard.issi, "received_at": heard.received_at.isoformat()}
    sha256 = rules.digest_of(f"{heard.line} {heard.received_at.isoformat()}")
    return record_dead_letter(actor=actor, gateway=GATEWAY, sha256=sha256, raw_id=None, why=why, facts=facts).id
