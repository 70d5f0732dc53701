"""For the bench, the words of ten years of logs: who, what and where by chance, and rare words that few logs hold."""

import random
from collections.abc import Iterator
from itertools import accumulate
from typing import Any

PHRASES, RARE, NAMES, STAFF, SLOTS = 20_000, 50_000, 400_000, 300, 10_000
WHO = """Two males|Three youths|A female in a red coat|A male in his forties|An elderly passenger|A group of eight
A member of staff|The guard|The driver|A cleaner|A passenger on crutches|A schoolchild|Two females
A lone male|A contractor|The station manager|A couple|A man with a dog|A cyclist|A street trader
Several supporters|The dispatcher|A parent with a pushchair|A student"""
DID = """shouting at staff|refusing to leave|lying on a bench|walking along the cess|climbing the fence
throwing ballast|smoking in the lift|asking for money|left a rucksack behind|reports a stolen telephone
reports a bicycle taken|travelling without a ticket|banging on windows|seen near the tunnel
has fallen on the stairs|feels unwell|looking for a lost child|kicking the machine|spraying paint
cutting cable|arguing over a seat|following a passenger|being sick|sitting on the edge|holding a bottle
waving at trains|filming the crew|asleep on the train"""
WHERE = """by the ticket gates|on platform 2|in the subway|at the north end|in the car park|on the footbridge
in coach C|near the taxi rank|in the waiting room|by the lift|at the level crossing|beside the bridge
on the concourse|at the bus stop|in the last carriage|by the kiosk|in the cycle store
at the foot of the steps|on the down line|on the up line|outside the main doors|behind the depot"""
THEN = """no weapon seen|said to be calm now|moving towards the exit|known to staff|cameras are being looked at
train is held|wishes to be called back|will wait for officers|ambulance was asked for|line is clear
caution was given|description passed to patrols|left before police came|details were taken
a friend is with them|staff will stay|no trace after a search|statement to follow|spoken to at length"""
BEGINS = "Ab Bro Cald Dun Esk Fen Gor Hax Ix Jor Kel Lum Mor Nev Osk Pen Quil Rav Skel Tor Ulv Ven Wex Yar Zan"
MIDDLES = "a e i o u ar er il on um ash ock ind orl eth"
ENDS = "by dra fen gill hope ick kin lum mire nock pra quin rith som tarn und vane wold xey yx"
HOURS = (26, 16, 9, 6, 6, 10, 18, 32, 44, 42, 40, 42, 45, 46, 48, 54, 62, 68, 64, 58, 54, 54, 52, 42)  # [assumption]


def phrases() -> Iterator[tuple[int, str]]:
    drawn, parts = random.Random(11), [_listed(each) for each in (WHO, DID, WHERE, THEN)]  # noqa: S311 - the same each time
    for number in range(PHRASES):
        who, did, where, then = (drawn.choice(each) for each in parts)
        yield number, f"{who} {did} {where}, {then}"


def rare_words() -> Iterator[tuple[int, str]]:
    """Made-up words, each in a few dozen of the logs: a shop, a nickname, a maker of bicycles."""
    drawn, made = random.Random(12), set[str]()  # noqa: S311
    while len(made) < RARE:
        made.add("".join(drawn.choice(each.split()) for each in (BEGINS, MIDDLES, MIDDLES, ENDS)))
    yield from enumerate(sorted(made))


def names() -> Iterator[tuple[int, str]]:
    """As unevenly shared as people share them."""
    from lineside.site.bench_who import made_names  # noqa: PLC0415 - it reads a table of Django's

    (givens, surnames), drawn = made_names(), random.Random(13)  # noqa: S311
    first = drawn.choices(givens, [1 / (rank + 20) for rank in range(len(givens))], k=NAMES)
    last = drawn.choices(surnames, [1 / (rank + 20) for rank in range(len(surnames))], k=NAMES)
    yield from enumerate(f"{given} {surname}" for given, surname in zip(first, last, strict=True))


def places() -> Iterator[tuple[Any, ...]]:
    """Slots drawn by how many people a station has, each with its area; the smallest have their share."""
    from lineside.gazetteer import queries as gazetteer  # noqa: PLC0415

    stations, drawn = gazetteer.stations(), random.Random(14)  # noqa: S311
    areas = {place.crs: gazetteer.owner(place.lat, place.lon)[1] for place in stations}
    some = drawn.choices(stations, [place.weight + 20_000 for place in stations], k=SLOTS - len(stations))
    for number, place in enumerate([*stations, *some]):
        yield number, place.name, place.crs, place.lat, place.lon, areas[place.crs]


def kinds() -> Iterator[tuple[Any, ...]]:
    """Slots drawn by how many of a type a year brings: its code, a category, its shares of grades."""
    from lineside.incidents import queries as incidents  # noqa: PLC0415
    from lineside.simulator.tables import newest  # noqa: PLC0415

    known = incidents.choices()
    openings = dict(known["opening_codes"])
    rows = [row for row in newest("demand").rows if row["code"] in openings]
    chance = random.Random(15)  # noqa: S311
    category = {row["code"]: chance.choice(known["closing_codes"])[0] for row in rows}
    for number, row in enumerate(chance.choices(rows, [row["per_year"] for row in rows], k=SLOTS)):
        yield number, row["code"], category[row["code"]], list(accumulate(row["grades"]))[:3]


def day_shape(steps: int = 1000) -> list[int]:
    """The second of the day by which so many thousandths of its logs are open."""
    cumulative = [0, *accumulate(HOURS)]
    found = []
    for step in range(steps + 1):
        wanted = cumulative[-1] * step / steps
        hour = max(index for index in range(24) if cumulative[index] <= wanted)
        found.append(round(3600 * (hour + (wanted - cumulative[hour]) / HOURS[hour])))
    return [min(second, 86_399) for second in found]


def days(total: int, number: int) -> list[int]:
    """How many logs each day has: more at the end of a week, in all what was asked for."""
    weights = [(0.9, 0.92, 0.95, 1.0, 1.2, 1.15, 0.88)[day % 7] for day in range(number)]
    marks = [round(total * mark / sum(weights)) for mark in accumulate(weights)]
    return [now - before for before, now in zip([0, *marks], marks, strict=False)]


def _listed(words: str) -> list[str]:
    return words.replace("\n", "|").split("|")
