"""A warning that came in becomes an alert of the agency that sent it, once for its number."""

from uuid import NAMESPACE_URL, UUID, uuid5

from lineside.alerts.commands import AlertFacts, Subject, receive_alert
from lineside.alerts.permissions import CanAlert
from lineside.gateways.mait.protocol import cap
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now
from lineside.kernel.errors import RuleBroken
from lineside.partners.queries import sender_of_warnings

KIND = "warning"
NOTHING_SAID = "A warning without words"
NOT_WARNINGS = ("Ack", "Error")


def take_in_warning(raw: bytes) -> UUID | None:
    """Refused to a person where its sender is none of the directory; an acknowledgement warns of nothing."""
    warned = cap.read(raw)
    agency = sender_of_warnings(warned.sender)
    if agency is None:
        raise RuleBroken(f"Its sender {warned.sender[:60]!r} is no agency of the directory that warns us.")
    if warned.kind in NOT_WARNINGS:
        return None
    # The directory vouches for the agency; its key is made of its name, and so stays the same.
    sender = Actor(
        id=uuid5(NAMESPACE_URL, f"cap:{warned.sender.lower()}"),
        name=agency.label,
        kind="system",
        permissions=frozenset({CanAlert.SEND.value}),
    )
    return receive_alert(actor=sender, facts=_facts(warned, agency.label)).id


def _facts(warned: cap.Warned, agency: str) -> AlertFacts:
    first = {"Update": "Update. ", "Cancel": "WITHDRAWN. "}.get(warned.kind, "")
    told = f"{first}{warned.headline}. {warned.words}" if warned.words else f"{first}{warned.headline}"
    has_expired = warned.expires is not None and warned.expires <= now()
    return AlertFacts(
        sender_ref=warned.identifier,
        kind=KIND,
        summary=(told.strip() or NOTHING_SAID)[:2000],
        subject=Subject(kind="place", place=warned.area or "no area named"),
        urgency=warned.urgency,
        legal_basis=f"CAP 1.2 from {agency}",
        is_test=warned.is_test,
        is_exercise=warned.is_exercise,
        expires_at=None if has_expired else warned.expires,  # that it came late is no reason to lose it
    )
