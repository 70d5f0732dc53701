"""Letters and figures said as words over the radio: `one alpha two three`, `tango golf 238 083`, `papa bravo oscar`."""

import re

LETTER_LIST = (
    "alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa quebec romeo "
    "sierra tango uniform victor whiskey x-ray yankee zulu"
)
LETTERS = {word: word[0] for word in LETTER_LIST.split()} | {"juliett": "j", "whisky": "w", "xray": "x", "alfa": "a"}
FIGURE_LIST = "zero one two three four five six seven eight nine"
FIGURES = {word: str(figure) for figure, word in enumerate(FIGURE_LIST.split())} | {"niner": "9", "oh": "0"}
LETTER = "(?:" + "|".join(sorted(LETTERS, key=len, reverse=True)) + ")"
FIGURE = "(?:" + "|".join(sorted(FIGURES, key=len, reverse=True)) + r"|\d)"
HEADCODE = re.compile(rf"\b({FIGURE}) ?({LETTER}) ?({FIGURE}) ?({FIGURE})\b", re.IGNORECASE)
SQUARE = re.compile(rf"\b({LETTER}) ({LETTER})(?= ?\d{{2}})", re.IGNORECASE)
CODE = re.compile(rf"\b({LETTER})[ -]({LETTER})[ -]({LETTER})\b", re.IGNORECASE)
SPACED = re.compile(r"(?<![\w.])(\d) ([A-Z]) (\d) ?(\d)(?![\w.])")
HAS_LETTER = re.compile(rf"\b{LETTER}\b|\d [A-Z] \d", re.IGNORECASE)


def written(text: str) -> str:
    """The text with spelt-out headcodes, grid squares and codes of three letters written as figures and letters."""
    if not HAS_LETTER.search(text):
        return text
    for pattern in (HEADCODE, SQUARE, CODE, SPACED):
        text = pattern.sub(_short, text)
    return text


def _short(match: re.Match[str]) -> str:
    said = (part.lower() for part in match.groups())
    return "".join(FIGURES.get(part, LETTERS.get(part, part)) for part in said).upper()
