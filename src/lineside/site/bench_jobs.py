"""For the bench, the choice of docs/adr/0011: workers that poll, beside procrastinate's own NOTIFY at each job."""

import asyncio
import statistics
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any

import psycopg

from lineside.site.bench_node import ROUNDS, SCRIPT, Node, Say, pgbench, spread

TRIGGER = "procrastinate_jobs_notify_queue_job_inserted_v1"
DEFER = (
    "SELECT procrastinate_defer_jobs_v1(ARRAY["
    "ROW('bench', 'bench.heard', 0, NULL, NULL, '{\"number\": %s}'::jsonb, NULL)]"
    "::procrastinate_job_to_defer_v1[]);"
)
JOBS, JOBS_A_SECOND = 100, 10
POLL_SECONDS, DEFAULT_POLL_SECONDS = 0.05, 5.0


def jobs(say: Say, made: Node) -> None:
    """What a job costs the command that defers it, and how long it waits, both ways in turns."""
    with psycopg.connect(made.owner_address, autocommit=True) as owner, TemporaryDirectory() as folder:
        script = Path(folder) / "with_job.sql"
        script.write_text(SCRIPT.read_text().replace("COMMIT;", DEFER % 0 + "\nCOMMIT;"))
        Path(folder).chmod(0o755)
        for clients in (1, 8):
            commits: dict[bool, list[float]] = {False: [], True: []}
            for turn in range(2 * ROUNDS):
                _let_notify(owner, notify=bool(turn % 2))
                commits[bool(turn % 2)].append(pgbench(made, script, clients))
            polled, notified = statistics.mean(commits[False]), statistics.mean(commits[True])
            say(
                f"commands with a job, {clients} at a time, by pgbench: {polled:.0f}/s without NOTIFY,"
                f" {notified:.0f}/s with it, {notified / polled:.2f} of it"
            )
        came = _listen()
        for notify in (False, True):
            _let_notify(owner, notify=notify)
            word = "woken by NOTIFY" if notify else "polling"
            say(f"job to its start, {word}: {spread(_waits(owner, came, notify=notify))}")
        _let_notify(owner, notify=False)


def _let_notify(owner: psycopg.Connection[Any], *, notify: bool) -> None:
    owner.execute("TRUNCATE procrastinate_jobs CASCADE")
    owner.execute(f"ALTER TABLE procrastinate_jobs {'ENABLE' if notify else 'DISABLE'} TRIGGER {TRIGGER}")


def _listen() -> dict[int, float]:
    """Where the job that is measured writes down when it started."""
    from procrastinate.contrib.django import app  # noqa: PLC0415 - Django is ready only now

    came: dict[int, float] = {}

    @app.task(name="bench.heard", queue="bench")
    async def heard(number: int) -> None:
        came[number] = time.monotonic()

    return came


def _waits(owner: psycopg.Connection[Any], came: dict[int, float], *, notify: bool) -> list[float]:
    """Milliseconds from before a job is put in until it starts, for jobs that come one by one."""
    from procrastinate.contrib.django import app  # noqa: PLC0415

    came.clear()
    connector: Any = app.connector
    worker = app.with_connector(connector.get_worker_connector())
    loop = asyncio.new_event_loop()
    working = loop.create_task(_work(worker, notify=notify))
    thread = Thread(target=loop.run_forever)
    thread.start()
    try:
        time.sleep(2)
        sent = [_put_in(owner, number) for number in range(JOBS)]
        time.sleep(1)
    finally:
        asyncio.run_coroutine_threadsafe(_end(working), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
    return [(came[number] - at) * 1000 for number, at in enumerate(sent)]


async def _work(worker: Any, *, notify: bool) -> None:  # noqa: ANN401 - procrastinate's App
    async with worker.open_async():
        await worker.run_worker_async(
            queues=["bench"],
            listen_notify=notify,
            fetch_job_polling_interval=DEFAULT_POLL_SECONDS if notify else POLL_SECONDS,
            install_signal_handlers=False,
            delete_jobs="always",
        )


async def _end(working: "asyncio.Task[None]") -> None:
    working.cancel()
    await asyncio.wait([working], timeout=5)


def _put_in(owner: psycopg.Connection[Any], number: int) -> float:
    at = time.monotonic()
    owner.execute((DEFER % number).encode())
    # Not in step with the polling, or all would wait alike.
    time.sleep(max(0.0, at + 1 / JOBS_A_SECOND + (number % 7) * 0.007 - time.monotonic()))
    return at
