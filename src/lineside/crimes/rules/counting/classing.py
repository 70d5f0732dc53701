"""Which offence and class an act is: what the facts make of the code, then the class that the role and facts pick."""

import operator
import re
from dataclasses import replace
from datetime import UTC, date, datetime, time

from lineside.crimes.rules.counting.facts import ADULT, REPORTED_INCIDENT, Told, facts_of, relations, someone_is_young
from lineside.crimes.rules.counting.reading import shown
from lineside.crimes.rules.counting.report import Act, CountedReport, Finding
from lineside.crimes.rules.counting.tables import Listed, Tables, is_known_elsewhere
from lineside.kernel.clock import UK
from lineside.kernel.errors import RuleBroken

COMPARED = re.compile(r"(value|people|age)(>=|<=|>|<)(\d+)")
OPERATORS = {">": operator.gt, "<=": operator.le, ">=": operator.ge, "<": operator.lt}


def classify(report: CountedReport, act: Act, tables: Tables, on: date) -> Told:
    """CRR p13: classified on what is known when it is recorded; a code or class that nobody knows is refused."""
    act = _with_victim(report, act)
    facts = facts_of(report, act, tables)
    offence = _listed(report, act, tables, on, facts)
    told = Told(
        act=act,
        offence=offence,
        victim=report.people.get(act.victim or ""),
        facts=facts,
        suspects=frozenset(act.suspects),
        is_after_notice=act.begins is not None and act.begins > report.reported_at,
    )
    return _changed(report, told, tables)


def check_earlier(report: CountedReport, tables: Tables, on: date) -> None:
    """A crime on record has a code or class that somebody knows too, or nothing could be added to it."""
    for earlier in report.earlier_crimes:
        who, code, wanted = f"Earlier crime {shown(earlier.ref)}", earlier.offence, earlier.offence_class
        if wanted and wanted.upper() not in tables.by_class:
            raise RuleBroken(f"{who}: class {shown(wanted)} is not on the Home Office list.", "earlier_crimes")
        if code and code not in tables.by_code and code not in tables.scottish and not is_known_elsewhere(code, on):
            raise RuleBroken(f"{who}: {shown(code)} is no offence code that is known here.", "earlier_crimes")


def _with_victim(report: CountedReport, act: Act) -> Act:
    """Of a report by its victim that names nobody in any act, the one person told of is that victim."""
    is_plain = report.reporter == "victim" and len(report.people) == 1
    if not is_plain or any(each.victim is not None for each in report.acts):
        return act
    return replace(act, victim=next(iter(report.people)))


def _listed(report: CountedReport, act: Act, tables: Tables, on: date, facts: frozenset[str]) -> Listed:
    code, wanted = act.offence, act.offence_class.upper()
    if wanted and wanted not in tables.by_class:
        raise RuleBroken(
            f"Act {shown(act.id)}: class {shown(act.offence_class)} is not on the Home Office list.", "acts"
        )
    if not code:
        codes = {row.code for row in tables.by_class[wanted] if row.is_current}
        one = tables.by_class[wanted][0]
        return one if len(codes) == 1 else _of_class(tables.by_class[wanted])
    if code in tables.by_code:
        rows = tables.by_code[code]
        return _of_code(rows, code, wanted, act) if wanted else _picked(report, act, tables, rows, facts)
    if any(row["code"] == f"N{code.removeprefix('N')}" for row in tables.incidents):
        return Listed(code=f"N{code.removeprefix('N')}", offence_class="", is_current=False, kind=REPORTED_INCIDENT)
    if code in tables.scottish or is_known_elsewhere(code, on):
        return Listed(code=code, offence_class="", is_current=False, kind="other", position=1000.0)
    raise RuleBroken(f"Act {shown(act.id)}: {shown(code)} is no offence code that is known here.", "acts")


def _of_class(rows: tuple[Listed, ...]) -> Listed:
    """A class told without its code: it weighs as the least of its offences that page 14 lists, or of all."""
    in_table = [row for row in rows if row.position == int(row.position)]
    least = max(in_table or rows, key=lambda row: row.gravity)
    kinds = {row.against for row in rows}
    return Listed(
        code=None,
        offence_class=least.offence_class,
        title=least.offence_class,
        kind=least.kind,
        unit=least.unit,
        unit_rule=least.unit_rule,
        against=kinds.pop() if len(kinds) == 1 else "S/V",
        years=least.years,
        position=least.position,
    )


