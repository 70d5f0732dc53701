"""A report as the counting format has it: what each part is, and nothing of how it is read or judged."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody, or a body, against whom something was done; `confirms` is None when not yet reached."""

    id: str
    kind: str = "person"
    age: int | None = None
    confirms: bool | Literal["unsaid"] | None = "unsaid"
    traced: bool = True
    role: str = ""
    deceased: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspect:
    """Who did it, known or not; a group is several whom nobody can tell apart."""

    id: str
    age: int | None = None
    known: bool = False
    group: bool = False
    relationship: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One thing done, by its Home Office code, its class, or both."""

    id: str
    offence: str = ""
    offence_class: str = ""
    victim: str | None = None
    suspects: tuple[str, ...] = ()
    begins: datetime | None = None
    ends: datetime | None = None
    points_to_prove: bool = True
    contrary_evidence: bool = False
    flags: frozenset[str] = frozenset()
    course_of_conduct: bool = False
    value_pounds: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierCrime:
    """A crime that is already on record."""

    ref: str
    offence: str = ""
    offence_class: str = ""
    victim: str | None = None
    suspects: tuple[str, ...] = ()
    recorded_at: datetime | None = None
    last_incident_at: datetime | None = None
    suspect_dealt_with: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedReport:
    """What came to the force's notice, all at once."""

    reported_at: datetime
    jurisdiction: str = "england_wales"
    police_area: str = "btp"
    setting: str = ""
    reporter: str = "victim"
    people: dict[str, Person] = field(default_factory=dict)
    suspects: dict[str, Suspect] = field(default_factory=dict)
    acts: tuple[Act, ...] = ()
    earlier_crimes: tuple[EarlierCrime, ...] = ()
    reported_as: str = ""
    recorded_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Finding:
    """A sentence, and the paragraph of the rule from which it comes."""

    rule: str
    says: str
