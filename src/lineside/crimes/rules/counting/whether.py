"""Whether an act is recorded as a crime at all: the tests of England and Wales, and the shorter one of Scotland."""

from datetime import date

from lineside.crimes.rules.counting.classing import is_notifiable, role_of
from lineside.crimes.rules.counting.facts import ADULT, REPORTED_INCIDENT, NotCounted, Told
from lineside.crimes.rules.counting.report import CountedReport, Person
from lineside.crimes.rules.counting.tables import Tables

CRI, INCIDENT = "crime_related_incident", "incident_only"
PUBLIC_ORDER = ("9A", "9B")
COUNTED_BY_VICTIM = ("9A", "9B", "105A")  # CRR pp 42, 89: by victim, though the list has some of them against the state


def why_not_recorded(report: CountedReport, told: Told, tables: Tables, in_force_from: date) -> NotCounted | None:
    """CRR p11, steps 1 to 7, in their order; None when it is to be recorded."""
    if report.jurisdiction == "scotland":
        return _scottish_test(told)
    for test in (_not_notifiable, _contrary, _no_cost, _counter, _school, _state_test, _victim_test):
        if found := test(report, told, tables, in_force_from):
            return found
    return None


def is_of_state(told: Told) -> bool:
    """CRR p8: as the list says; what may be against either is against the state where nobody is named."""
    if told.offence.against == "V":
        return False
    if told.victim is None or told.offence.unit == "offender":
        return True
    return told.offence.against == "S" and told.offence.offence_class not in COUNTED_BY_VICTIM


def _drop(told: Told, because: str, rule: str, leads_to: str) -> NotCounted:
    return NotCounted(act=told.id, because=because, rule=rule, leads_to=leads_to)


def _scottish_test(told: Told) -> NotCounted | None:
    """SCRS p3-4: a crime in Scots law, more likely than not, unless credible evidence says otherwise."""
    if told.offence.kind == REPORTED_INCIDENT:
        return _drop(told, "not_notifiable", "SCRS p3", INCIDENT)  # its codes are of England and Wales
    if told.act.contrary_evidence:
        return _drop(told, "contrary_evidence", "SCRS p3", INCIDENT)
    if told.victim is None and not told.act.points_to_prove:
        return _drop(told, "points_to_prove_missing", "SCRS p3", INCIDENT)
    return None


def _not_notifiable(_r: CountedReport, told: Told, tables: Tables, in_force_from: date) -> NotCounted | None:
    """CRR p7: a crime is an offence on the notifiable list; most summary offences are not."""
    if told.offence.kind == REPORTED_INCIDENT:
        return _drop(told, "not_notifiable", "CRR 2026/27 p34", REPORTED_INCIDENT)
    if is_notifiable(told, tables, in_force_from):
        return None
    return _drop(told, "not_notifiable", "CRR 2026/27 p7", INCIDENT)


def _contrary(_r: CountedReport, told: Told, _t: Tables, _f: date) -> NotCounted | None:
    """CRR p7: credible evidence to the contrary, immediately available."""
    if told.act.contrary_evidence:
        return _drop(told, "contrary_evidence", "CRR 2026/27 p7", INCIDENT)
    return None


def _no_cost(_r: CountedReport, told: Told, tables: Tables, _f: date) -> NotCounted | None:
    """CRR p86: damage that comes off at no cost and with little effort is an incident, not a crime."""
    if told.offence.kind != "damage":
        return None
    if told.act.value_pounds == 0 or told.facts & {*tables.policy["no_cost_flags"]}:
        return _drop(told, "not_notifiable", "CRR 2026/27 p86", INCIDENT)
    return None


def _counter(_r: CountedReport, told: Told, tables: Tables, _f: date) -> NotCounted | None:
    """CRR pp 8-9: a suspect's counter-allegation is recorded only with something that supports it."""
    if "counter_allegation" in told.facts and not told.facts & {*tables.policy["counter_support"]}:
        return _drop(told, "contrary_evidence", "CRR 2026/27 p9", INCIDENT)
    return None


def _school(report: CountedReport, told: Told, tables: Tables, _f: date) -> NotCounted | None:
    """CRR p12: on school premises in school hours only what is serious, or what somebody asks to be recorded."""
    is_serious = (
        told.offence.offence_class in tables.policy["school_serious_classes"]
        or told.offence.code in tables.policy["school_serious_codes"]
        or "serious" in told.facts
    )
    if report.setting != "school_in_hours" or is_serious or told.facts & {*tables.policy["asked_for_flags"]}:
        return None
    return _drop(told, "recorded_elsewhere", "CRR 2026/27 p12", CRI)


def _state_test(_r: CountedReport, told: Told, tables: Tables, _f: date) -> NotCounted | None:
    """CRR pp 7-8: the points to prove must clearly be made out; unlawful driving waits for the investigation."""
    if told.act.points_to_prove:
        return None
    if told.offence.code in tables.policy["driving_codes"] or told.offence.offence_class == "802":
        rule = "CRR 2026/27 p96" if told.offence.offence_class == "802" else "CRR 2026/27 p37"
        return _drop(told, "points_to_prove_missing", rule, CRI)
    if is_of_state(told):
        return _drop(told, "points_to_prove_missing", "CRR 2026/27 p8", INCIDENT)
    return None


def _victim_test(report: CountedReport, told: Told, tables: Tables, _f: date) -> NotCounted | None:
    """CRR pp 7-9: the victim, or who acts for them, confirms; or recording without it is appropriate or necessary."""
    if told.victim is None:
        return _without_victim(report, told)
    if is_of_state(told) or told.victim.deceased or "necessary_to_record" in told.facts:
        return None
    if _confirmed(report, told, tables):
        return None
    return _drop(told, "no_victim_confirmation", "CRR 2026/27 p9", CRI)


def _without_victim(report: CountedReport, told: Told) -> NotCounted | None:
    if told.offence.against != "V" or "necessary_to_record" in told.facts or _gives_no_name(report):
        return None
    if told.offence.offence_class in PUBLIC_ORDER:
        seen = report.reporter == "police"
        return None if seen else _drop(told, "no_victim_confirmation", "CRR 2026/27 p86", INCIDENT)
    return _drop(told, "no_victim_confirmation", "CRR 2026/27 p7", CRI)


def _gives_no_name(report: CountedReport) -> bool:
    """CRR p12: a victim who reports need not say who they are."""
    return report.reporter == "victim" and not report.people


def _confirmed(report: CountedReport, told: Told, tables: Tables) -> bool:
    victim = told.victim
    if victim is None:
        return False
    if victim.confirms is True:
        return True
    if report.reporter == "victim":
        return victim.confirms == "unsaid"
    if report.reporter == "police" and role_of(victim.role, tables) == "constable":
        return victim.confirms == "unsaid"
    if report.reporter == "on_behalf_professional":
        return True
    return report.reporter == "on_behalf_parent_carer" and _is_in_care(victim, told, tables)


def _is_in_care(victim: Person, told: Told, tables: Tables) -> bool:
    at_risk = {*tables.policy["at_risk_words"]}
    return victim.age is None or victim.age < ADULT or victim.role in at_risk or bool(told.facts & at_risk)
