"""The shape of what is typed about partner agencies."""

from django import forms

from lineside.ui.forms import DeskForm


class OfferForm(DeskForm):
    """The incident as it is offered to an agency."""

    agency = forms.CharField(max_length=12, required=False)
    headline = forms.CharField(max_length=300, required=False)
    words = forms.CharField(max_length=2000, required=False)
    hazards = forms.CharField(max_length=300, required=False)
    access = forms.CharField(max_length=300, required=False)
    rendezvous = forms.CharField(max_length=300, required=False)
    talkgroup = forms.CharField(max_length=300, required=False)
    sent_as = forms.CharField(max_length=10, required=False)


class TellForm(DeskForm):
    """What they are told."""

    words = forms.CharField(max_length=2000, required=False)


class AskAgencyForm(DeskForm):
    """How many of what, and why."""

    quantity = forms.CharField(max_length=3, required=False)
    kind = forms.CharField(max_length=300, required=False)
    why = forms.CharField(max_length=300, required=False)


class AidForm(DeskForm):
    """How many officers of which police force, and why."""

    agency = forms.CharField(max_length=12, required=False)
    quantity = forms.CharField(max_length=3, required=False)
    kind = forms.CharField(max_length=300, required=False)
    why = forms.CharField(max_length=300, required=False)
    sent_as = forms.CharField(max_length=10, required=False)


class RungForm(DeskForm):
    """What came of ringing them."""

    outcome = forms.CharField(max_length=16, required=False)
    spoke_to = forms.CharField(max_length=120, required=False)
    words = forms.CharField(max_length=500, required=False)


class AgainForm(DeskForm):
    """A refused message is sent once more: nothing is typed."""


class ExerciseForm(DeskForm):
    """The log is an exercise from here on: nothing is typed."""
