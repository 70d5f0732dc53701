"""What each kind of report asks, what an answer must look like, and what the desk reads of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lineside.kernel.clock import UK
from lineside.kernel.errors import RuleBroken

CRIME, ARREST, SICK, BACK_AT_WORK, RADIO_LOST, RADIO_FOUND = (
    "crime",
    "arrest",
    "sickness",
    "back_at_work",
    "radio_lost",
    "radio_found",
)
SHORT, LONG, MOST = 300, 2000, 5000
MOMENTS = ("%d/%m/%Y %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M")
DAYS = ("%d/%m/%Y", "%Y-%m-%d")
OLDEST = timedelta(days=366 * 40)
# The check letter of an arrest/summons number: 23 letters, without I, O and S (PNC, as in the CORE standard).
ASN_LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"
ASN = re.compile(r"([0-9]{2})([A-Z0-9]?)([A-Z0-9]{2})([A-Z0-9]{2})([A-Z0-9]{2})([0-9]{11})([A-HJ-NP-RT-Z])")
SEALED = "sealed"
Facts = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing that a form asks."""

    name: str
    label: str
    kind: str = "line"  # line, lines, moment, day, choice; sealed: kept nowhere but encrypted
    must: bool = False
    hint: str = ""
    most: int = SHORT
    options: tuple[tuple[str, str], ...] = ()


YES_NO = (("yes", "Yes"), ("no", "No"))
WHEN = "Like 26/11/2026 14:05"
DAY = "Like 26/11/2026"
WHO = (
    Question(name="name", label="Who is it about", must=True, hint="Yourself, or whom you report it for"),
    Question(name="collar_number", label="Their collar number", must=True, most=8),
)
RADIO = (
    Question(name="issi", label="ISSI", must=True, most=12, hint="The number of up to 8 digits on the radio's label"),
    Question(name="tei", label="TEI or serial number", most=24, hint="Leave it empty if you do not know it"),
)
LOG = Question(
    name="log", label="Incident or log it belongs to", most=60, hint="Like LS-20261126-0457, if there is one"
)
ASKS: dict[str, tuple[Question, ...]] = {
    CRIME: (
        Question(name="text", label="What happened", kind="lines", must=True, most=MOST),
        Question(name="place", label="Place", must=True, hint="Station and platform, or between which two"),
        Question(name="train", label="Train, if on one", most=100),
        Question(name="from_at", label="When, or from when", kind="moment", must=True, hint=WHEN),
        Question(name="to_at", label="Until when", kind="moment", hint=WHEN),
        Question(name="people", label="Victims, suspects and witnesses", kind="lines", most=LONG),
        Question(name="property", label="Property stolen, damaged or found", kind="lines", most=LONG),
        Question(name="evidence", label="Evidence", kind="lines", most=LONG, hint="Body-worn video, CCTV, exhibits"),
        Question(name="officer_attended", label="Did you attend", kind="choice", options=YES_NO, must=True),
        LOG,
    ),
    ARREST: (
        Question(name="person", label="Who was arrested", must=True),
        Question(name="born", label="Born", kind="day", hint=DAY),
        Question(name="arrested_at", label="Arrested at", kind="moment", must=True, hint=WHEN),
        Question(name="place", label="Place of arrest", must=True),
        Question(name="offences", label="Offences", kind="lines", must=True, most=LONG),
        Question(name="necessity", label="Why the arrest was necessary", kind="lines", must=True, most=LONG),
        Question(name="circumstances", label="Circumstances", kind="lines", must=True, most=LONG),
        Question(name="cautioned", label="Cautioned", kind="choice", options=YES_NO, must=True),
        Question(name="reply", label="Reply to caution", kind="lines", most=LONG),
        Question(name="custody", label="Custody suite"),
        Question(name="custody_number", label="Custody number", most=60),
        Question(name="asn", label="Arrest/summons number", most=30, hint="Like 25/93HK/01/1234K"),
        LOG,
    ),
    SICK: (
        *WHO,
        Question(name="first_day", label="First day of sickness", kind="day", must=True, hint=DAY),
        Question(name="expected_day", label="Expected back", kind="day", hint="Leave it empty if nobody knows"),
        Question(
            name="reason",
            label="Reason, for the HR system alone",
            kind=SEALED,
            must=True,
            most=1000,
            hint="It is sealed: no desk shows it, and who reads it has to say why",
        ),
    ),
    BACK_AT_WORK: (
        WHO[1],
        Question(name="last_day", label="Last day of sickness", kind="day", must=True, hint=DAY),
    ),
    RADIO_LOST: (
        *RADIO,
        Question(name="holder", label="Whose radio it is", must=True),
        Question(name="collar_number", label="Their collar number", most=8),
        Question(
            name="how",
            label="How it went",
            kind="choice",
            must=True,
            options=(("lost", "Lost"), ("left", "Left behind"), ("stolen", "Stolen")),
        ),
        Question(name="missed_at", label="Last seen at", kind="moment", must=True, hint=WHEN),
        Question(name="place", label="Where it was last seen", must=True),
        Question(name="circumstances", label="Circumstances", kind="lines", most=LONG),
        LOG,
    ),
    RADIO_FOUND: (
        *RADIO,
        Question(name="found_by", label="Who has it in hand", must=True),
        Question(name="found_at", label="Found at", kind="moment", must=True, hint=WHEN),
        Question(name="place", label="Where it was found", must=True),
    ),
}
BOX = {kind: f"internal_{kind}" for kind in ASKS}


