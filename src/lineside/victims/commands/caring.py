"""What is done for a victim: assessed, referred, agreed, named, chosen, offered, told."""

from uuid import UUID

from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import NotFound, RuleBroken
from lineside.kernel.models import locked
from lineside.victims.commands.before import follow_choice
from lineside.victims.commands.keeping import (
    bring_nearer,
    changed,
    end_by_deed,
    finish,
    note,
    open_duties,
    open_update,
    permit_reaching,
    victim_of,
)
from lineside.victims.models import Duty, NeedsAssessment, Victim
from lineside.victims.permissions import CanVictim
from lineside.victims.rules import Needs, Plan, Referral, StandFacts
from lineside.victims.rules.clocks import DECLINED, DONE, ENDED, OPEN, UPDATE, check_keeping
from lineside.victims.rules.plans import (
    CHOICES,
    CONSENT,
    WAYS,
    check_choice,
    check_plan,
    check_referral,
    check_statement,
)
from lineside.victims.rules.standing import BUSINESS, check_needs, check_stand
from lineside.victims.rules.tables import label_of, right_name, right_of, rights, table

BY_DEED, BY_CHOICE, NAMED = "deed", "choice", "named"


@command(needs=CanVictim.CARE)
def assess_needs(*, actor: Actor, victim_id: UUID, content: Needs, seen_version: int | None = None) -> Victim:
    """`content` stays out of the trail: what somebody needs and why is for who cares for them."""
    row, on = victim_of(actor, victim_id, seen_version), uk_day(now())
    needs = check_needs(content, row.standing, on)
    NeedsAssessment(
        victim=row,
        edition=table("bases", on).edition,
        by_name=actor.name[:200],
        **{name: getattr(needs, name) for name in Needs.__slots__} | {"bases": list(needs.bases)},
    ).save()
    was_enhanced = row.is_enhanced
    row.bases, row.declines_enhanced, row.by_sign = list(needs.bases), needs.declines_enhanced, False
    row.is_enhanced = bool(needs.bases) and not needs.declines_enhanced
    row.language, row.communication = needs.language, needs.communication
    end_by_deed(row, actor, "assess", how=BY_DEED, words=needs.support)
    if row.is_enhanced and not was_enhanced:
        bring_nearer(row)
    return changed(row)


@command(needs=CanVictim.CARE)
def refer_to_support(*, actor: Actor, victim_id: UUID, referral: Referral, seen_version: int | None = None) -> Victim:
    """Referred with their consent, or their no on record; either ends the clock of two working days."""
    row, on = victim_of(actor, victim_id, seen_version), uk_day(now())
    if row.standing == BUSINESS:
        raise RuleBroken("A business is not referred to a support service; its staff are, each as a victim.", "service")
    kept = check_referral(referral, row.regime, on)
    words = f"{label_of('services', kept.service, on)}: {CONSENT[kept.consent]}. {kept.words}".strip()
    note(row, actor, "referral", words)
    end_by_deed(row, actor, "refer", how=BY_DEED, words=words, state=DECLINED if kept.consent == "declined" else DONE)
    return changed(row)


@command(needs=CanVictim.CARE)
def agree_plan(
    *, actor: Actor, victim_id: UUID, plan: Plan, unsafe_reason: str = "", seen_version: int | None = None
) -> Victim:
    """How, how often and by whom they are told. A way that is not safe now is not agreed on without a reason."""
    row = victim_of(actor, victim_id, seen_version)
    kept = check_plan(plan)
    if row.standing == BUSINESS and not row.stand_name:
        raise RuleBroken("Say first who the business has named; nobody else there is told.", "address")
    overruled = permit_reaching(actor, row, kept.way, kept.address, unsafe_reason)
    row.way, row.address, row.every_days = kept.way, kept.address, kept.every_days
    row.by_whom, row.plan_words = kept.by_whom, kept.words
    words = f"{WAYS[kept.way]}, every {kept.every_days} days, by {kept.by_whom}. {kept.words} {overruled}".strip()
    note(row, actor, "plan", words)
    end_by_deed(row, actor, "plan", how=BY_DEED, words=words)
    open_update(row)
    return changed(row)


