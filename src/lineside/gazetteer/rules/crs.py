"""A station's code of three letters, where it is meant and is not just a word: `MAN` in a terse line, `at hit`."""

from lineside.gazetteer.rules.names import Hit
from lineside.gazetteer.rules.plain_words import FUNCTION, GRAMMAR, PLAIN, TRADE
from lineside.gazetteer.rules.said import AWAY, LOOSE, OTHER_STATIONS, STATION, Names, Text


def is_stonehaven(said: Text, first: int) -> bool:
    """Whether `stn` is the code and not the word `station`: all that is said, or first with a platform."""
    return len(said.words) == 1 or (first == 0 and said.at_platform(first, first + 1))


def hits_by_crs(said: Text, first: int, names: Names, *, proof: bool, named: bool) -> list[Hit]:
    word = said.words[first]
    place = names.by_crs[word.raw.upper()]
    capitals = word.raw.isupper() and said.mixed
    hyphened = word.start > 0 and said.text[word.start - 1] == "-" and word.raw.islower()  # the end of a name
    titled = word.raw.istitle() and len(said.words) > 1 and not said.at_platform(first, first + 1)  # a name's beginning
    mixed_up = not (word.raw.isupper() or word.raw.islower() or word.raw.istitle())
    in_code = said.touches(first, "<>=${}\\%`#_|")
    if hyphened or titled or mixed_up or in_code or (named and not capitals):
        return []
    if word.key in PLAIN and not _plain_code(said, first, proof=proof, capitals=capitals):
        return []
    led = said.before(first) in AWAY | LOOSE and word.raw.isupper()
    if not (proof or capitals or led or said.terse()):
        return []
    code = Hit(place, "code", 0.97 if proof else 0.86 if said.terse() else 0.65, word.raw)
    begun = [hit for hit in names.index.parts.get((word.key,), ()) if hit.how == "prefix" and word.raw.istitle()]
    return [code, *(hit for hit in begun if hit.place is not place)]


def _plain_code(said: Text, first: int, *, proof: bool, capitals: bool) -> bool:
    """Whether a code that is also an English word is meant as a code: `MAN` in a terse line, `at hit station`."""
    word = said.words[first]
    if word.key in FUNCTION:
        at_platform = said.at_platform(first, first + 1) and word.key not in GRAMMAR | {"and"}
        return said.only(first) or (capitals and said.at_platform(first, first + 1)) or (at_platform and said.terse())
    if said.alone(first, first + 1) or said.at_platform(first, first + 1):
        return not said.the_thing(first)
    if capitals:
        return proof or (said.terse() and word.key not in TRADE)
    return said.after(first + 1) in STATION and word.key not in OTHER_STATIONS
