"""The worker: reactions to events, and what runs by the clock, as procrastinate jobs."""

import logging
from typing import Any
from uuid import UUID

from django.db import close_old_connections, transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from lineside.kernel.events import REACTIONS, read_event
from lineside.kernel.models import EventRecord, Reacted

POLL_SECONDS = 0.05
log = logging.getLogger(__name__)


@app.task(name="kernel.react", queue="events", retry=RetryStrategy(max_attempts=12, exponential_wait=2))
def react(event_id: str) -> None:
    close_old_connections()
    react_to(UUID(event_id))


def react_to(event_id: UUID) -> None:
    """Carry out each reaction of the event once; a retry takes up only those that are still owed."""
    record = EventRecord.objects.get(pk=event_id)
    event = read_event(record)
    for name, reaction in REACTIONS.get(record.name, ()):
        with transaction.atomic():
            _, is_new = Reacted.objects.get_or_create(event_id=record.id, reaction=name)
            if is_new:
                reaction(event)


def run(concurrency: int = 4) -> None:
    """Work until told to stop."""
    connector: Any = app.connector  # the Django one, which knows its asynchronous twin
    worker = app.with_connector(connector.get_worker_connector())
    worker.run_worker(
        concurrency=concurrency, fetch_job_polling_interval=POLL_SECONDS, listen_notify=False, delete_jobs="successful"
    )
