"""Conduct crimes: which is principal over what, and which later conduct is added to a crime already on record."""

import calendar
from dataclasses import dataclass
from datetime import datetime

from lineside.crimes.rules.counting.facts import Told
from lineside.crimes.rules.counting.report import CountedReport, EarlierCrime
from lineside.crimes.rules.counting.tables import Listed, Tables
from lineside.kernel.clock import UK

CONDUCT_CLASSES = ("8L", "8M", "8Q", "8U")
CONTINUING_MESSAGES = ("008/72", "138/52")


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """Acts that go onto a crime already recorded."""

    earlier: EarlierCrime
    acts: tuple[Told, ...]


def is_conduct(offence: Listed, tables: Tables) -> bool:
    if offence.code is None:
        return offence.offence_class in CONDUCT_CLASSES
    return offence.code in tables.conduct


def is_principal_over(conduct: Listed, other: Listed, tables: Tables) -> bool:
    """CRR pp 55-57: whether the conduct crime is counted rather than the other; p14 where they do not say."""
    rule = tables.conduct.get(conduct.code or "")
    if rule is None or other.code in rule["never"].split():
        return conduct.position < other.position
    if other.offence_class in rule["beats_classes"].split():
        return True
    if other.kind == "sexual":
        return other.years <= float(rule["sexual_years"])
    if rule["other_years"] and other.years <= float(rule["other_years"]):
        return True
    return conduct.position < other.position


def gravest_conduct(acts: list[Told], tables: Tables) -> Told:
    """CRR pp 55-57: by the order of gravity given there, then by the look-up table."""
    return min(acts, key=lambda told: (_rank(told.offence, tables), told.offence.gravity, told.id))


def _rank(offence: Listed, tables: Tables) -> int:
    return int(tables.conduct[offence.code]["rank"]) if offence.code in tables.conduct else len(tables.conduct)


def added_to_earlier(report: CountedReport, acts: list[Told], tables: Tables) -> list[Added]:
    """CRR pp 57-58: conduct that goes on within three months, the offender not dealt with, is no new crime."""
    found: dict[str, Added] = {}
    last: dict[str, datetime] = {}
    for told in sorted(acts, key=lambda each: (_when(report, each), each.id)):
        for earlier in sorted(
            report.earlier_crimes,
            key=lambda each: (_latest(each) or datetime.min.replace(tzinfo=UK), each.ref),
            reverse=True,
        ):
            since = last.get(earlier.ref) or _latest(earlier)
            if _continues(report, told, earlier, since, tables):
                so_far = found[earlier.ref].acts if earlier.ref in found else ()
                found[earlier.ref] = Added(earlier=earlier, acts=(*so_far, told))
                last[earlier.ref] = max(_until(report, told), since) if since else _until(report, told)
                break
    return [found[ref] for ref in sorted(found)]


def _continues(
    report: CountedReport, told: Told, earlier: EarlierCrime, since: datetime | None, tables: Tables
) -> bool:
    goes_on = is_conduct(told.offence, tables) or told.offence.code in CONTINUING_MESSAGES
    if not goes_on or earlier.suspect_dealt_with or not was_conduct(earlier, tables):
        return False
    if told.victim is None or earlier.victim != told.victim.id or not _same_offender(told, earlier):
        return False
    return since is None or _when(report, told) <= months_after(since, tables.number("conduct_gap_months"))


def was_conduct(earlier: EarlierCrime, tables: Tables) -> bool:
    if earlier.offence:
        return earlier.offence in tables.conduct
    return earlier.offence_class.upper() in CONDUCT_CLASSES


def _same_offender(told: Told, earlier: EarlierCrime) -> bool:
    return bool(told.suspects & {*earlier.suspects}) or (not told.suspects and not earlier.suspects)


def _latest(earlier: EarlierCrime) -> datetime | None:
    return earlier.last_incident_at or earlier.recorded_at


def _when(report: CountedReport, told: Told) -> datetime:
    return told.act.begins or told.act.ends or report.reported_at


def _until(report: CountedReport, told: Told) -> datetime:
    return told.act.ends or told.act.begins or report.reported_at


def months_after(moment: datetime, months: int) -> datetime:
    """The end of the same day so many months on, or of the last day of a shorter month, by the clock in the UK."""
    local = moment.astimezone(UK)
    year, month = divmod(local.month - 1 + months, 12)
    year, month = local.year + year, month + 1
    day = min(local.day, calendar.monthrange(year, month)[1])
    return local.replace(year=year, month=month, day=day, hour=23, minute=59, second=59, microsecond=999_999)
