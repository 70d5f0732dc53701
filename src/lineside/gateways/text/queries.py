"""What the gateway asks before it acts, and what a desk asks before it sends."""

from collections.abc import Sequence
from dataclasses import dataclass

from lineside.gateways.text.models import LongText, TextPart
from lineside.gateways.text.protocol import Alphabet, segments
from lineside.gateways.text.protocol.parts import EACH, ONE
from lineside.gateways.text.rules import INCOMPLETE_AFTER
from lineside.kernel.clock import now


@dataclass(frozen=True, slots=True)
class TextSize:
    """How a text of ours goes out: its characters, its segments, and what is left of the last."""

    characters: int
    segments: int
    left: int
    alphabet: str


def text_size(text: str) -> TextSize:
    pieces = segments(text)
    alphabet = Alphabet.UCS2 if pieces[0].coding else Alphabet.GSM
    unit = 2 if alphabet is Alphabet.UCS2 else 1
    room = (ONE if len(pieces) == 1 else EACH)[alphabet]
    return TextSize(len(text), len(pieces), (room - len(pieces[-1].payload)) // unit, alphabet.value)


def known_digests(link: str, digests: Sequence[str]) -> set[str]:
    """Which of these have come already."""
    return set(TextPart.objects.filter(link=link, digest__in=digests).values_list("digest", flat=True))


def overdue_parts() -> bool:
    """Whether a text has waited too long for the rest of it."""
    return LongText.objects.filter(state="open", first_at__lte=now() - INCOMPLETE_AFTER).exists()
