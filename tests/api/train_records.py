"""A train that is met, what was asked for it, and an alarm of it."""

from uuid import UUID

from lineside.interception.testing import make_alarm, make_ask, make_plan
from lineside.kernel.actors import Actor
from lineside.trains.testing import make_train, movement, take

Ids = dict[str, UUID]


def records(_: Actor) -> Ids:
    """One that came to Peterborough with nobody there, and another of it that is still to come."""
    train = make_train()
    assert train.departs_at
    missed = make_plan(train=train)
    early = movement(train.departs_at, 2, "ARRIVAL", late=-30)
    take("trust", early)
    alarm = make_alarm(missed)
    coming = make_plan(train=train, crs="YRK")
    return {"train_id": train.id, "plan_id": coming.id, "ask_id": make_ask().id, "train_alarm_id": alarm.id}
