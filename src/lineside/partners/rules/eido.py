"""The exchange shaped as NENA's Emergency Incident Data Object (EIDO JSON, STA-021.1b).

The shape is of the published schema; the words of its registries are not ours to know, so types and roles are told in
our own words. EIDO has no field that says whether it is real: an exercise says so in every place where words stand.
"""

from typing import Any

from lineside.exchanges.rules.canonical import ACTUAL, Exchange, Person
from lineside.partners.rules.cap import moment
from lineside.partners.rules.states import check_status

VERSION = "1.0"
VOCABULARY = {"@vocab": "./JSON-LD_Contexts/EmergencyIncidentDataObjectType.jsonld"}
PRIORITY = {"I": 1, "P": 2, "S": 3}
ROLE = {"INFORMANT": "Caller", "VICTIM": "Victim", "SUSPECT": "Suspect", "WITNESS": "Witness",
        "CASUALTY": "Patient", "MISSING": "Missing Person"}  # fmt: skip


def document(said: Exchange, *, is_exercise: bool) -> dict[str, Any]:
    """The whole object."""
    check_status(said.status, is_exercise=is_exercise)
    parts = _Parts(said)
    whole = parts.of(f"urn:emergency:uid:incidentid:{said.shared_id}:{said.sender}") | {
        "eidoVersion": VERSION,
        "issuingElementIdentification": said.sender,
        "incidentComponent": _incident(said, parts),
        "agencyComponent": [_agency(said, parts)],
        "agentComponent": [_agent(said, parts)],
        "notesComponent": [
            parts.of(f"{said.exchange_id}-note")
            | {"notesActionComments": parts.marked(said.narrative or said.headline)}
        ],
        "@context": VOCABULARY,
    }
    if said.place:
        whole["locationComponent"] = [_location(said, parts)]
    if said.people:
        whole["personComponent"] = [_person(each, number, parts) for number, each in enumerate(said.people, 1)]
    return whole


class _Parts:
    """What every component begins with."""

    def __init__(self, said: Exchange) -> None:
        self.said = said
        self.first = "" if said.status == ACTUAL else f"{said.status.upper()}: "

    def of(self, key: str) -> dict[str, Any]:
        return {
            "$id": key,
            "lastUpdateTimeStamp": moment(self.said.sent_at),
            "updatedByAgencyReference": self.to(self.said.sender),
        }

    def to(self, key: str) -> dict[str, str]:
        return {"$ref": key}

    def marked(self, words: str) -> str:
        return f"{self.first}{words}"


def _incident(said: Exchange, parts: _Parts) -> dict[str, Any]:
    found = parts.of(f"{said.shared_id}-incident") | {
        "incidentTypeCommonRegistryText": parts.marked(said.type_local or "Other"),
        "incidentTypeInternalText": parts.marked(said.type_local or said.headline),
        "internalIncidentId": said.own_ref,
        "incidentPriorityInternalText": said.grade,
        "notesReference": [parts.to(f"{said.exchange_id}-note")],
        "agentReference": [parts.to(f"{said.exchange_id}-agent")],
    }
    if said.grade in PRIORITY:
        found["incidentCommonPriorityNumber"] = PRIORITY[said.grade]
    if said.place:
        found["locationReference"] = [parts.to(f"{said.exchange_id}-place")]
    return found


def _agency(said: Exchange, parts: _Parts) -> dict[str, Any]:
    return parts.of(said.sender) | {
        "agencyRoleDescriptionRegistryText": ["Dispatching"],
        "agencyType": ["police"],
        "incidentOwningAgencyIndicator": True,
    }


def _agent(said: Exchange, parts: _Parts) -> dict[str, Any]:
    return parts.of(f"{said.exchange_id}-agent") | {
        "agentRoleRegistryText": ["Dispatcher"],
        "agencyReference": parts.to(said.sender),
    }


def _location(said: Exchange, parts: _Parts) -> dict[str, Any]:
    found = parts.of(f"{said.exchange_id}-place") | {
        "locationTypeDescriptionRegistryText": "Incident",
        "locationDescriptionText": parts.marked(f"{said.place} ({said.place_status or 'not confirmed'})"),
    }
    if said.lat is not None and said.lon is not None:
        found["locationByValue"] = (
            '<presence xmlns="urn:ietf:params:xml:ns:pidf" xmlns:gp="urn:ietf:params:xml:ns:pidf:geopriv10"'
            ' xmlns:gml="http://www.opengis.net/gml" entity="pres:incident"><tuple id="place"><status><gp:geopriv>'
            '<gp:location-info><gml:Point srsName="urn:ogc:def:crs:EPSG::4326">'
            f"<gml:pos>{said.lat:.5f} {said.lon:.5f}</gml:pos></gml:Point></gp:location-info><gp:usage-rules/>"
            "</gp:geopriv></status></tuple></presence>"
        )
    return found


def _person(person: Person, number: int, parts: _Parts) -> dict[str, Any]:
    return parts.of(f"{parts.said.exchange_id}-person-{number}") | {
        "personIncidentRoleRegistryText": [ROLE.get(person.role, person.role)]
    }
