"""Names of places: one spelling for each, an index of them, and how far a misspelling lies from its nearest."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lineside.gazetteer.rules.plain_words import ELSEWHERE, GENERIC
from lineside.gazetteer.rules.spellings import SHORT

CITIES = {
    "london",
    "manchester",
    "birmingham",
    "liverpool",
    "glasgow",
    "bristol",
    "edinburgh",
    "bradford",
    "sheffield",
    "wigan",
}
COMPASS = {"n": "north", "s": "south", "e": "east", "w": "west"}
WORD = re.compile(r"[^\W_]+(?:['.][^\W_]+)*\.?|&|@")
PARENS = re.compile(r"\s*\(([^)]*)\)")


@dataclass(frozen=True)
class Place:
    """One place that has names; `weight` is people a year, `words` tell its county or country."""

    kind: str
    name: str
    lat: float
    lon: float
    crs: str = ""
    codes: tuple[tuple[str, str], ...] = ()
    lines: tuple[str, ...] = ()
    weight: int = 0
    words: frozenset[str] = frozenset()
    accuracy_m: int = 150
    hub: bool = False  # the Underground half of an interchange that bears one name


@dataclass(frozen=True)
class Token:
    start: int
    end: int
    raw: str
    key: str


@dataclass(frozen=True)
class Hit:
    place: Place
    how: str  # name, base, alias, code, prefix, part, fuzzy
    score: float
    said: str = ""


def key_of(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.lower())
    plain = "".join(letter for letter in plain if letter.isalnum() or letter in "&@")
    if plain == "&":
        return "and"
    return SHORT.get(plain, plain)


def tokens(text: str) -> list[Token]:
    return [Token(match.start(), match.end(), match[0].rstrip("."), key_of(match[0])) for match in WORD.finditer(text)]


def keys(name: str) -> tuple[str, ...]:
    return tuple(token.key for token in tokens(name) if token.key)


def squash(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.lower().replace("&", "and"))
    return "".join(letter for letter in plain if letter.isalnum())


@dataclass
class NameIndex:
    exact: dict[tuple[str, ...], list[Hit]] = field(default_factory=lambda: defaultdict(list))
    parts: dict[tuple[str, ...], list[Hit]] = field(default_factory=lambda: defaultdict(list))
    squashed: dict[str, list[Hit]] = field(default_factory=lambda: defaultdict(list))
    grams: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    longest: int = 1

    def add(self, name: str, place: Place, how: str = "name", score: float = 0.97) -> None:
        key = keys(name)
        if not key or any(hit.place is place for hit in self.exact[key]):
            return
        hit = Hit(place, how, score)
        self.exact[key].append(hit)
        self.longest = max(self.longest, len(key))
        if how == "plain":  # a junction or a siding is never guessed at
            return
        for spelling in {squash(name), "".join(key)}:
            self._add_spelling(spelling, hit)

    def _add_spelling(self, spelling: str, hit: Hit) -> None:
        self.squashed[spelling].append(hit)
        if len(spelling) > 4:  # noqa: PLR2004 - shorter ones are never guessed at
            for gram in _grams(spelling):
                self.grams[gram].add(spelling)

    def add_station(self, place: Place) -> None:
        """A station's whole name, without its bracket, without its city, and each run of words in it."""
        base = PARENS.sub("", place.name)
        bracket = " ".join(PARENS.findall(place.name))
        if bracket:
            spelt = " ".join(COMPASS.get(word.lower(), word) for word in bracket.split())
            self.add(f"{base} {spelt}", place)
            self.add(place.name, place)
            self.add(f"{spelt} {base}", place)
        self.add(base, place, "base" if bracket else "name", 0.93 if bracket else 0.97)
        words = base.split()
        if (
            len(words) > 1
            and words[0].lower() in CITIES
            and not all(key in GENERIC for key in keys(" ".join(words[1:])))
        ):
            self.add(" ".join(words[1:]), place, "city", 0.95)
        key = keys(base)
        for start in range(len(key)):
            for end in range(start + 1, len(key) + 1):
                if end - start < len(key):
                    self.parts[key[start:end]].append(Hit(place, "part" if start else "prefix", 0.8 if start else 0.83))

    def whole(self, key: tuple[str, ...]) -> list[Hit]:
        hits = list(self.exact.get(key, ()))
        if not hits and len(key) > 1 and key[0] in COMPASS:
            return self.whole((COMPASS[key[0]], *key[1:]))
        if not hits and len("".join(key)) > 6:  # noqa: PLR2004 - short runs of letters fall together by chance
            hits = list(self.squashed.get("".join(key), ()))
        if hits and all(hit.how == "base" for hit in hits):
            taken = {id(hit.place) for hit in hits}
            hits += [hit for hit in self.parts.get(key, ()) if hit.how == "prefix" and id(hit.place) not in taken]
        return hits

    def partly(self, key: tuple[str, ...]) -> list[Hit]:
        if all(word in GENERIC or len(word) < 4 or word.isdigit() for word in key):  # noqa: PLR2004
            return []
        found = self.parts.get(key, [])
        first = [hit for hit in found if hit.how == "prefix"]
        return first or found

    def nearest(self, said: str, slack: int | None = None) -> list[Hit]:
        """Places whose name is the nearest spelling; none when nothing is near, all when several are as near."""
        spelling = squash(said)
        allowed = _allowed(spelling) if slack is None else min(slack, _allowed(spelling))
        if not allowed or len(spelling) > 40 or spelling in ELSEWHERE:  # noqa: PLR2004
            return []
        shared = Counter(name for gram in _grams(spelling) for name in self.grams.get(gram, ()))
        reach = [name for name, _ in shared.most_common(40) if abs(len(name) - len(spelling)) <= allowed]
        near = sorted(
            (distance(spelling, name, allowed + 1), name) for name in reach[:24] if _starts_alike(spelling, name)
        )
        if not near or near[0][0] > allowed:
            return []
        best = near[0][0]
        margin = best + (1 if best > 1 and len(spelling) < 10 else 0)  # noqa: PLR2004 - short names need a clear winner
        names = [name for far, name in near if far <= margin and far <= allowed]
        score = 0.84 - 0.06 * best
        hits = [Hit(hit.place, "fuzzy", score, said) for name in names for hit in self.squashed[name]]
        return list({id(hit.place): hit for hit in hits}.values())


