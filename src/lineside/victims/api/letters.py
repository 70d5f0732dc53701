"""Letters to victims over HTTP."""

from hashlib import sha256
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Router, Schema

from lineside.kernel.http import asked_once, seen_version
from lineside.ui.operations import changes, example, reads
from lineside.ui.pages import Asking
from lineside.victims import commands, queries
from lineside.victims.api.shapes import VictimLetterOut
from lineside.victims.commands import Asked
from lineside.victims.permissions import CanVictim

router = Router()


class VictimLetterIn(Schema):
    """Which letter, in which language, by which way."""

    model_config = example(template="confirmation", language="en", way="post", address="1 Vale Row, Leeds")

    template: str = Field(max_length=40)
    language: str = Field("en", max_length=5)
    way: str = Field(max_length=10, description="post, mail or text")
    words: str = Field("", max_length=4000)
    address: str = Field("", max_length=254)


class LetterGoesIn(Schema):
    """Why it goes although a rule of safe contact stands against it; empty where none does."""

    model_config = example(unsafe_reason="")

    unsafe_reason: str = Field("", max_length=500)


@router.post("/victims/{uuid:victim_id}/letters", response=VictimLetterOut)
@changes(commands.write_letter)
def write_victim_letter(request: Asking, victim_id: UUID, said: VictimLetterIn) -> queries.LetterRow:
    """As it will go; its words never change afterwards."""
    seen, asked = seen_version(request), Asked(**said.dict())
    made = asked_once(
        request, commands.write_letter, actor=request.actor, victim_id=victim_id, asked=asked, seen_version=seen
    )
    return queries.letter(request.actor, made.id)


@router.post("/victim-letters/{uuid:letter_id}/send", response=VictimLetterOut)
@changes(commands.send_letter)
def send_victim_letter(request: Asking, letter_id: UUID, said: LetterGoesIn) -> queries.LetterRow:
    """It goes to them now, where that is safe, and keeps what it answers."""
    asked_once(
        request,
        commands.send_letter,
        actor=request.actor,
        letter_id=letter_id,
        seen_version=seen_version(request),
        **said.dict(),
    )
    return queries.letter(request.actor, letter_id)


PDF = {200: {"content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}}}


@router.get("/victim-letters/{uuid:letter_id}/pdf", openapi_extra={"responses": PDF})
@reads(CanVictim.VIEW, sighting="victims.letter")
def print_victim_letter(request: Asking, letter_id: UUID) -> HttpResponse:
    """The letter for print, tagged so that a screen reader reads it; a text has none."""
    found = queries.letter_pdf(request.actor, letter_id)
    headers = {
        "Content-Disposition": f'inline; filename="letter-{letter_id}.pdf"',
        "ETag": f'"{sha256(found).hexdigest()[:16]}"',
    }
    return HttpResponse(found, content_type="application/pdf", headers=headers)
