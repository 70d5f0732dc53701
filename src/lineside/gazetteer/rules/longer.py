"""A certain name beside a strange word: `hamptou wick` is Hampton Wick with a slip in it, and not Wick."""

from lineside.gazetteer.rules.names import Hit, distinct, keys
from lineside.gazetteer.rules.said import Mention, Names, Text
from lineside.gazetteer.rules.slips import slips

SLACK = ((5, 1.0), (8, 1.5))  # letters in the strange words, and what they may then be off by
MOST_SLACK = 2.0
SCORE = 0.84


def longer_name(said: Text, names: Names, mention: Mention, span: tuple[int, int]) -> Mention | None:
    """The one longer name that holds the mention's words where they stand, its other words misspelt within the span."""
    key = tuple(word.key for word in said.words[mention.start : mention.end])
    found: list[tuple[float, int, int, Hit]] = []
    for part in names.index.parts.get(key, ()):
        whole = keys(part.place.name)
        for at in range(len(whole) - len(key) + 1):
            first, last = mention.start - at, mention.end + len(whole) - at - len(key)
            if whole[at : at + len(key)] == key and span[0] <= first and last <= span[1]:
                far = _strangeness(said, (first, mention.start), whole[:at]) + _strangeness(
                    said, (mention.end, last), whole[at + len(key) :]
                )
                found.append((far, first, last, part))
    if not found:
        return None
    best, first, last, _ = min(found, key=lambda one: (one[0], one[1] - one[2]))
    if best >= NEVER:
        return None
    hits = [
        Hit(part.place, "fuzzy", SCORE - 0.08 * far, said.raw(first, last)) for far, *_, part in found if far == best
    ]
    return Mention(first, last, tuple(distinct(hits)), mention.rank)


NEVER = 100.0


def _strangeness(said: Text, span: tuple[int, int], wanted: tuple[str, ...]) -> float:
    """What the words of the span are off by; NEVER when it is more than their length allows."""
    spoken, meant = "".join(word.key for word in said.words[slice(*span)]), "".join(wanted)
    limit = next((slack for size, slack in SLACK if len(meant) < size), MOST_SLACK)
    far = slips(spoken, meant, limit) if spoken and meant else 0.0
    return far if far <= limit else NEVER
