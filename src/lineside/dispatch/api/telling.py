"""What a unit said by voice, written down for it over the API: it accepted, all is well, its message was taken."""

from typing import Any
from uuid import UUID

from ninja import Field, Router, Schema

from lineside.dispatch import commands, queries
from lineside.dispatch.api.schemas import UnitMessageOut, UnitOut, unit_out
from lineside.kernel.http import asked_once
from lineside.ui.operations import changes, example
from lineside.ui.pages import Asking

router = Router()
ONCE_ONLY = "What was told first stands; telling it again changes nothing."


class SaidByIn(Schema):
    """Who said so by voice."""

    model_config = example(by="PC Hale")

    by: str = Field(max_length=120)


@router.post("/dispatch/messages/{uuid:unit_message_id}/acceptance", response=UnitMessageOut)
@changes(commands.record_acceptance, no_version_because=ONCE_ONLY)
def record_acceptance(request: Asking, unit_message_id: UUID, said: SaidByIn) -> Any:  # noqa: ANN401
    """The unit accepted by voice; the log says who it was that said so."""
    return asked_once(request, commands.record_acceptance, actor=request.actor, message_id=unit_message_id, by=said.by)


@router.post("/dispatch/units/{uuid:unit_id}/all-well", response=UnitOut)
@changes(commands.say_all_well, no_version_because="A unit may be heard of as often as it is.")
def say_all_well(request: Asking, unit_id: UUID, said: SaidByIn) -> queries.UnitRow:
    """Somebody heard from the unit that all is well: its clock begins anew."""
    asked_once(request, commands.say_all_well, actor=request.actor, unit_id=unit_id, by=said.by)
    return unit_out(request, unit_id)


@router.post("/dispatch/units/{uuid:unit_id}/confidential/answer", response=UnitOut)
@changes(commands.answer_confidential, no_version_because="One for which none waits is refused.")
def answer_confidential(request: Asking, unit_id: UUID) -> queries.UnitRow:
    """Its confidential message was taken; the words stay with whoever took it."""
    asked_once(request, commands.answer_confidential, actor=request.actor, unit_id=unit_id)
    return unit_out(request, unit_id)
