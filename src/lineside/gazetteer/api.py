"""The gazetteer over HTTP: what a text is read as, in the exchange format of places."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router

from lineside.gazetteer.permissions import CanGazetteer
from lineside.gazetteer.queries import locate
from lineside.kernel.errors import NotPermitted

router = Router(tags=["gazetteer"])


@router.get("locate", operation_id="locate")
def locate_place(request: HttpRequest, text: Annotated[str, Query(max_length=100_000)]) -> dict[str, Any]:
    """Readings best first; none rather than a wrong one."""
    actor = getattr(request, "actor", None)
    if actor is None or not actor.may(CanGazetteer.LOCATE):
        raise NotPermitted("You may not read places; ask an administrator for the right to.")
    return locate(text).as_json()
