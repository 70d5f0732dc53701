"""What the shift before left open in a demonstration: calls, logs, units sent and a crime, by the desks' commands."""

from datetime import datetime, timedelta
from typing import Any

from lineside.access.queries import account_named, actor_of
from lineside.contacts import commands as contacts
from lineside.contacts.permissions import CanContact
from lineside.contacts.rules import CallFact
from lineside.crimes import commands as crimes
from lineside.crimes import queries as crime_queries
from lineside.crimes.rules import Choice, Party, Report
from lineside.dispatch import commands as dispatch
from lineside.dispatch import queries as dispatch_queries
from lineside.gazetteer import queries as gazetteer
from lineside.incidents import commands as incidents
from lineside.incidents.models import Incident
from lineside.incidents.rules import Opening
from lineside.kernel.actors import Actor, system_actor
from lineside.kernel.clock import now
from lineside.simulator.tables import newest
from lineside.triage import commands as triage
from lineside.triage.queries import propose

SWITCH = system_actor("demonstration", CanContact.RECEIVE)
ANSWERED_AFTER, TALKED = timedelta(seconds=7), timedelta(minutes=3)
STATES = {"mobile": (5,), "at_scene": (5, 6)}


def leave_open() -> None:
    """Only where nothing was opened yet; the ages are as if the calls had come over the last hour."""
    if Incident.objects.exists():
        return
    handler, officer, recorder = (
        _actor(role) for role in ("contact_handler", "communications_officer", "crime_recorder")
    )
    for row in newest("shift_before").rows:
        incident = _opened(row, handler)
        _send(row, incident, officer)
        for line in row["lines"]:
            incidents.add_log_entry(actor=officer, incident_id=incident.id, text=line)
        if row["crime"]:
            _record(row, incident, recorder)


def _actor(role: str) -> Actor:
    account = account_named(role)
    if account is None:
        raise LookupError(f"the demonstration has no {role}")
    return actor_of(account)


def _opened(row: dict[str, Any], handler: Actor) -> Incident:
    came = now() - timedelta(minutes=row["minutes"])
    contact_id = _called(row, came, handler)
    located = gazetteer.locate(row["place"]).readings
    proposal = propose(row["answers"], row["opening_code"])
    if proposal is None:
        raise LookupError(f"{row['code']} answers no question")
    return triage.open_incident_from_contact(
        actor=handler,
        contact_id=contact_id,
        opening=Opening(
            summary=row["summary"],
            opening_code=row["opening_code"],
            place_text=row["place"],
            place=located[0].as_json(),
            place_status="confirmed",
            is_happening_now=row["answers"]["threat"] in ("present", "immediate"),
            informant_name=row["name"],
            informant_number=row["number"],
        ),
        answers=row["answers"],
        grade=proposal.grade,
    )


def _called(row: dict[str, Any], came: datetime, handler: Actor) -> Any:  # noqa: ANN401 - the key of a contact
    moments = {"offered": came, "answered": came + ANSWERED_AFTER, "ended": came + TALKED}
    for kind, at in moments.items():
        contact = contacts.record_call_moment(
            actor=SWITCH,
            call=CallFact(
                switch_call_id=row["code"],
                kind=kind,
                at=at,
                number=row["number"],
                line_type=row["line"],
                name=row["name"],
                facts={"simulated": "yes"},
            ),
        )
    contacts.take_contact(actor=handler, contact_id=contact.id)
    contacts.note_contact(actor=handler, contact_id=contact.id, text=row["says"])
    return contact.id


def _send(row: dict[str, Any], incident: Incident, officer: Actor) -> None:
    if row["unit"] == "none":
        return
    unit = dispatch_queries.nearest_free(officer, incident.lat, incident.lon, most=1)[0]
    dispatch.assign_unit(actor=officer, unit_id=unit.id, incident_id=incident.id)
    for state in STATES.get(row["unit"], ()):
        dispatch.record_state(actor=officer, unit_id=unit.id, state=state)


def _record(row: dict[str, Any], incident: Incident, recorder: Actor) -> None:
    offence = crime_queries.proposals(row["opening_code"])[0].offence
    crimes.record_crime(
        actor=recorder,
        incident_id=incident.id,
        report=Report(
            choice=Choice(
                code=offence.code,
                offence_class=offence.offence_class,
                title=offence.title,
                statute=offence.statute,
            ),
            parties=(Party(role="victim", name=row["name"], phone=row["number"]),),
            summary=row["crime"],
            place_text=row["place"],
        ),
    )