@command(needs=CanVictim.CARE)
def name_who_stands(*, actor: Actor, victim_id: UUID, stands: StandFacts, seen_version: int | None = None) -> Victim:
    """A parent, a family spokesperson, the named contact of a business: who receives the rights with or for them."""
    row = victim_of(actor, victim_id, seen_version)
    on = uk_day(now())
    kept = check_stand(stands, row.standing, on)
    row.stand_kind, row.stand_name = kept.kind, kept.name
    row.stand_reached_by, row.stand_words = kept.reached_by, kept.words
    words = f"{label_of('stands_for', kept.kind, on)}: {kept.name} {kept.words}".strip()
    note(row, actor, "stands", words)
    end_by_deed(row, actor, "stand", how=BY_DEED, words=words)
    if row.standing == BUSINESS:
        open_duties(row, NAMED, NAMED, now())
    return changed(row)


@command(needs=CanVictim.CARE)
def record_choice(
    *, actor: Actor, victim_id: UUID, right: int | None, answer: str, words: str, seen_version: int | None = None
) -> Victim:
    """They do not want a right, or want it again. What keeps them safe is told them whatever they chose."""
    row, on = victim_of(actor, victim_id, seen_version), uk_day(now())
    known = {each["right"] for each in rights(row.regime, on).values()}
    kept = check_choice(answer, right, known, words)
    assert right is not None  # noqa: S101 - the check refuses a right that is none
    others = [each for each in row.opted_out if each != right]
    row.opted_out = sorted([*others, right]) if answer == "no" else others
    note(row, actor, "choice", f"{right_name(row.regime, right, on)}: {CHOICES[answer]}. {kept}")
    state = OPEN if answer == "no" else DECLINED
    for duty in Duty.objects.select_for_update().filter(victim=row, state=state).order_by("id"):
        told = right_of(row.regime, duty.code, on)
        if told["right"] == right and not told["safety"]:
            _choose(duty, actor, kept, wanted=answer == "yes")
    if answer == "yes":
        open_update(row)
    follow_choice(row, actor, kept)
    return changed(row)


def _choose(duty: Duty, actor: Actor, words: str, *, wanted: bool) -> None:
    if not wanted:
        return finish(duty, actor, state=DECLINED, how=BY_CHOICE, words=words)
    if duty.how == BY_CHOICE and duty.due_at > now():
        duty.state, duty.how, duty.words, duty.done_at, duty.done_by = OPEN, "", "", None, ""
        duty.save()
    return None


@command(needs=CanVictim.CARE)
def offer_statement(
    *, actor: Actor, victim_id: UUID, answer: str, reader: str = "", words: str = "", seen_version: int | None = None
) -> Victim:
    """A personal statement was offered, and this is their answer; they may change it until sentence."""
    row, on = victim_of(actor, victim_id, seen_version), uk_day(now())
    kept = check_statement(answer, reader, words, on)
    row.statement, row.statement_reader, row.statement_words = answer, reader, kept
    told = " ".join(filter(None, [label_of("answers", answer, on), reader and label_of("readers", reader, on), kept]))
    note(row, actor, "statement", told)
    end_by_deed(row, actor, "statement", how=BY_DEED, words=told)
    return changed(row)


@command(needs=CanVictim.CARE)
def keep_duty(
    *,
    actor: Actor,
    victim_duty_id: UUID,
    how: str,
    words: str,
    unsafe_reason: str = "",
    seen_version: int | None = None,
) -> Duty:
    """They were told, by a way that is safe for them; or it ends with its reason. A missed limit stays missed."""
    found = Duty.objects.filter(pk=victim_duty_id).values_list("victim_id", flat=True).first()
    if found is None:
        raise NotFound("There is no such duty to a victim.")
    row = victim_of(actor, found)  # first, as every deed takes it, so that two never wait for each other
    duty = locked(Duty, victim_duty_id, seen_version)
    if duty.state != OPEN:
        raise RuleBroken("What became of this is on record already.")
    way, kept = check_keeping(row.regime, duty.code, how, words, uk_day(now()))
    address = row.address if row.way == way["way"] else ""
    overruled = permit_reaching(actor, row, way["way"], address, unsafe_reason)
    finish(duty, actor, state=DONE if way["keeps"] else ENDED, how=how, words=kept, unsafe_reason=overruled)
    if duty.code == UPDATE:
        open_update(row)
    changed(row)
    return duty
