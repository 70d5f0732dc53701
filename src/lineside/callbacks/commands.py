"""Every change about call-backs: asked for, rung, ended, answered, opted out, withdrawn."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from lineside.callbacks.events import CallBackChanged
from lineside.callbacks.models import Attempt, CallBack, OptOut
from lineside.callbacks.permissions import CanCallBack
from lineside.callbacks.queries import is_opted_out
from lineside.callbacks.rules import (
    DUE,
    LONGEST_WORDS,
    NOT_REACHED,
    OPTED_OUT,
    WITHDRAWN,
    CallBackFacts,
    check_answers,
    check_attempt,
    check_end,
    check_facts,
    check_number,
    check_opt_out,
    kind_of,
    said,
    table,
)
from lineside.callouts.commands import place_call, say_who_answered
from lineside.callouts.queries import call_out
from lineside.contacts.commands import note_contact, one_at_a_time
from lineside.contacts.queries import contact, spelled_number
from lineside.crimes.queries import crime
from lineside.incidents.commands import add_log_entry
from lineside.incidents.queries import incident
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken
from lineside.kernel.events import announce
from lineside.kernel.keys import uuid7
from lineside.kernel.models import locked
from lineside.witnesses.queries import words_for_machine

DONE = "done"


@command(needs=CanCallBack.ASK)
def ask_call_back(*, actor: Actor, facts: CallBackFacts) -> CallBack:
    """Somebody is to be rung back, for a contact, a log or a crime that the asker may see."""
    known, at = check_facts(facts, now()), now()
    if known.contact_id:
        contact(known.contact_id, actor)
    incident_id = crime(actor, known.crime_id).incident_id if known.crime_id else known.incident_id
    if incident_id:
        incident(actor, incident_id)
    edition, key = table("kinds", uk_day(at)), uuid7()
    check_opt_out(edition.by_code[known.kind], is_opted_out=is_opted_out(known.number))
    row = CallBack(
        id=key,
        reference=f"B-{key.hex[-8:].upper()}",
        contact_id=known.contact_id,
        incident_id=incident_id,
        crime_id=known.crime_id,
        kind=known.kind,
        edition=edition.edition,
        name=known.name,
        number=known.number,
        role=known.role,
        why=known.why,
        due_by=known.due_by,
        asked_by=actor.name,
        state=DUE,
    )
    row.save()
    return _changed(row)


@command(needs=CanCallBack.RING)
def begin_call(*, actor: Actor, call_back_id: UUID, telephone: str, unsafe_reason: str = "") -> Attempt:
    """Our telephone rings, then theirs; refused where it is not safe and no reason is given, too soon, or opted out."""
    row = locked(CallBack, call_back_id)
    ringing = Attempt.objects.filter(call_back=row, ended_at=None).exists()
    check_attempt(row.state, row.not_before, now(), is_ringing=ringing)
    check_opt_out(kind_of(row.kind, row.edition), is_opted_out=is_opted_out(row.number))
    call = place_call(
        actor=actor,
        number=row.number,
        telephone=telephone,
        about_id=row.contact_id,
        incident_id=row.incident_id,
        unsafe_reason=unsafe_reason,
    )
    attempt = Attempt(call_back=row, call_out_id=call.id, by_id=actor.id, by_name=actor.name)
    attempt.save()
    _changed(row)
    return attempt


@command(needs=CanCallBack.RING)
def end_call(
    *,
    actor: Actor,
    attempt_id: UUID,
    outcome: str,
    words: str = "",
    only_set_words: bool = False,
    answers: Mapping[str, str] | None = None,
    told: str = "",
) -> Attempt:
    """What became of the call. Done, wrong number and opted out end the call-back, and so does the last attempt."""
    attempt = locked(Attempt, attempt_id)
    if attempt.ended_at:
        raise RuleBroken("What became of this call is on record already.")
    row, at = locked(CallBack, attempt.call_back_id), now()
    _check_sees(actor, row)
    ended, attempt.words = check_end(outcome, words, only_set_words=only_set_words, on=uk_day(at))
    attempt.outcome, attempt.ended_at = outcome, at
    if outcome == "voicemail":
        attempt.left_words = words_for_machine(row.name, row.reference)
    attempt.save()
    _tell_call_out(actor, attempt)
    kind = kind_of(row.kind, row.edition)
    if outcome == DONE:
        row.answers, row.told = check_answers(kind, answers or {}, told, uk_day(at))
        row.questionnaire = table("questionnaires", uk_day(at)).edition if kind["asks"] else ""
        if not kind["asks"]:
            _write_down(actor, row)
    if ended["counts"]:
        row.tried += 1
        row.not_before = at + timedelta(minutes=kind["minutes_between"])
    _end_if_over(actor, row, ended["ends"] or (NOT_REACHED if row.tried >= kind["most"] else ""))
    _changed(row)
    if outcome == OPTED_OUT:
        _opt_out(actor, row.number, attempt.words)
    return attempt


@command(needs=CanCallBack.ASK)
def opt_out(*, actor: Actor, number: str, words: str) -> OptOut:
    """They told us otherwise than in such a call, as by letter, that they want none. Nothing lifts it."""
    why = said(words, "words", LONGEST_WORDS, "Say how they told us.")
    return _opt_out(actor, check_number(number), why)


@command(needs=CanCallBack.ASK)
def withdraw_call_back(*, actor: Actor, call_back_id: UUID, why: str, seen_version: int | None = None) -> CallBack:
    """It is not needed after all, and why."""
    row = locked(CallBack, call_back_id, seen_version)
    _check_sees(actor, row)
    ringing = Attempt.objects.filter(call_back=row, ended_at=None).exists()
    check_attempt(row.state, None, now(), is_ringing=ringing)
    row.ended_why = said(why, "why", LONGEST_WORDS, "Say why nobody needs to ring.")
    _end_if_over(actor, row, WITHDRAWN)
    return _changed(row)


def _check_sees(actor: Actor, row: CallBack) -> None:
    """Nobody ends what is for a log that they may not see."""
    if row.incident_id:
        incident(actor, row.incident_id)


def _tell_call_out(actor: Actor, attempt: Attempt) -> None:
    """The switch hears that somebody picked up; that it was a machine is known only here."""
    call = call_out(attempt.call_out_id)
    if attempt.outcome == "voicemail" and call.answered_at and call.outcome != "voicemail":
        say_who_answered(actor=actor, call_out_id=call.id, outcome="voicemail")


def _write_down(actor: Actor, row: CallBack) -> None:
    """What was learnt stands where it belongs: in the log, or at the contact."""
    text = f"Call-back {row.reference}, {row.role}: {row.told}"
    if row.incident_id:
        add_log_entry(actor=actor, incident_id=row.incident_id, text=text, kind="contact")
    elif row.contact_id:
        note_contact(actor=actor, contact_id=row.contact_id, text=text)


def _opt_out(actor: Actor, number: str, words: str) -> OptOut:
    """For good: what is due to this number and may be refused ends with it."""
    value = spelled_number(number)
    one_at_a_time(f"opt-out {value}")
    known = OptOut.objects.filter(value=value).first()
    if known is None:
        known = OptOut(value=value, words=words, by_name=actor.name)
        known.save()
    due = CallBack.objects.filter(state=DUE).values_list("id", "number")
    theirs = [key for key, due_number in due if spelled_number(due_number) == value]
    for row in CallBack.objects.select_for_update().filter(pk__in=theirs, state=DUE).order_by("id"):
        if kind_of(row.kind, row.edition)["is_routine"]:
            _end_if_over(actor, row, OPTED_OUT)
            _changed(row)
    return known


def _end_if_over(actor: Actor, row: CallBack, state: str) -> None:
    if state and row.state == DUE:
        row.state, row.ended_by, row.ended_at = state, actor.name, now()


def _changed(row: CallBack) -> CallBack:
    row.save()
    announce(CallBackChanged(call_back_id=row.id, state=row.state))
    return row
