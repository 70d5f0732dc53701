"""The live rows of intelligence reports: in their list, and in what those who release them owe."""

from uuid import UUID

from django.template.loader import render_to_string

from lineside.desks.live_row import LiveRow
from lineside.intelligence import queries
from lineside.intelligence.permissions import CanIntel


def report(report_id: UUID) -> list[LiveRow]:
    row = queries.row_of(report_id)
    if row is None:
        return []
    html = render_to_string("desks/_report_row.html", {"row": row})
    return [
        LiveRow(id=f"report-{row.id}", list="reports", needs=CanIntel.VIEW, sort=row.sort, html=html),
        LiveRow(
            id=f"report-owed-{row.id}",
            list="reports-owed",
            needs=CanIntel.RELEASE,
            sort=str(row.id),
            gone=not row.is_owed,
            html=render_to_string("desks/_report_owed_row.html", {"row": row}) if row.is_owed else "",
        ),
    ]
