"""Who may look into the national database, and who may see who did."""

from enum import StrEnum


class CanPnc(StrEnum):
    LOOK_UP = "pnc.look_up"
    REVIEW = "pnc.review"  # everybody's look-ups; never what a record said
