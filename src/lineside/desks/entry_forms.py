"""The shape of what is typed into structured entries; the letters of M/ETHANE are of its edition."""

from django import forms

from lineside.ui.forms import DeskForm


class DecisionForm(DeskForm):
    """A decision in the parts of the National Decision Model."""

    kind = forms.CharField(max_length=16, required=False)
    information = forms.CharField(max_length=2000, required=False)
    threat = forms.CharField(max_length=2000, required=False)
    powers = forms.CharField(max_length=2000, required=False)
    options = forms.CharField(max_length=2000, required=False)
    action = forms.CharField(max_length=2000, required=False)
    ethics = forms.CharField(max_length=2000, required=False)
    review = forms.CharField(max_length=2000, required=False)


class DraftForm(DeskForm):
    """A draft is made, or goes into the log: nothing is typed."""


class MethaneForm(DeskForm):
    """What a person says, letter by letter."""

    major = forms.CharField(max_length=2000, required=False)
    location = forms.CharField(max_length=2000, required=False)
    kind = forms.CharField(max_length=2000, required=False)
    hazards = forms.CharField(max_length=2000, required=False)
    access = forms.CharField(max_length=2000, required=False)
    casualties = forms.CharField(max_length=2000, required=False)
    services = forms.CharField(max_length=2000, required=False)
    stage = forms.CharField(max_length=12, required=False)


class ToldForm(DeskForm):
    """Who of another agency was told of a version by telephone."""

    agency = forms.CharField(max_length=20, required=False)
    whom = forms.CharField(max_length=2000, required=False)
    at = forms.CharField(max_length=20, required=False)
