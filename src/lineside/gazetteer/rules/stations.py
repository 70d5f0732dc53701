"""Stations, Underground stations and other named places in a text, each only on evidence that it is meant."""

from collections.abc import Callable
from dataclasses import replace

from lineside.gazetteer.rules.names import Hit, distinct
from lineside.gazetteer.rules.plain_words import FUNCTION, GENERIC, GRAMMAR, INCIDENT, PHRASES, PLACEWORDS, PLAIN, TRADE
from lineside.gazetteer.rules.said import (
    AT,
    AWAY,
    JOINING,
    LINES,
    LOOSE,
    QUIET,
    STATION,
    TUBE,
    Mention,
    Names,
    Text,
)


def read_names(said: Text, names: Names, *, guessing: bool = True) -> list[Mention]:
    """Mentions of places: certain names first, then misspellings and parts of names where the text points at them."""
    if not guessing:
        return _certain(said, names)
    mentions = [_widened(said, names, mention) for mention in _certain(said, names)]
    mentions = [mention for mention in mentions if mention.hits]
    covered = {place for mention in mentions for place in range(mention.start, mention.end)}
    whole = _whole_text(said, names, mentions)
    if whole:
        return [whole]
    if not any(mention.rank > 1 for mention in mentions):
        mentions += _guessed(said, names, covered, several=bool(mentions))
    return mentions


def _whole_text(said: Text, names: Names, mentions: list[Mention]) -> Mention | None:
    """All that is said, taken as one name that may be misspelt, where certain names leave some of it over."""
    for ends in (QUIET | TUBE, QUIET | TUBE | INCIDENT):
        first, last = 0, len(said.words)
        while first < last and said.words[first].key in ends:
            first += 1
        while first < last and said.words[last - 1].key in ends:
            last -= 1
        found = _one_misspelling(said, names, mentions, (first, last))
        if found:
            return found
    return None


def _one_misspelling(said: Text, names: Names, mentions: list[Mention], span: tuple[int, int]) -> Mention | None:
    first, last = span
    covered = sum(mention.end - mention.start for mention in mentions)
    if not first < last <= first + 6 or covered >= last - first or not said.joined(first, last):
        return None
    if any(mention.rank > 1 for mention in mentions) and covered:
        return None
    words = said.words[first:last]
    if any(word.key in GRAMMAR for word in words):
        return None
    if names.index.partly(tuple(word.key for word in words)):
        return None  # a name's beginning, which is no misspelling
    slack = 1 if last - first > 1 and covered and sum(len(word.raw) for word in words) < 9 else None  # noqa: PLR2004
    hits = names.index.nearest(said.raw(first, last), slack)
    if last - first == 1 and words[0].key in PLAIN | PLACEWORDS | INCIDENT:
        hits = []
    return Mention(first, last, tuple(hits), _rank(said, first, last)) if hits else None


def _certain(said: Text, names: Names) -> list[Mention]:
    found: list[Mention] = []
    taken: set[int] = set()
    for size in range(min(names.index.longest, len(said.words)), 0, -1):
        for first in range(len(said.words) - size + 1):
            last = first + size
            if taken & set(range(first, last)) or not said.joined(first, last):
                continue
            hits = _exactly(said, first, last, names)
            if hits:
                found.append(Mention(first, last, tuple(hits), _rank(said, first, last)))
                taken |= set(range(first, last))
    return sorted(found, key=lambda mention: mention.start)


def _widened(said: Text, names: Names, mention: Mention) -> Mention:
    """A certain name with a strange word beside it may be part of a longer one misspelt: `kennts bank`."""
    hard = INCIDENT | AT | AWAY | STATION | TUBE | GRAMMAR | LINES
    start, end = mention.start, mention.end
    while start > max(0, mention.start - 4) and said.words[start - 1].key not in hard and said.joined(start - 1, end):
        start -= 1
    while (
        end < min(len(said.words), mention.end + 4) and said.words[end].key not in hard and said.joined(start, end + 1)
    ):
        end += 1
    tries = [(a, b) for a in range(start, mention.start + 1) for b in range(end, mention.end - 1, -1)]
    for a, b in sorted(tries, key=lambda one: one[0] - one[1])[:9]:
        outer = {said.words[a].key, said.words[b - 1].key}
        if b - a > mention.end - mention.start and not outer & JOINING:
            hits = names.index.nearest(said.raw(a, b), 2)
            if hits:
                return Mention(a, b, tuple(hits), max(mention.rank, _rank(said, a, b)))
    strange = start < mention.start and said.words[mention.start - 1].key not in JOINING | PLAIN
    weak = mention.end - mention.start == 1 and said.words[mention.start].key in PLACEWORDS | GENERIC
    return replace(mention, hits=()) if strange and weak and said.words[mention.start - 1].raw.islower() else mention


def _exactly(said: Text, first: int, last: int, names: Names) -> list[Hit]:
    key = tuple(word.key for word in said.words[first:last])
    hits = names.index.whole(key)
    single = last - first == 1
    if single and key[0] in LINES and said.after(last) == "line":
        return []  # the Victoria line, not Victoria
    proof = _proof(said, first, last)
    if hits and single and (key[0] in PLACEWORDS or key[0] in PLAIN) and not proof:
        hits = []
    if hits and not single and " ".join(key) in PHRASES and not proof:
        hits = []
    beside = (key[0] in TUBE and not said.alone(first, last)) or (key[0] in STATION and not _stonehaven(said, first))
    if single and not beside and len(said.words[first].raw) == 3 and said.words[first].raw.upper() in names.by_crs:  # noqa: PLR2004 - a CRS code
        hits = [*hits, *_by_crs(said, first, names, proof=proof, named=bool(hits))]
    scale = 1.0 if proof else 0.94
    return [replace(hit, score=hit.score * scale, said=hit.said or said.raw(first, last)) for hit in hits]


