"""The first account, and the way back when no administrator can get in: by whoever may run commands on the node."""

from django.urls import reverse

from lineside.access import commands, queries
from lineside.access.permissions import CanAccess
from lineside.access.rules import check_username
from lineside.kernel.actors import system_actor
from lineside.kernel.errors import RuleBroken

AT_THE_NODE = system_actor("the node's own command line", CanAccess.MANAGE)


def administrator_link(username: str, name: str, *, reset: bool) -> str:
    """The path of a one-use link into an administrator's account, which is opened when it is not there."""
    account = queries.account_named(check_username(username))
    if account is None:
        if not name.strip():
            raise RuleBroken("There is no such account; to open it, say whose it is with --name.", "name")
        account = commands.open_account(actor=AT_THE_NODE, username=username, display_name=name, role="administrator")
    elif "administrator" not in account.roles:
        raise RuleBroken("That account is not an administrator's; an administrator helps its owner at /admin/.")
    if not account.is_active:
        commands.unlock_account(actor=AT_THE_NODE, account_id=account.id)
    if reset:
        why = "asked for at the node's own command line"
        commands.reset_second_step(actor=AT_THE_NODE, account_id=account.id, reason=why)
    link = commands.make_enrol_link(actor=AT_THE_NODE, account_id=account.id)
    return reverse("access:open-link", args=[link.shown_token])
