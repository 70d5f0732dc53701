"""The shape of what is typed about planned events; times and lists stay as typed until the rules have read them."""

from django import forms

from lineside.ui.forms import DeskForm


class EventForm(DeskForm):
    """An operation order."""

    name = forms.CharField(max_length=300, required=False)
    starts_at = forms.CharField(max_length=40, required=False)
    ends_at = forms.CharField(max_length=40, required=False)
    stations = forms.CharField(max_length=400, required=False)
    headcodes = forms.CharField(max_length=400, required=False)
    line = forms.CharField(max_length=20, required=False)
    lat = forms.CharField(max_length=20, required=False)
    lon = forms.CharField(max_length=20, required=False)
    radius_m = forms.CharField(max_length=20, required=False)
    area = forms.CharField(max_length=10, required=False)
    gold = forms.CharField(max_length=400, required=False)
    silver = forms.CharField(max_length=400, required=False)
    bronze = forms.CharField(max_length=400, required=False)
    talkgroup = forms.CharField(max_length=200, required=False)
    briefing = forms.CharField(max_length=4000, required=False)


class EventOverForm(DeskForm):
    """Why it is over; whether it does not take place at all."""

    reason = forms.CharField(max_length=2000, required=False)
    is_cancelled = forms.CharField(max_length=3, required=False)


class EventLogForm(DeskForm):
    """A log is added by its number or reference, with the reason."""

    log = forms.CharField(max_length=40, required=False)
    reason = forms.CharField(max_length=2000, required=False)


class EventLogOffForm(DeskForm):
    """Why a log does not belong to the event."""

    reason = forms.CharField(max_length=2000, required=False)


class EventUnitForm(DeskForm):
    """A unit is named and kept for the event."""

    call_sign = forms.CharField(max_length=20, required=False)
    task = forms.CharField(max_length=2000, required=False)


class EventUnitOffForm(DeskForm):
    """A unit is kept no more: nothing is typed."""
