"""The exchange shaped as the police incident of UCRI2 (app `incident_transfer_police` 1.0).

It is the free model of a transfer from police to police. Its schema has no field that says whether it is real: an
exercise says so in its words.
"""

from typing import Any

from lineside.exchanges.rules.canonical import ACTUAL, Exchange, Person
from lineside.partners.rules.cap import moment
from lineside.partners.rules.states import check_status

INFORMANT, SUSPECT = "INFORMANT", "SUSPECT"
NO_NAME, NO_PLACE = "not known", "place not known"


def incident(said: Exchange, *, is_exercise: bool) -> dict[str, Any]:
    """The message `incident`; lists that are empty and words that are none are left out, as its schema asks."""
    check_status(said.status, is_exercise=is_exercise)
    first = "" if said.status == ACTUAL else said.status.upper()
    told = ": ".join(filter(None, (first, said.headline)))
    whole: dict[str, Any] = {
        "sharedIncidentId": said.shared_id,
        "internalId": said.own_ref,
        "sentByDispatcherAt": moment(said.sent_at),
        "startTimestamp": moment(said.opened_at) if said.opened_at else "",
        "classifications": list(filter(None, (first, said.type_local))),
        "issue": told,
        "flashingLights": said.grade == "I",
        "additionalInformation": "; ".join(filter(None, (first, said.hazards, said.access, said.rendezvous))),
        "missionLocation": _location(said),
        "protocolRemarks": [
            {
                "timestamp": moment(said.sent_at),
                "message": ": ".join(filter(None, (first, said.narrative or said.headline))),
                "category": "exercise" if first else "information",
                "silent": False,
            }
        ],
        "informers": [_person(each) for each in said.people if each.role == INFORMANT],
        "accusedPersons": [_person(each) for each in said.people if each.role == SUSPECT],
        "victimPersons": [_person(each) for each in said.people if each.role not in (INFORMANT, SUSPECT)],
    }
    return {name: value for name, value in whole.items() if value not in ("", [], None)}


def _location(said: Exchange) -> dict[str, Any]:
    found: dict[str, Any] = {"address": {"street": said.place or NO_PLACE}}
    if said.lat is not None and said.lon is not None:
        found["coordinate"] = {"lat": said.lat, "lon": said.lon}
    if said.headcode:
        found["additionalInformation"] = f"Train {said.headcode}"
    return found


def _person(person: Person) -> dict[str, Any]:
    remarks = "; ".join(
        filter(
            None,
            ("" if person.role in (INFORMANT, SUSPECT) else person.role.title(),
             "" if person.safe_to_call else "NOT SAFE TO CALL", person.vulnerability),
        )
    )  # fmt: skip
    told = {"name": person.name or NO_NAME, "phone": person.phone, "additionalInformation": remarks}
    return {name: value for name, value in told.items() if value}
