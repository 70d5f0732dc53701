"""The whole decision: a report judged by the tables of its day, and written as the counting format has it."""

from datetime import datetime, timedelta
from typing import Any

from lineside.crimes.rules.counting.across import absorbed, across_victims, driven_dangerously
from lineside.crimes.rules.counting.classing import check_earlier, classify
from lineside.crimes.rules.counting.conduct import added_to_earlier, gravest_conduct, is_conduct, was_conduct
from lineside.crimes.rules.counting.facts import NotCounted, Told
from lineside.crimes.rules.counting.flags import flags_of
from lineside.crimes.rules.counting.grouping import Counted, Crime, count_against_state, count_against_victims
from lineside.crimes.rules.counting.reading import read_report, shown
from lineside.crimes.rules.counting.report import CountedReport, Finding
from lineside.crimes.rules.counting.reported import is_known_word, reported_incidents
from lineside.crimes.rules.counting.scotland import count_in_scotland, scottish_code
from lineside.crimes.rules.counting.sentences import decided_because, noticed
from lineside.crimes.rules.counting.tables import Tables, tables
from lineside.crimes.rules.counting.where import recorded_elsewhere
from lineside.crimes.rules.counting.whether import is_of_state, why_not_recorded
from lineside.crimes.rules.recording import offences
from lineside.kernel.clock import UK
from lineside.kernel.errors import RuleBroken

WEIGHT = ("reported_incident", "transfer", "refer_to_registrar", "crime_related_incident", "incident_only")


def count_report(given: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON, read strictly
    """A report of the counting format in, the recording decisions out; a fault of the report is one sentence."""
    report = read_report(given)
    on = report.reported_at.astimezone(UK).date()
    known = tables(on)
    if report.reported_as and not is_known_word(report, known):
        told = shown(report.reported_as)
        raise RuleBroken(f"reported_as is {told}; it tells of no rape and no death that is known here.", "reported_as")
    check_earlier(report, known, on)
    acts = [classify(report, act, known, on) for act in sorted(report.acts, key=lambda act: act.id)]
    dropped = _dropped(report, acts, known, offences(on).in_force_from)
    gone = {drop.act for drop in dropped}
    counted = _counted(report, [told for told in acts if told.id not in gone], known)
    return _written(report, acts, dropped, counted, known)


def _dropped(report: CountedReport, acts: list[Told], known: Tables, in_force_from: Any) -> list[NotCounted]:  # noqa: ANN401
    found = []
    for told in acts:
        why = why_not_recorded(report, told, known, in_force_from)
        elsewhere = recorded_elsewhere(report, told, known)
        if elsewhere is not None and (why is None or why.because not in {"not_notifiable", "contrary_evidence"}):
            why = elsewhere
        if why is not None:
            found.append(why)
    return found


def _counted(report: CountedReport, acts: list[Told], known: Tables) -> Counted:
    if report.jurisdiction == "scotland":
        return count_in_scotland(acts)
    counted = Counted()
    for added in added_to_earlier(report, acts, known):
        principal = gravest_conduct(list(added.acts), known)
        counted = counted.plus(_onto(added.earlier.ref, principal, added.acts))
        acts = [told for told in acts if told not in added.acts]
    acts = driven_dangerously(acts, known)
    taken_in = absorbed(acts, known)
    left = {drop.act for drop in taken_in}
    acts = [told for told in acts if told.id not in left]
    of_victims = count_against_victims(report, [told for told in acts if not is_of_state(told)], known)
    of_state = count_against_state([told for told in acts if is_of_state(told)], known)
    counted = counted.plus(across_victims(of_victims, known)).plus(of_state)
    return counted.plus(Counted(not_counted=tuple(taken_in), findings=_beside_conduct(report, counted, known)))


def _onto(ref: str, principal: Told, acts: tuple[Told, ...]) -> Counted:
    crime = Crime(
        principal=principal,
        offence=principal.offence,
        victim=principal.act.victim,
        suspects=frozenset().union(*(told.suspects for told in acts)),
        acts=acts,
        adds_to=ref,
    )
    says = f"The conduct goes on within three months, the offender not dealt with: it is added to {ref}, no new crime."
    return Counted(crimes=(crime,), findings=(Finding(rule="CRR 2026/27 p58", says=says),))


def _beside_conduct(report: CountedReport, counted: Counted, known: Tables) -> tuple[Finding, ...]:
    """CRR p58: any other offence after a recorded conduct crime is new, and its facts go into that record too."""
    found = []
    for earlier in report.earlier_crimes:
        others = [
            crime
            for crime in counted.crimes
            if crime.adds_to is None and crime.victim == earlier.victim and crime.suspects & {*earlier.suspects}
        ]
        if was_conduct(earlier, known) and any(not is_conduct(crime.offence, known) for crime in others):
            says = f"A new offence after a recorded course of conduct: its facts are added to {earlier.ref} as well."
            found.append(Finding(rule="CRR 2026/27 p58", says=says))
    return tuple(found)


def _written(
    report: CountedReport, acts: list[Told], dropped: list[NotCounted], counted: Counted, known: Tables
) -> dict[str, Any]:
    codes, of_codes = reported_incidents(report, acts, dropped, known)
    decision = _decision(counted, codes, dropped)
    due = report.reported_at + timedelta(hours=known.number("record_within_hours"))
    late = None if report.recorded_at is None else report.recorded_at > due
    left = sorted((*dropped, *counted.not_counted), key=lambda each: (each.act, each.because))
    findings = {
        *counted.findings,
        *of_codes,
        *(found for told in acts for found in told.findings),
        *(decided_because(drop) for drop in dropped),
        *noticed(report, acts, counted, late=bool(late)),
    }
    return {
        "decision": decision,
        "crimes": [_crime(report, crime, counted, known) for crime in sorted(counted.crimes, key=_order)],
        "not_counted": [{"act": each.act, "because": each.because, "rule": each.rule} for each in left],
        "reported_incident_codes": codes,
        "record_by": rfc3339(due),
        "late": late,
        "findings": [{"rule": found.rule, "says": found.says} for found in sorted(findings)],
    }


def _decision(counted: Counted, codes: list[str], dropped: list[NotCounted]) -> str:
    """Of the whole report: a crime before an addition, an addition before a reported incident, and so on down."""
    if any(crime.adds_to is None for crime in counted.crimes):
        return "record"
    if counted.crimes:
        return "add_to_earlier"
    leads = {drop.leads_to for drop in dropped} | ({"reported_incident"} if codes else set())
    return next((decision for decision in WEIGHT if decision in leads), "incident_only")


def _order(crime: Crime) -> tuple[Any, ...]:
    return (
        crime.offence.offence_class,
        crime.offence.code or "",
        crime.victim or "",
        sorted(crime.suspects),
        sorted(told.id for told in crime.acts),
    )


def _crime(report: CountedReport, crime: Crime, counted: Counted, known: Tables) -> dict[str, Any]:
    found = {
        "class": crime.offence.offence_class,
        "offence": crime.offence.code,
        "victim": crime.victim,
        "suspects": sorted(crime.suspects),
        "acts": sorted(told.id for told in crime.acts),
        "adds_to": crime.adds_to,
        "flags": flags_of(report, crime, known),
    }
    if report.jurisdiction == "scotland":
        found |= {"class": None, "sgjd": scottish_code(crime, counted.crimes, known)}
    return found


def rfc3339(moment: datetime) -> str:
    """With the offset in which it was told; UTC is written as +00:00."""
    return moment.isoformat()
