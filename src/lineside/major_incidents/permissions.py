"""What may be done with major incidents; a line of the log needs the right to write one as well."""

from enum import StrEnum


class CanMajor(StrEnum):
    VIEW = "major_incidents.view"
    ATTACH = "major_incidents.attach"
    WORK = "major_incidents.work"
    DIRECT = "major_incidents.direct"
