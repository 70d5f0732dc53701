"""The directory of agencies as it is in force."""

from dataclasses import dataclass

from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import permit
from lineside.kernel.paging import Page, Paging, page_in
from lineside.partners import rules
from lineside.partners.permissions import CanPartner


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyRow:
    """One agency, and how it is reached."""

    code: str
    label: str
    kind: str
    kind_label: str
    areas: tuple[str, ...]
    routes: tuple[str, ...]
    telephone: str
    backup: str
    email: str
    talkgroup: str
    give: str
    tested_on: str
    accept_seconds: int


def directory(actor: Actor, paging: Paging) -> Page[AgencyRow]:
    permit(actor, CanPartner.VIEW)
    return page_in([_row(each) for each in rules.agencies(uk_day(now()))], paging)


def agencies_for(area: str) -> list[AgencyRow]:
    """Those of the area first; the rest stay within reach."""
    return [_row(each) for each in rules.for_area(area, uk_day(now()))]


def forces_for(area: str) -> list[AgencyRow]:
    """The police forces that may be asked for mutual aid; those of the area first."""
    return [each for each in agencies_for(area) if each.kind == rules.POLICE]


def sender_of_warnings(cap_sender: str) -> rules.Agency | None:
    """The agency that sends CAP warnings under this name; none that we know."""
    return rules.agency_of_sender(cap_sender, uk_day(now()))


def outcome_choices() -> list[tuple[str, str]]:
    return [(each.code, each.label) for each in rules.ring_outcomes(uk_day(now()))]


def _row(agency: rules.Agency) -> AgencyRow:
    return AgencyRow(
        code=agency.code,
        label=agency.label,
        kind=agency.kind,
        kind_label=rules.kind_label(agency.kind, uk_day(now())),
        areas=agency.areas,
        routes=agency.routes,
        telephone=agency.telephone,
        backup=agency.backup,
        email=agency.email,
        talkgroup=agency.talkgroup,
        give=agency.give,
        tested_on=agency.tested_on,
        accept_seconds=int(agency.accept_within.total_seconds()),
    )
