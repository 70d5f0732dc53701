"""The gazetteer over HTTP: what a text is read as, in the exchange format of places."""

from typing import Annotated, Any

from ninja import Query, Router, Schema

from lineside.gazetteer.permissions import CanGazetteer
from lineside.gazetteer.queries import locate
from lineside.ui.operations import reads
from lineside.ui.pages import Asking

router = Router(tags=["gazetteer"])


class LocatedOut(Schema):
    """The exchange format of places: readings best first, each with the keys of its kind."""

    text: str
    readings: list[dict[str, Any]]
    ambiguous: bool
    unread: list[str]


@router.get("locate", response=LocatedOut)
@reads(CanGazetteer.LOCATE)
def locate_place(request: Asking, text: Annotated[str, Query(max_length=100_000)]) -> dict[str, Any]:  # noqa: ARG001
    """Readings best first; none rather than a wrong one."""
    return locate(text).as_json()
