"""The live rows of contacts that are scored."""

from uuid import UUID

from django.template.loader import render_to_string

from lineside.desks.live_row import LiveRow
from lineside.quality import queries
from lineside.quality.permissions import CanQuality


def review(review_id: UUID) -> list[LiveRow]:
    row = queries.row_of(review_id)
    if row is None:
        return []
    html = "" if row.is_over else render_to_string("desks/_review_row.html", {"row": row})
    return [
        LiveRow(
            id=f"review-{row.id}", list="reviews", needs=CanQuality.VIEW, sort=row.sort, gone=row.is_over, html=html
        )
    ]
