"""The shape of what is typed about markers and rules of safe contact."""

from django import forms

from lineside.desks.forms import CodesField
from lineside.desks.queue_forms import DAYS, NO_DAY
from lineside.ui.forms import DeskForm

NO_HOUR = {"invalid": "Give the hour as 09:00."}


class MarkerForm(DeskForm):
    """A marker, and of safe contact by which ways and in which hours."""

    code = forms.CharField(max_length=40, required=False)
    words = forms.CharField(max_length=2000, required=False)
    ways = CodesField(required=False)
    safe_from = forms.TimeField(required=False, input_formats=["%H:%M"], error_messages=NO_HOUR)
    safe_until = forms.TimeField(required=False, input_formats=["%H:%M"], error_messages=NO_HOUR)
    review_on = forms.DateField(required=False, input_formats=DAYS, error_messages=NO_DAY)


class LiftForm(DeskForm):
    """Why a marker ends."""

    why = forms.CharField(max_length=2000, required=False)
