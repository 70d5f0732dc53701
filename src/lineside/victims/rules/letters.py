"""Letters and texts from templates: what is merged into them, and what is refused."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from lineside.kernel.errors import RuleBroken
from lineside.victims.rules.tables import Row, right_name, rights, table
from lineside.victims.rules.words import told

LANGUAGES = {"en": "English", "cy": "Welsh"}
FIELD = re.compile(r"\{(\w+)\}")
LONGEST_TEXT_MESSAGE = 459  # three parts of the alphabet of text messages


BY_GATEWAY = ("text", "mail")  # the others are printed and posted
FAILED = "failed"
DELIVERY = {
    "queued": "on its way",
    "sending": "on its way",
    "sent": "taken for delivery",
    "delivered": "arrived",
    FAILED: "did not reach them",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which letter, in which language, by which way, with which words of one's own."""

    template: str
    language: str
    way: str
    words: str = ""
    address: str = ""  # where none is on record for this way


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A letter as it goes."""

    subject: str
    body: str
    answers: tuple[str, ...]


def letters(on: date) -> list[tuple[str, str]]:
    """Code and label, each once."""
    return list({row["code"]: row["label"] for row in table("templates", on).rows if row["language"] == "en"}.items())


def letter_row(asked: Asked, on: date) -> Row:
    rows = [row for row in table("templates", on).rows if row["code"] == asked.template]
    if not rows:
        raise RuleBroken("Say which letter; choose from the list.", "template")
    found = next((row for row in rows if row["language"] == asked.language), None)
    if found is None:
        raise RuleBroken("This letter is not there in that language yet; choose another.", "language")
    if asked.way not in found["ways"]:
        raise RuleBroken("This letter does not go that way; choose another way or letter.", "way")
    row: Row = found
    return row


def write(asked: Asked, facts: dict[str, str], on: date) -> Written:
    """Every field of the template filled in; one that is not known is refused, and never sent as it stands."""
    row, words = letter_row(asked, on), told(asked.words, "words")
    known = {**facts, "words": words}
    wanted = set(FIELD.findall(row["subject"] + row["body"]))
    if missing := sorted(name for name in wanted - {"words"} if not known.get(name)):
        raise RuleBroken(f"This letter needs what is not known: {', '.join(missing).replace('_', ' ')}.", "template")
    body = FIELD.sub(lambda found: known[found[1]], row["body"])
    body = re.sub(r"\n{3,}", "\n\n", body) if "\n" in body else " ".join(body.split())
    if asked.way == "text" and len(body) > LONGEST_TEXT_MESSAGE:
        raise RuleBroken(f"A text takes {LONGEST_TEXT_MESSAGE} characters; this has {len(body)}.", "words")
    subject = FIELD.sub(lambda found: known[found[1]], row["subject"])
    return Written(subject=subject, body=body.strip(), answers=tuple(row["answers"]))


def check_wanted(answers: Collection[str], regime: str, opted_out: Collection[int], *, is_owed: bool, on: date) -> None:
    """What they do not want is not sent to them; a right that is owed all the same keeps them safe, and is."""
    known = rights(regime, on)
    unwanted = sorted({known[code]["right"] for code in answers if code in known} & {*opted_out})
    if unwanted and not is_owed:
        raise RuleBroken(
            f"They do not want this: right {unwanted[0]}, {right_name(regime, unwanted[0], on)}. "
            "Record first that they want it again.",
            "template",
        )
