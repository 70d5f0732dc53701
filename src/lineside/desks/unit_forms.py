"""The shape of what officers press and type on their page, and of what control types about units."""

from collections.abc import Iterable
from contextlib import suppress
from uuid import UUID

from django import forms

from lineside.desks.forms import MOMENTS, WRITTEN, WRITTEN_OFFLINE, CodesField
from lineside.ui.forms import DeskForm


class PressedForm(DeskForm):
    """What every press of the page carries: when it was pressed, by the clock of the server."""

    event_at = forms.DateTimeField(widget=forms.HiddenInput, required=False, input_formats=WRITTEN_OFFLINE)


class OwnStateForm(PressedForm):
    """A state button: the unit it was meant for, and the state."""

    unit_id = forms.UUIDField(widget=forms.HiddenInput)
    state = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=65535)


class OwnLineForm(PressedForm):
    """A line for the log of the job."""

    incident_id = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(max_length=4000, required=False)


class OwnStepForm(PressedForm):
    """A message that reached the page, was looked at, or accepted."""

    message_id = forms.UUIDField(widget=forms.HiddenInput)
    step = forms.CharField(widget=forms.HiddenInput, max_length=20)


class OwnPhotoForm(PressedForm):
    """A photo with a few words."""

    incident_id = forms.UUIDField(widget=forms.HiddenInput)
    words = forms.CharField(max_length=200, required=False)
    photo = forms.FileField(required=False)


class BookUnitForm(DeskForm):
    """A unit comes on duty: who, in what, with which radios, until when."""

    call_sign = forms.CharField(max_length=12, required=False)
    kind = forms.CharField(max_length=20, required=False)
    area = forms.CharField(max_length=10, required=False)
    post = forms.CharField(max_length=80, required=False)
    crew = forms.CharField(max_length=300, required=False)
    vehicle = forms.CharField(max_length=10, required=False)
    radios = forms.CharField(max_length=120, required=False)
    talkgroup = forms.CharField(max_length=40, required=False)
    until = forms.DateTimeField(required=False, input_formats=MOMENTS, error_messages=WRITTEN)


class CrewForm(DeskForm):
    """Who is in a unit from now on, by collar numbers, whoever drives first."""

    crew = forms.CharField(max_length=300, required=False)


class SaidByForm(DeskForm):
    """Somebody said something for the unit."""

    by = forms.CharField(max_length=120, required=False)


class PlaceForm(DeskForm):
    """Where a unit says it is."""

    text = forms.CharField(max_length=200, required=False)


class FenceForm(DeskForm):
    """What a unit is kept for."""

    for_what = forms.CharField(max_length=120, required=False)
    why = forms.CharField(max_length=200, required=False)
    until = forms.DateTimeField(required=False, input_formats=MOMENTS, error_messages=WRITTEN)


class SendForm(DeskForm):
    """Units are sent past warnings, each of which is ticked."""

    units = forms.CharField(max_length=200, required=False)
    warnings = CodesField(required=False)


class NoForm(DeskForm):
    """Nothing is typed."""


def keys_in(texts: Iterable[str]) -> tuple[UUID, ...]:
    """The keys among what was ticked; what is none ticks nothing."""
    found = []
    for text in texts:
        with suppress(ValueError):
            found.append(UUID(text))
    return tuple(found)
