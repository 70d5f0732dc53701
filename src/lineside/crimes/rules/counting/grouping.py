"""How many: acts put together by victim and offender, the principal crime of each group, and what stands beside it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from lineside.crimes.rules.counting.conduct import gravest_conduct, is_conduct, is_principal_over
from lineside.crimes.rules.counting.facts import NotCounted, Told
from lineside.crimes.rules.counting.report import CountedReport, Finding
from lineside.crimes.rules.counting.tables import Listed, Tables
from lineside.crimes.rules.counting.where import is_rape
from lineside.crimes.rules.counting.whether import is_of_state

ALWAYS_BESIDE = ("106", "37/1")  # CRR pp 13, 38: counted besides the most serious other crime
FAMILIES = {"drugs": "drugs", "weapons": "weapons"}
UNDEFINED_GROUP = {"19C": "19J", "19D": "19J", "19E": "19J", "19F": "19K", "19G": "19K", "19H": "19K"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Crime:
    """One crime to be recorded: its principal act, and every act that it takes in."""

    principal: Told
    offence: Listed
    victim: str | None
    suspects: frozenset[str]
    acts: tuple[Told, ...]
    adds_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Crimes, and the acts that are none of their own."""

    crimes: tuple[Crime, ...] = ()
    not_counted: tuple[NotCounted, ...] = ()
    findings: tuple[Finding, ...] = ()

    def plus(self, other: "Counted") -> "Counted":
        return Counted(
            crimes=self.crimes + other.crimes,
            not_counted=self.not_counted + other.not_counted,
            findings=self.findings + other.findings,
        )


def together(acts: Iterable[Told]) -> list[list[Told]]:
    """CRR p12: acts of one offender or group; groups that share somebody are one, and the unknown one apart."""
    groups: list[tuple[set[str], list[Told]]] = []
    for told in sorted(acts, key=lambda each: each.id):
        shares = [group for group in groups if (group[0] & told.suspects) or (not group[0] and not told.suspects)]
        joined = ({*told.suspects}, [told])
        for names, held in shares:
            joined[0].update(names)
            joined[1].extend(held)
        groups = [*(group for group in groups if group not in shares), joined]
    return [sorted(held, key=lambda each: each.id) for _, held in groups]


def by(acts: Iterable[Told], key: Callable[[Told], object]) -> list[list[Told]]:
    found: dict[object, list[Told]] = {}
    for told in acts:
        found.setdefault(key(told), []).append(told)
    return list(found.values())


def count_against_victims(report: CountedReport, acts: list[Told], tables: Tables) -> Counted:
    """CRR p12: one crime for each victim and offender, the gravest of a finished incident."""
    found = Counted()
    for of_victim in by(acts, lambda told: (told.act.victim, told.is_after_notice)):
        for group in together(of_victim):
            for kind in by(
                group, lambda told: told.offence.offence_class in ALWAYS_BESIDE and told.offence.offence_class
            ):
                found = found.plus(_one_of(report, kind, tables))
    return found


def _one_of(report: CountedReport, group: list[Told], tables: Tables) -> Counted:
    principal = principal_of(group, tables)
    left = tuple(_why_left(told, principal, tables) for told in group if told is not principal)
    found = Counted(not_counted=left, findings=_said(principal, group, tables))
    if is_rape(principal):
        return found.plus(Counted(crimes=_each_who_penetrated(report, principal, group, tables)))
    return found.plus(Counted(crimes=(crime_of(principal, group),)))


def principal_of(group: list[Told], tables: Tables) -> Told:
    """CRR pp 12-14 and 55-57: the gravest; a conduct crime where the rules put it first."""
    conduct = [told for told in group if is_conduct(told.offence, tables)]
    others = [told for told in group if not is_conduct(told.offence, tables)]
    gravest = min(others, key=lambda told: (told.offence.gravity, told.id), default=None)
    if not conduct or gravest is None:
        return gravest if gravest is not None else gravest_conduct(conduct, tables)
    first = gravest_conduct(conduct, tables)
    return first if is_principal_over(first.offence, gravest.offence, tables) else gravest


def crime_of(principal: Told, group: list[Told]) -> Crime:
    return Crime(
        principal=principal,
        offence=principal.offence,
        victim=None if is_of_state(principal) else principal.act.victim,
        suspects=frozenset().union(*(told.suspects for told in group)),
        acts=tuple(group),
    )


def _why_left(told: Told, principal: Told, tables: Tables) -> NotCounted:
    is_same = (told.offence.code, told.offence.offence_class) == (
        principal.offence.code,
        principal.offence.offence_class,
    )
    if is_conduct(principal.offence, tables):
        if is_same or not is_conduct(told.offence, tables):
            return NotCounted(act=told.id, because="included_in_conduct", rule="CRR 2026/27 p55")
        return NotCounted(act=told.id, because="principal_crime", rule="CRR 2026/27 p55")
    because = "finished_incident" if is_same else "principal_crime"
    return NotCounted(act=told.id, because=because, rule="CRR 2026/27 p12")