def _proof(said: Text, first: int, last: int) -> bool:
    """Something besides the word itself says that a place is meant."""
    if said.alone(first, last) or said.at_platform(first, last):
        return True
    if said.after(last) in STATION | TUBE or said.before(first) in AT:
        the_thing = first > 0 and said.words[first - 1].key == "the" and said.words[first].raw.islower()
        return not the_thing or said.after(last) in STATION | TUBE  # "at the bank" is a bank
    raw = said.words[first].raw
    capital = said.mixed and raw[:1].isupper() and raw[1:].islower() and first > 0 and len(raw) > 3  # noqa: PLR2004
    return capital and not said.words[first - 1].raw.istitle()  # after a capital it is a person's surname


def _stonehaven(said: Text, first: int) -> bool:
    """Whether `stn` is the code and not the word `station`: all that is said, or first with a platform."""
    return len(said.words) == 1 or (first == 0 and said.at_platform(first, first + 1))


def _by_crs(said: Text, first: int, names: Names, *, proof: bool, named: bool) -> list[Hit]:
    word = said.words[first]
    place = names.by_crs[word.raw.upper()]
    capitals = word.raw.isupper() and said.mixed
    hyphened = word.start > 0 and said.text[word.start - 1] == "-" and word.raw.islower()  # the end of a name
    if hyphened or (named and not capitals):
        return []
    if word.key in PLAIN and not _plain_code(said, first, proof=proof, capitals=capitals):
        return []
    led = said.before(first) in AWAY | LOOSE
    if not (proof or capitals or led or said.terse()):
        return []
    code = Hit(place, "code", 0.97 if proof else 0.86 if said.terse() else 0.65, word.raw)
    begun = [hit for hit in names.index.parts.get((word.key,), ()) if hit.how == "prefix" and word.raw.istitle()]
    return [code, *(hit for hit in begun if hit.place is not place)]


def _plain_code(said: Text, first: int, *, proof: bool, capitals: bool) -> bool:
    """Whether a code that is also an English word is meant as a code: `MAN` in a terse line, `at hit station`."""
    word = said.words[first]
    sure = said.alone(first, first + 1) or said.at_platform(first, first + 1)
    if sure or word.key in FUNCTION:
        return sure
    if capitals:
        return proof or (said.terse() and word.key not in TRADE)
    return said.after(first + 1) in STATION


def _rank(said: Text, first: int, last: int) -> int:
    if said.at_platform(first, last):
        return 3
    before = said.before(first)
    if before in AT or said.after(last) in STATION:
        return 2
    return 0 if before in AWAY else 1


def _guessed(said: Text, names: Names, covered: set[int], *, several: bool) -> list[Mention]:
    """Misspelt or shortened names, only where a word like "at", a platform or the emptiness around points at them."""
    found: list[Mention] = []
    for first, last in _segments(said, covered):
        rank = _rank(said, first, last)
        pointed = rank > 1 or said.alone(first, last) or _only_incident_around(said, first, last)
        if pointed and not (several and rank < 2):  # noqa: PLR2004 - a certain name elsewhere is better than a guess
            mention = _best_guess(said, names, first, last)
            if mention:
                found.append(mention)
    return found


def _only_incident_around(said: Text, first: int, last: int) -> bool:
    others = (*said.words[:first], *said.words[last:])
    return last - first <= 4 and all(  # noqa: PLR2004
        word.key in QUIET or word.key in INCIDENT or word.key in TUBE | STATION | AWAY | LOOSE for word in others
    )


def _segments(said: Text, covered: set[int]) -> list[tuple[int, int]]:
    stops = QUIET | INCIDENT | AT | AWAY | STATION | TUBE | GRAMMAR
    runs: list[tuple[int, int]] = []
    start: int | None = None
    for place, word in enumerate(said.words):
        stop = word.key in stops or place in covered
        broken = start is not None and not said.joined(start, place + 1)
        if start is not None and (stop or broken):
            runs.append((start, place))
            start = None
        if start is None and not stop:
            start = place
    return [*runs, (start, len(said.words))] if start is not None else runs


def _best_guess(said: Text, names: Names, first: int, last: int) -> Mention | None:
    """The longest run of a segment's words that is near one name."""
    tries = [(first, last)]
    if _rank(said, first, last) > 1:
        tries += [(start, last) for start in range(first + 1, last)]
    if said.before(first) in AT:
        tries += [(first, end) for end in range(last - 1, first, -1)]
    lookups: tuple[Callable[[int, int], list[Hit]], ...] = (
        lambda start, end: names.index.partly(tuple(word.key for word in said.words[start:end])),
        lambda start, end: names.index.nearest(said.raw(start, end), None if (start, end) == (first, last) else 1),
    )
    for start, end in tries[:8]:
        key = said.words[start].key
        unproved = key in PLACEWORDS and not _proof(said, start, end)
        the_thing = start > 0 and said.words[start - 1].key == "the" and said.words[start].raw.islower()
        thing = the_thing and said.after(end) not in STATION
        if end - start == 1 and (key in PLAIN or key in GENERIC or unproved or thing):
            continue
        for lookup in lookups:
            hits = distinct(lookup(start, end))
            if hits and len(hits) <= 30:  # noqa: PLR2004 - more than this is no place but a city
                kept = [replace(hit, said=said.raw(start, end)) for hit in hits]
                return Mention(start, end, tuple(kept), _rank(said, start, end))
    return None
