"""The code lists in force, and the words that a code had when it was used."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from lineside.incidents import rules
from lineside.incidents.models import Incident
from lineside.incidents.permissions import CanIncident
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.rule_tables import editions, in_force


def in_words(incident: Incident) -> dict[str, Any]:
    """The codes of an incident in the words of the editions in force when each was used."""
    named, word = incident.editions, rules.wording
    return {
        "opening": word("opening_codes", incident.opening_code, named.get("opening_codes", "")),
        "nsir": word("nsir_categories", incident.nsir_category, named.get("nsir_categories", ""), "name"),
        "qualifiers": [
            word("nsir_qualifiers", each, named.get("nsir_qualifiers", ""), "name") for each in incident.qualifiers
        ],
        "grade": word("grades", incident.grade, named.get("grades", "")) if incident.grade else "",
        "closing": word("nsir_categories", incident.closing_code, named.get("closing", ""), "name"),
        "results": [
            (each, word("result_codes", each, named.get("result_codes", "")), incident.result_references.get(each, ""))
            for each in incident.result_codes
        ],
    }


def choices(on: date | None = None) -> dict[str, list[tuple[str, str]]]:
    """The code lists in force, for forms: code and label."""
    day = on or uk_day(now())
    return {
        "opening_codes": [(code, row["label"]) for code, row in rules.opening_codes(day).items()],
        "result_codes": [(code, row["label"]) for code, row in rules.result_codes(day).items()],
        "closing_codes": [(code, f"{row['group']}: {row['name']}") for code, row in rules.nsir_categories(day).items()],
        "qualifiers": [(code, row["name"]) for code, row in rules.nsir_qualifiers(day).items()],
        "grades": [(grade.code, f"{grade.code} {grade.mark} {grade.label}") for grade in rules.grades(day).values()],
    }


def results_to_choose() -> list[tuple[str, str, bool]]:
    """Code, words, and whether a reference is asked for; a duplicate is marked, never resulted."""
    known = rules.result_codes(uk_day(now()))
    return [(code, row["label"], row["needs_reference"]) for code, row in known.items() if code != rules.DUPLICATE]


def disruption_of(code: str) -> rules.Disruption | None:
    """The level in the words in force; nothing where nobody has decided on one."""
    return rules.disruptions(uk_day(now())).get(code)


def disruption_levels() -> tuple[rules.Disruption, ...]:
    """Every level, the least first."""
    return tuple(rules.disruptions(uk_day(now())).values())


def needs_fresh_thrive(actor: Actor, incident: Incident, grade: str) -> bool:
    """Whether this grade is a first or a lower one; refused at once to whom no THRIVE would help."""
    known = rules.grades(uk_day(now()))
    was, asked = known.get(incident.grade), known.get(grade)
    if asked is None:
        return False
    lowers = was is not None and asked.rank > was.rank
    if lowers and was is not None:
        rules.check_may_lower(was, may_lower_immediate=actor.may(CanIncident.LOWER_IMMEDIATE))
    return lowers or incident.assessed_at is None


def crime_signs(texts: Iterable[str], opening_code: str) -> tuple[rules.CrimeSign, ...]:
    """What words may tell, where the kind of incident does not go to the crime recorders by itself."""
    today = uk_day(now())
    if rules.opening_codes(today).get(opening_code, {}).get("suggests_crime"):
        return ()
    return rules.crime_signs(texts, today)


def crime_kinds() -> list[str]:
    """The kinds of incident that suggest a crime, by any edition: for who looks at many years at once."""
    known = editions(rules.DATA / "opening_codes")
    return sorted({str(row["code"]) for edition in known for row in edition.rows if row["suggests_crime"]})


def crime_words() -> str:
    """One pattern of every word that tells a notifiable offence, as PostgreSQL reads it, by the edition in force."""
    rows = in_force(rules.DATA / "crime_words", uk_day(now())).rows
    return rf"(?i)\y(?:{'|'.join(str(row['pattern']) for row in rows)})\y"
