"""Which calls ring at the control desk."""

from datetime import date
from pathlib import Path

from lineside.kernel.rule_tables import in_force

DATA = Path(__file__).parents[1] / "data"


def rings_at_control(channel: str, line_type: str, on: date) -> bool:
    """Rail staff and other services reach the control room itself; the public reaches the contact desk."""
    return channel == "phone" and line_type in in_force(DATA / "control_lines", on).by_code
