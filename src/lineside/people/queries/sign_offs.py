"""Who is signed off for what, and until when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import permit
from lineside.kernel.errors import NotFound
from lineside.people import rules
from lineside.people.models import SignOff, Staff
from lineside.people.permissions import CanPeople

Held = rules.Held  # what a sign-off counts for, to whoever asks
MOST_LAPSING = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOffRow:
    """A sign-off as it is shown; `counts` says whether it opens anything today."""

    id: UUID
    version: int
    staff_id: UUID
    code: str
    label: str
    edition: str
    first_day: date
    last_day: date
    signed_by: str
    evidence: str
    ended_on: date | None
    ended_by: str
    ended_why: str
    counts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What somebody at a desk holds: an account without a staff record holds nothing."""

    staff_id: UUID | None = None
    site: str = ""
    probation_until: date | None = None
    held: tuple[rules.Held, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingRow:
    """Somebody's standing today, in words."""

    id: UUID
    probation_until: date | None
    holds: tuple[str, ...]


def standing_row(staff_id: UUID) -> StandingRow | None:
    """For the live process, which shows each row only to those who may see it."""
    staff, today = Staff.objects.filter(id=staff_id).first(), uk_day(now())
    if staff is None:
        return None
    given = SignOff.objects.filter(staff=staff).values_list("code", "first_day", "last_day", "ended_on")
    held = {each.code for each in (rules.Held(*row) for row in given) if each.counts_on(today)}
    until = staff.probation_until
    return StandingRow(
        id=staff.id,
        probation_until=until if until and until >= today else None,
        holds=tuple(each.label for each in rules.modules(today) if each.code in held),
    )


def modules() -> tuple[rules.Module, ...]:
    return rules.modules(uk_day(now()))


def sign_offs_of(actor: Actor, staff_id: UUID) -> list[SignOffRow]:
    """Every sign-off that somebody was ever given, the newest first."""
    permit(actor, CanPeople.VIEW)
    if not Staff.objects.filter(id=staff_id).exists():
        raise NotFound("There is no such staff record.")
    today = uk_day(now())
    labels = {each.code: each.label for each in rules.modules(today)}
    return [_row(given, labels, today) for given in SignOff.objects.filter(staff_id=staff_id).order_by("-id")]


def given_sign_off(actor: Actor, sign_off_id: UUID) -> SignOffRow:
    permit(actor, CanPeople.VIEW)
    found, today = SignOff.objects.filter(id=sign_off_id).first(), uk_day(now())
    if found is None:
        raise NotFound("There is no such sign-off.")
    return _row(found, {each.code: each.label for each in rules.modules(today)}, today)


def probation_of(actor: Actor, staff_id: UUID) -> date | None:
    permit(actor, CanPeople.VIEW)
    return Staff.objects.filter(id=staff_id).values_list("probation_until", flat=True).first()


def standing_of(account_id: UUID) -> Standing:
    """For the queue, which asks at every take; two statements."""
    staff = Staff.objects.filter(account_id=account_id, left_at=None).first()
    if staff is None:
        return Standing()
    given = SignOff.objects.filter(staff=staff).values_list("code", "first_day", "last_day", "ended_on")
    return Standing(
        staff_id=staff.id,
        site=staff.site,
        probation_until=staff.probation_until,
        held=tuple(rules.Held(*each) for each in given),
    )


def site_of(account_id: UUID) -> tuple[str, str]:
    """The site of somebody's staff record, its code and its name, for the frame of every page; one statement."""
    found = Staff.objects.filter(account_id=account_id, left_at=None).values_list("site", flat=True).first() or ""
    return found, rules.sites(uk_day(now())).get(found, found)


def standings_of(account_ids: Collection[UUID]) -> dict[UUID, Standing]:
    """The same for many at once, still in two statements; who has no staff record is not among them."""
    staff = {each.id: each for each in Staff.objects.filter(account_id__in=account_ids, left_at=None)}
    held: dict[UUID, list[rules.Held]] = {key: [] for key in staff}
    given = SignOff.objects.filter(staff_id__in=staff)
    for key, code, first, last, ended in given.values_list("staff_id", "code", "first_day", "last_day", "ended_on"):
        held[key].append(rules.Held(code, first, last, ended))
    return {
        each.account_id: Standing(
            staff_id=key, site=each.site, probation_until=each.probation_until, held=tuple(held[key])
        )
        for key, each in staff.items()
        if each.account_id
    }


def held_by(staff_ids: Collection[UUID]) -> dict[UUID, tuple[rules.Held, ...]]:
    """What these people were ever signed off for, for whoever counts what of it is in force; one statement."""
    held: dict[UUID, tuple[rules.Held, ...]] = dict.fromkeys(staff_ids, ())
    given = SignOff.objects.filter(staff_id__in=staff_ids) if staff_ids else SignOff.objects.none()
    for key, code, first, last, ended in given.values_list("staff_id", "code", "first_day", "last_day", "ended_on"):
        held[key] += (rules.Held(code, first, last, ended),)
    return held


def lapsed_on(held: tuple[rules.Held, ...], code: str, day: date) -> date | None:
    return rules.lapsed_on(held, code, day)


def lapsing(actor: Actor, by: date) -> list[tuple[str, SignOffRow]]:
    """Who must be signed off again by that day, with the sign-off that lapses, the first to lapse first."""
    permit(actor, CanPeople.VIEW)
    today = uk_day(now())
    labels = {each.code: each.label for each in rules.modules(today)}
    # What was renewed is no news, however long ago; left in, years of it would fill the list.
    later = SignOff.objects.filter(
        Q(last_day__gt=OuterRef("last_day")) | Q(last_day=OuterRef("last_day"), id__gt=OuterRef("id")),
        staff=OuterRef("staff"),
        code=OuterRef("code"),
        ended_on=None,
        first_day__lte=by,
    )
    found = SignOff.objects.filter(~Exists(later), ended_on=None, last_day__lte=by, staff__left_at=None)
    rows = found.select_related("staff").order_by("last_day", "id")[:MOST_LAPSING]
    return [(str(given.staff), _row(given, labels, today)) for given in rows]


def _row(given: SignOff, labels: dict[str, str], today: date) -> SignOffRow:
    held = rules.Held(given.code, given.first_day, given.last_day, given.ended_on)
    return SignOffRow(
        id=given.id,
        version=given.version,
        staff_id=given.staff_id,
        code=given.code,
        label=labels.get(given.code, given.code),
        edition=given.edition,
        first_day=given.first_day,
        last_day=given.last_day,
        signed_by=given.signed_by,
        evidence=given.evidence,
        ended_on=given.ended_on,
        ended_by=given.ended_by,
        ended_why=given.ended_why,
        counts=held.counts_on(today),
    )
