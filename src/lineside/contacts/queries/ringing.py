"""What the switch's question needs: the call that rings, and what goes before it in the queue; and who speaks now."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from lineside.contacts.models import WAITING_SINCE, CallMoment, Contact
from lineside.contacts.queries.reading import unclaimed
from lineside.contacts.queries.rows import ContactRow
from lineside.contacts.rules import ABANDONED, OFFERED, TAKEN, WAITING
from lineside.contacts.rules.calls_out import CALL_OUT, CALLING
from lineside.finding.queries import rows_of
from lineside.queues import queries as queues


def call_of_switch(switch_call_id: str) -> ContactRow | None:
    """The call that the switch calls so, as it stands."""
    found = rows_of(ContactRow, Contact.objects.filter(switch_call_id=switch_call_id))
    return found[0] if found else None


def waiting_until(call: ContactRow, *, of_callers: bool) -> list[queues.Waiting]:
    """What nobody has and goes before this call, and the call itself: whatever comes after changes nothing.

    `of_callers` leaves out what does not ring, as texts. Who has hung up or was spoken to keeps no caller waiting, and
    what is kept for somebody is theirs.
    """
    goes_before = _callers_before(call) if of_callers else _callers_before(call) | _graver(call)
    found = unclaimed().filter(goes_before | Q(pk=call.id))
    kept = queues.kept_now()
    facts = found.values_list("id", "channel", "box_or_line", "risk", WAITING_SINCE)
    return [
        queues.Waiting(str(key), channel, line, risk, since)
        for key, channel, line, risk, since in facts
        if key not in kept
    ]


def _callers_before(call: ContactRow) -> Q:
    on_the_line = Q(channel="phone", state__in=(OFFERED, WAITING), ended_at=None)
    return on_the_line & (Q(risk__gt=call.risk) | Q(risk=call.risk, waiting_since__lt=call.waiting_since))


def _graver(call: ContactRow) -> Q:
    return Q(risk__gt=call.risk, ended_at=None) & ~Q(state=ABANDONED)


@dataclass(frozen=True, slots=True)
class LineOfCall:
    """Where a call that is up is at the switch: the caller's channel, and the telephone that was picked up."""

    call: str
    channel: str
    telephone: str


def line_of_call(contact_id: UUID) -> LineOfCall | None:
    """None where the call is not up, or the switch did not name its channel, as those that speak HTTP do not."""
    call = Contact.objects.filter(_up(), pk=contact_id).values_list("switch_call_id", flat=True).first()
    told = CallMoment.objects.filter(contact_id=contact_id, kind="answered", facts__has_key="channel")
    facts = told.order_by("-at", "-id").values_list("facts", flat=True).first() if call else None
    return LineOfCall(str(call), str(facts["channel"]), str(facts.get("telephone", ""))) if facts else None


def _up() -> Q:
    went = Q(facts__result__iexact="success") | Q(facts__result="") | ~Q(facts__has_key="result")
    passed_on = Exists(CallMoment.objects.filter(went, contact=OuterRef("pk"), kind="transferred"))
    return Q(~passed_on, channel="phone", state=TAKEN, answered_at__isnull=False, ended_at=None)


def calls_in_hand(account_id: UUID | None = None) -> dict[UUID, UUID]:
    """Who is on which call now, as far as the switch has told: account and contact. Of one person, or of all."""
    found = Contact.objects.filter(_up() | Q(channel=CALL_OUT, state=CALLING), handler_id__isnull=False)
    if account_id:
        found = found.filter(handler_id=account_id)
    return {handler: key for handler, key in found.order_by("id").values_list("handler_id", "id") if handler}