def questions(kind: str) -> tuple[Question, ...]:
    if kind not in ASKS:
        raise RuleBroken("There is no such form; choose one from the list.", "kind")
    return ASKS[kind]


def parted(kind: str, said: Facts) -> tuple[dict[str, str], str]:
    """What the form asks of what was sent, and apart from it what is sealed, so that no trail and no draft holds it."""
    asked = ASKS.get(kind, ())
    secret = "".join(said.get(question.name, "") for question in asked if question.kind == SEALED)
    return {each.name: said[each.name] for each in asked if each.kind != SEALED and each.name in said}, secret


def answers(kind: str, said: Facts, now: datetime) -> dict[str, str]:
    """The answers as they are kept: days and moments in ISO form, nothing sealed among them."""
    asked = [question for question in questions(kind) if question.kind != SEALED]
    facts = {question.name: _answer(question, said.get(question.name, ""), now) for question in asked}
    if kind == CRIME and facts["to_at"] and facts["to_at"] < facts["from_at"]:
        raise RuleBroken("The later time is before the earlier one; check both.", "to_at")
    if facts.get("asn"):
        facts["asn"] = asn_of(facts["asn"])
    return {name: value for name, value in facts.items() if value}


def lines(kind: str, facts: Facts) -> list[tuple[str, str]]:
    """Every answer as a desk reads it, in the order of the form."""
    told = [(question, facts.get(question.name, "")) for question in ASKS[kind] if question.kind != SEALED]
    return [(question.label, _shown(question, value)) for question, value in told if value]


def words(kind: str, facts: Facts) -> str:
    """The report as a message."""
    return "\n".join(f"{label}: {value}" for label, value in lines(kind, facts))


def subject(label: str, kind: str, facts: Facts) -> str:
    about = {ARREST: "person", SICK: "name", RADIO_LOST: "holder", RADIO_FOUND: "found_by"}.get(kind, "")
    return f"{label}: {facts[about]}" if facts.get(about) else label


def prefill(kind: str, facts: Facts) -> dict[str, str]:
    """What the opening form begins with; a person at the desk checks each of it."""
    if kind not in (CRIME, ARREST, RADIO_LOST):
        return {}
    train = facts.get("train", "").strip().upper()
    what = {CRIME: "text", ARREST: "circumstances"}.get(kind, "circumstances")
    return {
        "place_text": facts.get("place", ""),
        "place_status": "approximate",
        "headcode": train if len(train) <= 4 else "",  # noqa: PLR2004 - 1A23
        "summary": facts.get(what, "")[:2000],
    }


def day_of(text: str) -> date:
    return date.fromisoformat(text)


def moment_of(text: str) -> datetime:
    return datetime.fromisoformat(text)


def asn_of(text: str) -> str:
    """An arrest/summons number of 20 or 21 characters, or as it is displayed; its check letter must be right."""
    plain = re.sub(r"\s", "", text).upper()
    if shown := re.fullmatch(r"([0-9]{2})/([A-Z0-9]{4,5})/([A-Z0-9]{2})/([0-9]{1,11})([A-Z])", plain):
        year, unit, system, number, letter = shown.groups()
        plain = f"{year}{unit}{system}{number:0>11}{letter}"
    found = ASN.fullmatch(plain)
    if found is None:
        raise RuleBroken("An arrest/summons number looks like 25/93HK/01/1234K; check it or leave it out.", "asn")
    year, _, force, _, system, number, letter = found.groups()
    digits = "".join(part for part in (force, system, year, number) if part.isdigit())
    if ASN_LETTERS[int(digits) % len(ASN_LETTERS)] != letter:
        raise RuleBroken("The last letter of this arrest/summons number does not fit its figures; check it.", "asn")
    return plain


def _answer(question: Question, said: str, now: datetime) -> str:
    text = said.strip()
    if not text:
        if question.must:
            raise RuleBroken(f"{question.label}: enter an answer.", question.name)
        return ""
    if len(text) > question.most:
        raise RuleBroken(f"Use {question.most} characters or fewer; this has {len(text)}.", question.name)
    if question.kind == "choice" and text not in dict(question.options):
        raise RuleBroken("Choose one of the answers.", question.name)
    if question.kind == "moment":
        return _moment(question, text, now)
    return _day(question, text, now) if question.kind == "day" else text


def _moment(question: Question, text: str, now: datetime) -> str:
    found = _parsed(text, MOMENTS)
    if found is None:
        raise RuleBroken("Write the day and time like 26/11/2026 14:05.", question.name)
    at = found.replace(tzinfo=UK)
    if not now - OLDEST < at <= now + timedelta(minutes=5):
        raise RuleBroken("This time is in the future or too long ago; check it.", question.name)
    return at.isoformat()


def _day(question: Question, text: str, now: datetime) -> str:
    found = _parsed(text, DAYS)
    if found is None or not 1900 < found.year <= now.year + 1:  # noqa: PLR2004 - nobody alive is older
        raise RuleBroken("Write the day like 26/11/2026.", question.name)
    return found.date().isoformat()


def _parsed(text: str, forms: tuple[str, ...]) -> datetime | None:
    for form in forms:
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007 - its zone is the UK's, which is said by who called
        except ValueError:
            continue
    return None


def _shown(question: Question, value: str) -> str:
    if question.kind == "moment":
        return f"{datetime.fromisoformat(value):%d/%m/%Y %H:%M}"
    if question.kind == "day":
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    return dict(question.options).get(value, value)
