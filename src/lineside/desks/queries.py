"""What the desks read across the rooms."""

from lineside.kernel.models import AuditLine


def recent_refusals(limit: int = 30) -> list[AuditLine]:
    return list(AuditLine.objects.filter(kind="refused").order_by("-id")[:limit])
