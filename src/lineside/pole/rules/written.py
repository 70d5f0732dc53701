"""How a person or thing is written down, and how the ways they are known by are made comparable."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from lineside.kernel.errors import RuleBroken

PHONE, EMAIL, HANDLE = "phone", "email", "handle"
IDENTIFIER_KINDS = (PHONE, EMAIL, HANDLE)
PERSON_KINDS = ("person", "organisation")
THING_KINDS = ("property", "vehicle")
SUBJECT_KINDS = ("contact", "incident", "crime")
PERSON_ROLES = ("reporting_person", "victim", "suspect", "witness", "involved", "owner")
THING_ROLES = ("stolen", "damaged", "recovered", "used", "seized", "found", "lost", "evidence")
LOCATION_ROLES = ("scene", "seen", "found")
LONGEST_NAME = 200
LONGEST_PLACE = 300
LONGEST_READING = 4000
SHORTEST_WHY = 3
LONGEST_TEXT = 2000
LONGEST_EMAIL = 254
LONGEST_LOCAL_PART = 64
SHORT_NUMBER = re.compile(r"1\d{2,5}|999|[2-9]\d{4}")  # 101, 112, 116123, 18000, 61016
E164 = re.compile(r"[1-9]\d{6,14}")
NATIONAL = re.compile(r"0[1-9]\d{8,9}")
NOT_OF_A_NUMBER = re.compile(r"[\s().\-\u2010-\u2015/]")


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts:
    """A person as somebody wrote them down; the name may be `unknown`, with what is known in the description."""

    name: str
    kind: str = "person"
    born_on: date | None = None
    description: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ThingFacts:
    """An object: `mark` is what tells it from another: a registration, a serial number, an IMEI."""

    kind: str
    description: str
    mark: str = ""
    value_pence: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationFacts:
    """A place: its name, and the gazetteer's reading of it where there is one."""

    name: str
    place: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a person or thing has to do with: its kind, its key, and the role in it."""

    kind: str
    id: UUID
    role: str


def normal_phone(text: str) -> str:
    """The number in E.164, read as a UK number where it does not say its country; empty when it is no number.

    A short number that the network knows (101, 61016) has no E.164 form and stays as it is.
    """
    bare = NOT_OF_A_NUMBER.sub("", unicodedata.normalize("NFKC", text).replace("(0)", "")).lower().removeprefix("tel:")
    if not bare.removeprefix("+").isascii() or not bare.removeprefix("+").isdigit():
        return ""
    if bare.startswith(("+", "00")):
        digits = bare.removeprefix("+") if bare.startswith("+") else bare[2:]
        # People write +44 07700 900123: the 0 is only dialled inside the country.
        digits = re.sub(r"^440(?=[1-9])", "44", digits)
        return f"+{digits}" if E164.fullmatch(digits) else ""
    if NATIONAL.fullmatch(bare):
        return f"+44{bare[1:]}"
    return bare if SHORT_NUMBER.fullmatch(bare) else ""


def normal_email(text: str) -> str:
    """The address in small letters without its name and brackets; empty when it is no address.

    The part before the @ may in theory tell capitals apart; no provider does, and two records of one person are worse.
    """
    bare = unicodedata.normalize("NFC", text).strip()
    if (found := re.search(r"<([^<>]*)>\s*$", bare)) is not None:
        bare = found[1].strip()
    bare = bare.lower().removeprefix("mailto:")
    local, at, domain = bare.rpartition("@")
    if not (at and local and re.fullmatch(r"[\w-]+(\.[\w-]+)+", domain)):
        return ""
    if re.search(r"[\s\x00-\x1f<>]", bare) or len(bare) > LONGEST_EMAIL or len(local) > LONGEST_LOCAL_PART:
        return ""
    return bare


def normal(kind: str, text: str) -> str:
    """The comparable form of what somebody is known by."""
    if kind == PHONE:
        return normal_phone(text)
    if kind == EMAIL:
        return normal_email(text)
    return text.strip().lower().removeprefix("@")


def normal_mark(text: str) -> str:
    """Registrations and serial numbers are compared without spaces and in capitals."""
    return re.sub(r"[\s-]", "", text).upper()


def check_person(person: PersonFacts, today: date) -> None:
    if not person.name.strip():
        raise RuleBroken("Give the person's name; write unknown where nobody knows it.", "name")
    if person.kind not in PERSON_KINDS:
        raise RuleBroken("Choose person or organisation.", "kind")
    if person.born_on and not date(1900, 1, 1) <= person.born_on <= today:
        raise RuleBroken("That date of birth is in the future or too long ago; check it.", "born_on")
    check_text(person.name, "name", LONGEST_NAME)
    check_text(person.description, "description", LONGEST_TEXT)
    for kind, given in ((PHONE, person.phones), (EMAIL, person.emails)):
        for text in given:
            if not normal(kind, text):
                called = "telephone number" if kind == PHONE else "e-mail address"
                raise RuleBroken(f"{text[:60]!r} cannot be read as a {called}; correct it or leave it out.", kind)


def check_why(why: str) -> None:
    """Personal data is looked up for a reason, and the reason is kept (Data Protection Act 2018 section 62)."""
    if len(why.strip()) < SHORTEST_WHY:
        raise RuleBroken("Say why you look up a person: a log, a contact, a task.", "why")


def check_thing(thing: ThingFacts) -> None:
    if thing.kind not in THING_KINDS:
        raise RuleBroken("Choose property or vehicle.", "kind")
    if not thing.description.strip():
        raise RuleBroken("Say what the thing is.", "description")
    check_text(thing.description, "description", LONGEST_TEXT)
    check_text(thing.mark, "mark", LONGEST_NAME)
    if thing.value_pence is not None and not 0 <= thing.value_pence <= 10**12:
        raise RuleBroken("Give the value as an amount of money, or leave it out.", "value_pence")


def check_location(location: LocationFacts) -> None:
    if not location.name.strip():
        raise RuleBroken("Say where it was.", "name")
    check_text(location.name, "name", LONGEST_PLACE)
    if len(str(location.place)) > LONGEST_READING:
        raise RuleBroken("That reading of the place is too long; send the gazetteer's own.", "place")
    for axis, most in (("lat", 90), ("lon", 180)):
        degrees = location.place.get(axis)
        if degrees is not None and (not isinstance(degrees, int | float) or not -most <= degrees <= most):
            raise RuleBroken(f"The place's {axis} is a number from -{most} to {most}.", "place")


def check_subject(subject: Subject, roles: tuple[str, ...]) -> None:
    if subject.kind not in SUBJECT_KINDS:
        raise RuleBroken("A link leads to a contact, an incident or a crime.", "subject_kind")
    if subject.role not in roles:
        raise RuleBroken(f"{subject.role[:40]!r} is not a role; choose one of {', '.join(roles)}.", "role")


def check_text(text: str, field: str, longest: int) -> None:
    if len(text) > longest:
        raise RuleBroken(f"Keep this to {longest} characters; it has {len(text)}.", field)
    if any(ord(letter) < ord(" ") and letter not in "\n\t\r" for letter in text):
        raise RuleBroken("There is a control character in this; take it out.", field)
