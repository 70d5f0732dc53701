"""What a scenario plays and what it expects, from its dated tables; the same seed gives each trainee the same."""

import random
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import Edition, in_force

DATA = Path(__file__).parents[1] / "data"
LONGEST = {"remark": 4000, "trainee": 120}
MOST_TRAINEES = 12
LARGEST_SEED = 999_999
FIRST_NUMBER, NUMBERS, APART = 100, 900, 37  # of the last three digits; 37 and 900 share no divisor
OF_A_PERSON = ("passenger",)  # whose number is a mobile one


@dataclass(frozen=True, slots=True)
class Scenario:
    """A scenario as the trainer chooses it."""

    code: str
    label: str
    about: str
    minutes: int
    edition: str


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that comes in: after how long, by which way, what is said, and a warning on whoever says it."""

    code: str
    after_s: float
    spread_s: float
    by: str
    lands: str
    who: str
    voice: str
    subject: str
    station: str
    crs: str
    headcode: str
    text: str
    talk_s: int
    patience_s: int
    marker: str
    marker_words: str


@dataclass(frozen=True, slots=True)
class Point:
    """What is expected after an item: a kind, within how long, and what exactly."""

    code: str
    item: str
    kind: str
    within_s: int
    wants: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Person:
    """Who rings or writes in this exercise; invented, with numbers and addresses that are kept for fiction."""

    name: str
    number: str
    address: str


@dataclass(frozen=True, slots=True)
class Due:
    """An item with its moment in the scenario and its person, as the seed has them."""

    item: Item
    at_s: float
    person: Person

    @property
    def sender(self) -> str:
        return self.person.address if self.item.by == "email" else self.person.number


def table(name: str, on: date) -> Edition:
    return in_force(DATA / name, on)


def scenarios(on: date) -> list[Scenario]:
    edition = table("scenarios", on)
    return [Scenario(row["code"], row["label"], row["about"], row["minutes"], edition.edition) for row in edition.rows]


def scenario(code: str, on: date) -> Scenario:
    found = next((each for each in scenarios(on) if each.code == code), None)
    if found is None:
        raise RuleBroken("Choose a scenario from the list.", "scenario")
    return found


def items_of(code: str, on: date) -> list[Item]:
    rows = [row for row in table("scenario_items", on).rows if row["scenario"] == code]
    return [_item(row) for row in sorted(rows, key=lambda row: (row["after_s"], row["code"]))]


def _item(row: dict[str, Any]) -> Item:
    told: dict[str, Any] = {name: row.get(name, "") for name in ("subject", "headcode", "marker", "marker_words")}
    whole = {name: row[name] for name in ("code", "by", "lands", "who", "voice", "station", "crs", "text")}
    times: dict[str, Any] = {"talk_s": int(row.get("talk_s", 0)), "patience_s": int(row.get("patience_s", 0))}
    return Item(after_s=float(row["after_s"]), spread_s=float(row.get("spread_s", 0)), **whole, **told, **times)


def points_of(code: str, on: date) -> list[Point]:
    rows = [row for row in table("expected_points", on).rows if row["scenario"] == code]
    return [
        Point(row["code"], row["item"], row["kind"], int(row["within_s"]), tuple(row["wants"]), row["text"])
        for row in rows
    ]


def plan(code: str, seed: int, on: date, turn: int = 0) -> list[Due]:
    """All that comes in, in order of time. Whoever is named twice in the scenario is one person.

    The same seed gives the same people, words and moments. Only their numbers move with the `turn` of the copy, so
    that no trainee meets on a number what the trainee before has written about it.
    """
    dice = random.Random(f"{code} {seed}")  # noqa: S311 - that it can be repeated is the point
    people: dict[str, Person] = {}
    numbers = dice.sample(range(NUMBERS), k=100)
    names = dice.sample([row["name"] for row in table("players", on).rows], k=len(table("players", on).rows))
    planned = []
    for item in items_of(code, on):
        if item.who not in people:
            number = FIRST_NUMBER + (numbers[len(people)] + APART * turn) % NUMBERS
            people[item.who] = _person(names[len(people)], number, item.voice)
        planned.append(Due(item, item.after_s + dice.uniform(0, item.spread_s), people[item.who]))
    return sorted(planned, key=lambda due: due.at_s)


def _person(name: str, number: int, voice: str) -> Person:
    # The regulator keeps these numbers for drama: nobody is called by them.
    told = f"07700900{number:03d}" if voice in OF_A_PERSON else f"02079460{number:03d}"
    return Person(name, told, f"{name.lower().replace(' ', '.')}{number}@{voice}.example")


def due_by(planned: list[Due], played: set[str], elapsed_s: float) -> list[Due]:
    return [due for due in planned if due.at_s <= elapsed_s and due.item.code not in played]


def check_seed(seed: int) -> int:
    if not 0 < seed <= LARGEST_SEED:
        raise RuleBroken(f"The seed is a whole number from 1 to {LARGEST_SEED}.", "seed")
    return seed


def check_trainees(typed: str) -> list[str]:
    """One name a line, or several with commas between."""
    names = [" ".join(each.split()) for each in re.split(r"[\n,;]", typed)]
    names = list(dict.fromkeys(filter(None, names)))
    if not names:
        raise RuleBroken("Name who is being trained.", "trainees")
    if len(names) > MOST_TRAINEES or any(len(name) > LONGEST["trainee"] for name in names):
        raise RuleBroken(f"At most {MOST_TRAINEES} names, each of at most {LONGEST['trainee']} letters.", "trainees")
    return names


def check_remark(words: str) -> str:
    said = words.strip()
    if not said:
        raise RuleBroken("Write your remark.", "words")
    if len(said) > LONGEST["remark"]:
        raise RuleBroken(f"A remark has at most {LONGEST['remark']} characters.", "words")
    return said
