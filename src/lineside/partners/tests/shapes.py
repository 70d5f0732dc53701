"""The shapes of NENA's EIDO (STA-021.1b) and of UCRI2's police incident (1.0), compiled by us from what they publish.

Only the parts that we write: what must be there, of which type, and that nothing else is. MIT, as the rest.
"""

WORDS, MOMENT = {"type": "string", "minLength": 1}, {"type": "string", "format": "date-time"}
REFERENCE = {"type": "object", "required": ["$ref"], "properties": {"$ref": WORDS}}


def listed(kind, least=1):
    return {"type": "array", "minItems": least, "items": kind}


def component(required, **properties):
    prologue = {"$id": WORDS, "lastUpdateTimeStamp": MOMENT, "updatedByAgencyReference": REFERENCE}
    whole = {"type": "object", "required": [*prologue, *required], "properties": {**prologue, **properties}}
    return whole | {"additionalProperties": False}


EIDO = component(
    ["eidoVersion", "issuingElementIdentification", "agencyComponent"],
    eidoVersion={"enum": ["1.0"]},
    issuingElementIdentification=WORDS,
    incidentComponent=component(
        ["incidentTypeCommonRegistryText"],
        incidentTypeCommonRegistryText=WORDS,
        incidentTypeInternalText=WORDS,
        internalIncidentId={"type": "string"},
        incidentPriorityInternalText={"type": "string"},
        incidentCommonPriorityNumber={"type": "integer"},
        notesReference=listed(REFERENCE),
        agentReference=listed(REFERENCE),
        locationReference=listed(REFERENCE),
    ),
    agencyComponent=listed(
        component(
            ["agencyRoleDescriptionRegistryText", "agencyType"],
            agencyRoleDescriptionRegistryText=listed(WORDS),
            agencyType=listed(WORDS),
            incidentOwningAgencyIndicator={"type": "boolean"},
        )
    ),
    agentComponent=listed(
        component(
            ["agentRoleRegistryText", "agencyReference"],
            agentRoleRegistryText=listed(WORDS),
            agencyReference=REFERENCE,
        )
    ),
    notesComponent=listed(component(["notesActionComments"], notesActionComments=WORDS)),
    locationComponent=listed(
        component(
            ["locationTypeDescriptionRegistryText"],
            locationTypeDescriptionRegistryText=WORDS,
            locationDescriptionText=WORDS,
            locationByValue=WORDS,
        )
    ),
    personComponent=listed(component(["personIncidentRoleRegistryText"], personIncidentRoleRegistryText=listed(WORDS))),
)
EIDO["properties"]["@context"] = {"type": "object"}


def closed(required, **properties):
    return {"type": "object", "required": required, "properties": properties, "additionalProperties": False}


PERSON = closed(["name"], name=WORDS, phone=WORDS, additionalInformation=WORDS)
UCRI2 = closed(
    ["sharedIncidentId", "sentByDispatcherAt", "missionLocation"],
    sharedIncidentId={"type": "string", "format": "uuid"},
    internalId=WORDS,
    sentByDispatcherAt=MOMENT,
    startTimestamp=MOMENT,
    classifications=listed(WORDS),
    issue=WORDS,
    flashingLights={"type": "boolean"},
    additionalInformation=WORDS,
    missionLocation=closed(
        [],
        coordinate=closed(
            ["lat", "lon"],
            lat={"type": "number", "minimum": -90, "maximum": 90},
            lon={"type": "number", "minimum": -180, "maximum": 180},
        ),
        address=closed(["street"], street=WORDS),
        additionalInformation=WORDS,
    )
    | {"anyOf": [{"required": ["coordinate"]}, {"required": ["address"]}]},
    protocolRemarks=listed(
        closed(["timestamp", "message"], timestamp=MOMENT, message=WORDS, category=WORDS, silent={"type": "boolean"})
    ),
    informers=listed(PERSON),
    accusedPersons=listed(PERSON, 0),
    victimPersons=listed(PERSON, 0),
)
