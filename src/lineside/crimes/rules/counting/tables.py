"""The tables of one day by which a report is judged: offences, counting units, precedence, choices, policy."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from lineside.crimes.rules.recording import DATA, offences
from lineside.kernel.rule_tables import in_force

LIFE = 100.0  # years, so that life is longer than any other sentence
MONTHS, WEEKS = 12, 52
NO_CODES = {"000/00", "999/99"}  # they stand for "none" in that table


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An offence as it counts: what kind of crime, one for each of what, and how grave (the lower, the graver)."""

    code: str | None
    offence_class: str
    title: str = ""
    kind: str = ""
    unit: str = "victim"
    unit_rule: str = "CRR 2026/27 p12"
    against: str = "V"
    years: float = 0.0
    position: float = LIFE
    is_current: bool = True

    @property
    def gravity(self) -> tuple[float, float, str, str]:
        """The smaller, the more serious; class and code only so that two of one weight have an order."""
        return (self.position, -self.years, self.offence_class, self.code or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """What was in force on one day."""

    by_code: dict[str, tuple[Listed, ...]]
    by_class: dict[str, tuple[Listed, ...]]
    conduct: dict[str, dict[str, str]]
    choices: tuple[dict[str, str], ...]
    changes: tuple[dict[str, str], ...]
    incidents: tuple[dict[str, str], ...]
    scottish: dict[str, dict[str, str]]
    policy: dict[str, tuple[str, ...]]

    def pairs(self, name: str) -> list[tuple[str, str]]:
        return [(left, right) for left, _, right in (word.partition("=") for word in self.policy[name])]

    def number(self, name: str) -> int:
        return int(self.policy[name][0])


@cache
def tables(on: date) -> Tables:
    """Every table of the edition in force on a day; a day before the first edition is refused in a sentence."""
    listed = _listed(on)
    by_code: dict[str, list[Listed]] = {}
    by_class: dict[str, list[Listed]] = {}
    for offence in listed:
        by_code.setdefault(offence.code or "", []).append(offence)
        by_class.setdefault(offence.offence_class, []).append(offence)
    return Tables(
        by_code={code: tuple(rows) for code, rows in by_code.items()},
        by_class={name: tuple(rows) for name, rows in by_class.items()},
        conduct=in_force(DATA / "conduct_order", on).by_code,
        choices=in_force(DATA / "counting_classes", on).rows,
        changes=(*in_force(DATA / "counting_determined", on).rows, *in_force(DATA / "counting_changes", on).rows),
        incidents=in_force(DATA / "reported_incidents", on).rows,
        scottish=in_force(DATA / "sgjd_codes", on).by_code,
        policy={row["code"]: tuple(row["words"]) for row in in_force(DATA / "counting_policy", on).rows},
    )


def is_known_elsewhere(code: str, on: date) -> bool:
    """Whether a code that is not on the notifiable list is a classification at all; the largest table, so read last."""
    return code in _classifications(on)


@cache
def _classifications(on: date) -> frozenset[str]:
    return frozenset(row["classification"] for row in in_force(DATA / "cjs_codes", on).rows) - NO_CODES


def years_of(sentence: str) -> float:
    """A maximum sentence in years: `51 weeks`, `6 months`, `14 years`, `life`; a fine is none."""
    if sentence == "life":
        return LIFE
    number, _, unit = sentence.partition(" ")
    if not number.isdigit():
        return 0.0
    return int(number) / (WEEKS if unit.startswith("week") else MONTHS if unit.startswith("month") else 1)


def _listed(on: date) -> tuple[Listed, ...]:
    units = in_force(DATA / "counting_units", on).by_code
    ranks = _ranks(on)
    against_the_person = _steps(on, of_persons=True)
    others = _steps(on, of_persons=False)
    found = []
    for row in offences(on).rows:
        unit = units[row["class"]]
        years = years_of(row["max_sentence"])
        is_of_persons = unit["kind"] in PERSONAL or row["class"] == BLACKMAIL
        rank = ranks.get(row["code"])
        found.append(
            Listed(
                code=row["code"],
                offence_class=row["class"],
                title=row["title"],
                kind=unit["kind"],
                unit=unit["unit"],
                unit_rule=unit["paragraph"],
                against=row["victim_or_state"],
                years=years,
                position=rank if rank is not None else _between(years, against_the_person if is_of_persons else others),
                is_current=row["current"] == "yes",
            )
        )
    return tuple(found)


PERSONAL = ("violence", "sexual", "robbery")
BLACKMAIL = "35"  # a menace to a person, though it is for gain: compared with threats by its sentence
BY_SENTENCE = 34.0  # from theft from the person on, the table falls with the sentence whatever the kind


def _ranks(on: date) -> dict[str, float]:
    """CRR p14: the place of each offence in the look-up table, the gravest first."""
    rows = in_force(DATA / "principal_crime_order", on).rows
    return {code: float(row["code"]) for row in rows for code in row["offence_codes"].split()}


def _steps(on: date, *, of_persons: bool) -> list[tuple[float, float]]:
    """The look-up table's places with their sentences, of crimes against persons or of the others and its end."""
    kinds = {code: row["kind"] for code, row in in_force(DATA / "counting_units", on).by_code.items()}
    years = {row["code"]: years_of(row["max_sentence"]) for row in offences(on).rows}
    return [
        (float(row["code"]), years[row["offence_codes"].split()[0]])
        for row in in_force(DATA / "principal_crime_order", on).rows
        if (kinds[row["classes"].split()[0]] in PERSONAL) is of_persons
        or (not of_persons and float(row["code"]) >= BY_SENTENCE)
    ]


def _between(years: float, steps: list[tuple[float, float]]) -> float:
    """CRR p13: what the table does not list stands by its sentence, above the first listed crime of a lesser one."""
    return min((place for place, listed in steps if listed < years), default=steps[-1][0] + 1) - 0.5
