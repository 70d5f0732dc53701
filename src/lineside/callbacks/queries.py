"""Reading call-backs; each look at whom one is about is on record."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from lineside.callbacks.models import Attempt, CallBack, OptOut
from lineside.callbacks.permissions import CanCallBack
from lineside.callbacks.rules import (
    DUE,
    ROLES,
    STATES,
    CallBackFacts,
    kind_of,
    outcome_row,
    proposed,
    standing,
    table,
)
from lineside.callouts.permissions import CanCallOut
from lineside.callouts.queries import CallOutRow, call_out, telephone_of
from lineside.contacts.queries import contact, spelled_number
from lineside.crimes.queries import crime
from lineside.incidents.queries import incident
from lineside.kernel.actors import Actor
from lineside.kernel.audit import record_sighting
from lineside.kernel.clock import UK, now, uk_day
from lineside.kernel.commands import permit
from lineside.kernel.errors import NotFound
from lineside.kernel.paging import Page, Paging, page_in, page_of
from lineside.pole.queries import unsafe_now
from lineside.ui.moments import moment_typed
from lineside.witnesses.queries import words_for_machine

ORDER = ("due_by", "id")
MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBackRow:
    """A call-back as the list shows it: no name and no number."""

    id: UUID
    version: int
    reference: str
    kind: str
    edition: str
    role: str
    due_by: datetime
    created_at: datetime
    asked_by: str
    state: str
    tried: int
    not_before: datetime | None

    @property
    def label(self) -> str:
        return str(kind_of(self.kind, self.edition)["label"])

    @property
    def most(self) -> int:
        return int(kind_of(self.kind, self.edition)["most"])

    @property
    def words(self) -> str:
        return STATES[self.state]

    @property
    def standing(self) -> str:
        return standing(self.due_by, now())

    @property
    def sort(self) -> str:
        return f"{self.due_by.isoformat()} {self.id}"

    @property
    def is_over(self) -> bool:
        return self.state != DUE


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBackAttemptRow:
    """One call of a call-back, with what the switch told."""

    id: UUID
    outcome: str
    label: str
    words: str
    left_words: str
    created_at: datetime
    ended_at: datetime | None
    by_name: str
    call: CallOutRow
    proposed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeCallBack:
    """A call-back with whom it is about, and whether they may be rung now."""

    row: CallBackRow
    name: str
    number: str
    why: str
    contact_id: UUID | None
    incident_id: UUID | None
    crime_id: UUID | None
    asks: bool
    told: str
    answers: dict[str, str]
    questionnaire: str
    ended_by: str
    ended_at: datetime | None
    ended_why: str
    unsafe: str
    is_opted_out: bool
    machine_words: str
    telephone: str
    attempts: list[CallBackAttemptRow]

    @property
    def ringing(self) -> CallBackAttemptRow | None:
        return next((each for each in self.attempts if each.ended_at is None), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One question and how often each answer was given; counts alone, for a share of few would tell of one."""

    code: str
    label: str
    counts: dict[str, int]


def board(actor: Actor) -> list[CallBackRow]:
    permit(actor, CanCallBack.VIEW)
    return [_row(each) for each in CallBack.objects.filter(state=DUE).order_by(*ORDER)[:MOST]]


def board_page(actor: Actor, paging: Paging) -> Page[CallBackRow]:
    permit(actor, CanCallBack.VIEW)
    return page_of(CallBack.objects.filter(state=DUE), ORDER, _row, paging)


def row_of(call_back_id: UUID) -> CallBackRow | None:
    """For the live stream, which asks each desk what it may see."""
    found = CallBack.objects.filter(pk=call_back_id).first()
    return _row(found) if found else None


