"""The words of a text that are not yet understood, how they are written and what stands beside them."""

import re
from dataclasses import dataclass

from lineside.gazetteer.rules.cleaning import SHUT
from lineside.gazetteer.rules.names import Hit, NameIndex, Place, Token, tokens
from lineside.gazetteer.rules.plain_words import INCIDENT

AT = {
    "attend",
    "attending",
    "into",
    "at",
    "@",
    "near",
    "nr",
    "outside",
    "inside",
    "approaching",
    "nearing",
    "leaving",
    "opposite",
}
LEAVING = {"stop", "left", "departed", "passed", "reached"}
HAVING = {"next", "just", "have", "has", "weve", "we", "train", "only", "ive"}
AWAY = {"from", "to", "towards", "toward", "for", "via", "ex"}
LOOSE = {"in", "of", "on"}
STATION = {"station", "stn", "stations", "railway", "rly"}
OTHER_STATIONS = {"bus", "coach", "police", "fire", "power", "petrol", "polling", "service", "ambulance", "gas"}
TUBE = {"underground", "tube", "lul", "lu", "dlr", "tram", "tramlink", "tramstop"}
MAIN = {"mainline", "nr", "overground", "rail"}
LINES = {
    "bakerloo",
    "central",
    "circle",
    "district",
    "hammersmith",
    "jubilee",
    "metropolitan",
    "northern",
    "piccadilly",
}
LINES |= {"victoria", "dlr", "tramlink", "tram", "picc", "vic", "met", "jub"}
BESIDE = STATION | TUBE | LINES | {"on", "at", "line"}
JOINING = {"and", "on", "in", "of", "the", "a", "at", "le", "by", "upon", "under"}
QUIET = {
    "the",
    "a",
    "an",
    "at",
    "@",
    "near",
    "nr",
    "on",
    "of",
    "in",
    "by",
    "and",
    "platform",
    "station",
    "stn",
    "sta",
    "railway",
}


AROUND = 12  # small words that may stand around a place and say nothing


@dataclass(frozen=True)
class Mention:
    start: int
    end: int
    hits: tuple[Hit, ...]
    rank: int


@dataclass(frozen=True)
class Names:
    """What a text's words are looked up in."""

    index: NameIndex
    by_crs: dict[str, Place]


@dataclass(frozen=True)
class Text:
    """The words not yet understood, and how they are written."""

    text: str
    words: tuple[Token, ...]
    platform_at: int | None
    mixed: bool  # capitals mean something here

    @classmethod
    def of(cls, text: str, platform_at: int | None) -> "Text":
        words = tuple(token for token in tokens(text) if token.key)
        plain = [word.raw for word in words if word.raw.isalpha()]
        mixed = any(word.islower() or word.istitle() for word in plain) or len(plain) <= 1
        return cls(text, words, platform_at, mixed)

    def alone(self, first: int, last: int) -> bool:
        """Nothing else is said but where: `kgx`, `the station at hope`."""
        if SHUT in self.text or len(self.words) - (last - first) > AROUND:
            return False
        if last - first == 1 and self.words[first].key in TUBE:
            return len(self.words) == 1
        others = (*self.words[:first], *self.words[last:])
        return all(word.key in QUIET or word.key in TUBE or word.key in STATION for word in others)

    def begins(self, first: int) -> bool:
        """Whether a sentence begins with this word."""
        return self.text[: self.words[first].start].rstrip()[-1:] in {".", "!", "?", ""}

    def touches(self, first: int, marks: str) -> bool:
        """Whether one of these marks stands right before or behind the word."""
        word = self.words[first]
        around = self.text[max(0, word.start - 1) : word.start] + self.text[word.end : word.end + 1]
        return any(mark in marks for mark in around)

    def is_a_list(self, first: int, last: int) -> bool:
        """Words with a comma between them, or one word said again: no name, however near one they come."""
        inside = self.text[self.words[first].start : self.words[last - 1].end]
        return "," in inside or (last - first > 1 and len({word.key for word in self.words[first:last]}) == 1)

    def only(self, first: int) -> bool:
        """The whole of the text is this one word."""
        return self.text.strip(" .,!?()") == self.words[first].raw

    def led_by_the(self, first: int) -> bool:
        return first > 0 and self.words[first - 1].key == "the"

    def the_thing(self, first: int) -> bool:
        """`the bank`, `the lake`: a thing, not a place of that name."""
        return self.led_by_the(first) and self.words[first].raw.islower()

    def just_left(self, first: int) -> bool:
        """`we have just left barking`: what was left is a place; `she left school` is none."""
        return first > 1 and self.words[first - 1].key in LEAVING and self.words[first - 2].key in HAVING

    def terse(self) -> bool:
        """A few words of the trade, where a code may stand without anything that points at it."""
        few, some = 5, 8
        return len(self.words) <= few or (len(self.words) <= some and any(word.key in INCIDENT for word in self.words))

    def before(self, first: int) -> str:
        place = first - 1
        while place >= 0 and self.words[place].key in {"the", "platform"} | STATION:
            place -= 1
        return self.words[place].key if place >= 0 else ""

    def word_before(self, first: int) -> str:
        return self.words[first - 1].key if first else ""

    def after(self, last: int) -> str:
        return self.words[last].key if last < len(self.words) else ""

    def at_platform(self, first: int, last: int) -> bool:
        if self.platform_at is None:
            return False
        while last < len(self.words) and self.words[last].key in BESIDE:
            last += 1
        next_word = self.words[last].start if last < len(self.words) else len(self.text)
        follows = self.words[last - 1].end <= self.platform_at < next_word
        earlier = self.words[first].start - self.platform_at
        return follows or 0 <= earlier <= 18  # noqa: PLR2004 - letters from a platform to its station

    def joined(self, first: int, last: int) -> bool:
        inside = self.text[self.words[first].start : self.words[last - 1].end]
        return not re.search(r"[\x01\x02;:!?/\n]|[A-Za-z]{3,}\. |, ?.*,", inside)

    def hyphened(self, last: int) -> bool:
        """Whether a hyphen, and nothing else, stands between the word before `last` and the one at it."""
        return last < len(self.words) and self.text[self.words[last - 1].end : self.words[last].start] == "-"

    def raw(self, first: int, last: int) -> str:
        return " ".join(word.raw for word in self.words[first:last])
