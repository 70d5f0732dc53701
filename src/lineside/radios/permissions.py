"""What may be done about lost radios."""

from enum import StrEnum


class CanRadio(StrEnum):
    VIEW = "radios.view"
    REPORT = "radios.report"
    REQUEST = "radios.request"
    APPROVE = "radios.approve"
    DELIVER = "radios.deliver"  # the gateway: what was sent, and what was heard of it
