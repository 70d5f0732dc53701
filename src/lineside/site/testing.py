"""A pytest plugin: one PostgreSQL for all tests, started before Django reads its settings and left running after."""

import fcntl
import os
from pathlib import Path

from lineside.site.postgres import Cluster

ROOT = Path(__file__).parents[3]


def start_database() -> None:
    if os.environ.get("DATABASE_OWNER_URL"):
        return
    folder = ROOT / "var" / "test-postgres"
    folder.parent.mkdir(exist_ok=True)
    # Workers of one run, and runs side by side, start it once.
    with (folder.parent / "test-postgres.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        addresses = Cluster(folder, fast=True).start()
    os.environ["DATABASE_OWNER_URL"] = addresses.owner_url
    os.environ["DATABASE_URL"] = addresses.app_url


start_database()
