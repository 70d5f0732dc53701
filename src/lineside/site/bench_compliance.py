"""`lineside bench compliance`: ten years of logs with their crimes swept, and what a nightly sweep takes after it."""

import sys
import time
from concurrent.futures import ThreadPoolExecutor

from lineside.site import node
from lineside.site.bench_node import Say
from lineside.site.bench_years import A_DAY, LOGS, STILL_OPEN
from lineside.site.bench_years_sides import bring_forward, sides
from lineside.site.postgres import Cluster

AT_ONCE = 2  # processors of the node that the requirement names
LIMITS = {"whole": 600, "daily": 30}  # seconds
SWEPT = ("whole", "whole", "daily")  # the first makes every finding; the second finds each again and makes none


def compliance(say: Say, logs: int = LOGS) -> None:
    """On the database of `bench years`, which is made where it is not there yet."""
    days = max(1, round(logs / A_DAY))
    folder = node.var() / ("years" if logs == LOGS else f"years-{logs}-{days}")
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o711)
    cluster = Cluster(folder / "postgres")
    try:
        whole, _ = sides(cluster.start(), folder)
        bring_forward(say, whole)
        wanted = [str(each) for each in (logs, days, min(STILL_OPEN, logs))]
        say(whole.run("lineside.site.bench_years_made", *wanted, owner=True))
        say(whole.run("lineside.site.bench_compliance_made", owner=True))
        for kind in SWEPT:
            say(whole.run("lineside.site.bench_compliance", kind))
    finally:
        cluster.stop()


def sweep(kind: str) -> str:
    """One sweep by the product's own commands, as the worker carries it on; by two connections."""
    from lineside.compliance.commands import begin_sweep  # noqa: PLC0415 - Django is ready only now
    from lineside.compliance.queries import sweep_row  # noqa: PLC0415
    from lineside.compliance.reactions import CLOCK, carry_on  # noqa: PLC0415

    began = time.monotonic()
    key = begin_sweep(actor=CLOCK, kind=kind).id
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for each in [pool.submit(carry_on) for _ in range(AT_ONCE)]:
            each.result()
    took, row = time.monotonic() - began, sweep_row(key)
    assert row is not None  # noqa: S101 - it was begun above
    carry_on()
    is_met = "yes" if took < LIMITS[kind] else "NO"
    counts = f"{row.subjects:,} records in {row.done} parts of months, {row.found:,} found, {row.mended:,} closed"
    return f"{kind}: {counts}, in {took:.1f} s; under {LIMITS[kind]} s: {is_met}"


def main(kind: str) -> None:
    """In a process of its own, on the database that its environment names."""
    from lineside.site.cli import setup  # noqa: PLC0415 - it imports the bench

    setup()
    sys.stdout.write(f"{sweep(kind)}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
