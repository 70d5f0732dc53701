"""`lineside bench years`: ten years of logs, kept for the next time, and what the own pages take among them."""

import os
import shutil
import statistics
from contextlib import ExitStack

import psycopg

from lineside.site import node
from lineside.site.bench_node import Say, at_share
from lineside.site.bench_years_sides import Side, Times, at_work, bring_forward, sides
from lineside.site.postgres import Cluster, ClusterFault

LOGS, STILL_OPEN, A_DAY = 2_700_000, 300, 739.3  # 2,700,000 logs are ten years
ROUNDS, ASKED, COMPARED = 2, 200, ("board", "rows")
LIMITS = {"opening": 100, "finding": 200}  # ms, within which ninety-five of a hundred are to be done
TABLES = """
SELECT coalesce(whole.relname, part.relname), sum(greatest(part.reltuples, 0))::bigint, count(*),
  sum(pg_table_size(part.oid))::bigint, sum(pg_indexes_size(part.oid))::bigint
FROM pg_class part LEFT JOIN pg_inherits i ON i.inhrelid = part.oid LEFT JOIN pg_class whole ON whole.oid = i.inhparent
WHERE part.relkind = 'r' AND part.relnamespace = 'public'::regnamespace AND part.relname NOT LIKE 'bench%'
GROUP BY 1 ORDER BY sum(pg_total_relation_size(part.oid)) DESC LIMIT 6
"""
INDEXES = """
SELECT coalesce(whole.relname, own.relname), 0, count(*), 0, sum(pg_relation_size(own.oid))::bigint
FROM pg_index JOIN pg_class own ON own.oid = indexrelid JOIN pg_class made ON made.oid = indrelid AND made.relkind = 'r'
LEFT JOIN pg_inherits i ON i.inhrelid = own.oid LEFT JOIN pg_class whole ON whole.oid = i.inhparent
WHERE made.relname ~ '^incidents_(incident$|logentry)' GROUP BY 1 ORDER BY 5 DESC
"""


def years(say: Say, logs: int = LOGS, days: int = 0, asked: int = ASKED, compared: tuple[str, ...] = COMPARED) -> None:
    """One day of logs and all of them on one server, asked in turns; then what all of them take to open and to find."""
    days = days or max(1, round(logs / A_DAY))
    folder = node.var() / ("years" if logs == LOGS else f"years-{logs}-{days}")
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o711)
    cluster = Cluster(folder / "postgres")
    try:
        whole, day = sides(cluster.start(), folder)
        for side, number, length in ((whole, logs, days), (day, min(logs, round(A_DAY)), 1)):
            _make(say, side, number, length)
        _tell_sizes(say, whole)
        _load(say)
        with ExitStack() as both:
            for side in (whole, day):
                both.enter_context(at_work(side, say))
            for part in compared:
                _compare(say, part, [day, whole])
        for part, limit in LIMITS.items():
            _within(say, whole.measured(part, asked), limit)
        _load(say)
    finally:
        cluster.stop()


def _make(say: Say, side: Side, logs: int, days: int) -> None:
    bring_forward(say, side)
    side.run("lineside.manage", "collectstatic", "--noinput", "--verbosity=0", owner=True)
    wanted = [str(each) for each in (logs, days, min(STILL_OPEN, logs))]
    say(f"{side.name}: {side.run('lineside.site.bench_years_made', *wanted, owner=True)}")


def _tell_sizes(say: Say, side: Side) -> None:
    """The largest tables with all their parts, and every index of logs and lines."""
    with psycopg.connect(side.owner_url) as owner:
        for what, statement in (("table", TABLES), ("index", INDEXES)):
            say(f"  {what:44} {'rows':>12} {'parts':>6} {'held':>10} {'indexes':>10}")
            for name, rows, parts, held, indexed in owner.execute(statement):
                say(f"  {name[:44]:44} {rows or '':>12} {parts:>6} {_mb(held):>10} {_mb(indexed):>10}")


def _mb(size: int) -> str:
    return f"{size / 2**20:,.0f} MB" if size else ""


def _load(say: Say) -> None:
    say(f"  (load now {os.getloadavg()[0]:.1f}; free on the disk {shutil.disk_usage(node.var()).free / 2**30:.0f} GB)")


def _compare(say: Say, part: str, both: list[Side]) -> None:
    """In turns, so that both meet the same machine; the ratio is of the years to the day."""
    found: dict[str, Times] = {side.name: {} for side in both}
    for _ in range(ROUNDS):
        for side in both:
            for what, times in side.measured(part, ASKED).items():
                found[side.name].setdefault(what, []).extend(times)
    day, whole = (found[side.name] for side in both)
    for what in whole:
        ratio = statistics.median(whole[what]) / statistics.median(day[what])
        say(f"{what}: one day {shares(day[what])}; all {shares(whole[what])}; ratio of medians {ratio:.2f}")


def _within(say: Say, found: Times, limit: int) -> None:
    if not found:
        raise ClusterFault("Nothing was measured.")
    for what, times in found.items():
        is_met = at_share(times, 0.95) < limit
        say(f"{what}: {shares(times)} of {len(times)}; p95 under {limit} ms: {'yes' if is_met else 'NO'}")


def shares(times: list[float]) -> str:
    return f"p50 {at_share(times, 0.50):.1f}, p95 {at_share(times, 0.95):.1f}, p99 {at_share(times, 0.99):.1f} ms"
