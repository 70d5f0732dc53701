"""What a unit is told before it goes, what it sends back, and who may. No database here."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from uuid import UUID

from lineside.dispatch.rules.states import check_time
from lineside.dispatch.rules.units import table
from lineside.kernel.errors import RuleBroken

STEPS = ("delivered", "read", "accepted")
LONGEST_SHORT = 140  # characters of a short data message (control_room.md c.6)
LONGEST_PHOTO = 12_000_000  # bytes
# How a photo begins: JPEG, PNG, WebP and HEIC, told by its bytes and not by its name.
JPEG, PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"


def check_told(standing: Mapping[UUID, str], ticked: Collection[UUID], call_sign: str) -> None:
    """Nobody is sent past a warning that whoever sends them has not seen (control_room.md c.3)."""
    unseen = [words for key, words in standing.items() if key not in ticked]
    if unseen:
        raise RuleBroken(
            f"Warning: {'; '.join(unseen)[:300]}. Tick it before {call_sign} is sent, so that it is told.", "warnings"
        )


def summary(*, reference: str, grade: str, what: str, place: str, words: str) -> str:
    """What is pushed to the unit: where and what first, since a phone shows the beginning."""
    head = " · ".join(part for part in (f"{grade or 'not graded'}", what, place or "place not known") if part)
    return f"{head}\n{words}\nLog {reference}"


def short(text: str, warnings: Collection[str]) -> str:
    """The same for a radio's display: the warnings first, cut where a short message ends."""
    whole = " ".join([*(f"WARNING {each}." for each in warnings), *text.split()])
    return whole if len(whole) <= LONGEST_SHORT else f"{whole[: LONGEST_SHORT - 1]}…"


def check_step(step: str, at: datetime, now: datetime) -> None:
    if step not in STEPS:
        raise RuleBroken(f"A message is {', '.join(STEPS[:-1])} or {STEPS[-1]}.", "step")
    check_time(at, now)


def check_photo(content: bytes) -> None:
    if not content or len(content) > LONGEST_PHOTO:
        raise RuleBroken("A photo has at most 12 MB; take it again with fewer pixels.", "photo")
    is_webp = content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    is_heic = content[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc")
    if not (content.startswith((JPEG, PNG)) or is_webp or is_heic):
        raise RuleBroken("That is no photo; send a JPEG, PNG, WebP or HEIC picture.", "photo")


def states_for_crew(on: date) -> tuple[tuple[int, str], ...]:
    """The states an officer sets by a button, in the order of the table."""
    rows = table("officer_states", on).rows
    return tuple((int(row["code"]), str(row["label"])) for row in rows if row.get("by_button"))


def is_shown_to_crew(kind: str, on: date) -> bool:
    """Whether a line of this kind is shown to the officers who were sent."""
    return kind not in table("lines_kept_in_the_room", on).by_code
