"""A person's record as the matching rule compares it: few named fields, each in its comparable form."""

import re
from collections.abc import Mapping
from datetime import date

from lineside.pole.rules.alike import plain
from lineside.pole.rules.blocking import keys
from lineside.pole.rules.written import normal_email, normal_phone

# What other registers call the fields, so that a file of theirs can be tried without being rewritten.
CALLED = {
    "given_name": "given", "first_name": "given", "forename": "given", "surname": "surname", "last_name": "surname",
    "family_name": "surname", "date_of_birth": "born_on", "dob": "born_on", "street_number": "house",
    "address_1": "street", "address": "street", "address_2": "locality", "suburb": "place", "city": "place",
    "town": "place", "postcode": "postcode", "postcode_fake": "postcode", "state": "region", "email": "email",
    "phone": "phone", "phone_number": "phone", "soc_sec_id": "number", "birth_place": "birth_place",
    "gender": "gender", "sex": "gender", "occupation": "occupation",
}  # fmt: skip
COMPACT_DATE = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")
KEPT, LONGEST_KEY = ("n:", "d:", "y:", "m:", "z:"), 80
UNKNOWN = {"unknown", "not known", "anonymous", "caller", ""}
TITLES = {"mr", "mrs", "miss", "ms", "mx", "dr", "sir", "dame", "lord", "lady", "rev", "prof"}


def particulars_of_person(name: str, born_on: date | None, known_by: Mapping[str, str]) -> dict[str, str]:
    """A name as people write it: `VALE, Robin`, `Dr Robin Vale`. A single word counts as the surname."""
    family, comma, first = name.partition(",")
    words = [word for word in plain(f"{first} {family}" if comma else name).split() if word not in TITLES]
    if " ".join(words) in UNKNOWN:
        words = []
    given, surname = (words[0], words[-1]) if len(words) > 1 else ("", words[0] if words else "")
    found = {"given": given, "surname": surname, "born_on": born_on.isoformat() if born_on else "", **known_by}
    return {key: value for key, value in found.items() if value}


def person_keys(name: str, born_on: date | None) -> list[str]:
    """What a person of the register is found by besides numbers and addresses: two parts of the name, or the date.

    One name alone is not among them: in a large register it finds thousands.
    """
    found = keys(particulars_of_person(name, born_on, {}))
    return sorted(key[:LONGEST_KEY] for key in found if key[:2] in KEPT)


def particulars_of_row(row: Mapping[str, str]) -> dict[str, str]:
    """A row of somebody's file by its column names; columns that mean nothing here are left alone."""
    found: dict[str, str] = {}
    for column, text in row.items():
        called = CALLED.get(column.strip().lower())
        if called and called not in found and (value := _comparable(called, text or "")):
            found[called] = value
    return found


def _comparable(called: str, text: str) -> str:
    text = text.strip()
    if called == "born_on":
        match = COMPACT_DATE.fullmatch(text)
        return "-".join(match.groups()) if match else ""
    if called == "email":
        return normal_email(text) or text.lower()
    return normal_phone(text) or plain(text) if called == "phone" else plain(text)
