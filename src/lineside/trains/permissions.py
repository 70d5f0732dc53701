"""What may be done with trains."""

from enum import StrEnum


class CanTrain(StrEnum):
    VIEW = "trains.view"
    RECEIVE = "trains.receive"  # of the feeds' gateway
    WATCH = "trains.watch"  # have each movement of a train announced
