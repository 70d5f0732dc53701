"""The live rows of call-backs."""

from uuid import UUID

from django.template.loader import render_to_string

from lineside.callbacks import queries
from lineside.callbacks.permissions import CanCallBack
from lineside.desks.live_row import LiveRow


def call_back(call_back_id: UUID) -> list[LiveRow]:
    row = queries.row_of(call_back_id)
    if row is None:
        return []
    html = "" if row.is_over else render_to_string("desks/_callback_row.html", {"row": row})
    return [
        LiveRow(
            id=f"callback-{row.id}",
            list="callbacks",
            needs=CanCallBack.VIEW,
            sort=row.sort,
            gone=row.is_over,
            html=html,
        )
    ]
