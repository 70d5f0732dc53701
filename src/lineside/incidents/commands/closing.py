"""Results, review, closing, and what comes after."""

from dataclasses import replace
from uuid import UUID

from lineside.incidents import rules
from lineside.incidents.commands.holds import BY_THE_RECORDER, CRIME_OWED, hold
from lineside.incidents.commands.log import save_with_line, write_line
from lineside.incidents.commands.passing import end_offer
from lineside.incidents.events import IncidentChanged, IncidentClosed, IncidentReopened
from lineside.incidents.models import ClosingHold, Incident
from lineside.incidents.permissions import CanIncident
from lineside.incidents.queries.lines import lines_of
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken
from lineside.kernel.events import announce
from lineside.kernel.models import locked

TOLD, MOST_READ = ("opened", "contact"), 200  # the lines that say what was told to us
RESULTED = ("closing_code", "result_codes", "result_references", "editions", "state", "review_by_id", "review_by_name")


@command(needs=CanIncident.RESULT)
def result_incident(
    *,
    actor: Actor,
    incident_id: UUID,
    closing_code: str,
    result_codes: tuple[str, ...],
    references: dict[str, str] | None = None,
    seen_version: int | None = None,
) -> Incident:
    """What it turned out to be; the opening code stays beside it. A crime that nobody decided on holds closing."""
    today = uk_day(now())
    incident = locked(Incident, incident_id, seen_version)
    crimes = tuple(incident.crime_references)
    codes = tuple(dict.fromkeys(result_codes))
    asked = rules.Result(closing_code=closing_code, result_codes=codes, references=references or {})
    kept = rules.check_result(asked, crimes, today)
    if incident.state in rules.ENDED:
        raise RuleBroken("It is closed; reopen it first.")
    incident.closing_code, incident.result_codes, incident.result_references = closing_code, list(codes), kept
    incident.editions = {**incident.editions, **rules.result_editions(today)}
    incident.state = rules.state_after(incident.state, "resulted", is_graded=bool(incident.grade))
    incident.review_by_id, incident.review_by_name = None, ""
    entry = write_line(actor, incident, rules.result_in_words(replace(asked, references=kept), today), kind="result")
    save_with_line(incident, entry, *RESULTED)
    if not crimes and (rules.is_crime(closing_code, today) or _tells_of_a_crime(actor, incident)):
        hold(actor, incident, rules.CRIME_DECISION, CRIME_OWED, BY_THE_RECORDER)
    announce(IncidentChanged(incident_id=incident.id, what="result"))
    return incident


def _tells_of_a_crime(actor: Actor, incident: Incident) -> bool:
    """What the public told may be a crime, and nobody ever said whether it is: not at opening, nor a recorder."""
    lines = lines_of(incident.id, incident)
    is_asked = ClosingHold.objects.filter(incident=incident, kind=rules.CRIME_DECISION).exists()
    if is_asked or lines.filter(kind=rules.CRIME_BAR).exists():
        return False
    told = lines.filter(kind__in=TOLD).order_by("id").values_list("text", flat=True)[:MOST_READ]
    bar = rules.left_open(rules.crime_signs(told, uk_day(now())))
    if bar.line:
        entry = write_line(actor, incident, bar.line, kind=rules.CRIME_BAR)
        save_with_line(incident, entry)
    return bar.is_owed


@command(needs=CanIncident.RESULT)
def send_for_review(*, actor: Actor, incident_id: UUID, seen_version: int | None = None) -> Incident:
    """A second person looks at it before it closes."""
    incident = locked(Incident, incident_id, seen_version)
    rules.check_review(_closing(actor, incident))
    incident.state, incident.review_by_id, incident.review_by_name = rules.REVIEW, actor.id, actor.name
    entry = write_line(actor, incident, "Sent for review.", kind="review")
    save_with_line(incident, entry, "state", "review_by_id", "review_by_name")
    announce(IncidentChanged(incident_id=incident.id, what="review"))
    return incident


@command(needs=CanIncident.CLOSE)
def reject_review(*, actor: Actor, incident_id: UUID, reason: str, seen_version: int | None = None) -> Incident:
    """Back to its owner, with what is still to be done."""
    words = rules.check_text(reason, "reason")
    incident = locked(Incident, incident_id, seen_version)
    if incident.state != rules.REVIEW:
        raise RuleBroken("It does not wait for review.")
    incident.state, incident.review_by_id, incident.review_by_name = "resulted", None, ""
    owner = incident.owner_name or incident.desk or "the desk"
    entry = write_line(actor, incident, f"Not closed after review, back to {owner}: {words}", kind="review")
    save_with_line(incident, entry, "state", "review_by_id", "review_by_name")
    announce(IncidentChanged(incident_id=incident.id, what="review"))
    return incident