def _allowed(spelling: str) -> int:
    size = len(spelling)
    return 0 if size < 5 or not spelling.isalpha() else 1 if size < 8 else 2 if size < 14 else 3  # noqa: PLR2004


def _starts_alike(one: str, other: str) -> bool:
    return one[0] == other[0] or (one[:2] == other[1::-1])


def _grams(spelling: str) -> set[str]:
    edged = f"^{spelling}$"
    return {edged[at : at + 2] for at in range(len(edged) - 1)}


def distance(one: str, other: str, limit: int) -> int:
    """Letters to add, drop, change or swap; `limit` when it is that or more."""
    before: Sequence[int] = []
    row: list[int] = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        earlier, before, row = before, row, [at]
        for place, match in enumerate(other, 1):
            cost = min(before[place] + 1, row[place - 1] + 1, before[place - 1] + (letter != match))
            if at > 1 and place > 1 and letter == other[place - 2] and one[at - 2] == match:
                cost = min(cost, earlier[place - 2] + 1)
            row.append(cost)
        if min(row) >= limit:
            return limit
    return min(row[-1], limit)


def distinct(hits: Iterable[Hit]) -> list[Hit]:
    best: dict[int, Hit] = {}
    for hit in hits:
        if id(hit.place) not in best or hit.score > best[id(hit.place)].score:
            best[id(hit.place)] = hit
    return sorted(best.values(), key=lambda hit: (-hit.score, -hit.place.weight, hit.place.name))
