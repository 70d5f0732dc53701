"""What may be done to incidents."""

from enum import StrEnum


class CanIncident(StrEnum):
    VIEW = "incidents.view"
    VIEW_RESTRICTED = "incidents.view_restricted"
    OPEN = "incidents.open"
    GRADE = "incidents.grade"
    LOWER_IMMEDIATE = "incidents.lower_immediate"
    LOG = "incidents.log"
    LOCATE = "incidents.locate"
    ATTEND = "incidents.attend"
    ESCALATE = "incidents.escalate"
    HEAR = "incidents.hear"
    HEAR_FROM_SECOND = "incidents.hear_from_second"
    HEAR_FROM_THIRD = "incidents.hear_from_third"
    HOLD = "incidents.hold"
    LINK = "incidents.link"
    OWN = "incidents.own"
    RESULT = "incidents.result"
    CLOSE = "incidents.close"
    CANCEL = "incidents.cancel"
    REOPEN = "incidents.reopen"
    MOVE_IN = "incidents.move_in"  # old logs, by an import alone
    LOOK_BACK = "incidents.look_back"
