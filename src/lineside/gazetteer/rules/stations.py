"""Stations, Underground stations and other named places in a text, each only on evidence that it is meant."""

from collections.abc import Callable
from dataclasses import replace

from lineside.gazetteer.rules.abbreviations import cut_short
from lineside.gazetteer.rules.crs import hits_by_crs, is_stonehaven
from lineside.gazetteer.rules.elsewhere import COMPANIES, COUNTIES, is_something_else
from lineside.gazetteer.rules.longer import longer_name
from lineside.gazetteer.rules.names import Hit, distinct
from lineside.gazetteer.rules.nearness import is_placed_from
from lineside.gazetteer.rules.numbers import UNITS
from lineside.gazetteer.rules.plain_words import (
    GENERIC,
    GRAMMAR,
    INCIDENT,
    ORDINARY,
    PHRASES,
    PLACEWORDS,
    PLAIN,
)
from lineside.gazetteer.rules.said import (
    AT,
    AWAY,
    JOINING,
    LEAVING,
    LINES,
    LOOSE,
    MAIN,
    OTHER_STATIONS,
    QUIET,
    STATION,
    TUBE,
    Mention,
    Names,
    Text,
)

UNGUESSED = PLAIN | GENERIC | COUNTIES | COMPANIES | OTHER_STATIONS | set(UNITS)


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
    if any(word.key in GRAMMAR for word in words) or said.the_thing(first):
        return None
    if said.is_a_list(first, last):
        return None
    if names.index.partly(tuple(word.key for word in words)):
        return None  # a name's beginning, which is no misspelling
    slack = 1 if last - first > 1 and covered and sum(len(word.raw) for word in words) < 9 else None  # noqa: PLR2004
    hits = names.index.nearest(said.raw(first, last), slack)
    ordinary = words[0].key in ORDINARY and said.after(last) not in STATION
    if last - first == 1 and (ordinary or words[0].key in PLAIN | PLACEWORDS | INCIDENT):
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
    hard = INCIDENT | AT | AWAY | STATION | TUBE | GRAMMAR | LINES | LEAVING
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
            hits = names.index.begun(tuple(word.key for word in said.words[a:b]))
            hits = hits or names.index.nearest(said.raw(a, b), 2)
            if hits:
                return Mention(a, b, tuple(hits), max(mention.rank, _rank(said, a, b)))
    longer = longer_name(said, names, mention, (start, end))
    if longer:
        return longer
    strange = start < mention.start and said.words[mention.start - 1].key not in JOINING | PLAIN
    weak = mention.end - mention.start == 1 and said.words[mention.start].key in PLACEWORDS | GENERIC
    lower = said.words[mention.start - 1].raw.islower() and said.words[mention.start].raw.islower()
    return replace(mention, hits=()) if strange and weak and lower else mention


def _exactly(said: Text, first: int, last: int, names: Names) -> list[Hit]:
    key = tuple(word.key for word in said.words[first:last])
    hits = names.index.whole(key)
    single = last - first == 1
    if single and key[0] in LINES and said.after(last) == "line":
        return []  # the Victoria line, not Victoria
    if hits and is_something_else(said, first, last):
        return []
    proof = _proof(said, first, last) or _county_beside(said, last, hits) or _on_a_line(said, last, hits)
    if hits and single and (key[0] in PLACEWORDS or key[0] in PLAIN) and not proof:
        hits = []
    if hits and not single and " ".join(key) in PHRASES and (not proof or said.led_by_the(first)):
        hits = []
    beside = (key[0] in TUBE and not said.alone(first, last)) or (key[0] in STATION and not is_stonehaven(said, first))
    if single and not beside and len(said.words[first].raw) == 3 and said.words[first].raw.upper() in names.by_crs:  # noqa: PLR2004 - a CRS code
        hits = [*hits, *hits_by_crs(said, first, names, proof=proof, named=bool(hits))]
    scale = 1.0 if proof else 0.94
    return [replace(hit, score=hit.score * scale, said=hit.said or said.raw(first, last)) for hit in hits]


def _proof(said: Text, first: int, last: int) -> bool:
    """Something besides the word itself says that a place is meant."""
    if said.after(last) in STATION | TUBE or (said.after(last) in MAIN and said.after(last + 1) in STATION):
        return said.words[first].key not in OTHER_STATIONS
    if said.alone(first, last) or said.at_platform(first, last) or said.before(first) in AT or said.just_left(first):
        return not said.the_thing(first)  # "at the bank" is a bank
    if is_placed_from(said.text[: said.words[first].start]):
        return not said.the_thing(first)
    raw = said.words[first].raw
    capital = said.mixed and raw[:1].isupper() and raw[1:].islower() and first > 0 and len(raw) > 3  # noqa: PLR2004
    # After a capital it is a person's surname; at the head of a sentence every word has one.
    return capital and not said.words[first - 1].raw.istitle() and not said.begins(first)


def _on_a_line(said: Text, last: int, hits: list[Hit]) -> bool:
    """`Bank Northern line`: the line named behind it is one that stops there."""
    line = said.after(last)
    return said.after(last + 1) == "line" and any(
        name.lower().startswith(line) for hit in hits for name in hit.place.lines if line
    )


def _county_beside(said: Text, last: int, hits: list[Hit]) -> bool:
    beside = {word.key for word in said.words[last : last + 2]} - GENERIC
    return any(beside & hit.place.words for hit in hits)


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
            beside = (first - 1 in covered and said.joined(first - 1, last)) or last in covered
            mention = _best_guess(said, names, first, last, whole=not beside)
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


def _part(said: Text, names: Names, start: int, end: int) -> list[Hit]:
    """Part of a name, unless it is one ordinary word: `James` for James Cook only before the word station."""
    if end - start == 1 and said.words[start].key in PLACEWORDS and said.after(end) not in STATION:
        return []
    return names.index.partly(tuple(word.key for word in said.words[start:end]))


def _best_guess(said: Text, names: Names, first: int, last: int, *, whole: bool) -> Mention | None:
    """The longest run of a segment's words that is near one name; no part of a name where a name is just beside."""
    tries = [(first, last)]
    if _rank(said, first, last) > 1:
        behind = said.after(last) in STATION  # `at the lovely Skeggness station`
        tries += [(a, last) for a in range(first + 1, last) if behind and not said.words[a - 1].raw.istitle()]
    if said.before(first) in AT:
        tries += [(first, end) for end in range(last - 1, first, -1)]
    lookups: tuple[Callable[[int, int], list[Hit]], ...] = (
        lambda start, end: _part(said, names, start, end) if whole else [],
        lambda start, end: cut_short(tuple(word.key for word in said.words[start:end]), names.index),
        lambda start, end: names.index.nearest(said.raw(start, end), None if (start, end) == (first, last) else 1),
    )
    for start, end in tries[:8]:
        key = said.words[start].key
        unproved = key in PLACEWORDS and not _proof(said, start, end)
        thing = said.the_thing(start) and said.after(end) not in STATION
        ordinary = key in ORDINARY and said.after(end) not in STATION
        owner = said.words[end - 1].raw.lower().endswith("'s") and said.after(end) not in STATION
        if end - start == 1 and (key in UNGUESSED or ordinary or unproved or thing or owner):
            continue
        if is_something_else(said, start, end) or said.is_a_list(start, end):
            continue
        for lookup in lookups:
            hits = distinct(lookup(start, end))
            if hits and len(hits) <= 30:  # noqa: PLR2004 - more than this is no place but a city
                kept = [replace(hit, said=said.raw(start, end)) for hit in hits]
                return Mention(start, end, tuple(kept), _rank(said, start, end))
    return None
