"""A letter as a PDF, tagged so that a screen reader reads it (PDF/UA-1)."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import typst
from django.conf import settings

from lineside.kernel.actors import Actor
from lineside.kernel.clock import UK, uk_day
from lineside.kernel.errors import RuleBroken
from lineside.victims.models import Letter, Victim
from lineside.victims.queries.seen import victim_of_letter
from lineside.victims.rules.tables import row_of

TEMPLATE = Path(__file__).parents[1] / "letter.typ"
LIVE = "LIVE"


def letter_pdf(actor: Actor, letter_id: UUID) -> bytes:
    """The letter for print; a letter for which this machine has no type is refused, and never left out."""
    row = Victim.objects.get(pk=victim_of_letter(actor, letter_id))
    letter = Letter.objects.get(pk=letter_id)
    if letter.way == "text":
        raise RuleBroken("A text is not printed; it goes by itself.")
    return _set(_told(row, letter))


def _told(row: Victim, letter: Letter) -> dict[str, Any]:
    head = row_of("letterhead", "letter", uk_day(letter.created_at)) or {}
    day = letter.created_at.astimezone(UK)
    return {
        "force": settings.FORCE,
        "number": str(head.get("number", "")),
        "reference": row.crime_reference,
        "addressee": letter.addressee,
        "address": [part.strip() for part in letter.address.split(",")],
        "day": f"{day.day}.{day.month}.{day.year}" if letter.language == "cy" else f"{day.day} {day:%B %Y}",
        "subject": letter.subject,
        "language": letter.language,
        "paragraphs": [part.split("\n") for part in letter.body.split("\n\n")],
        "apart": "" if settings.ENVIRONMENT == LIVE else f"{settings.ENVIRONMENT}: not a real letter",
    }


def _set(told: dict[str, Any]) -> bytes:
    said = json.dumps(told, ensure_ascii=False)
    try:
        sheet = typst.compile(TEMPLATE.read_bytes(), format="pdf", pdf_standards=["ua-1"], sys_inputs={"told": said})
    except typst.TypstError as fault:
        if "could not be displayed" not in str(fault):
            raise
        raise RuleBroken("This letter has a letter for which there is no type here; write it in others.") from fault
    assert isinstance(sheet, bytes)  # noqa: S101 - a PDF is one file
    return sheet
