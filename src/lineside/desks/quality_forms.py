"""The shape of what is typed at the desk for quality."""

from django import forms

from lineside.ui.forms import DeskForm


class WeekForm(DeskForm):
    """Any day of the week that is drawn."""

    week = forms.CharField(max_length=40, required=False)


class ByHandForm(DeskForm):
    """One contact and why."""

    reference = forms.CharField(max_length=100, required=False)
    why = forms.CharField(max_length=2000, required=False)


class ScoreForm(DeskForm):
    """What was not met, in words; the marks are of the scheme and stand beside it."""

    words = forms.CharField(max_length=10_000, required=False)


class DecideForm(DeskForm):
    """The moderator's reasons."""

    why = forms.CharField(max_length=10_000, required=False)


class AnswerResultForm(DeskForm):
    """What the person says about the result."""

    words = forms.CharField(max_length=10_000, required=False)


class ResultsForm(DeskForm):
    """From which day to which."""

    since = forms.CharField(max_length=40, required=False)
    until = forms.CharField(max_length=40, required=False)
