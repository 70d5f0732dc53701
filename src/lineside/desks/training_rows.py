"""The live rows of exercises."""

from uuid import UUID

from django.template.loader import render_to_string

from lineside.desks.live_row import LiveRow
from lineside.training import queries
from lineside.training.permissions import CanTrain


def exercise(exercise_id: UUID) -> list[LiveRow]:
    row = queries.row_of(exercise_id)
    if row is None:
        return []
    html = render_to_string("desks/_exercise_row.html", {"row": row})
    state = render_to_string("desks/_exercise_state.html", {"row": row})
    return [
        LiveRow(id=f"exercise-{row.id}", list="exercises", needs=CanTrain.VIEW, sort=row.sort, html=html),
        LiveRow(id=f"exercise-state-{row.id}", needs=CanTrain.VIEW, html=state),
    ]
