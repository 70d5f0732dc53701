"""What may be done in triage."""

from enum import StrEnum


class CanTriage(StrEnum):
    ASSESS = "triage.assess"
    ATTACH = "triage.attach"