def call_back(actor: Actor, call_back_id: UUID) -> WholeCallBack:
    """For who may see what it is for: of a restricted log nobody else learns whom it is about."""
    permit(actor, CanCallBack.VIEW)
    found = CallBack.objects.filter(pk=call_back_id).first()
    if found is None:
        raise NotFound("There is no such call-back.")
    if found.incident_id:
        incident(actor, found.incident_id)
    record_sighting(actor, "callbacks.call_back", str(found.id), f"Call-back: {found.reference}")
    return WholeCallBack(
        row=_row(found),
        asks=bool(kind_of(found.kind, found.edition)["asks"]),
        unsafe=unsafe_now("call", found.number),
        is_opted_out=is_opted_out(found.number),
        machine_words=words_for_machine(found.name, found.reference),
        telephone=telephone_of(actor) if actor.may(CanCallOut.PLACE) else "",
        attempts=[_attempt(each) for each in Attempt.objects.filter(call_back=found).order_by("id")],
        **{name: getattr(found, name) for name in COPIED},
    )


COPIED = ("name", "number", "why", "contact_id", "incident_id", "crime_id", "told", "answers", "questionnaire",
          "ended_by", "ended_at", "ended_why")  # fmt: skip


def call_back_of_attempt(attempt_id: UUID) -> UUID:
    found = Attempt.objects.filter(pk=attempt_id).values_list("call_back_id", flat=True).first()
    if found is None:
        raise NotFound("There is no such call.")
    return found


def is_opted_out(number: str) -> bool:
    """Each routine call asks it, so it takes no actor."""
    return OptOut.objects.filter(value=spelled_number(number)).exists()


def about(actor: Actor, subject: str, key: UUID) -> dict[str, str]:
    """What is known of whom to ring, from the contact, log or crime that it is asked for at."""
    permit(actor, CanCallBack.ASK)
    if subject == "contact":
        known = contact(key, actor)
        number = known.sender_address if "@" not in known.sender_address else ""
        return {"contact": str(key), "name": known.sender_name, "number": number, "role": "caller"}
    place = incident(actor, crime(actor, key).incident_id if subject == "crime" else key)
    return {subject: str(key), "name": place.informant_name, "number": place.informant_number, "role": "victim"}


def asked_in(said: Mapping[str, Any]) -> CallBackFacts:
    """What was typed into a form, as facts."""
    return CallBackFacts(
        due_by=moment_typed(said["due_by"], "due_by"),
        contact_id=said["contact"],
        incident_id=said["incident"],
        crime_id=said["crime"],
        **{name: said[name] for name in ("name", "number", "why", "kind", "role")},
    )


def choices() -> dict[str, list[tuple[str, str]]]:
    """Kinds, roles and outcomes in force."""
    on = uk_day(now())
    return {
        "kinds": [(row["code"], row["label"]) for row in table("kinds", on).rows],
        "roles": list(ROLES.items()),
        "outcomes": [(row["code"], row["label"]) for row in table("outcomes", on).rows],
    }


def questionnaire() -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Code, question and its answers."""
    return [(row["code"], row["label"], row["answers"]) for row in table("questionnaires", uk_day(now())).rows]


def answered(actor: Actor, since: date, until: date) -> list[Answered]:
    """How often each answer was given in calls that were done between two days."""
    permit(actor, CanCallBack.RESULTS)
    begin, end = datetime.combine(since, time(), UK), datetime.combine(until + timedelta(days=1), time(), UK)
    found = CallBack.objects.filter(ended_at__gte=begin, ended_at__lt=end).exclude(questionnaire="")
    given = list(found.values_list("answers", flat=True))
    return [
        Answered(code=code, label=label, counts=dict(Counter(each[code] for each in given if code in each)))
        for code, label, _ in questionnaire()
    ]


def answered_page(actor: Actor, since: date, until: date, paging: Paging) -> Page[Answered]:
    return page_in(answered(actor, since, until), paging)


def _row(row: CallBack) -> CallBackRow:
    return CallBackRow(**{name: getattr(row, name) for name in CallBackRow.__slots__})


def _attempt(row: Attempt) -> CallBackAttemptRow:
    on, call = uk_day(now()), call_out(row.call_out_id)
    return CallBackAttemptRow(
        id=row.id,
        outcome=row.outcome,
        label=str(outcome_row(row.outcome, on)["label"]) if row.outcome else "",
        words=row.words,
        left_words=row.left_words,
        created_at=row.created_at,
        ended_at=row.ended_at,
        by_name=row.by_name,
        call=call,
        proposed=proposed(call.outcome, on) if call.outcome else "",
    )
