"""After a soak: what the tables hold of logs, clocks and promises, and whether each log is whole."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import psycopg

from lineside.site.soak_before import minutes_table
from lineside.site.soak_clocks import (
    Found,
    Grading,
    LogFacts,
    Promise,
    Rung,
    Tables,
    check_ladder,
    check_promises,
    check_targets,
    check_thrive,
)
from lineside.site.soak_room import Look, Worked

LOGS = """SELECT id::text, reference, summary, first_contact_at, first_at_scene_at, closed_at, dispatch_by, attend_by,
  state FROM incidents_incident"""
LINES = "SELECT incident_id::text, at, by_id IS NOT NULL, kind, text FROM incidents_logentry ORDER BY id"
GRADINGS = "SELECT incident_id::text, created_at, chosen_grade FROM triage_assessment ORDER BY id"
SENT = """SELECT d.incident_id::text, u.call_sign, d.assigned_at, d.mobile_at, d.at_scene_at, d.cleared_at
  FROM dispatch_deployment d JOIN dispatch_unit u ON u.id = d.unit_id ORDER BY d.id"""
RUNGS = "SELECT incident_id::text, grade, step, due_at, created_at FROM incidents_rungreached"
HOLDS = "SELECT incident_id::text, why FROM incidents_closinghold WHERE released_at IS NULL"
PROMISES = """SELECT p.id::text, p.due_at, p.done_at, p.missed_at, (SELECT count(*) FROM kernel_eventrecord e
  WHERE e.name = 'promises.PromiseChanged' AND e.facts ->> 'state' = 'open'
  AND e.facts ->> 'promise_id' = p.id::text) FROM promises_promise p"""


@dataclass
class Read:
    """All of it, as it stood when it was read."""

    logs: dict[str, LogFacts]
    lines: dict[str, list[tuple[str, str]]]  # kind and text, in order
    states: dict[str, str]
    sent: dict[str, list[tuple[Any, ...]]]
    rungs: list[Rung]
    promises: list[Promise]
    holds: dict[str, list[str]]
    read_at: datetime


def read(address: str) -> Read:
    with psycopg.connect(address, connect_timeout=5) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")  # one moment for all
        read_at = _rows(connection, "SELECT now()")[0][0]
        lines, graded, sent, holds = (_grouped(connection, sql) for sql in (LINES, GRADINGS, SENT, HOLDS))
        found = {row[0]: _log(row, lines[row[0]], graded[row[0]], sent[row[0]]) for row in _rows(connection, LOGS)}
        return Read(
            logs=found,
            lines={key: [(kind, text) for _, _, kind, text in rows] for key, rows in lines.items()},
            states={row[0]: row[8] for row in _rows(connection, LOGS)},
            sent=sent,
            rungs=[Rung(log=key, grade=grade, step=step, due_at=due, raised_at=at)
                   for key, grade, step, due, at in _rows(connection, RUNGS)],
            promises=[Promise(id=key, due_at=due, done_at=done, missed_at=missed, told=told)
                      for key, due, done, missed, told in _rows(connection, PROMISES)],
            holds={key: [why for (why,) in rows] for key, rows in holds.items()},
            read_at=read_at,
        )  # fmt: skip


def _rows(connection: "psycopg.Connection[Any]", sql: str) -> list[tuple[Any, ...]]:
    return connection.execute(sql.encode()).fetchall()


def _grouped(connection: "psycopg.Connection[Any]", sql: str) -> defaultdict[str, list[tuple[Any, ...]]]:
    found: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for key, *rest in _rows(connection, sql):
        found[key].append(tuple(rest))
    return found


def _log(row: tuple[Any, ...], lines: list[Any], graded: list[Any], sent: list[Any]) -> LogFacts:
    key, reference, summary, first, there, closed, dispatch_by, attend_by, _ = row
    return LogFacts(
        id=key,
        name=f"{reference} ({summary})",
        first_contact_at=first,
        gradings=tuple(Grading(at=at, grade=grade) for at, grade in graded),
        units=tuple((assigned, cleared) for _, assigned, _, _, cleared in sent),
        touched=tuple(at for at, by_person, kind, _ in lines if by_person and kind != "rung"),
        there_at=there,
        resulted_at=min((at for at, _, _, text in lines if text.startswith("Result: ")), default=None),
        closed_at=closed,
        dispatch_by=dispatch_by,
        attend_by=attend_by,
        rung_lines=sum(kind == "rung" for _, _, kind, _ in lines),
    )


def tables(on: date) -> Tables:
    return Tables(
        grades={row["code"]: row for row in minutes_table("incidents/grades", on)},
        ladder=tuple(minutes_table("incidents/ladder", on)),
        thrive={row["grade"]: row for row in minutes_table("triage/reassessment", on)},
    )


def clock_faults(found: Read, looks: list[Look], began: datetime) -> tuple[list[str], list[str]]:
    """What is wrong with any clock, and what is to be told of how late they were."""
    minutes, logs = tables(found.read_at.date()), list(found.logs.values())
    parts: list[Found] = [
        check_ladder(logs, found.rungs, minutes, (began, found.read_at)),
        check_thrive(logs, looks, minutes),
        check_promises(found.promises, found.read_at),
    ]
    overdue = {key for look in looks for key, _ in look.listed}
    told = [f"THRIVE: {len(overdue)} logs came due again, looked at {len(looks)} times"]
    for name, late in ((name, sorted(late)) for part in parts for name, late in part.late.items()):
        middle = late[len(late) // 2]
        told.append(f"{name}: {len(late)} came due, raised after median {middle:.1f} s, slowest {late[-1]:.1f} s")
    return [*check_targets(logs, minutes), *(fault for part in parts for fault in part.faults)], told


def log_faults(found: Read, logs: Iterable[Worked]) -> list[str]:
    """Of every log that was acknowledged: it is there once, with each line, unit and end that its desk was told of."""
    summaries = Counter(log.name.partition("(")[2] for log in found.logs.values() if "(soak-" in log.name)
    wrong = [f"{name} is there {count} times" for name, count in summaries.items() if count > 1]
    for log in logs:
        if not log.id:
            wrong.append(f"{log.planned.key} was never opened")
        elif log.id not in found.logs:
            wrong.append(f"{log.planned.key} is lost")
        else:
            wrong += [f"{found.logs[log.id].name}: {fault}" for fault in _of_log(log, found)]
    return wrong


def _of_log(log: Worked, found: Read) -> list[str]:
    lines, wrong = found.lines[log.id], []
    texts = Counter(text for _, text in lines)
    own = [text for _, text in lines if text in set(log.lines)]
    wrong += [f"the line {text} is there {texts[text]} times" for text in log.lines if texts[text] != 1]
    if own != sorted(own):
        wrong.append("its lines are not in the order in which they were written")
    kinds = [kind for kind, _ in lines]
    if not kinds or "grade" not in kinds or kinds.index("grade") > 2:  # noqa: PLR2004 - opened, then graded
        wrong.append(f"it does not begin with its opening and its grade: {kinds[:3]}")
    signs = Counter(sign for sign, *_ in found.sent.get(log.id, ()))
    wrong += [f"{sign} was sent and is not on it" for sign in set(log.sent) - set(signs)]
    for sign, assigned, mobile, there, cleared in found.sent.get(log.id, ()):
        wrong += _of_unit(sign, (assigned, mobile, there, cleared), [text for _, text in lines])
    if log.was_resulted and not any(text.startswith("Result: ") for text in texts):
        wrong.append("its result is lost")
    state = found.states[log.id]
    if log.was_closed != (state == "closed"):
        wrong.append(f"it is {state} and its desk was told otherwise")
    if log.was_resulted and state != "closed" and not found.holds.get(log.id):
        wrong.append(f"nothing holds it and it is not closed: {log.not_closed or 'nobody was answered'}")
    return wrong


def _of_unit(sign: str, times: tuple[Any, ...], texts: list[str]) -> list[str]:
    """Assigned, mobile, at the scene and clear, in that order, each with its line."""
    happened = [each for each in times if each]
    wrong = [] if happened == sorted(happened) else [f"the times of {sign} are out of order"]
    # As dispatch writes them; a crew's own words may hold the same ones.
    wanted = zip((" assigned", ": 5 ", ": 6 ", " clear."), times, strict=True)
    places = [next((at for at, text in enumerate(texts) if text.startswith(sign + word)), -1)
              for word, happens in wanted if happens]  # fmt: skip
    if -1 in places or places != sorted(places):
        wrong.append(f"the lines of {sign} are not whole or not in order")
    return wrong
