"""Numbers said as words, written as figures in the same place: `thirty one miles and sixty chains`."""

import re

UNIT_LIST = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
UNITS = {word: value for value, word in enumerate(UNIT_LIST.split())}
TEN_LIST = "twenty thirty forty fifty sixty seventy eighty ninety"
TENS = {word: 10 * value for value, word in enumerate(TEN_LIST.split(), 2)}
WORD = "(?:" + "|".join(sorted([*UNITS, *TENS], key=len, reverse=True)) + ")"
HUNDRED = rf"(?:(?:a|one|two|three) hundred(?: and)?(?: {WORD})?(?:[ -]{WORD})?)"
SAID = re.compile(rf"\b(?:{HUNDRED}|{WORD}(?:[ -]{WORD})?)\b(?! ?\d)", re.IGNORECASE)
QUARTERS = re.compile(r"\b(?:and )?(?:(three)[ -]quarters?|(?:an? |one )?(half|quarter))\b", re.IGNORECASE)
MINUS = re.compile(r"\bminus +(?=\d)", re.IGNORECASE)


def figured(text: str) -> str:
    """The same length of text: each number said in words is written in figures at the end of where it stood."""
    text = QUARTERS.sub(lambda match: _at_the_end(match, "3/4" if match[1] else _part(match[2])), text)
    text = SAID.sub(lambda match: _at_the_end(match, str(_value(match[0]))), text)
    return MINUS.sub(lambda match: _at_the_end(match, "-"), text)


def _part(said: str) -> str:
    return "1/2" if said.lower() == "half" else "1/4"


def _at_the_end(match: re.Match[str], figures: str) -> str:
    return figures.rjust(len(match[0]))


def _value(said: str) -> int:
    whole, _, rest = said.lower().partition("hundred")
    hundreds = 0
    if rest or "hundred" in said.lower():
        hundreds = 100 * (1 if whole.strip() == "a" else UNITS[whole.strip()])
        whole = rest
    words = re.findall(r"[a-z]+", whole.replace("and", ""))
    return hundreds + sum(UNITS.get(word, TENS.get(word, 0)) for word in words)
