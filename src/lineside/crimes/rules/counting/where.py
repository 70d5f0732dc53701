"""Where: whose crime it is, and what the force does with one that is not its own."""

from lineside.crimes.rules.counting.facts import NotCounted, Told
from lineside.crimes.rules.counting.report import CountedReport
from lineside.crimes.rules.counting.tables import Tables

RAPE = ("19C", "19D", "19E", "19F", "19G", "19H", "19J", "19K")
CRI = "crime_related_incident"


def is_rape(told: Told) -> bool:
    return told.offence.offence_class in RAPE


def recorded_elsewhere(report: CountedReport, told: Told, tables: Tables) -> NotCounted | None:
    """None when the crime, if it is one, is ours to record."""
    found = _elsewhere(report, told, tables)
    if found is None:
        return None
    leads_to, rule = found
    if is_rape(told) and report.jurisdiction in {"england_wales", "outside_uk"}:
        leads_to, rule = "reported_incident", "CRR 2026/27 p64"
    return NotCounted(act=told.id, because="recorded_elsewhere", rule=rule, leads_to=leads_to)


def _elsewhere(report: CountedReport, told: Told, tables: Tables) -> tuple[str, str] | None:
    if told.offence.code in tables.policy["mutilation_codes"]:
        return None  # CRR p44: recorded wherever it was done
    if report.setting == "aircraft":
        return CRI, "CRR 2026/27 p16"
    if report.jurisdiction == "outside_uk":
        return _abroad(told)
    return _in_the_uk(report, told, is_ours=report.police_area.lower() in tables.policy["ours"])


def _in_the_uk(report: CountedReport, told: Told, *, is_ours: bool) -> tuple[str, str] | None:
    if report.jurisdiction == "northern_ireland" or (report.jurisdiction == "scotland" and not is_ours):
        return CRI, "CRR 2026/27 p15"
    if not is_ours:
        return "transfer", "CRR 2026/27 p16"
    is_fraud = told.offence.kind == "fraud" and report.jurisdiction == "england_wales"
    if is_fraud and not any(report.suspects[name].known for name in told.act.suspects):
        return "transfer", "CRR 2026/27 p97"
    return None


def _abroad(told: Told) -> tuple[str, str]:
    """CRR pp 15, 48: some sexual and violent crime abroad is ours, which the registrar says; slavery abroad is not."""
    if told.offence.offence_class == "106":
        return "incident_only", "CRR 2026/27 p48"
    if told.offence.kind in {"sexual", "violence"}:
        return "refer_to_registrar", "CRR 2026/27 p15"
    return CRI, "CRR 2026/27 p15"
