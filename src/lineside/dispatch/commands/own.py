"""What an officer does from their own page: for the unit whose crew they are or were at that moment, and no other.

What was done while there was no connection comes later with its true time, so each of these names the unit or the
incident it was meant for: an officer who has been cleared or booked off meanwhile loses nothing.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, Q

from lineside.dispatch import rules
from lineside.dispatch.commands.sending import note_state
from lineside.dispatch.commands.telling import message_of, note_step
from lineside.dispatch.commands.working import hear, unit_of, writer
from lineside.dispatch.events import PhotoSent, UnitChanged
from lineside.dispatch.models import CrewMember, Deployment, Unit, UnitMessage, UnitPhoto
from lineside.dispatch.permissions import CanDispatch
from lineside.dispatch.queries.units import named
from lineside.files import commands as files
from lineside.files.permissions import CanFile
from lineside.incidents import commands as incidents
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import NotFound, RuleBroken
from lineside.kernel.events import announce

LATEST = timedelta(hours=24)  # what is kept in a browser for longer is told to a person, not written down by itself
NOT_SENT = "You were not sent to that incident."
NOT_YOURS = "You are not in that unit's crew; ask control to book you on."


@command(needs=CanDispatch.CREW)
def say_state(*, actor: Actor, unit_id: UUID, state: int, at: datetime | None = None) -> Unit:
    """A button of the page: the state of the officer's own unit, at the time at which it was pressed."""
    if state not in dict(rules.states_for_crew(uk_day(now()))):
        raise RuleBroken("Choose one of the states on the page.", "state")
    return note_state(_writer(actor), _own(actor, unit_id, at or now()), state, at)


@command(needs=CanDispatch.CREW)
def say_line(*, actor: Actor, incident_id: UUID, text: str, at: datetime | None = None) -> UUID:
    """A line for the log of the job, under the officer's name; it also says that the unit was heard of."""
    deployment = _sent_to(actor, incident_id)
    entry_id = incidents.add_log_entry(
        actor=_writer(actor),
        incident_id=incident_id,
        text=f"{named(deployment.unit)}: {text.strip()}" if text.strip() else text,
        source="device",
        event_at=at,
    )
    _heard(deployment, at or now(), "a line")
    return entry_id


@command(needs=CanDispatch.CREW)
def say_step(*, actor: Actor, message_id: UUID, step: str, at: datetime | None = None) -> UnitMessage:
    """The message reached the page, was looked at, or was accepted by a press."""
    message = message_of(message_id)
    unit = _own(actor, message.unit_id, at or now())
    return note_step(_writer(actor), unit, message, step, at or now(), actor.name)


@command(needs=CanDispatch.CREW)
def send_photo(
    *,
    actor: Actor,
    incident_id: UUID,
    content: bytes,
    name: str,
    media_type: str,
    words: str = "",
    at: datetime | None = None,
) -> UnitPhoto:
    """A photo for the log: its bytes as they came, kept and scanned by room files, and a line that says so."""
    rules.check_photo(content)
    deployment = _sent_to(actor, incident_id)
    file = files.store_file(actor=_writer(actor), content=content, name=name, media_type=media_type)
    photo = UnitPhoto(
        incident_id=incident_id,
        unit=deployment.unit,
        file=file,
        taken_at=at or now(),
        words=words.strip()[:200],
        by_name=actor.name,
    )
    photo.save()
    said = f": {photo.words}" if photo.words else ""
    incidents.add_log_entry(
        actor=_writer(actor),
        incident_id=incident_id,
        text=f"{named(deployment.unit)} sent a photo{said} (SHA-256 {file.sha256[:12]}…).",
        source="device",
        event_at=at,
    )
    _heard(deployment, at or now(), "a photo")
    announce(PhotoSent(unit_id=deployment.unit_id, incident_id=incident_id, photo_id=photo.id))
    return photo


def _own(actor: Actor, unit_id: UUID, at: datetime) -> Unit:
    """The unit with its lock, for who was in its crew at that moment."""
    there = CrewMember.objects.filter(Q(left_at=None) | Q(left_at__gte=at), unit_id=unit_id, joined_at__lte=at)
    if actor.id is None or not there.filter(staff__account_id=actor.id).exists():
        raise RuleBroken(NOT_YOURS)
    return unit_of(_everywhere(actor), unit_id)


def _sent_to(actor: Actor, incident_id: UUID) -> Deployment:
    """The officer's unit at that incident, now or until lately."""
    if actor.id is None:
        raise NotFound(NOT_SENT)
    mine = Deployment.objects.select_related("unit").filter(
        Q(unit__crew_members__left_at=None) | Q(unit__crew_members__left_at__gte=F("assigned_at")),
        # Who came into the unit afterwards was not there.
        Q(cleared_at=None) | Q(cleared_at__gte=now() - LATEST, unit__crew_members__joined_at__lte=F("cleared_at")),
        incident_id=incident_id,
        unit__crew_members__staff__account_id=actor.id,
    )
    found = mine.order_by(F("cleared_at").desc(nulls_first=True), "-assigned_at").first()
    if found is None:
        raise NotFound(NOT_SENT)
    return found


def _heard(deployment: Deployment, at: datetime, how: str) -> None:
    if deployment.cleared_at is None and (heard := hear(deployment, at, how)):
        deployment.save(update_fields=[*heard])
    announce(UnitChanged(unit_id=deployment.unit_id))


def _everywhere(actor: Actor) -> Actor:
    """A unit goes where it is sent: whoever is in it is not held to the areas of a desk."""
    return actor.everywhere()


def _writer(actor: Actor) -> Actor:
    return writer(_everywhere(actor)).also(CanFile.STORE)
