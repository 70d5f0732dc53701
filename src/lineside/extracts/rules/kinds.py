"""The kinds of record that can be moved in, in the order in which they are, and what each row of a kind tells."""

from dataclasses import dataclass

TEXT, MOMENT, DAY, YES, NUMBER = "text", "moment", "day", "yes or no", "number"
PERSONS, LOGS, LINES, OCCURRENCES, LINKS = "persons", "logs", "lines", "occurrences", "links"
OWN_LOG = "own logs"  # of occurrences that came without one
LONGEST_REFERENCE = 200


@dataclass(frozen=True, slots=True)
class Field:
    """What is told, in which form, and whether a row without it can be moved in."""

    name: str
    form: str = TEXT
    is_needed: bool = False


REFERENCE = Field("reference", is_needed=True)
NUMBER_HERE = Field("number")  # by which desks know it, where that may not be the reference as it was written
PLACE = (Field("place"), Field("crs"), Field("lat", NUMBER), Field("lon", NUMBER), Field("area"))
# Links come after all that they tie together, and lines and occurrences after the logs that they stand on.
KINDS: dict[str, tuple[Field, ...]] = {
    PERSONS: (
        REFERENCE,
        Field("name", is_needed=True),
        Field("kind"),
        Field("born_on", DAY),
        Field("description"),
        Field("phone"),
        Field("email"),
    ),
    LOGS: (
        REFERENCE,
        NUMBER_HERE,
        Field("opened_at", MOMENT, is_needed=True),
        Field("closed_at", MOMENT, is_needed=True),
        Field("first_contact_at", MOMENT),
        Field("summary", is_needed=True),
        Field("opening_code", is_needed=True),
        Field("grade"),
        *PLACE,
        Field("headcode"),
        Field("informant_name"),
        Field("informant_number"),
        Field("opened_by"),
        Field("result"),
        Field("restricted", YES),
    ),
    LINES: (
        REFERENCE,
        Field("log", is_needed=True),
        Field("at", MOMENT, is_needed=True),
        Field("by"),
        Field("text", is_needed=True),
    ),
    OCCURRENCES: (
        REFERENCE,
        NUMBER_HERE,
        Field("log"),
        Field("recorded_at", MOMENT, is_needed=True),
        Field("first_report_at", MOMENT),
        Field("committed_from", MOMENT),
        Field("committed_to", MOMENT),
        Field("offence_class", is_needed=True),
        Field("offence_code"),
        Field("title"),
        Field("summary"),
        *PLACE,
        Field("state"),
        Field("outcome"),
        Field("outcome_at", MOMENT),
        Field("recorded_by"),
        Field("opening_code"),
        Field("restricted", YES),
    ),
    LINKS: (  # a link needs no number: it is told by what it ties together
        Field("person", is_needed=True),
        Field("subject", is_needed=True),
        Field("subject_reference", is_needed=True),
        Field("role", is_needed=True),
    ),
}
SUBJECTS = {"log": LOGS, "occurrence": OCCURRENCES}
