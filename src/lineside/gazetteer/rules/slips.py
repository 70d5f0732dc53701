"""How far a misspelling lies from a name: slips that people make cost little, letters that sound nothing alike much."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, pairwise

MOST_LETTERS = 3
VOWELS = frozenset("aeiouy")
SOUND_ALIKE = frozenset(
    frozenset(pair) for pair in ("ck", "cs", "sz", "mn", "td", "pb", "fv", "gj", "kq", "gk", "vw", "xs", "lr")
)
SURE = 8  # letters of a name that is known still when any one of them is wrong
CHEAP, ALIKE, FULL, STRANGE = 0.5, 0.75, 1.0, 1.5
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
BESIDE = frozenset(frozenset(row[at : at + 2]) for row in ROWS for at in range(len(row) - 1)) | frozenset(
    frozenset((upper[at], lower[near]))
    for upper, lower in pairwise(ROWS)
    for at in range(len(upper))
    for near in (at - 1, at)
    if 0 <= near < len(lower)
)


def allowed_slips(spelling: str) -> float:
    """What a spelling of this length may be off by; short ones and figures are never guessed at."""
    size = len(spelling)
    if size < 5 or not spelling.isalpha():  # noqa: PLR2004
        return 0.0
    return 1.0 if size < 8 else 1.25 if size < 14 else 2.0  # noqa: PLR2004


def is_one_key_off(said: str, name: str) -> bool:
    """A long name with one letter mistaken for any other, as a finger that strikes the wrong key: `doncalter`."""
    if len(said) != len(name) or len(said) < SURE:
        return False
    return sum(one != other for one, other in zip(said, name, strict=True)) == 1


def slips(said: str, name: str, limit: float) -> float:
    """The cost of what was said for a name; more than the limit as soon as it must be."""
    said_odd, name_odd = _odds(said), _odds(name)
    earlier: Sequence[float] = ()
    before: Sequence[float] = ()
    row = list(accumulate(name_odd, initial=0.0))
    for at, letter in enumerate(said):
        earlier, before = before, row
        row = [before[0] + said_odd[at]]
        for place, other in enumerate(name):
            cost = min(before[place + 1] + said_odd[at], row[place] + name_odd[place])
            if cost > before[place]:
                cost = min(cost, before[place] + _changed(letter, other))
            if at and place and letter == name[place - 1] and said[at - 1] == other:
                cost = min(cost, earlier[place - 1] + CHEAP)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]


def _odds(word: str) -> list[float]:
    """What each letter costs where it is one too many or too few: doubled letters, vowels and a silent h are cheap."""
    edged = f" {word} "
    return [
        CHEAP if letter in VOWELS or letter in {"h", edged[at], edged[at + 2]} else FULL
        for at, letter in enumerate(word)
    ]


@lru_cache(maxsize=4096)
def _changed(one: str, other: str) -> float:
    if one == other:
        return 0.0
    if one in VOWELS and other in VOWELS:
        return CHEAP
    if frozenset((one, other)) in SOUND_ALIKE:
        return ALIKE
    return FULL if frozenset((one, other)) in BESIDE else STRANGE