def _said(principal: Told, group: list[Told], tables: Tables) -> tuple[Finding, ...]:
    if len(group) == 1:
        return ()
    if is_conduct(principal.offence, tables):
        return (Finding(rule="CRR 2026/27 p55", says=CONDUCT_FIRST),)
    if any(is_conduct(told.offence, tables) for told in group):
        return (Finding(rule="CRR 2026/27 p55", says=CONDUCT_BEHIND),)
    if len({(told.offence.code, told.offence.offence_class) for told in group}) == 1:
        return (Finding(rule="CRR 2026/27 p12", says=FINISHED),)
    if any(_weighs_the_same(told, principal) for told in group):
        return (Finding(rule="CRR 2026/27 p57", says=EQUAL),)
    return (Finding(rule="CRR 2026/27 p12", says=ONE_CRIME),)


def _weighs_the_same(told: Told, principal: Told) -> bool:
    is_other = told.offence.code != principal.offence.code
    return is_other and told.offence.gravity[:2] == principal.offence.gravity[:2]


ONE_CRIME = "One crime: the same victim and suspect, reported at once; the most serious is counted."
EQUAL = "One crime, and two offences of equal weight that the look-up table does not order: the registrar may choose."
FINISHED = "One crime: a sequence between the same offender and the same victim, reported all at once."
CONDUCT_FIRST = "The course of conduct is the principal crime; what was told with it is written into its record."
CONDUCT_BEHIND = "A more serious crime is counted; a referral to the CPS must say that a conduct crime was disclosed."


def _each_who_penetrated(
    report: CountedReport, principal: Told, group: list[Told], tables: Tables
) -> tuple[Crime, ...]:
    """CRR pp 61-62: one for each person who penetrated the victim, and one more for those nobody can tell apart."""
    rapes = [told for told in group if is_rape(told)]
    named: set[frozenset[str]] = set()
    undefined: set[str] = set()
    for told in rapes:
        for name in told.suspects:
            if report.suspects[name].group:
                undefined.add(name)
            else:
                named.add(frozenset({name}))
    who = [*sorted(named, key=sorted), *([frozenset(undefined)] if undefined else [])] or [frozenset()]
    return tuple(
        _rape_by(who_did, principal, rapes, group, tables, is_undefined=who_did == undefined) for who_did in who
    )


def _rape_by(
    suspects: frozenset[str],
    principal: Told,
    rapes: list[Told],
    group: list[Told],
    tables: Tables,
    *,
    is_undefined: bool,
) -> Crime:
    theirs = [told for told in rapes if told.suspects & suspects] or [principal]
    first = min(theirs, key=lambda told: (told.offence.gravity, told.id))
    wanted = UNDEFINED_GROUP.get(first.offence.offence_class) if is_undefined and suspects else None
    if not is_undefined and first.offence.offence_class in {"19J", "19K"} and not first.act.offence_class:
        wanted = next(
            row.offence_class
            for row in tables.by_code[first.offence.code or ""]
            if row.offence_class not in {"19J", "19K"}
        )
    offence = replace(first.offence, offence_class=wanted) if wanted else first.offence
    acts = tuple(told for told in group if not is_rape(told) or told in theirs)
    return Crime(principal=first, offence=offence, victim=first.act.victim, suspects=suspects, acts=acts)


def count_against_state(acts: list[Told], tables: Tables) -> Counted:
    """CRR pp 12, 89-96: one crime for each offender or group, besides whatever was done to a victim."""
    found = Counted()
    for family in by(acts, lambda told: (_family(told, tables), told.is_after_notice)):
        for group in together(family):
            one = _one_of_state(group, tables)
            found = found.plus(one)
    return found


def _family(told: Told, tables: Tables) -> str:
    if told.offence.code in tables.policy["breach_codes"]:
        return f"breach {told.offence.code}"
    return FAMILIES.get(told.offence.kind, f"class {told.offence.offence_class} {told.offence.code}")


def _one_of_state(group: list[Told], tables: Tables) -> Counted:
    principal = min(group, key=lambda told: (told.offence.gravity, told.id))
    left = tuple(_why_left(told, principal, tables) for told in group if told is not principal)
    whole = crime_of(principal, group)
    each = principal.offence.unit == "offender" or principal.offence.code in tables.policy["breach_codes"]
    if not each or not whole.suspects:
        return Counted(crimes=(whole,), not_counted=left)
    crimes = []
    for name in sorted(whole.suspects):
        acts = tuple(told for told in group if name in told.suspects)
        crimes.append(replace(whole, suspects=frozenset({name}), acts=acts))
    said = Finding(rule=principal.offence.unit_rule, says="One crime for each offender.")
    return Counted(crimes=tuple(crimes), not_counted=left, findings=(said,) if len(crimes) > 1 else ())
