"""Names of places: one spelling for each, an index of them, and how far a misspelling lies from its nearest."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from lineside.gazetteer.rules.plain_words import ELSEWHERE, GENERIC
from lineside.gazetteer.rules.slips import MOST_LETTERS, allowed_slips, is_one_key_off, slips
from lineside.gazetteer.rules.spellings import SHORT

SURNAMES = frozenset(  # second words of names that are never left off when the place is said
    (
        "jn",
        "park",
        "pk",
        "green",
        "court",
        "cross",
        "rd",
        "st",
        "hill",
        "down",
        "moor",
        "wood",
        "bridge",
        "heath",
        "sq",
        "gate",
        "common",
        "hall",
    )
)
A_TOWN = 0.03  # degrees of latitude, about three kilometres
MUCH = 5  # times busier, and a name may be cut short all the same: `Clapham` for Clapham Junction
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
BOROUGH = re.compile(r"(?<=...)(?:borough|brough)$")
SIMPLE = re.compile(r"[A-Za-z0-9 ]+")
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
    plain = word.lower()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain)
    if not plain.isalnum():
        plain = "".join(letter for letter in plain if letter.isalnum() or letter in "&@")
    if plain == "&":
        return "and"
    return _simple_key(plain)


def tokens(text: str) -> list[Token]:
    return [Token(match.start(), match.end(), match[0].rstrip("."), key_of(match[0])) for match in WORD.finditer(text)]


def keys(name: str) -> tuple[str, ...]:
    if SIMPLE.fullmatch(name):
        return tuple(_simple_key(word) for word in name.lower().split())
    return tuple(token.key for token in tokens(name) if token.key)


def _simple_key(word: str) -> str:
    return SHORT.get(word) or (BOROUGH.sub("boro", word) if word.endswith("rough") else word)


def squash(name: str) -> str:
    plain = name.lower().replace("&", "and")
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain)
    return "".join(letter for letter in plain if letter.isalnum())


@dataclass
class NameIndex:
    exact: dict[tuple[str, ...], list[Hit]] = field(default_factory=lambda: defaultdict(list))
    parts: dict[tuple[str, ...], list[Hit]] = field(default_factory=lambda: defaultdict(list))
    squashed: dict[str, list[Hit]] = field(default_factory=lambda: defaultdict(list))
    longest: int = 1

    @cached_property
    def grams(self) -> dict[str, set[str]]:
        """Pairs of letters to the spellings that hold them; built when a first misspelling is looked for."""
        found: dict[str, set[str]] = defaultdict(set)
        for spelling in self.squashed:
            if len(spelling) > 4:  # noqa: PLR2004 - shorter ones are never guessed at
                for gram in _grams(spelling):
                    found[gram].add(spelling)
        return found

    def add(self, name: str, place: Place, how: str = "name", score: float = 0.97) -> None:
        key = keys(name)
        if not key or any(hit.place is place for hit in self.exact[key]):
            return
        hit = Hit(place, how, score)
        self.exact[key].append(hit)
        self.longest = max(self.longest, len(key))
        for spelling in {squash(name), "".join(key)}:
            self.squashed[spelling].append(hit)

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
        if not hits and len(key) > 1 and key[-1] in COMPASS:
            return self.whole((*key[:-1], COMPASS[key[-1]]))
        if not hits and len("".join(key)) > 6:  # noqa: PLR2004 - short runs of letters fall together by chance
            hits = list(self.squashed.get("".join(key), ()))
        if hits and all(hit.how == "base" for hit in hits):
            taken = {id(hit.place) for hit in hits}
            begun = [hit for hit in self.parts.get(key, ()) if hit.how == "prefix" and id(hit.place) not in taken]
            busy = MUCH * max(hit.place.weight for hit in hits)
            hits += [
                hit for hit in begun if hit.place.weight > busy or not _is_of_its_own(keys(hit.place.name)[len(key) :])
            ]
        if any(hit.how == "city" for hit in hits):
            hits += self._other_cities(key, {id(hit.place) for hit in hits})
        if hits and all(hit.place.kind == "underground" for hit in hits):
            hits += self._of_the_town(key, hits[0].place)
        return hits

    def _other_cities(self, key: tuple[str, ...], taken: set[int]) -> list[Hit]:
        """`Queen Street` is Glasgow's and Cardiff's: names that end so, whatever town they begin with."""
        parts = [hit for hit in self.parts.get(key, ()) if hit.how == "part" and id(hit.place) not in taken]
        return [hit for hit in parts if hit.place.kind == "station" and keys(hit.place.name)[-len(key) :] == key]

    def _of_the_town(self, key: tuple[str, ...], stop: Place) -> list[Hit]:
        """Main-line stations of the town an Underground station bears the name of: `Watford`, `Mitcham`."""
        begun = [hit for hit in self.parts.get(key, ()) if hit.how == "prefix" and hit.place.kind == "station"]
        return [hit for hit in begun if _degrees_apart(hit.place, stop) < A_TOWN]

    def begun(self, key: tuple[str, ...]) -> list[Hit]:
        """The one place whose name begins with these words, where several words are said and only one so begins."""
        found = [hit for hit in self.parts.get(key, ()) if hit.how == "prefix"]
        return found if len(key) > 1 and len({id(hit.place) for hit in found}) == 1 else []

    def partly(self, key: tuple[str, ...]) -> list[Hit]:
        if "".join(key) in ELSEWHERE:
            return []
        if all(word in GENERIC or len(word) < 4 or word.isdigit() for word in key):  # noqa: PLR2004
            return self.begun(key)  # `box hill` is the one place that begins so, and no misspelt Bexhill
        found = self.parts.get(key, [])
        first = [hit for hit in found if hit.how == "prefix"]
        return first or found

    def nearest(self, said: str, slack: int | None = None) -> list[Hit]:
        """Places whose name is the nearest spelling; none when nothing is near, all when several are as near."""
        spelling = squash(said)
        allowed = allowed_slips(spelling) if slack is None else min(slack, allowed_slips(spelling))
        if not allowed or len(spelling) > 40 or spelling in ELSEWHERE:  # noqa: PLR2004
            return []
        shared = Counter(name for gram in _grams(spelling) for name in self.grams.get(gram, ()))
        reach = [name for name, _ in shared.most_common(40) if abs(len(name) - len(spelling)) <= MOST_LETTERS]
        near = sorted((slips(spelling, name, allowed), name) for name in reach[:24] if _starts_alike(spelling, name))
        if not near or near[0][0] > allowed:
            return self._mistyped(said, [name for _, name in near if is_one_key_off(spelling, name)], slack)
        best = near[0][0]
        margin = best + (0.5 if best >= 1 and len(spelling) < 10 else 0.0)  # noqa: PLR2004 - short names need a clear winner
        names = [name for far, name in near if far <= margin and far <= allowed]
        score = 0.84 - 0.08 * best
        hits = [Hit(hit.place, "fuzzy", score, said) for name in names for hit in self.squashed[name]]
        return list({id(hit.place): hit for hit in hits}.values())

    def _mistyped(self, said: str, names: list[str], slack: int | None) -> list[Hit]:
        """The one name with a wrong letter in it; none where two are as near, or where no slip is allowed."""
        if len(names) != 1 or slack == 0:
            return []
        return [Hit(hit.place, "fuzzy", 0.72, said) for hit in self.squashed[names[0]]]


def _degrees_apart(one: Place, other: Place) -> float:
    return max(abs(one.lat - other.lat), abs(one.lon - other.lon) / 1.6)


def _is_of_its_own(rest: tuple[str, ...]) -> bool:
    """`Loughborough Junction` is not said as `Loughborough`; `Melton Mowbray` is said as `Melton`."""
    return bool(rest) and rest[0] in SURNAMES


def _starts_alike(one: str, other: str) -> bool:
    return one[0] == other[0] or (one[:2] == other[1::-1])


def _grams(spelling: str) -> set[str]:
    edged = f"^{spelling}$"
    return {edged[at : at + 2] for at in range(len(edged) - 1)}


def distinct(hits: Iterable[Hit]) -> list[Hit]:
    best: dict[int, Hit] = {}
    for hit in hits:
        if id(hit.place) not in best or hit.score > best[id(hit.place)].score:
            best[id(hit.place)] = hit
    return sorted(best.values(), key=lambda hit: (-hit.score, -hit.place.weight, hit.place.name))
