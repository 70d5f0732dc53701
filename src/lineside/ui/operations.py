"""What an operation of the API needs, as `@page` is for pages: its right, its record's version, its key, its page."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Annotated, Any, Concatenate, Generic, ParamSpec, TypeVar
from uuid import UUID

from ninja import Field, Schema
from pydantic import AfterValidator, ConfigDict
from pydantic_core import PydanticCustomError

from lineside.kernel.audit import record_sighting
from lineside.kernel.clock import FIRST_YEAR, LAST_YEAR
from lineside.kernel.commands import permit, permit_command
from lineside.kernel.errors import NotPermitted
from lineside.kernel.http import seen_version
from lineside.kernel.paging import MOST
from lineside.ui.pages import Asking, is_proved

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")
View = Callable[Concatenate[Asking, P], R]
UNPROVED = "Your password was given too long ago for this. Give it again at /me/prove/, then send this once more."


def _in_our_century(said: T) -> T:
    """Nothing of ours lies outside it, and a moment at the end of the calendar cannot be shown in UK time."""
    if not FIRST_YEAR <= said.year < LAST_YEAR:  # type: ignore[attr-defined]
        raise PydanticCustomError("moment", "Give a day between the years 2000 and 2100.")
    return said


def _with_its_zone(said: datetime) -> datetime:
    if said.tzinfo is None:
        raise PydanticCustomError("moment", "Give the time with its zone, as 2026-11-26T09:14:07Z.")
    return said


# The only moment and the only day of a rota that a body takes; a test walks every operation for another.
Moment = Annotated[datetime, AfterValidator(_in_our_century), AfterValidator(_with_its_zone)]
Day = Annotated[date, AfterValidator(_in_our_century)]


class PageOut(Schema, Generic[T]):
    """A stretch of a list; `next` is the cursor of the one that follows, empty at the end."""

    items: list[T]
    next: str


class PagingIn(Schema):
    """Which stretch of a list."""

    cursor: str = Field("", max_length=1000, description="`next` of the page before; none for the first.")
    limit: int = Field(50, ge=1, le=MOST)


class FindIn(PagingIn):
    """What is looked for, and why; it goes on record."""

    text: str = Field(max_length=300)
    why: str = Field("", max_length=300)


def example(**facts: Any) -> ConfigDict:
    """What a schema shows in the document; a test sends each one."""
    return ConfigDict(json_schema_extra={"examples": [facts]})


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeps:
    """What an operation keeps to; the document and the laws read it here."""

    needs: str
    command: str = ""
    takes_version: bool = False
    no_version_because: str = ""
    key_in_body: str = ""
    shows_once: str = ""
    sighting: str = ""
    proof: bool = False


def reads(needs: str, *, sighting: str = "") -> Callable[[View[P, R]], View[P, R]]:
    """Answer those who hold `needs`; with `sighting`, put the look at the record on the audit trail."""

    def decorate(view: View[P, R]) -> View[P, R]:
        @wraps(view)
        def answer(request: Asking, /, *args: P.args, **kwargs: P.kwargs) -> R:
            permit(request.actor, needs)
            found = view(request, *args, **kwargs)
            if sighting:
                subject = " ".join(str(value) for value in kwargs.values() if isinstance(value, UUID))
                record_sighting(request.actor, sighting, subject, request.GET.get("why", "")[:300])
            return found

        answer.keeps = Keeps(needs=str(needs), sighting=sighting)  # type: ignore[attr-defined]
        return answer

    return decorate


def changes(
    command: Callable[..., Any],
    *,
    no_version_because: str = "",
    key_in_body: str = "",
    shows_once: str = "",
    proof: bool = False,
) -> Callable[[View[P, R]], View[P, R]]:
    """Let the command be asked for; one that knows a version must be told it, and any other says why it needs none.

    `shows_once` names a secret of the answer that is kept nowhere, so that a repeat gets it empty. With `proof` a
    person has lately given the password, as for the page that does the same; a client's key is proof each time.
    """
    takes_version = "seen_version" in inspect.signature(command).parameters
    if takes_version == bool(no_version_because):
        raise TypeError(f"{command.__name__}: give either a seen_version to the command or a reason for none.")
    keeps = Keeps(
        needs=command.needs,  # type: ignore[attr-defined]
        command=command.name,  # type: ignore[attr-defined]
        takes_version=takes_version,
        no_version_because=no_version_because,
        key_in_body=key_in_body,
        shows_once=shows_once,
        proof=proof,
    )

    def decorate(view: View[P, R]) -> View[P, R]:
        @wraps(view)
        def answer(request: Asking, /, *args: P.args, **kwargs: P.kwargs) -> R:
            permit_command(request.actor, keeps.command)
            if proof and request.actor.kind == "person" and not is_proved(request):
                raise NotPermitted(UNPROVED)
            if takes_version:
                seen_version(request)
            return view(request, *args, **kwargs)

        answer.keeps = keeps  # type: ignore[attr-defined]
        return answer

    return decorate
