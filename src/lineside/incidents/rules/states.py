"""The states of an incident and what moves it from one to another (control_room.md c.2)."""

ENDED = frozenset({"closed", "duplicate", "transferred", "cancelled"})
# Attendance only moves forward; a second unit does not take the incident back.
STAGES = ("open", "graded", "queued", "assigned", "mobile", "on_scene", "resulted")


def state_after(state: str, stage: str) -> str:
    """Attendance moves an incident forward only; a cleared unit moves nothing by itself."""
    if stage not in STAGES or state not in STAGES:
        return state
    return stage if STAGES.index(stage) > STAGES.index(state) else state