@command(needs=CanIncident.CLOSE)
def close_incident(*, actor: Actor, incident_id: UUID, seen_version: int | None = None) -> Incident:
    """Close it, when nothing holds it."""
    incident = locked(Incident, incident_id, seen_version)
    rules.check_closing(_closing(actor, incident), uk_day(now()))
    incident.state, incident.closed_at = "closed", now()
    end_offer(actor, incident)
    entry = write_line(actor, incident, "Closed.", kind="closed")
    save_with_line(incident, entry, "state", "closed_at")
    announce(IncidentClosed(incident_id=incident.id))
    return incident


@command(needs=CanIncident.CANCEL)
def cancel_incident(*, actor: Actor, incident_id: UUID, reason: str, seen_version: int | None = None) -> Incident:
    """End what was opened in error; the log stays, with the reason."""
    words = rules.check_text(reason, "reason")
    incident = locked(Incident, incident_id, seen_version)
    rules.check_cancelling(_closing(actor, incident), uk_day(now()))
    incident.state, incident.closed_at, incident.closing_code = "cancelled", now(), "AD1"
    end_offer(actor, incident)
    incident.editions = {**incident.editions, **rules.result_editions(uk_day(now()))}
    entry = write_line(actor, incident, f"Cancelled: {words}", kind="cancelled")
    save_with_line(incident, entry, "state", "closed_at", "closing_code", "editions")
    announce(IncidentClosed(incident_id=incident.id))
    return incident


def _closing(actor: Actor, incident: Incident) -> rules.Closing:
    holds = ClosingHold.objects.filter(incident=incident, released_at=None).order_by("id")
    return rules.Closing(
        state=incident.state,
        grade=incident.grade,
        opening_code=incident.opening_code,
        opened_by=incident.opened_by_id,
        closer=actor.id,
        is_assessed=incident.assessed_at is not None,
        holds=tuple(holds.values_list("why", flat=True)),
        has_result=bool(incident.closing_code and incident.result_codes),
        qualifiers=tuple(incident.qualifiers),
        sent_by=incident.review_by_id,
        closes_as_crime=rules.is_crime(incident.closing_code, uk_day(now())),
        crimes=tuple(incident.crime_references),
    )


@command(needs=CanIncident.REOPEN)
def reopen_incident(*, actor: Actor, incident_id: UUID, reason: str, seen_version: int | None = None) -> Incident:
    """Open it again for its new owner; the response clock is not reset, and its result is to be given afresh."""
    words = rules.check_text(reason, "reason")
    incident = locked(Incident, incident_id, seen_version)
    if incident.state not in rules.ENDED:
        raise RuleBroken("It is open already.")
    if incident.origin:
        raise RuleBroken(f"It was moved in from {incident.origin} and is over; open a log and link it to this one.")
    _hold_again(actor, incident)
    # What was never graded is to be judged first, as on the day it was opened.
    incident.state, incident.closed_at, incident.master = "queued" if incident.grade else "open", None, None
    incident.closing_code, incident.result_codes, incident.result_references = "", [], {}
    incident.review_by_id, incident.review_by_name = None, ""
    end_offer(actor, incident)
    incident.owner_id, incident.owner_name = actor.id, actor.name
    incident.times_reopened += 1
    incident.waiting_since, incident.rung = now(), 0
    entry = write_line(actor, incident, f"Reopened: {words}", kind="reopened")
    changed = ("closed_at", "master", "owner_id", "owner_name", "times_reopened", "waiting_since", "rung")
    save_with_line(incident, entry, *RESULTED, *changed)
    announce(IncidentReopened(incident_id=incident.id))
    return incident


def _hold_again(actor: Actor, incident: Incident) -> None:
    """What its master was to wait for in its place is owed here again."""
    if incident.master_id is None:
        return
    moved = f"duplicate of {incident.master}"
    for each in ClosingHold.objects.filter(incident=incident, release_reason=moved):
        hold(actor, incident, each.kind, each.why, each.released_how)
