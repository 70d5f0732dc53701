"""What may be done with action cards and planned events; a line of the log needs the right to write one as well."""

from enum import StrEnum


class CanProcedure(StrEnum):
    VIEW = "procedures.view"
    WORK = "procedures.work"
    PLAN = "procedures.plan"
