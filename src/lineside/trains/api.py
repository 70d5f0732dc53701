"""Trains over HTTP: where one is now, where it calls next, and which run between two stations."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from ninja import Query, Router, Schema

from lineside.kernel.paging import Page, page_in
from lineside.trains import queries
from lineside.trains.permissions import CanTrain
from lineside.ui.operations import PageOut, PagingIn, reads
from lineside.ui.pages import Asking

router = Router(tags=["trains"])
Said = Annotated[str, Query(max_length=20)]


class TrainCallOut(Schema):
    """One place of the journey; times of an event are what was reported, else what is expected."""

    number: int
    tiploc: str
    stanox: str
    crs: str
    name: str
    stops: bool
    is_cancelled: bool
    platform: str
    is_platform_sure: bool
    planned_arrival: datetime | None
    planned_departure: datetime | None
    arrived_at: datetime | None
    left_at: datetime | None
    expected_arrival: datetime | None
    expected_departure: datetime | None
    expected_by: str

    @staticmethod
    def of(call: queries.Call) -> "TrainCallOut":
        return TrainCallOut(
            number=call.number,
            tiploc=call.point.tpl,
            stanox=call.point.stanox,
            crs=call.point.crs,
            name=call.point.name,
            stops=call.stops,
            is_cancelled=call.is_cancelled,
            platform=call.platform,
            is_platform_sure=call.is_platform_sure,
            planned_arrival=call.arr,
            planned_departure=call.dep,
            arrived_at=call.arrived_at,
            left_at=call.left_at,
            expected_arrival=call.forecast_arr,
            expected_departure=call.forecast_dep,
            expected_by=call.forecast_by,
        )


class TrainOut(Schema):
    """A train as it is known now: where, since when and by whom it was last reported, and how sure that is."""

    id: UUID
    name: str
    headcode: str
    uid: str
    identity: str
    toc: str
    unit: str
    where: str
    sure: str
    is_cancelled: bool
    is_over: bool
    reported_at: datetime | None
    reported_by: str
    late_seconds: int | None
    calls: list[TrainCallOut]

    @staticmethod
    def of(row: queries.TrainRow) -> "TrainOut":
        run = row.running
        return TrainOut(
            id=row.id,
            name=row.name,
            headcode=row.headcode,
            uid=row.uid,
            identity=row.identity,
            toc=row.toc,
            unit=row.unit,
            where=row.where,
            sure=run.sure,
            is_cancelled=run.is_cancelled,
            is_over=run.is_over,
            reported_at=run.last.at if run.last else None,
            reported_by=run.last.source if run.last else "",
            late_seconds=int(run.late.total_seconds()) if run.late is not None else None,
            calls=[TrainCallOut.of(call) for call in run.calls],
        )


class RailFeedOut(Schema):
    """How far a feed of the railway has been heard."""

    feed: str
    received_at: datetime
    said_at: datetime | None
    frames: int
    messages: int


@router.get("/trains", response=PageOut[TrainOut])
@reads(CanTrain.VIEW)
def list_trains(
    request: Asking,  # noqa: ARG001 - ninja's
    headcode: Said,
    paging: Query[PagingIn],
    near: Said = "",
) -> Page[TrainOut]:
    """Every train of that headcode about now, the likeliest first: a headcode comes again in a day."""
    return page_in([TrainOut.of(row) for row in queries.train_now(headcode, near)], paging)


@router.get("/trains/between", response=PageOut[TrainOut])
@reads(CanTrain.VIEW)
def list_trains_between(
    request: Asking,  # noqa: ARG001 - ninja's
    origin: Said,
    destination: Said,
    paging: Query[PagingIn],
) -> Page[TrainOut]:
    """Trains that still call at one station (CRS) and after it at the other, the first to leave first."""
    return page_in([TrainOut.of(row) for row in queries.trains_between(origin, destination)], paging)


@router.get("/trains/{uuid:train_id}", response=TrainOut)
@reads(CanTrain.VIEW)
def read_train(request: Asking, train_id: UUID) -> TrainOut:  # noqa: ARG001 - ninja's
    """One train as it is known now."""
    return TrainOut.of(queries.train(train_id))


@router.get("/rail-feeds", response=PageOut[RailFeedOut])
@reads(CanTrain.VIEW)
def list_rail_feeds(request: Asking, paging: Query[PagingIn]) -> Page[queries.FeedRow]:  # noqa: ARG001 - ninja's
    """How far each feed of the railway has been heard."""
    return page_in(queries.feeds(), paging)
