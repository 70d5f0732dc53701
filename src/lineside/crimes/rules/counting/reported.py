"""Reported incidents that are no crimes: a report of rape (N100), a sudden or unexpected death (N300)."""

from lineside.crimes.rules.counting.facts import REPORTED_INCIDENT, NotCounted, Told
from lineside.crimes.rules.counting.report import CountedReport, Finding
from lineside.crimes.rules.counting.tables import Tables
from lineside.crimes.rules.counting.where import is_rape

ON_THE_LINE = ("track", "rail", "level_crossing")
UNCONFIRMED, CONTRARY, ELSEWHERE = "N100/01", "N100/02", "N100/03"
RAIL_DEATH, UNEXPLAINED = "N300/04", "N300/01"
BECAUSE = {"no_victim_confirmation": UNCONFIRMED, "contrary_evidence": CONTRARY, "recorded_elsewhere": ELSEWHERE}


def reported_incidents(
    report: CountedReport, acts: list[Told], dropped: list[NotCounted], tables: Tables
) -> tuple[list[str], list[Finding]]:
    """CRR pp 34-37 and 61-64: the codes, one for each victim and offender of a rape, one for each death."""
    if report.jurisdiction == "scotland":
        return [], []  # the codes are of England and Wales
    rapes, deaths = _rapes(report, acts, dropped, tables), _deaths(report, acts, dropped, tables)
    found = []
    if rapes:
        found.append(Finding(rule="CRR 2026/27 p63", says=RAPE_SAYS))
    if deaths:
        found.append(Finding(rule="CRR 2026/27 p35", says=DEATH_SAYS))
    by_code = [told.offence.code or "" for told in acts if told.offence.kind == REPORTED_INCIDENT]
    return sorted([*rapes, *deaths, *by_code]), found


RAPE_SAYS = "A report of rape that is not recorded as a crime at once is a reported incident; the registrar sees each."
DEATH_SAYS = "An unexpected death that is no crime at once is a reported incident, one for each death, besides the log."


def _rapes(report: CountedReport, acts: list[Told], dropped: list[NotCounted], tables: Tables) -> list[str]:
    why = {drop.act: drop.because for drop in dropped}
    relationships = {
        (told.act.victim, name, BECAUSE[why[told.id]])
        for told in acts
        if is_rape(told) and why.get(told.id) in BECAUSE
        for name in (told.suspects or {""})
    }
    if relationships or any(is_rape(told) and told.id not in why for told in acts):
        return [code for _, _, code in relationships]
    told_as = _told_as(report, tables, "rape")
    return [told_as] if told_as else []


def _deaths(report: CountedReport, acts: list[Told], dropped: list[NotCounted], tables: Tables) -> list[str]:
    gone = {drop.act for drop in dropped}
    dead = [person.id for person in report.people.values() if person.deceased]
    crimed = {told.act.victim for told in acts if told.id not in gone and _is_of_death(told)}
    waiting = {
        told.act.victim for told in acts if told.id in gone and told.offence.code in tables.policy["driving_codes"]
    }
    code = "" if _is_natural(report) else _told_as(report, tables, "death")
    if code:
        code = RAIL_DEATH if code == UNEXPLAINED and report.setting in ON_THE_LINE else code
        left = [person for person in dead if person not in crimed]
        return [code] * (len(left) if dead else 0 if crimed else 1)
    return [RAIL_DEATH for person in dead if person in waiting]


def _is_of_death(told: Told) -> bool:
    return told.offence.offence_class in {"1", "4/1", "4/2", "4/3", "4/4", "4/6", "4/7", "4/8", "4/9", "4/10", "37/1"}


def _is_natural(report: CountedReport) -> bool:
    """CRR p34: recorded only by a force that wishes to record every death."""
    return "natural" in report.reported_as.lower()


def _told_as(report: CountedReport, tables: Tables, needs: str) -> str:
    told = report.reported_as.lower().replace("-", "_").replace(" ", "_")
    words = {*told.split("_")}
    is_of_rape = "rape" in words
    for row in tables.incidents:
        fits = any({*each.split("+")} <= words for each in row["reported_as"].split()) or told == row["code"].lower()
        if row["needs"] == needs and fits and (is_of_rape or told.startswith("n100")) is (needs == "rape"):
            return row["code"]
    return ""


def is_known_word(report: CountedReport, tables: Tables) -> bool:
    """Whether `reported_as` means something here; a natural death is known and voluntary, so not recorded."""
    return bool(_told_as(report, tables, "rape") or _told_as(report, tables, "death")) or _is_natural(report)
