"""Pages of a list: the cursor holds the sort keys of the last row, and the next page is what sorts after them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, Generic, Protocol, TypeVar

from django.core import signing
from django.db.models import Model, Q, QuerySet

from lineside.kernel.errors import RuleBroken

M = TypeVar("M", bound=Model)
R = TypeVar("R")
MOST = 200


class Paging(Protocol):
    """Which page is asked for."""

    @property
    def cursor(self) -> str: ...
    @property
    def limit(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Page(Generic[R]):
    """A stretch of a list; `next` is the cursor of the one that follows, empty at the end."""

    items: list[R]
    next: str


def page_of(found: QuerySet[M], order: tuple[str, ...], row: Callable[[M], R], paging: Paging) -> Page[R]:
    """One page in that order, whose last field is unique and none of whose fields is empty."""
    if paging.cursor:
        found = found.filter(_beyond(order, _read(paging.cursor, order)))
    records = list(found.order_by(*order)[: paging.limit + 1])
    shown = records[: paging.limit]
    more = len(records) > paging.limit
    return Page([row(each) for each in shown], _write(shown[-1], order) if more else "")


def page_in(rows: Sequence[R], paging: Paging) -> Page[R]:
    """One page of a closed list, which is the same at every asking."""
    begin = _read(paging.cursor, ("place",))[0] if paging.cursor else 0
    end = begin + paging.limit
    return Page(list(rows[begin:end]), _seal([end], ("place",)) if end < len(rows) else "")


def _beyond(order: tuple[str, ...], last: list[Any]) -> Q:
    names = [name.removeprefix("-") for name in order]
    return reduce(
        or_,
        (
            Q(**dict(zip(names[:depth], last, strict=False)))
            & Q(**{f"{names[depth]}__{'lt' if order[depth].startswith('-') else 'gt'}": last[depth]})
            for depth in range(len(order))
        ),
    )


def _write(record: Model, order: tuple[str, ...]) -> str:
    values = [getattr(record, name.removeprefix("-")) for name in order]
    return _seal([value if isinstance(value, int) else str(value) for value in values], order)


def _seal(values: list[Any], order: tuple[str, ...]) -> str:
    # Without the moment, so that a page that has not changed has the same cursor, and is not sent again.
    return signing.Signer(salt=_salt(order)).sign_object(values)


def _read(cursor: str, order: tuple[str, ...]) -> list[Any]:
    # Signed, so that what comes back is what was given out, and for this order: nothing in it needs to be doubted.
    try:
        values: list[Any] = signing.Signer(salt=_salt(order)).unsign_object(cursor)
    except signing.BadSignature:
        raise RuleBroken("That cursor was not given by this list; begin again without one.", "cursor") from None
    return values


def _salt(order: tuple[str, ...]) -> str:
    return "cursor " + " ".join(order)
