"""What a reply says: a template of the edition in force, facts merged into it, and the language it is written in."""

import re
from datetime import date, datetime, timedelta
from typing import Any

from lineside.contacts.rules import LONGEST_TEXT, table
from lineside.kernel.clock import UK
from lineside.kernel.errors import RuleBroken

ENGLISH, LONGEST_SUBJECT = "en", 200
PAGE, PAGE_LASTS = "their report page", timedelta(days=90)  # as long as the link that opens it
FIELD = re.compile(r"\{(\w+)\}")
BETWEEN = {"templates": "\n\n----\n\n"}  # between a translation and the English; elsewhere a space


def words_of(name: str, reference: str, force: str, *, handler: str = "", promised_by: str = "") -> dict[str, str]:
    """The facts that a template may say of a contact; an empty one is not known."""
    return {
        "name": name,
        "reference": reference,
        "force": force,
        "handler": handler,
        "promised_by": promised_by,
    }


def in_a_letter(at: datetime) -> str:
    """A moment as a letter tells it, by the clock on the wall."""
    local = at.astimezone(UK)
    return f"{local:%A} {local.day} {local:%B} at {local:%H:%M}"


def reply_text(
    template: str, text: str, words: dict[str, str], on: date, *, among: str = "templates", language: str = ENGLISH
) -> str:
    """The letter as it goes out. A translation is followed by the English, which is what the handler has read."""
    row = _template(among, template, on)
    if row["needs_text"] and not text.strip():
        raise RuleBroken("Write what you want to tell them.", "text")
    written = [row["text"]]
    if language not in ("", ENGLISH):
        written.insert(0, _translation(among, row, language, on)["text"])
    merged = [_merged(each.strip(), text.strip(), words, on) for each in written]
    return re.sub(r"\n{3,}", "\n\n", BETWEEN.get(among, " ").join(merged)) + "\n"


def short_reply(template: str, text: str, words: dict[str, str], on: date, *, language: str = ENGLISH) -> str:
    """The text as it goes out, without the spaces that an empty place leaves; refused when nobody would read it all."""
    whole = reply_text(template, text, words, on, among="text_templates", language=language).strip()
    return check_short(re.sub(r" {2,}", " ", whole))


def check_short(whole: str) -> str:
    if len(whole) > LONGEST_TEXT:
        raise RuleBroken(f"A text holds {LONGEST_TEXT} characters at most; this has {len(whole)}.", "text")
    return whole


def check_page_lasts(reported_at: datetime, at: datetime) -> None:
    if at >= reported_at + PAGE_LASTS:
        raise RuleBroken("Their page is closed after 90 days and nobody reads it; use another way to reach them.")


def reply_subject(subject: str, reference: str) -> str:
    joined = " ".join(subject.split())
    bare = re.sub(r"^((re|fw|fwd|aw|sv)\s*:\s*)+", "", joined, flags=re.IGNORECASE)[:LONGEST_SUBJECT]
    marked = bare if reference in bare else f"{bare} [{reference}]".strip()
    return f"Re: {marked}"


def languages_of(among: str, on: date) -> list[tuple[str, str]]:
    """The languages that some template of this channel is written in, with the standing of the translation."""
    there = {row["language"] for row in table("translations", on).rows if row["among"] == among}
    return [(code, str(row["label"])) for code, row in table("languages", on).by_code.items() if code in there]


def translation_told(among: str, template: str, language: str, on: date) -> str:
    """How far the translation can be relied on, in words for who sends it; empty for English."""
    if language in ("", ENGLISH):
        return ""
    row = _translation(among, _template(among, template, on), language, on)
    return str(table("translation_standings", on).by_code[row["standing"]]["label"])


def _template(among: str, template: str, on: date) -> dict[str, Any]:
    row = table(among, on).by_code.get(template)
    if row is None:
        raise RuleBroken("That is not a template in force; choose one from the list.", "template")
    return row


def _translation(among: str, row: dict[str, Any], language: str, on: date) -> dict[str, Any]:
    named = table("languages", on).by_code.get(language)
    if named is None:
        raise RuleBroken("That is not a language of the list; choose one from it.", "language")
    found = table("translations", on).by_code.get(f"{among}.{row['code']}.{language}")
    if found is None:
        label = str(named["label"])
        raise RuleBroken(f"“{row['label']}” is not written in {label}; choose another template or English.", "language")
    return found


def _merged(whole: str, text: str, words: dict[str, str], on: date) -> str:
    """All places filled in one pass, so that a brace in what was typed stays a brace; no place goes out empty."""
    known = table("merge_fields", on).by_code

    def filled(place: re.Match[str]) -> str:
        name = place.group(1)
        if name == "text":
            return text
        row = known.get(name, {})
        said = " ".join(words.get(name, "").split()) or str(row.get("when_missing", ""))
        if not said:
            called = row.get("label", f"“{name}”, which nobody knows here")
            raise RuleBroken(f"This template tells {called}, and that is not known; choose another.", "template")
        return said

    return FIELD.sub(filled, whole)
