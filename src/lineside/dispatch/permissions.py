"""What may be done with units."""

from enum import StrEnum


class CanDispatch(StrEnum):
    VIEW = "dispatch.view"
    ASSIGN = "dispatch.assign"
    STATE = "dispatch.state"
    POSITION = "dispatch.position"
    BOOK = "dispatch.book"
    CREW = "dispatch.crew"
    RESOURCE = "dispatch.resource"
    VIEW_COVERT = "dispatch.view_covert"
