"""Rules of the TETRA gateway: what a status number means in this fleet, and what is a repeat. No database here."""

import hashlib
from datetime import date, timedelta
from pathlib import Path

from lineside.kernel.rule_tables import in_force

DATA = Path(__file__).parent / "data"
REPEATS_WITHIN = timedelta(seconds=10)  # [design] a radio that had no answer sends the very same again within this
PARTS_WITHIN = timedelta(minutes=2)  # [design] parts that are further apart are not of one text
EMERGENCY_STATE = 0


def state_of(status: int, on: date) -> int:
    """The officer state of a 16-bit status by the fleet map; an unmapped number is kept as it is, never dropped."""
    row = in_force(DATA / "fleet", on).by_code.get(str(status))
    return int(row["state"]) if row else status


def status_of(state: int, on: date) -> int:
    """The 16-bit status of an officer state, as the peer sends it."""
    rows = in_force(DATA / "fleet", on).rows
    return next((int(row["code"]) for row in rows if int(row["state"]) == state), state)


def reason_words(reason: int | None, on: date) -> str:
    row = in_force(DATA / "reasons", on).by_code.get(str(reason))
    return str(row["label"]) if row else "" if reason is None else f"reason {reason}"


def digest_of(line: str) -> str:
    return hashlib.sha256(line.encode()).hexdigest()
