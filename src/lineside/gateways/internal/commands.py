"""A report becomes a contact, and a lost radio or an absence where it tells of one: all of it, once, or none of it."""

import hashlib
import json
from uuid import UUID

from lineside.contacts.commands import Arrival, receive_message
from lineside.contacts.commands.opening import one_at_a_time
from lineside.contacts.permissions import CanContact
from lineside.files.commands import store_file
from lineside.files.permissions import CanFile
from lineside.gateways.internal import rules
from lineside.gateways.internal.models import InternalReport
from lineside.gateways.internal.permissions import CanInternal
from lineside.gateways.internal.queries import label_of
from lineside.gateways.internal.rules import parted
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken
from lineside.people.queries import staff_of_account
from lineside.radios.commands import FoundFacts, LostFacts, report_found, report_lost
from lineside.sickness.commands import AbsenceFacts, end_absence, report_absence

__all__ = ["parted", "send_report"]
CHANNEL = "internal"


@command(needs=CanInternal.REPORT)
def send_report(*, actor: Actor, kind: str, facts: dict[str, str], form_key: str, secret: str = "") -> InternalReport:
    """The same form again is the same report. `secret` is why somebody is sick; it stands in no other argument."""
    if actor.id is None:
        raise RuleBroken("Only a person sends this form.")
    if not form_key.strip():
        raise RuleBroken("This form has no key of its own; open it again and send it from there.")
    key = hashlib.sha256(f"{actor.id} {form_key}".encode(errors="replace")).hexdigest()
    one_at_a_time(f"internal:{key}")
    known = InternalReport.objects.filter(key_sha256=key).first()
    if known:
        return known
    said = rules.answers(kind, facts, now())
    contact_id = _contact(actor, kind, said, key)
    _passed_on(actor, kind, said, secret, contact_id)
    report = InternalReport(
        contact_id=contact_id,
        key_sha256=key,
        kind=kind,
        facts=said,
        reported_by=actor.name,
        reported_by_id=actor.id,
    )
    report.save()
    return report


def _contact(actor: Actor, kind: str, said: dict[str, str], key: str) -> UUID:
    gateway = actor.also(CanContact.RECEIVE, CanFile.STORE)
    staff = staff_of_account(actor.id) if actor.id else None
    whole = {"kind": kind, "facts": said, "by": str(actor.id), "key_sha256": key}
    raw = json.dumps(whole, ensure_ascii=False, sort_keys=True, indent=1).encode()
    arrival = Arrival(
        channel=CHANNEL,
        box=rules.BOX[kind],
        sha256=key,
        received_at=now(),
        raw_id=store_file(actor=gateway, content=raw, name="report.json", media_type="application/json").id,
        sender_name=actor.name,
        sender_address=staff.collar_number if staff else "",
        subject=rules.subject(label_of(kind), kind, said),
        text=rules.words(kind, said),
    )
    return receive_message(actor=gateway, arrival=arrival).id


def _passed_on(actor: Actor, kind: str, said: dict[str, str], secret: str, contact_id: UUID) -> None:
    """To the room that keeps such a thing; what it refuses refuses the whole report."""
    if kind == rules.RADIO_LOST:
        told = {name: said.get(name, "") for name in ("issi", "tei", "holder", "collar_number", "how", "place")}
        lost = LostFacts(
            **told, missed_at=rules.moment_of(said["missed_at"]), circumstances=said.get("circumstances", "")
        )
        report_lost(actor=actor, facts=lost, contact_id=contact_id)
    elif kind == rules.RADIO_FOUND:
        found = {name: said.get(name, "") for name in ("issi", "tei", "found_by", "place")}
        report_found(actor=actor, facts=FoundFacts(**found, found_at=rules.moment_of(said["found_at"])))
    elif kind == rules.SICK:
        expected = rules.day_of(said["expected_day"]) if "expected_day" in said else None
        absence = AbsenceFacts(
            name=said["name"],
            collar_number=said["collar_number"],
            first_day=rules.day_of(said["first_day"]),
            expected_day=expected,
        )
        report_absence(actor=actor, facts=absence, secret=secret, contact_id=contact_id)
    elif kind == rules.BACK_AT_WORK:
        end_absence(actor=actor, collar_number=said["collar_number"], last_day=rules.day_of(said["last_day"]))