def _of_code(rows: tuple[Listed, ...], code: str, wanted: str, act: Act) -> Listed:
    of_class = [row for row in rows if row.offence_class == wanted]
    if not of_class:
        stands = ", ".join(sorted({row.offence_class for row in rows}))
        raise RuleBroken(
            f"Act {shown(act.id)}: {code} does not stand in class {wanted}; it stands in {stands}.", "acts"
        )
    return _best(of_class)


def _best(rows: list[Listed]) -> Listed:
    """Of several offences under one code, one in force before one that ceased, against a victim before the state."""
    return min(rows, key=lambda row: (not row.is_current, row.against == "S", row.gravity, row.title))


def _picked(report: CountedReport, act: Act, tables: Tables, rows: tuple[Listed, ...], facts: frozenset[str]) -> Listed:
    for choice in tables.choices:
        if choice["code"] == rows[0].code and holds(choice["when"], report, act, tables, facts):
            return _best([row for row in rows if row.offence_class == choice["class"]])
    return _best(list(rows))


def _changed(report: CountedReport, told: Told, tables: Tables) -> Told:
    """The facts may make another offence of it, and that one another again; what code and class both say stays."""
    if told.act.offence and told.act.offence_class:
        return told
    seen = set()
    while (name := told.offence.code or told.offence.offence_class) not in seen:
        seen.add(name)
        for change in tables.changes:
            if change["code"] == name and holds(change["when"], report, told.act, tables, told.facts):
                found = Finding(rule=change["paragraph"], says=change["says"])
                told = told.as_offence(_becomes(change["becomes"], report, told, tables), found)
                break
    return told


def _becomes(name: str, report: CountedReport, told: Told, tables: Tables) -> Listed:
    """A code becomes a code; a class that was told without one becomes a class."""
    if name in tables.by_class:
        return _of_class(tables.by_class[name])
    return _picked(report, told.act, tables, tables.by_code[name], told.facts)


def holds(when: str, report: CountedReport, act: Act, tables: Tables, facts: frozenset[str]) -> bool:
    """Whether every part of a table's condition is true of an act: `role=constable`, `fact=force`, `value>5000`."""
    return all(_part_holds(part, report, act, tables, facts) for part in when.split("+") if part)


def _part_holds(part: str, report: CountedReport, act: Act, tables: Tables, facts: frozenset[str]) -> bool:
    victim = report.people.get(act.victim or "")
    if compared := COMPARED.fullmatch(part):
        what, sign, number = compared.groups()
        amounts = {
            "value": act.value_pounds,
            "people": len(report.people),
            "age": None if victim is None else victim.age,
        }
        amount = amounts[what]
        return amount is not None and OPERATORS[sign](amount, float(number))
    what, _, word = part.partition("=")
    if what == "suspect":
        return _suspect_is(word, report, act, tables)
    return {
        "role": victim is not None and role_of(victim.role, tables) == word,
        "victim": victim is not None and victim.kind == word,
        "fact": word in facts,
        "setting": report.setting == word,
        "suspects": bool(act.suspects) and all(report.suspects[name].group for name in act.suspects),
        "conduct": act.course_of_conduct,
    }[what]


def _suspect_is(word: str, report: CountedReport, act: Act, tables: Tables) -> bool:
    if word == "former_partner":
        return is_former_partner(report, act, tables) and not someone_is_young(report, act)
    ages = [age for name in act.suspects if (age := report.suspects[name].age) is not None]
    if word == "under_18":
        return bool(ages) and len(ages) == len(act.suspects) and max(ages) < ADULT
    return bool(ages) and max(ages) >= ADULT


def role_of(role: str, tables: Tables) -> str:
    """A police officer is a constable; the other emergency workers are those of the Act of 2018."""
    word = role.lower().replace("-", "_").replace(" ", "_")
    return dict(tables.pairs("roles")).get(word, word)


def is_former_partner(report: CountedReport, act: Act, tables: Tables) -> bool:
    return any(relation in tables.policy["former_partner"] for relation in relations(report, act))


def is_notifiable(told: Told, tables: Tables, in_force_from: date) -> bool:
    """Current, or done in its day: an offence that has ceased may still be recorded for an act before this edition."""
    done = told.act.ends or told.act.begins
    starts = dict(tables.pairs("not_before")).get(told.offence.code or "")
    if starts and done is not None and done < _midnight(date.fromisoformat(starts)):
        return False
    if told.offence.is_current:
        return True
    return bool(told.offence.offence_class) and told.begins is not None and told.begins < _midnight(in_force_from)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UK).astimezone(UTC)
