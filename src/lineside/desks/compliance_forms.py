"""The shape of what is typed at the registrar's desk."""

from django import forms

from lineside.ui.forms import DeskForm


class FindingForm(DeskForm):
    """How it came to be, what was done, or why it is none."""

    words = forms.CharField(max_length=10_000, required=False)


class SweepForm(DeskForm):
    """Which sweep."""

    kind = forms.CharField(max_length=20, required=False)


class FiguresForm(DeskForm):
    """From which month to which, and by what."""

    since = forms.CharField(max_length=40, required=False)
    until = forms.CharField(max_length=40, required=False)
    by = forms.CharField(max_length=20, required=False)


class DrawSamplesForm(DeskForm):
    """The month that is drawn; restricted records apart."""

    month = forms.CharField(max_length=40, required=False)
    restricted = forms.BooleanField(required=False)


class OpinionForm(DeskForm):
    """What was not right, in words; the marks stand beside it."""

    words = forms.CharField(max_length=10_000, required=False)
