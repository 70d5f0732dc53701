"""Who was a victim before: how far back it counts, and from how many on it is shown (victims.md 5)."""

from dataclasses import dataclass
from datetime import date

from lineside.kernel.rule_tables import in_force
from lineside.triage.rules.thrive import DATA


@dataclass(frozen=True, slots=True)
class Window:
    """How far back crimes against the same victim count, in days; and from how many on they are shown."""

    edition: str
    days: int
    least: int


def repeat_window(on: date) -> Window:
    edition = in_force(DATA / "repeats", on)
    row = edition.by_code["victim_of_crime"]
    return Window(edition.edition, row["days"], row["least"])
