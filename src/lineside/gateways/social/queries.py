"""What the gateway asks before it acts."""

from datetime import timedelta

from lineside.gateways.social.models import KeptPost, ReadingPlace
from lineside.kernel.clock import now


def read_up_to(stream: str) -> str:
    """The platform's own cursor up to which everything is kept; empty for a stream never read."""
    return ReadingPlace.objects.filter(stream=stream).values_list("cursor", flat=True).first() or ""


def is_kept(account: str, key: str, edition: str) -> bool:
    return KeptPost.objects.filter(account=account, key=key, edition=edition).exists()


def is_known(account: str, key: str) -> bool:
    """Whether some version of this post is kept."""
    return KeptPost.objects.filter(account=account, key=key).exists()


def post_at(address: str) -> KeptPost | None:
    """The post at this address, for an answer to it."""
    return KeptPost.objects.filter(address=address).order_by("-id").first() if address else None


def recent_posts(account: str, within: timedelta, limit: int = 40) -> list[str]:
    """Keys of what was kept lately and was still there when last seen, newest first."""
    found = KeptPost.objects.filter(account=account, gone_at=None, created_at__gte=now() - within)
    keys = found.order_by("-id").values_list("key", flat=True)[: limit * 2]
    return list(dict.fromkeys(keys))[:limit]
