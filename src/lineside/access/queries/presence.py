"""Who has a sitting and who has none."""

from collections.abc import Collection
from uuid import UUID

from lineside.access.models import Account, Sitting
from lineside.kernel.clock import now


def signed_out(account_ids: Collection[UUID]) -> set[UUID]:
    """Those of these accounts that have no sitting; what is no account, as an API client, is not among them."""
    if not account_ids:
        return set()
    known = set(Account.objects.filter(id__in=account_ids).values_list("id", flat=True))
    here = Sitting.objects.filter(account_id__in=known, expire_date__gt=now())
    return known - set(here.values_list("account_id", flat=True))
