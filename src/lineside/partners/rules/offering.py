"""What a person types when an incident is offered to an agency or more is told."""

from dataclasses import dataclass, replace

from lineside.exchanges.rules.canonical import LONGEST_HEADLINE, LONGEST_SHORT, Wanted
from lineside.kernel.errors import RuleBroken

LONGEST_TYPED = 2000
OFFERED_FACTS = ("hazards", "access", "rendezvous", "talkgroup")
MOST_ASKED = 99


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """The incident as it is offered: one line, what they must know, and how they get there."""

    headline: str
    words: str = ""
    hazards: str = ""
    access: str = ""
    rendezvous: str = ""
    talkgroup: str = ""
    status: str = ""


def check_offer(offer: Offer) -> Offer:
    """The offer in order, each part within its length."""
    headline = " ".join(offer.headline.split())
    if not headline:
        raise RuleBroken("Say in one line what is happening.", "headline")
    _check_length(headline, "headline", LONGEST_HEADLINE)
    words = offer.words.strip()
    _check_length(words, "words", LONGEST_TYPED)
    parts = {name: " ".join(getattr(offer, name).split()) for name in OFFERED_FACTS}
    for name, said in parts.items():
        _check_length(said, name, LONGEST_SHORT)
    return replace(offer, headline=headline, words=words or headline, **parts)


def check_words(words: str, missing: str) -> str:
    said = words.strip()
    if not said:
        raise RuleBroken(missing, "words")
    _check_length(said, "words", LONGEST_TYPED)
    return said


def check_wanted(wanted: Wanted) -> Wanted:
    """How many of what, and why."""
    kind, why, quantity = " ".join(wanted.kind.split()), " ".join(wanted.why.split()), wanted.quantity.strip()
    if not kind:
        raise RuleBroken("Say what is asked for.", "kind")
    if not (quantity.isascii() and quantity.isdigit() and 0 < int(quantity) <= MOST_ASKED):
        raise RuleBroken(f"Say how many, from 1 to {MOST_ASKED}.", "quantity")
    if not why:
        raise RuleBroken("Say why they are needed.", "why")
    _check_length(kind, "kind", LONGEST_SHORT)
    _check_length(why, "why", LONGEST_SHORT)
    return Wanted(kind=kind, quantity=str(int(quantity)), why=why)


def _check_length(said: str, field: str, longest: int) -> None:
    if len(said) > longest:
        raise RuleBroken(f"Keep it to {longest} characters; this has {len(said)}.", field)
