"""What may be done with intelligence."""

from enum import StrEnum


class CanIntel(StrEnum):
    REFER = "intelligence.refer"  # write a report down, and see one's own
    VIEW = "intelligence.view"  # every report, none of the sources
    RELEASE = "intelligence.release"  # sanitise, and hand to a bureau
    READ_SOURCE = "intelligence.read_source"
    DELIVER = "intelligence.deliver"  # the bureau's own system: takes reports and acknowledges them
