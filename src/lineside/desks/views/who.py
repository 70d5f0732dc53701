"""Who this is: persons as likely as they are, what stands on their number, and what they suffered before."""

from typing import Any

from lineside.contacts.queries import ContactRow, history
from lineside.pole.permissions import CanPole
from lineside.pole.queries import MarkerRow, Match, likely_people, markers_on, normal
from lineside.triage.queries import repeat_victims
from lineside.ui.pages import Asking

IDENTIFIED_BY = {"phone": "phone", "text": "phone", "email": "email"}


def who(request: Asking, chosen: ContactRow | None) -> dict[str, Any]:
    """What is known of who it may be: in the register, on the number, from earlier contacts, as a victim before."""
    known = _people(request, chosen)
    sure = {value for match in known if match.likeness.verdict == "certain" for value in match.person.identifiers}
    return {
        "known": known,
        "repeats": repeat_victims(request.actor, known, chosen.id) if chosen else [],
        "markers": _markers(request, chosen, sure),
        "history": history(request.actor, chosen, sure) if chosen else None,
    }


def _people(request: Asking, chosen: ContactRow | None) -> list[Match]:
    """Who in the register it may be. Offered with its reasons; nobody is taken for another by itself."""
    if chosen is None or not (chosen.sender_address or chosen.sender_name) or not request.actor.may(CanPole.LOOK_UP):
        return []
    if chosen.channel == "internal":
        return []  # one of the force at work, whom the register knows nothing of
    known_by = {way_of(chosen): chosen.sender_address}
    return likely_people(request.actor, chosen.sender_name, known_by, f"contact {chosen.reference}")


def way_of(chosen: ContactRow) -> str:
    """What the sender's address is; who reports by the form leaves one or the other."""
    if chosen.channel == "web":
        return "email" if "@" in chosen.sender_address else "phone"
    return IDENTIFIED_BY.get(chosen.channel, "handle")


def _markers(request: Asking, chosen: ContactRow | None, sure: set[str]) -> list[MarkerRow]:
    """What stands on the number that rings, and on every other way in which who is certainly known is reached."""
    if chosen is None or not request.actor.may(CanPole.LOOK_UP):
        return []
    values = sure | {normal(way_of(chosen), chosen.sender_address) if chosen.sender_address else ""}
    return markers_on(request.actor, sorted(values - {""}), f"contact {chosen.reference}") if values - {""} else []
