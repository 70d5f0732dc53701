"""What the gateway needs to know before it asks a server for more."""

from lineside.gateways.email.models import ImapFolder


def last_taken(account: str, folder: str, uidvalidity: int) -> int:
    """The highest UID that is committed, 0 for a folder never seen or made anew."""
    rows = ImapFolder.objects.filter(account=account, folder=folder, uidvalidity=uidvalidity)
    return rows.values_list("last_uid", flat=True).first() or 0
