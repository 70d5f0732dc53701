"""Disruption from its log: the level is decided, a stranded train is taken up, amended, ended by its outcome."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from lineside.desks.disruption_forms import LevelForm, StrandedEndForm, StrandedForm, StrandedNewsForm
from lineside.desks.forms import said_nowhere
from lineside.desks.rules import past, take_time, whole_number
from lineside.disruption import commands, queries
from lineside.disruption.permissions import CanDisruption
from lineside.incidents.queries import disruption_levels, incident
from lineside.interception.queries import candidates
from lineside.kernel.clock import now
from lineside.kernel.commands import once
from lineside.kernel.errors import RuleBroken
from lineside.ui.forms import DeskForm
from lineside.ui.pages import Asking, page, refusals_shown_on

if TYPE_CHECKING:
    from lineside.incidents.models import Incident

Forms = dict[str, DeskForm]
MOST_TRAINS = 4
MINUTES = ("", "m", "min")


@require_GET
@page(needs=CanDisruption.VIEW)
def rows(request: Asking) -> HttpResponse:
    """Every train that stands with people on board, for a desk that opens or was away."""
    return render(request, "desks/_stranded_rows.html", {"rows": queries.open_stranded(request.actor)})


@require_GET
@page(needs=CanDisruption.VIEW)
def row(request: Asking, stranded_id: UUID) -> HttpResponse:
    """One of them, for who was told that it changed but not what."""
    found = queries.seen_stranded(request.actor, stranded_id)
    if not found.is_open:
        return HttpResponse(status=404)
    return render(request, "desks/_stranded_row.html", {"row": found})


@require_GET
@page(needs=CanDisruption.DECIDE)
def panel(request: Asking, incident_id: UUID) -> HttpResponse:
    return _panel(request, incident_id, {})


@require_POST
@page(needs=CanDisruption.DECIDE)
def decide(request: Asking, incident_id: UUID) -> HttpResponse:
    form = LevelForm(request.POST)

    def decided() -> None:
        facts = {"incident_id": incident_id, "level": form.cleaned_data["level"]}
        facts |= {"reason": form.cleaned_data["reason"], "seen_level": form.cleaned_data["seen_version"] or 0}
        once(form.once_key, commands.decide_disruption, actor=request.actor, **facts)

    return _carried_out(request, incident_id, "level", form, decided, "Decided; the grade stays as it is.")


@require_POST
@page(needs=CanDisruption.DECIDE)
def record(request: Asking, incident_id: UUID) -> HttpResponse:
    form = StrandedForm(request.POST)

    def recorded() -> None:
        facts = _stranding(form, incident(request.actor, incident_id))
        once(form.once_key, commands.record_stranded_train, actor=request.actor, incident_id=incident_id, facts=facts)

    return _carried_out(request, incident_id, "stranded", form, recorded, "Its clock runs.")


@require_POST
@page(needs=CanDisruption.DECIDE)
def amend(request: Asking, stranded_id: UUID) -> HttpResponse:
    form, found = StrandedNewsForm(request.POST), queries.stranded(stranded_id)

    def amended() -> None:
        facts: dict[str, Any] = {"stranded_id": stranded_id, "place": form.cleaned_data["place"]}
        facts |= {"people": whole_number(form.cleaned_data["people"], "people")}
        facts |= {"conditions": tuple(form.cleaned_data["conditions"]), "seen_version": _version(form)}
        once(form.once_key, commands.amend_stranded_train, actor=request.actor, **facts)

    return _carried_out(request, found.incident_id, f"news-{stranded_id}", form, amended, "On the log.")


@require_POST
@page(needs=CanDisruption.DECIDE)
def end(request: Asking, stranded_id: UUID) -> HttpResponse:
    form, found = StrandedEndForm(request.POST), queries.stranded(stranded_id)

    def ended() -> None:
        facts = {"stranded_id": stranded_id, "how": form.cleaned_data["how"], "words": form.cleaned_data["words"]}
        once(form.once_key, commands.end_stranded_train, actor=request.actor, seen_version=_version(form), **facts)

    return _carried_out(request, found.incident_id, f"ended-{stranded_id}", form, ended, "Its clock is ended.")


def _version(form: DeskForm) -> int:
    return form.cleaned_data["seen_version"] or 0


def _stranding(form: StrandedForm, chosen: "Incident") -> commands.Stranding:
    said = form.cleaned_data
    known = {str(each.id): each.id for each in candidates(chosen.headcode, chosen.crs)[:MOST_TRAINS]}
    if said["option"] and said["option"] not in known:
        raise RuleBroken("Choose one of the trains that are shown, or write which it is.", "option")
    return commands.Stranding(
        told_by=said["told_by"],
        train=said["train"],
        train_id=known.get(said["option"]),
        place=said["place"],
        since=_since(said["since"], chosen.first_contact_at),
        people=whole_number(said["people"], "people"),
        conditions=tuple(said["conditions"]),
    )


def _since(typed: str, begun: datetime) -> datetime | None:
    """For how many minutes it stands, or since when by the clock; nothing for since it was last reported, or now."""
    text = " ".join(typed.split()).lower()
    if not text:
        return None
    number, _, unit = text.partition(" ")
    if number.isascii() and number.isdigit() and len(number) < 5 and unit in MINUTES:  # noqa: PLR2004 - digits
        return now() - timedelta(minutes=int(number))
    try:
        at, rest = take_time(text, "14:05")
        if not rest:
            return past(at, now(), begun)
    except RuleBroken:
        pass
    raise RuleBroken("Say since when it stands, as 14:05, or for how long, as 25 min.", "since")


def _carried_out(
    request: Asking, incident_id: UUID, name: str, form: DeskForm, work: Callable[[], object], said: str
) -> HttpResponse:
    """The panel again: with the refusal beside its field, or with what was done."""
    incident(request.actor, incident_id)
    if form.is_valid():
        with refusals_shown_on(form):
            work()
    return _panel(request, incident_id, {} if form.accepted else {name: form}, said if form.accepted else "", form)


def _panel(
    request: Asking, incident_id: UUID, forms: Forms, said: str = "", used: DeskForm | None = None
) -> HttpResponse:
    chosen = incident(request.actor, incident_id)
    level = queries.level_of(incident_id)
    standing = [each for each in queries.stranded_of(incident_id) if each.is_open]
    shown = {"level", "stranded"} | {f"{name}-{each.id}" for each in standing for name in ("news", "ended")}
    trains = candidates(chosen.headcode, chosen.crs)[:MOST_TRAINS]
    facts: dict[str, Any] = {
        "disruption_for": incident_id,
        "forms": forms,
        "refused": [told for name in forms for told in said_nowhere(used, name, shown)],
        "level_form": forms.get("level") or LevelForm(initial={"level": level.proposed if level else ""}),
        "stranded_form": forms.get("stranded") or StrandedForm(),
        "blank_end": StrandedEndForm(),
        "news_forms": {each.id: _news(each, forms) for each in standing},
        "level_seen": queries.level_seen(level),
        "disruption_level": level,
        "levels": [(each.code, f"{each.code} {each.label}: {each.means}") for each in disruption_levels()],
        "trains_known": [(str(each.id), f"{each.name}, {each.where}") for each in trains],
        "conditions": queries.conditions(),
        "outcomes": queries.outcomes(),
        "standing": standing,
        "disruption_said": said,
    }
    return render(request, "desks/_disrupting.html", facts, status=used.status if used else 200)


def _news(found: queries.StrandedRow, forms: Forms) -> DeskForm:
    """What stands, to be written over."""
    begun = {"place": found.place, "people": found.people, "conditions": found.conditions}
    return forms.get(f"news-{found.id}") or StrandedNewsForm(initial=begun)


PATHS = [
    path("control/stranded/", rows, name="stranded-rows"),
    path("control/stranded/<uuid:stranded_id>/", row, name="stranded-row"),
    path("control/<uuid:incident_id>/disruption/", panel, name="log-disruption"),
    path("control/<uuid:incident_id>/disruption/decide/", decide, name="disruption-decide"),
    path("control/<uuid:incident_id>/disruption/stranded/", record, name="stranded-record"),
    path("control/stranded/<uuid:stranded_id>/amend/", amend, name="stranded-amend"),
    path("control/stranded/<uuid:stranded_id>/end/", end, name="stranded-end"),
]
