"""Names whose later words are cut short: `Bury St Eds`, `Welwyn GC`, `Burton o Trent`, `Bristol TM`."""

from collections.abc import Sequence

from lineside.gazetteer.rules.names import Hit, NameIndex, keys
from lineside.gazetteer.rules.plain_words import GENERIC, PLAIN

SMALL = frozenset("on in upon of the le and for by".split())  # noqa: SIM905 - a list of words
LONG_ENOUGH = 4
NEXT_DOOR = 0.005  # degrees


def cut_short(key: tuple[str, ...], index: NameIndex) -> list[Hit]:
    """The one station that begins with the first word and whose other words the rest may stand for; else none."""
    if len(key) < 2 or key[0] in GENERIC | PLAIN:  # noqa: PLR2004
        return []
    begun = _begun(index.parts.get((key[0],), ())) if len(key[0]) >= LONG_ENOUGH else []
    fitting = [hit for hit in begun if _stands_for(key[1:], keys(hit.place.name)[1:])]
    told = len(key[0]) >= LONG_ENOUGH or any(word not in GENERIC for word in key[1:])
    if not fitting and len(key[0]) > 1 and told:
        fitting = [
            hit for hit in _first_word_cut(key[0], index) if keys(hit.place.name)[1:] == key[1:]
        ]  # `Picc Circus`
    one = _one_spot(fitting)
    return [Hit(hit.place, "short", 0.8) for hit in fitting] if one else []


def _begun(hits: Sequence[Hit]) -> list[Hit]:
    return [hit for hit in hits if hit.how == "prefix"]


def _first_word_cut(said: str, index: NameIndex) -> list[Hit]:
    firsts = [word for (word, *rest) in index.parts if not rest and word != said and word.startswith(said)]
    return [hit for word in firsts for hit in _begun(index.parts[(word,)])]


def _one_spot(hits: list[Hit]) -> bool:
    """Whether the places are one, or the two halves of one interchange."""
    return bool(hits) and all(
        abs(hit.place.lat - hits[0].place.lat) < NEXT_DOOR and abs(hit.place.lon - hits[0].place.lon) < NEXT_DOOR
        for hit in hits
    )


def _stands_for(said: tuple[str, ...], meant: tuple[str, ...]) -> bool:
    if not said:
        return not meant
    if not meant:
        return False
    if meant[0] in SMALL and _stands_for(said, meant[1:]):
        return True
    if _shortens(said[0], meant[0]) and _stands_for(said[1:], meant[1:]):
        return True
    count = len(said[0])
    initials = "".join(word[0] for word in meant[:count])
    return count > 1 and said[0] == initials and _stands_for(said[1:], meant[count:])


def _shortens(said: str, meant: str) -> bool:
    """The same word, its first letters, or its first letters and its last: `Eds` for Edmunds."""
    if said == meant or meant.startswith(said):
        return True
    return len(said) > 2 and said[0] == meant[0] and said[-1] == meant[-1] and meant.startswith(said[:-1])  # noqa: PLR2004
