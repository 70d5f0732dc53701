"""The shape of what is typed about vehicles."""

from django import forms

from lineside.ui.forms import DeskForm


class VehicleForm(DeskForm):
    """What is written down of a vehicle."""

    registration = forms.CharField(max_length=20, required=False)
    kind = forms.CharField(max_length=20, required=False)
    name = forms.CharField(max_length=60, required=False)
    base = forms.CharField(max_length=80, required=False)
    area = forms.CharField(max_length=10, required=False)
    equipment = forms.CharField(max_length=2000, required=False)


class OffRoadForm(DeskForm):
    """Why it is off the road, and by when; the time stays as it was typed until the rule has read it."""

    why = forms.CharField(max_length=200, required=False)
    until = forms.CharField(max_length=40, required=False)


class OnRoadForm(DeskForm):
    """Nothing is typed."""
