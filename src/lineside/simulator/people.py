"""Invented people: names, and numbers and addresses that are kept for fiction."""

import random
from dataclasses import dataclass

FIRST = [
    "Ana",
    "Ben",
    "Cara",
    "Dev",
    "Ella",
    "Femi",
    "Grace",
    "Hugo",
    "Isla",
    "Jamal",
    "Kezia",
    "Liam",
    "Mina",
    "Noor",
    "Owen",
    "Priya",
    "Quinn",
    "Rosa",
    "Sam",
    "Tariq",
    "Una",
    "Viktor",
    "Wren",
    "Yusuf",
    "Zoe",
    "Alasdair",
    "Bronwen",
    "Ciara",
    "Dilip",
    "Eilidh",
]
LAST = [
    "Abbott",
    "Bell",
    "Carver",
    "Dunmore",
    "Ellery",
    "Fenn",
    "Garrow",
    "Hale",
    "Iveson",
    "Jessop",
    "Kirkby",
    "Lorne",
    "Marsh",
    "Netley",
    "Okoro",
    "Penrose",
    "Quayle",
    "Rook",
    "Sand",
    "Tarn",
    "Underhill",
    "Vale",
    "Wick",
    "Yarrow",
    "Zeal",
    "Ashby",
    "Brock",
    "Cole",
    "Dove",
    "Etchells",
]
REGULARS = 200  # people who ring or write again and again
REGULAR_SHARE = 0.17
DESKS = {
    "staff": "operator.example",
    "control": "control.example",
    "signaller": "control.example",
    "driver": "operator.example",
    "force": "police.example",
    "officer": "lineside.example",
}


@dataclass(frozen=True)
class Person:
    """Who rings or writes."""

    name: str
    number: str
    address: str


def a_person(dice: random.Random, voice: str) -> Person:
    if voice == "passenger" and dice.random() < REGULAR_SHARE:
        return _numbered(random.Random(f"regular {dice.randrange(REGULARS)}"), voice)  # noqa: S311
    return _numbered(dice, voice)


def _numbered(dice: random.Random, voice: str) -> Person:
    first, last, number = dice.choice(FIRST), dice.choice(LAST), dice.randrange(1000)
    domain = DESKS.get(voice, "passenger.example")
    # The regulator keeps these numbers for drama: nobody is called by them.
    told = f"07700900{number:03d}" if voice in {"passenger", "officer"} else f"0207946{number:04d}"
    return Person(f"{first} {last}", told, f"{first}.{last}{number}@{domain}".lower())
