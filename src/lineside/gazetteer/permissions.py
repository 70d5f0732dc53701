"""What may be done with the gazetteer."""

from enum import StrEnum


class CanGazetteer(StrEnum):
    LOCATE = "gazetteer.locate"
