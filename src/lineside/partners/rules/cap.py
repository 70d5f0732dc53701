"""The exchange as a warning in CAP 1.2 (OASIS), within an envelope of EDXL-DE 2.0. Nothing of a person leaves by it.

Times have a numeric offset and never a Z; an update or a withdrawal names what it is about (CAP 1.2, 3.2.1).
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

from lineside.exchanges.rules.canonical import ACK, CANCEL, CLOSE, CREATE, EXERCISE, Exchange
from lineside.kernel.errors import RuleBroken
from lineside.partners.rules.markup import CAP_SPACE, DE_SPACE, XLINK, add, as_bytes, inside
from lineside.partners.rules.states import check_status

MESSAGE_TYPE = {CREATE: "Alert", CANCEL: "Cancel", CLOSE: "Cancel", ACK: "Ack"}  # anything else is an update
DISTRIBUTION_KIND = {CREATE: "Report", CANCEL: "Cancel", CLOSE: "Cancel", ACK: "Ack"}
URGENCY = {"I": ("Immediate", "Severe"), "P": ("Expected", "Moderate"), "S": ("Future", "Minor")}
UNKNOWN = ("Unknown", "Unknown")
STANDS_FOR = timedelta(hours=24)  # [design] a day; what stands longer is told again
WITHIN_KM = "0.2"  # [design] a place of the railway: a station with its platforms


def warning(said: Exchange, references: Sequence[str] = (), *, is_exercise: bool) -> bytes:
    """The CAP alert by itself."""
    return as_bytes(_alert(said, references, is_exercise=is_exercise))


def enveloped(said: Exchange, references: Sequence[str] = (), *, is_exercise: bool) -> bytes:
    """The alert in its envelope, whose status is the alert's own."""
    alert = _alert(said, references, is_exercise=is_exercise)
    root = ET.Element(f"{{{DE_SPACE}}}edxlDistribution", {f"{{{XLINK}}}type": "extended"})
    for name, value in (
        ("distributionID", said.exchange_id),
        ("senderID", said.sender),
        ("dateTimeSent", moment(said.sent_at)),
        ("dateTimeExpires", moment(said.sent_at + STANDS_FOR)),
        ("distributionStatus", said.status),
        ("distributionKind", DISTRIBUTION_KIND.get(said.kind, "Update")),
    ):
        add(root, name, value, DE_SPACE)
    described = inside(root, "descriptor", DE_SPACE, **{f"{{{XLINK}}}type": "resource"})
    add(described, "language", "en-GB", DE_SPACE)
    address = inside(described, "explicitAddress", DE_SPACE)
    add(address, "explicitAddressScheme", "hub", DE_SPACE)
    add(address, "explicitAddressValue", said.to, DE_SPACE)
    add(described, "incidentID", said.own_ref or said.shared_id, DE_SPACE)
    content = inside(root, "content", DE_SPACE, **{f"{{{XLINK}}}type": "resource"})
    one = inside(content, "contentObject", DE_SPACE, **{f"{{{XLINK}}}type": "resource"})
    inside(inside(one, "contentXML", DE_SPACE), "embeddedXMLContent", DE_SPACE).append(alert)
    return as_bytes(root)


def reference(sender: str, exchange_id: str, sent_at: datetime) -> str:
    """How a later alert names this one."""
    return f"{word(sender)},{word(exchange_id)},{moment(sent_at)}"


def moment(at: datetime) -> str:
    """As CAP and EDXL have it: whole seconds, and an offset in figures, which for UTC is -00:00."""
    whole = at.replace(microsecond=0).isoformat()
    return f"{whole[:-6]}-00:00" if at.utcoffset() == UTC.utcoffset(None) else whole


def word(text: str) -> str:
    """An identifier or a sender holds no space, comma, < or &."""
    return "".join("-" if letter in " ,<&" or letter < " " else letter for letter in text)


def _alert(said: Exchange, references: Sequence[str], *, is_exercise: bool) -> ET.Element:
    check_status(said.status, is_exercise=is_exercise)
    kind = MESSAGE_TYPE.get(said.kind, "Update")
    if kind != "Alert" and not references:
        raise RuleBroken(f"A CAP {kind} names the alert that it is about; there is none.")
    root = ET.Element(f"{{{CAP_SPACE}}}alert")
    for name, value in (
        ("identifier", word(said.exchange_id)),
        ("sender", word(said.sender)),
        ("sent", moment(said.sent_at)),
        ("status", said.status),
        ("msgType", kind),
        ("source", said.desk),
        ("scope", "Private"),
        ("addresses", word(said.to)),
        ("note", "Exercise: nothing in this is real." if said.status == EXERCISE else ""),
        ("references", " ".join(references)),
        ("incidents", word(said.own_ref)),
    ):
        add(root, name, value, CAP_SPACE)
    if kind in ("Alert", "Update"):
        _told(root, said)
    return root


def _told(root: ET.Element, said: Exchange) -> None:
    info = inside(root, "info", CAP_SPACE)
    urgency, severity = URGENCY.get(said.grade, UNKNOWN)
    certainty = "Observed" if said.place_status == "confirmed" else "Likely"
    headline = f"EXERCISE: {said.headline}" if said.status == EXERCISE else said.headline
    told = said.narrative or said.headline or said.type_local
    for name, value in (
        ("language", "en-GB"),
        ("category", "Safety"),
        ("event", said.type_local or "Incident on the railway"),
        ("urgency", urgency),
        ("severity", severity),
        ("certainty", certainty),
        ("expires", moment(said.sent_at + STANDS_FOR)),
        ("senderName", said.desk),
        ("headline", headline[:160]),
        ("description", told),
        ("instruction", "; ".join(filter(None, (said.hazards, said.access, said.rendezvous)))),
        ("contact", said.phone),
    ):
        add(info, name, value, CAP_SPACE)
    if said.place:
        area = inside(info, "area", CAP_SPACE)
        add(area, "areaDesc", said.place, CAP_SPACE)
        if said.lat is not None and said.lon is not None:
            add(area, "circle", f"{said.lat:.5f},{said.lon:.5f} {WITHIN_KM}", CAP_SPACE)
