"""Calls as those see them who find out where the caller is."""

from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q

from lineside.contacts.models import Contact
from lineside.contacts.queries.rows import ContactRow
from lineside.contacts.rules import EMERGENCY, normal_number
from lineside.finding.queries import rows_of
from lineside.kernel.clock import now
from lineside.kernel.keys import first_key_at

LONGEST_CALL = timedelta(hours=4)
CLOCKS_DIFFER = timedelta(minutes=2)
AFTER_THE_CALL = timedelta(minutes=10)  # a handset may find its position only when the caller has hung up


def spelled_number(number: str) -> str:
    """The number in the one spelling that contacts have."""
    return normal_number(number)


def call_from(number: str, at: datetime) -> UUID | None:
    """The call that this number is in at that moment, or has just ended."""
    if not number:
        return None
    calls = Contact.objects.filter(channel="phone", sender_address=normal_number(number))
    newest = calls.filter(opened_at__range=(at - LONGEST_CALL, at + CLOCKS_DIFFER)).order_by("-opened_at").first()
    if newest is None or (newest.ended_at and newest.ended_at + AFTER_THE_CALL < at):
        return None
    return newest.id


def call_named(switch_call_id: str) -> UUID | None:
    """The call that a switch calls so."""
    return Contact.objects.filter(switch_call_id=switch_call_id).values_list("id", flat=True).first()


def newest_call(*beginnings: str) -> str | None:
    """The switch's name of the newest call whose name begins in one of these ways."""
    which = reduce(or_, (Q(switch_call_id__startswith=each) for each in beginnings))
    found = Contact.objects.filter(which).values_list("id", "switch_call_id")
    return max(found, default=(None, None))[1]


def has_earlier_tries(begun: str) -> bool:
    """Whether more calls than one begin so."""
    return Contact.objects.filter(switch_call_id__startswith=begun)[:2].count() > 1


def calls_opened(numbers: set[str], span: tuple[datetime, datetime]) -> dict[str, list[datetime]]:
    """When each of these numbers rang in this time."""
    calls = Contact.objects.filter(channel="phone", sender_address__in=numbers, opened_at__range=span)
    rang: dict[str, list[datetime]] = {number: [] for number in numbers}
    for number, at in calls.values_list("sender_address", "opened_at"):
        rang[number].append(at)
    return rang


def emergency_calls(of_last: timedelta) -> list[ContactRow]:
    """The 999 calls offered within this time, oldest first; by their keys, which sort by time."""
    since = now() - of_last
    found = Contact.objects.filter(
        id__gte=first_key_at(since), channel="phone", box_or_line__startswith=EMERGENCY, heard_late=False
    )
    # The switch says when it rang, by a clock that may be behind ours.
    return rows_of(ContactRow, found.filter(opened_at__gte=since - CLOCKS_DIFFER).order_by("id"))
