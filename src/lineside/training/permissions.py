"""What may be done with exercises of a training copy."""

from enum import StrEnum


class CanTrain(StrEnum):
    VIEW = "training.view"
    RUN = "training.run"  # choose a scenario, start it, pause it, end it, remark
    PLAY = "training.play"  # the player's: take what is due, and say that it went
